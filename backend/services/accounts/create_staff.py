"""A merchant's staff user, made from the command line."""

from __future__ import annotations

from backend.models import User
from backend.models.ids import new_id
from backend.services.accounts.emails import normalize_email
from backend.services.accounts.passwords import check_strength, hash_password
from backend.services.context import Context, Role


async def create_staff(ctx: Context, *, email: str, password: str) -> User:
    """Create a user who works for the context's merchant. Raises InvalidInput, IntegrityError when taken."""
    address = normalize_email(email, "email")
    check_strength(password, address, "password")
    return await User.create(
        id=new_id("usr"),
        merchant_id=ctx.merchant_id,
        email=address,
        password_hash=await hash_password(password),
        role=Role.STAFF.value,
        created_at=ctx.now,
    )
