"""Access tokens (RS256, minutes) and refresh tokens (random, rotated, stored as hashes)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import jwt

from backend.models import RefreshToken, User
from backend.models.ids import new_id, prefix_of
from backend.services.accounts.keys import signing_key, verifying_key
from backend.services.context import Actor, Context, Role, Services
from backend.services.secrets import fingerprint

AUDIENCE = "perennial"
_REQUIRED = ["exp", "iat", "aud", "iss", "sub", "jti", "typ", "mer", "role"]
_CLOCK_SKEW = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair: `access` for `expires_in` seconds, and the `refresh` token that gets the next one."""

    access: str
    refresh: str
    expires_in: int


class BadToken(Exception):
    """An access token that does not count: forged, expired, or for something else."""


async def issue_access(ctx: Context, user: User) -> str:
    """A signed access token for `user`."""
    kid, pem = await signing_key(ctx)
    claims = {
        "iss": ctx.services.issuer,
        "aud": AUDIENCE,
        "sub": user.id,
        "mer": user.merchant_id,
        "cus": user.customer_id,
        "role": user.role,
        "typ": "access",
        "jti": new_id("jti"),
        "iat": ctx.wall,
        "exp": ctx.wall + ctx.services.limits.access_token,
    }
    return jwt.encode(claims, pem, algorithm="RS256", headers={"kid": kid})


async def start_family(ctx: Context, user: User) -> str:
    """The first refresh token of a new sign-in."""
    token = secrets.token_urlsafe(32)
    await store_refresh(ctx, user.id, new_id("fam"), token)
    return token


async def store_refresh(ctx: Context, user_id: str, family_id: str, token: str) -> None:
    """Keep the hash of a refresh token. A hash that is already stored raises IntegrityError."""
    await RefreshToken.create(
        id=new_id("rt"),
        merchant_id=ctx.merchant_id,
        user_id=user_id,
        family_id=family_id,
        token_hash=fingerprint(token),
        expires_at=ctx.wall + ctx.services.limits.refresh_token,
        created_at=ctx.wall,
    )


async def authenticate(services: Services, token: str) -> Actor:
    """Who an access token stands for. Raises BadToken, without saying what was wrong."""
    try:
        header = jwt.get_unverified_header(token)
        kid = header.get("kid")
        if header.get("alg") != "RS256" or not isinstance(kid, str) or prefix_of(kid) != "key" or len(kid) > 40:
            raise BadToken
        if not kid.isprintable():
            # A NUL or half a surrogate pair: PostgreSQL would refuse the query itself.
            raise BadToken
        found = await verifying_key(kid)
        if found is None:
            raise BadToken
        merchant_id, key = found
        claims = jwt.decode(
            token,
            key,
            algorithms=["RS256"],
            audience=AUDIENCE,
            issuer=services.issuer,
            # The time checks are made below, against our own clock.
            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
        )
        expires_at = datetime.fromtimestamp(int(claims["exp"]), UTC)
        issued_at = datetime.fromtimestamp(int(claims["iat"]), UTC)
        role = Role(claims["role"])
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
        raise BadToken from error
    now = services.clock()
    if claims["typ"] != "access" or claims["mer"] != merchant_id or role not in (Role.CUSTOMER, Role.STAFF):
        raise BadToken
    if expires_at <= now or issued_at > now + _CLOCK_SKEW:
        raise BadToken
    return Actor(role, merchant_id, user_id=claims["sub"], customer_id=claims.get("cus"), expires_at=expires_at)
