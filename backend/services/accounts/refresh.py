"""Rotate a refresh token. A token that comes back after it was used means theft: its whole family ends.

The successor of a token is derived from it, so that parallel requests, and a client that lost the answer, get the
same one for a few seconds. (OAuth 2.0 Security BCP, RFC 9700 section 4.14: rotation with reuse detection.)
"""

from __future__ import annotations

from datetime import timedelta

from backend.domain.errors import Forbidden
from backend.models import RefreshToken, User
from backend.services.accounts.tokens import Tokens, issue_access, store_refresh
from backend.services.context import Context
from backend.services.secrets import fingerprint
from backend.services.transaction import repeat_on_deadlock, transaction

GRACE = timedelta(seconds=10)
_REFUSED = "Sign in again."


async def refresh_tokens(ctx: Context, *, refresh: str) -> Tokens:
    """The next pair of tokens.

    Raises Forbidden for a token that is unknown, expired, revoked, or was used before; the last also revokes every
    token of the same sign-in.
    """
    user, successor = await _rotate(ctx, refresh)
    if user is None or successor is None:
        raise Forbidden(_REFUSED)
    access = await issue_access(ctx, user)
    return Tokens(access, successor, int(ctx.services.limits.access_token.total_seconds()))


async def revoke_tokens(ctx: Context, *, refresh: str) -> None:
    """End the sign-in that this token belongs to. An unknown token is fine: there is nothing to end."""
    async with transaction(ctx):
        row = await _lock(ctx, refresh)
        if row is not None:
            await _revoke_family(ctx, row.family_id)


@repeat_on_deadlock
async def _rotate(ctx: Context, refresh: str) -> tuple[User | None, str | None]:
    """One transaction, which also commits a revocation: that is why it answers instead of raising."""
    async with transaction(ctx):
        row = await _lock(ctx, refresh)
        if row is None or row.revoked_at is not None or row.expires_at <= ctx.wall:
            return None, None
        successor: str | None
        if row.used_at is None:
            successor = ctx.services.secrets.successor(refresh)
            await RefreshToken.filter(id=row.id, merchant_id=ctx.merchant_id).update(used_at=ctx.wall)
            await store_refresh(ctx, row.user_id, row.family_id, successor)
        else:
            successor = await _repeated(ctx, row, ctx.services.secrets.successors(refresh))
        if successor is None:
            await _revoke_family(ctx, row.family_id)
            return None, None
        return await User.get(id=row.user_id, merchant_id=ctx.merchant_id), successor


async def _lock(ctx: Context, refresh: str) -> RefreshToken | None:
    """The token's row, with its family locked by the first link: nobody adds one while somebody revokes them all."""
    own = RefreshToken.filter(merchant_id=ctx.merchant_id, token_hash=fingerprint(refresh))
    row = await own.get_or_none()
    if row is None:
        return None
    family = RefreshToken.filter(merchant_id=ctx.merchant_id, family_id=row.family_id)
    await family.select_for_update().order_by("id").first()
    return await own.get()


async def _repeated(ctx: Context, row: RefreshToken, successors: list[str]) -> str | None:
    """The successor that was handed out: within the grace, and only while nobody has gone on with it.

    It may have been made with the master secret that was the first one then.
    """
    if row.used_at is None or ctx.wall > row.used_at + GRACE:
        return None
    for successor in successors:
        following = await RefreshToken.get_or_none(merchant_id=ctx.merchant_id, token_hash=fingerprint(successor))
        if following is not None:
            return successor if following.used_at is None and following.revoked_at is None else None
    return None


async def _revoke_family(ctx: Context, family_id: str) -> None:
    await RefreshToken.filter(merchant_id=ctx.merchant_id, family_id=family_id, revoked_at=None).update(
        revoked_at=ctx.wall
    )
