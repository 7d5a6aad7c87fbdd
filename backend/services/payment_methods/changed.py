"""A gateway tells of a method that it keeps: a new expiry after the bank sent another card, or that it is gone."""

from __future__ import annotations

from backend.gateways.base import SavedMethodDetails
from backend.models import PaymentMethod
from backend.services.context import Context
from backend.services.payment_methods.forget import forget_method
from backend.services.payment_methods.keep import announce_method, describe_method, lock_methods
from backend.services.timelines import at_customers_time
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def method_changed(ctx: Context, *, account_id: str, reference: str, details: SavedMethodDetails | None) -> bool:
    """Bring a saved method up to date; None: its gateway does not keep it any more. True when something changed.

    Nothing for a method of this account that we do not know, or that was removed here: only its customer brings it
    back.
    """
    own = PaymentMethod.filter(
        merchant_id=ctx.merchant_id, gateway_account_id=account_id, gateway_reference=reference, removed_at=None
    )
    seen = await own.get_or_none()
    if seen is None:
        return False
    ctx = await at_customers_time(ctx, seen.customer_id)
    async with transaction(ctx) as tx:
        if details is None:
            await forget_method(ctx, tx, seen)
            return True
        await lock_methods(ctx, seen.customer_id)
        row = await own.get_or_none()
        if row is None:
            return False
        before = _shown(row)
        describe_method(row, details.summary)
        if _shown(row) == before:
            return False
        await row.save(update_fields=["brand", "last4", "expires_month", "expires_year"])
        announce_method(tx, row, "updated")
    return True


def _shown(row: PaymentMethod) -> tuple[str | None, str | None, int | None, int | None]:
    return row.brand, row.last4, row.expires_month, row.expires_year
