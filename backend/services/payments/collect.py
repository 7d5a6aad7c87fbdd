"""Walk one attempt: claim it, ask its gateway, record what was said. Safe to run twice, to kill and to run again."""

from __future__ import annotations

import structlog

from backend.domain.payment import AttemptStatus, DeclineReason
from backend.gateways.base import Decline, DeclineAdvice, PaymentResult, PaymentState
from backend.models import Payment, PaymentAttempt
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.failpoints import failpoint
from backend.services.gateways.asking import Answer, NoResult
from backend.services.payments.ask import ask_gateway
from backend.services.payments.claim import Lease, claim_attempt
from backend.services.payments.give_up import plan_next_look
from backend.services.payments.settle import settle_attempt

log = structlog.get_logger(__name__)


async def collect_attempt(ctx: Context, *, attempt_id: str, at_once: bool = False) -> bool:
    """Walk the attempt as far as it goes now; False when it was not due or somebody else has it.

    With `at_once` it need only be open.
    """
    failpoint("charge.before_claim")
    lease = await claim_attempt(ctx, attempt_id=attempt_id, at_once=at_once)
    if lease is None:
        return False
    failpoint("charge.after_claim")
    answer = await ask_gateway(ctx, lease)
    failpoint("charge.before_record")
    now = ctx.later()
    if answer.result is not None:
        await settle_attempt(now, attempt_id=attempt_id, observed=answer.result, fence=lease.fence)
    elif answer.none is NoResult.REFUSED:
        await settle_attempt(now, attempt_id=attempt_id, observed=await _refused(now, lease), fence=lease.fence)
    failpoint("charge.after_record")
    await _release(now, lease, answer)
    return True


async def _refused(ctx: Context, lease: Lease) -> PaymentResult:
    """The gateway executed nothing and repeating is useless: the attempt failed, and staff must see to the account."""
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=lease.attempt.payment_id)
    return PaymentResult(
        state=PaymentState.FAILED,
        reference=None,
        our_reference=lease.attempt.id,
        amount=money(payment.amount_minor, payment.currency),
        observed_at=ctx.now,
        decline=Decline(DeclineReason.PROCESSING_ERROR, DeclineAdvice.MERCHANT_FIX),
    )


async def _release(ctx: Context, lease: Lease, answer: Answer[PaymentResult]) -> None:
    """Give the lease back and, while the attempt is open, say when to look again. A lost lease changes nothing."""
    if answer.error is not None:
        log.warning("payments.no_answer", attempt=lease.attempt.id, why=answer.none, error=answer.error)
    mine = PaymentAttempt.filter(merchant_id=ctx.merchant_id, id=lease.attempt.id, fence=lease.fence)
    not_sent = answer.none is NoResult.NOT_SENT
    await mine.filter(status=AttemptStatus.SENDING.value).update(
        status=(AttemptStatus.CREATED if not_sent else AttemptStatus.UNKNOWN).value
    )
    await plan_next_look(ctx, lease, answer)
    # Last: as soon as the lease is gone, another worker may take the attempt if it is still due.
    await mine.update(lease_until=None, updated_at=ctx.now, last_error=(answer.error or "")[:500] or None)
