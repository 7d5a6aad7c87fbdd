"""Exchange an e-mail address and a password for tokens; slow down whoever guesses."""

from __future__ import annotations

from datetime import timedelta

from tortoise.exceptions import IntegrityError

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
    await _check_lock(ctx, address)
    user = await User.get_or_none(merchant_id=ctx.merchant_id, email=address)
    fits = await verify_password(user.password_hash if user else None, password)
    # Again: guesses made in parallel all passed the first look, before any of them was counted.
    await _check_lock(ctx, address)
    if not fits or user is None:
        await _count_failure(ctx, address)
        raise Forbidden("The email address or the password is wrong.")
    async with transaction(ctx):
        await SignInAttempt.filter(merchant_id=ctx.merchant_id, email=address).delete()
        refresh = await start_family(ctx, user)
    access = await issue_access(ctx, user)
    return user, Tokens(access, refresh, int(ctx.services.limits.access_token.total_seconds()))


async def _check_lock(ctx: Context, address: str) -> None:
    row = await SignInAttempt.get_or_none(merchant_id=ctx.merchant_id, email=address)
    if row and row.locked_until and row.locked_until > ctx.now:
        raise LimitExceeded("Too many wrong passwords; try again in 15 minutes.", limit=MAX_FAILURES)


async def _count_failure(ctx: Context, address: str) -> None:
    """One more failure; at the limit the address is locked and the count starts anew."""
    async with transaction(ctx):
        row = await SignInAttempt.select_for_update().get_or_none(merchant_id=ctx.merchant_id, email=address)
        if row is not None:
            row.failures += 1
            if row.failures >= MAX_FAILURES:
                row.failures, row.locked_until = 0, ctx.now + LOCK
            await row.save(update_fields=["failures", "locked_until"])
            return
    try:
        await SignInAttempt.create(id=new_id("sia"), merchant_id=ctx.merchant_id, email=address, failures=1)
    except IntegrityError:
        # A twin wrote the first failure at the same moment; count this one on top of it.
        await _count_failure(ctx, address)
