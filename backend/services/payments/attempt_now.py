"""Walk a fresh payment's attempt in the request that started it, so that the payer hears the result at once.

What this does not finish (a crash, a slow gateway) a worker finishes: the row is due either way.
"""

from __future__ import annotations

from backend.domain.errors import PaymentDeclined
from backend.domain.payment import DECLINE_MESSAGES, AttemptStatus, DeclineReason, PaymentStatus
from backend.gateways.base import DeclineAdvice
from backend.models import Payment, PaymentAttempt, PaymentSetup
from backend.services.context import Context
from backend.services.held import wait_for_holder
from backend.services.payments.collect import collect_attempt

_FINAL_ADVICE = frozenset({DeclineAdvice.NEVER, DeclineAdvice.MERCHANT_FIX})


async def attempt_now(ctx: Context, *, payment_id: str) -> Payment:
    """The payment after its attempt was walked as far as it goes. Raises PaymentDeclined for one that failed."""
    attempt = (
        await PaymentAttempt.filter(merchant_id=ctx.merchant_id, payment_id=payment_id).order_by("-number").first()
    )
    assert attempt is not None, "a payment is written with its attempt"
    if not await collect_attempt(ctx.later(), attempt_id=attempt.id):
        own = PaymentAttempt.filter(merchant_id=ctx.merchant_id, id=attempt.id)
        await wait_for_holder(ctx, own.filter(status=AttemptStatus.SENDING.value, lease_until__isnull=False))
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)
    if payment.status == PaymentStatus.FAILED:
        reason = DeclineReason(payment.decline_reason or DeclineReason.GENERIC)
        raise PaymentDeclined(DECLINE_MESSAGES[reason], payment.id, reason.value, is_retryable(payment))
    return payment


def is_retryable(payment: Payment | PaymentSetup) -> bool:
    """Whether the same method may be tried again."""
    return payment.decline_advice is not None and DeclineAdvice(payment.decline_advice) not in _FINAL_ADVICE
