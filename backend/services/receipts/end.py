"""End a payment of which only a part came: what came stays, and the rest is waited for no more."""

from __future__ import annotations

from backend.domain.payment import OPEN, PaymentStatus
from backend.models import Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.payments.lock import lock_attempt
from backend.services.receipts.record import announce_received, finish_attempt
from backend.services.timelines import at_customers_time
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def end_with_what_came(ctx: Context, *, payment_id: str) -> bool:
    """SUCCEEDED with less than it asked for, so that the rest can be paid in another way and this can be refunded.

    False when nothing has come, or it ended meanwhile.
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
        payment = rows.payment
        if payment.captured_minor == 0 or rows.attempt.status not in {status.value for status in OPEN}:
            return False
        await finish_attempt(ctx, rows.attempt)
        payment.status = PaymentStatus.SUCCEEDED.value
        payment.action_sealed = payment.action_expires_at = None
        payment.version += 1
        payment.updated_at = ctx.now
        await payment.save()
        announce_received(tx, payment, received_minor=0, receipt_id=None)
    return True
