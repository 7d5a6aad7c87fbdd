"""What the money for an invoice is for, as its payments say."""

from __future__ import annotations

from backend.domain.payment import PaymentPurpose
from backend.models import Invoice, RefillPurchase
from backend.services.context import Context


async def purpose_of(ctx: Context, invoice: Invoice) -> PaymentPurpose:
    """REFILL for a bag of units, else INVOICE."""
    if invoice.subscription_id is not None:
        return PaymentPurpose.INVOICE
    refill = await RefillPurchase.exists(merchant_id=ctx.merchant_id, invoice_id=invoice.id)
    return PaymentPurpose.REFILL if refill else PaymentPurpose.INVOICE
