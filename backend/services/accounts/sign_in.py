"""Exchange an e-mail address and a password for tokens; slow down whoever guesses."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.errors import Forbidden, InvalidInput, LimitExceeded
from backend.models import SignInAttempt, User
from backend.models.ids import new_id
from backend.services.accounts.emails import normalize_email
from backend.services.accounts.passwords import MAX_LENGTH, verify_password
from backend.services.accounts.tokens import Tokens, issue_access, start_family
from backend.services.context import Context
from backend.services.transaction import transaction

MAX_FAILURES = 10
LOCK = timedelta(minutes=15)


async def sign_in(ctx: Context, *, email: str, password: str) -> tuple[User, Tokens]:
    """Sign a user in.

    Raises Forbidden for a wrong pair (the same for an unknown address), LimitExceeded after ten wrong passwords for
    15 minutes (known or unknown address alike), InvalidInput for what cannot be an address.
    """
    address = normalize_email(email, "email")
    if len(password) > MAX_LENGTH:
        raise InvalidInput.at("password", "TOO_LONG", "The password is too long.")
    _refuse_if_locked(ctx, await _attempts(ctx, address))
    user = await User.get_or_none(merchant_id=ctx.merchant_id, email=address)
    fits = await verify_password(user.password_hash if user else None, password)
    # Judged again, one after the other: guesses made in parallel all passed the first look, before any was counted.
    async with transaction(ctx):
        attempts = await _attempts(ctx, address, lock=True)
        _refuse_if_locked(ctx, attempts)
        if fits and user is not None:
            if attempts is not None:
                await attempts.delete()
            refresh = await start_family(ctx, user)
        else:
            await _count_failure(ctx, address, attempts)
    if not fits or user is None:
        raise Forbidden("The email address or the password is wrong.")
    access = await issue_access(ctx, user)
    return user, Tokens(access, refresh, int(ctx.services.limits.access_token.total_seconds()))


async def _attempts(ctx: Context, address: str, *, lock: bool = False) -> SignInAttempt | None:
    rows = SignInAttempt.select_for_update() if lock else SignInAttempt.all()
    return await rows.get_or_none(merchant_id=ctx.merchant_id, email=address)


def _refuse_if_locked(ctx: Context, attempts: SignInAttempt | None) -> None:
    if attempts and attempts.locked_until and attempts.locked_until > ctx.wall:
        raise LimitExceeded("Too many wrong passwords; try again in 15 minutes.", limit=MAX_FAILURES)


async def _count_failure(ctx: Context, address: str, attempts: SignInAttempt | None) -> None:
    """One more failure; at the limit the address is locked and the count starts anew."""
    while attempts is None:
        # A twin may write the row first, or a right password delete it again: lock whichever is there, and look anew.
        first = SignInAttempt(id=new_id("sia"), merchant_id=ctx.merchant_id, email=address, failures=0)
        await SignInAttempt.bulk_create([first], ignore_conflicts=True)
        attempts = await _attempts(ctx, address, lock=True)
        _refuse_if_locked(ctx, attempts)
    attempts.failures += 1
    if attempts.failures >= MAX_FAILURES:
        attempts.failures, attempts.locked_until = 0, ctx.wall + LOCK
    await attempts.save(update_fields=["failures", "locked_until"])
