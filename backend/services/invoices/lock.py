"""Lock an invoice in the one order that all operations use: its subscription first."""

from __future__ import annotations

from backend.models import Invoice, Subscription
from backend.services.context import Context


async def lock_invoice(ctx: Context, invoice_id: str) -> tuple[Subscription | None, Invoice]:
    """The invoice and the subscription that it is for, both locked. The invoice must exist."""
    subscription = None
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=invoice_id)
    if invoice.subscription_id is not None:
        subscription = await Subscription.select_for_update().get(
            merchant_id=ctx.merchant_id, id=invoice.subscription_id
        )
    return subscription, await Invoice.select_for_update().get(merchant_id=ctx.merchant_id, id=invoice_id)
