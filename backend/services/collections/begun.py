"""A payment that the customer began by hand, and left: it holds up no collection for ever."""

from __future__ import annotations

from backend.domain.billing import gives_up_at
from backend.domain.payment import OPEN, AttemptStatus
from backend.models import Collection, Payment, PaymentAttempt
from backend.services.billing.policy import policy_of
from backend.services.context import Context


async def is_left_unfinished(ctx: Context, collection: Collection) -> bool:
    """Whether the open payment of the invoice only waits for its payer, when the last retry would be due.

    What has a date until which it can be paid, such as a voucher, is waited for. Money that comes after all still pays
    the invoice.
    """
    first = collection.first_failed_at
    if first is None or ctx.now < gives_up_at((await policy_of(ctx)).retries, first):
        return False
    attempts = PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, invoice_id=collection.invoice_id, status__in=[status.value for status in OPEN]
    )
    attempt = await attempts.get()
    if attempt.status != AttemptStatus.REQUIRES_ACTION:
        return False
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    return payment.action_expires_at is None or payment.action_expires_at <= ctx.now
