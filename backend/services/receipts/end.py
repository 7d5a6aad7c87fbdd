"""End a payment that staff record: what came stays, and the rest is waited for no more."""

from __future__ import annotations

from backend.domain.payment import OPEN, PaymentStatus
from backend.models import Payment, PaymentAttempt
from backend.services.billing.paid_change import change_is_not_paid
from backend.services.context import Context
from backend.services.payments.lock import lock_attempt
from backend.services.receipts.finish import end_payment
from backend.services.timelines import at_customers_time
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def end_with_what_came(ctx: Context, *, payment_id: str) -> bool:
    """SUCCEEDED with less than it asked for, so that the rest can be paid in another way and this can be refunded.

    CANCELED when nothing has come: a change that waits for it is not made. False when it ended meanwhile.
    """
    seen = await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)
    attempt = await PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, payment_id=payment_id, status__in=[status.value for status in OPEN]
    ).first()
    if attempt is None:
        return False
    ctx = await at_customers_time(ctx, seen.customer_id)
    async with transaction(ctx) as tx:
        rows = await lock_attempt(ctx, attempt.id)
        if rows.attempt.status not in {status.value for status in OPEN}:
            return False
        await end_payment(ctx, tx, payment=rows.payment, attempt=rows.attempt)
        if rows.payment.status == PaymentStatus.CANCELED:
            await change_is_not_paid(ctx, tx, invoice=rows.invoice, subscription=rows.subscription)
    return True
