"""When an open attempt is looked at again, and when nothing more is asked by itself: then a person has to see to it."""

from __future__ import annotations

from datetime import datetime, timedelta

from tortoise.expressions import Q

from backend.domain.payment import OPEN, AttemptStatus
from backend.domain.tasks import TaskKind
from backend.gateways.base import Capabilities, PaymentResult
from backend.models import GatewayAccount, Payment, PaymentAttempt, StaffTask
from backend.services.context import Context
from backend.services.gateways.asking import Answer, next_look
from backend.services.payments.claim import Lease
from backend.services.tasks.open import open_task
from backend.services.transaction import repeat_on_deadlock, transaction

# After it was sent; what can be paid until a date, such as a voucher, is waited for as long after that.
GIVES_UP_AFTER = timedelta(days=30)
# The payer agreed, and the gateway could not be told to collect.
_CONFIRM_AGAIN = timedelta(minutes=10)
_LOST = frozenset({AttemptStatus.SENDING, AttemptStatus.UNKNOWN})
_NOT_ANSWERED = _LOST | {AttemptStatus.CREATED}


def key_is_forgotten(attempt: PaymentAttempt, can: Capabilities, now: datetime) -> bool:
    """Whether the gateway may take the attempt's key for a new one by now: it must not be sent again."""
    if can.key_lifetime is None or attempt.sent_at is None:
        return False
    return now - attempt.sent_at > can.key_lifetime


async def is_forgotten(ctx: Context, attempt: PaymentAttempt) -> bool:
    """Whether its answer was lost, and the gateway does not know the request by its key any more."""
    can = await _capabilities(ctx, attempt)
    return attempt.status in _LOST and can is not None and key_is_forgotten(attempt, can, ctx.wall)


@repeat_on_deadlock
async def plan_next_look(ctx: Context, lease: Lease, answer: Answer[PaymentResult]) -> None:
    """Say when to look again at the claimed attempt, or that nobody does any more. A lost lease changes nothing.

    Where somebody asked for an earlier look meanwhile, that stays.
    """
    attempt = await PaymentAttempt.get(merchant_id=ctx.merchant_id, id=lease.attempt.id)
    status = AttemptStatus(attempt.status)
    if attempt.fence != lease.fence or status not in OPEN:
        return
    payment = await Payment.get(merchant_id=ctx.merchant_id, id=attempt.payment_id)
    can = await _capabilities(ctx, attempt)
    forgotten = status in _LOST and can is not None and key_is_forgotten(attempt, can, ctx.wall)
    over = _is_over(ctx, attempt, payment) or (forgotten and can is not None and not can.lookup_by_our_reference)
    by_staff = can is not None and can.recorded_by_staff and status not in _NOT_ANSWERED
    again = None if over or by_staff else ctx.wall + _wait(lease, answer)
    async with transaction(ctx) as tx:
        before = lease.attempt.next_try_at
        unmoved = Q(next_try_at=before) if before is not None else Q(next_try_at__isnull=True)
        mine = PaymentAttempt.filter(merchant_id=ctx.merchant_id, id=attempt.id, fence=lease.fence)
        await mine.filter(unmoved, status__in=[status.value for status in OPEN]).update(next_try_at=again)
        # Every look finds the key forgotten: staff are told of that once, and once more when nobody asks any more.
        if (over and before is not None) or (forgotten and not await _was_told(ctx, payment)):
            await open_task(
                ctx, tx, kind=TaskKind.PAYMENT_UNRESOLVED, subject_id=payment.id, customer_id=payment.customer_id,
                message=_why(status, forgotten=forgotten),
                details={"attempt": attempt.id, "status": status.value, "reference": attempt.gateway_reference},
            )  # fmt: skip


async def _was_told(ctx: Context, payment: Payment) -> bool:
    return await StaffTask.exists(
        merchant_id=ctx.merchant_id, kind=TaskKind.PAYMENT_UNRESOLVED.value, subject_id=payment.id
    )


def _wait(lease: Lease, answer: Answer[PaymentResult]) -> timedelta:
    wait = next_look(answer, max(lease.attempt.tries, 1))
    agreed = answer.result is not None and answer.result.confirmable
    return min(wait, _CONFIRM_AGAIN) if agreed else wait


def _is_over(ctx: Context, attempt: PaymentAttempt, payment: Payment) -> bool:
    if attempt.sent_at is None:
        return False
    last = max(attempt.sent_at, payment.action_expires_at or attempt.sent_at)
    return ctx.wall >= last + GIVES_UP_AFTER


async def _capabilities(ctx: Context, attempt: PaymentAttempt) -> Capabilities | None:
    """None for a plugin that is not there any more."""
    account = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=attempt.gateway_account_id)
    gateway = ctx.services.gateways.gateways.get(account.gateway)
    return gateway.capabilities if gateway is not None else None


def _why(status: AttemptStatus, *, forgotten: bool) -> str:
    if forgotten:
        return (
            "The answer to this payment was lost, and the gateway does not know the request by its key any more: it is "
            "not sent again. Look for the payment there."
        )
    told = "was never answered" if status in _NOT_ANSWERED else f"is still {status.value} there"
    return f"After {GIVES_UP_AFTER.days} days this payment {told}. It is not asked for any more: look there."
