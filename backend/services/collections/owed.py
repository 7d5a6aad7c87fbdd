"""Whether renewals of a subscription are owed: collecting them failed, and they are still open."""

from __future__ import annotations

from backend.domain.invoice import InvoiceStatus
from backend.models import Collection, Invoice, Subscription
from backend.services.context import Context


async def owes_renewals(ctx: Context, subscription: Subscription) -> bool:
    """Whether an invoice that could not be collected is open."""
    failed = Collection.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, first_failed_at__isnull=False
    )
    ids = await failed.values_list("invoice_id", flat=True)
    return await Invoice.exists(merchant_id=ctx.merchant_id, id__in=list(ids), status=InvoiceStatus.OPEN.value)
