"""Find the merchant that a request names."""

from __future__ import annotations

from backend.domain.errors import NotFound
from backend.models import Merchant


async def merchant_by_code(code: str) -> Merchant:
    """The merchant with this code. Raises NotFound."""
    merchant = await Merchant.get_or_none(code=code) if code.isprintable() else None
    if merchant is None:
        raise NotFound("There is no such merchant.")
    return merchant
