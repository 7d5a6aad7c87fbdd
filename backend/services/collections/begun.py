"""A payment that the customer began by hand, and left: it holds up no collection for ever."""

from __future__ import annotations

from backend.domain.billing import gives_up_at
from backend.domain.payment import OPEN, AttemptStatus
from backend.models import Collection, Payment, PaymentAttempt
from backend.services.billing.policy import policy_of
from backend.services.context import Context


async def is_left_unfinished(ctx: Context, collection: Collection) -> bool:
    """Whether the open payment of the invoice waits for its payer, or for nobody, when the last retry would be due.

    Where no try has failed yet, that counts from when the collection began. What has a date until which it can be paid,
    such as a voucher, is waited for, and so is money that is on its way while its gateway is asked for it. Money that
    comes after all still pays the invoice.
    """
    first = collection.first_failed_at or collection.created_at
    if ctx.now < gives_up_at((await policy_of(ctx)).retries, first):
        return False
    attempts = PaymentAttempt.filter(
        merchant_id=ctx.merchant_id, invoice_id=collection.invoice_id, status__in=[status.value for status in OPEN]
    )
    attempt = await attempts.get()
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    waits = attempt.status == AttemptStatus.PENDING and (attempt.next_try_at is None or payment.action_sealed)
    if attempt.status != AttemptStatus.REQUIRES_ACTION and not waits:
        return False
    return payment.action_expires_at is None or payment.action_expires_at <= ctx.now
