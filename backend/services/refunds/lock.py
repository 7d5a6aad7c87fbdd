"""Lock a payment or a refund of it in the one order: invoice, payment, refund. Subscriptions are never touched."""

from __future__ import annotations

from dataclasses import dataclass

from backend.models import Invoice, Payment, Refund
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Locked:
    """The rows that a refund's step may change."""

    invoice: Invoice | None
    payment: Payment
    refund: Refund


async def lock_payment(ctx: Context, payment_id: str) -> tuple[Invoice | None, Payment]:
    """The payment and its invoice. The payment must exist."""
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)
    invoice = None
    if payment.invoice_id is not None:
        invoice = await Invoice.select_for_update().get(merchant_id=ctx.merchant_id, id=payment.invoice_id)
    return invoice, await Payment.select_for_update().get(merchant_id=ctx.merchant_id, id=payment_id)


async def lock_refund(ctx: Context, refund_id: str) -> Locked:
    """The refund, its payment and that one's invoice. The refund must exist."""
    refund = await Refund.get(merchant_id=ctx.merchant_id, id=refund_id)
    invoice, payment = await lock_payment(ctx, refund.payment_id)
    return Locked(invoice, payment, await Refund.select_for_update().get(merchant_id=ctx.merchant_id, id=refund_id))
