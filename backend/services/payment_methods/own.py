"""One of a customer's own saved methods."""

from __future__ import annotations

from backend.domain.errors import NotFound
from backend.models import PaymentMethod
from backend.services.context import Context


async def own_method(ctx: Context, customer_id: str, method_id: str) -> PaymentMethod:
    """The method; somebody else's, a removed and an unknown one look the same. Raises NotFound."""
    row = await PaymentMethod.get_or_none(
        merchant_id=ctx.merchant_id, customer_id=customer_id, id=method_id, removed_at=None
    )
    if row is None:
        raise NotFound("You have no such saved method.", method_id)
    return row
