"""Lock an attempt and what it may settle, in the one order that all operations use."""

from __future__ import annotations

from dataclasses import dataclass

from backend.models import Invoice, Payment, PaymentAttempt, Subscription
from backend.services.context import Context
from backend.services.invoices.lock import lock_invoice


@dataclass(slots=True)
class Locked:
    """The rows that a settlement may change."""

    subscription: Subscription | None
    invoice: Invoice | None
    payment: Payment
    attempt: PaymentAttempt


async def lock_attempt(ctx: Context, attempt_id: str) -> Locked:
    """Lock subscription, invoice, payment and attempt, always in this order."""
    attempt = await PaymentAttempt.get(merchant_id=ctx.merchant_id, id=attempt_id)
    subscription, invoice = None, None
    if attempt.invoice_id is not None:
        subscription, invoice = await lock_invoice(ctx, attempt.invoice_id)
    payment = await Payment.select_for_update().get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    attempt = await PaymentAttempt.select_for_update().get(merchant_id=ctx.merchant_id, id=attempt.id)
    return Locked(subscription, invoice, payment, attempt)
