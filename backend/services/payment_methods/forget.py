"""A method is gone at its gateway: here it is never used again, and another one becomes the default."""

from __future__ import annotations

from backend.models import PaymentMethod
from backend.services.context import Context
from backend.services.payment_methods.keep import announce_method, lock_methods
from backend.services.transaction import Transaction


async def forget_method(ctx: Context, tx: Transaction, row: PaymentMethod) -> PaymentMethod:
    """Mark it as removed; once. The newest of the customer's others becomes the default if it was that."""
    await lock_methods(ctx, row.customer_id)
    row = await PaymentMethod.get(merchant_id=ctx.merchant_id, id=row.id)
    if row.removed_at is not None:
        return row
    was_default, row.is_default, row.removed_at = row.is_default, False, ctx.now
    await row.save(update_fields=["is_default", "removed_at"])
    announce_method(tx, row, "removed")
    if was_default:
        others = PaymentMethod.filter(merchant_id=ctx.merchant_id, customer_id=row.customer_id, removed_at=None)
        newest = await others.order_by("-id").first()
        if newest is not None:
            newest.is_default = True
            await newest.save(update_fields=["is_default"])
            announce_method(tx, newest, "made_default")
    return row
