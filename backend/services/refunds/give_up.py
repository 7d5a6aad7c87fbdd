"""When an open refund is looked at again, and when a person has to see to it: the money is reserved until it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.domain.refund import RefundStatus
from backend.domain.tasks import TaskKind
from backend.gateways.base import RefundResult
from backend.models import Refund, StaffTask
from backend.services.context import Context
from backend.services.gateways.asking import Answer, next_look
from backend.services.refunds.claim import Lease
from backend.services.tasks.open import open_task
from backend.services.transaction import repeat_on_deadlock, transaction

# Banks take their time; after this staff are told, and the gateway is asked seldom.
UNRESOLVED_AFTER = timedelta(days=30)
_SELDOM = timedelta(days=7)
_ERROR_LENGTH = 500


@repeat_on_deadlock
async def plan_next_look(ctx: Context, lease: Lease, answer: Answer[RefundResult]) -> None:
    """Say when to look again at the claimed refund, while it is open. A lost lease changes nothing.

    After UNRESOLVED_AFTER staff are told, once. The gateway is asked on, seldom: nobody else can end the refund.
    """
    refund = await Refund.get(merchant_id=ctx.merchant_id, id=lease.refund.id)
    if refund.fence != lease.refund.fence or refund.status != RefundStatus.PENDING:
        return
    late = ctx.wall >= _begun(refund) + UNRESOLVED_AFTER
    wait = max(next_look(answer, refund.tries), _SELDOM) if late else next_look(answer, refund.tries)
    async with transaction(ctx) as tx:
        mine = Refund.filter(
            merchant_id=ctx.merchant_id, id=refund.id, fence=refund.fence, status=RefundStatus.PENDING.value
        )
        open_still = await mine.update(
            next_try_at=ctx.wall + wait, last_error=(answer.error or "")[:_ERROR_LENGTH] or None
        )
        if late and open_still and not await _was_told(ctx, refund):
            await open_task(
                ctx, tx, kind=TaskKind.REFUND_UNRESOLVED, subject_id=refund.id, customer_id=refund.customer_id,
                message=f"After {UNRESOLVED_AFTER.days} days it is not known what became of this refund, and its money "
                "is still reserved. Look for it at the gateway.",
                details={
                    "payment": refund.payment_id, "reference": refund.gateway_reference, "error": answer.error,
                },
            )  # fmt: skip


def _begun(refund: Refund) -> datetime:
    return refund.sent_at or refund.created_at


async def _was_told(ctx: Context, refund: Refund) -> bool:
    return await StaffTask.exists(
        merchant_id=ctx.merchant_id, kind=TaskKind.REFUND_UNRESOLVED.value, subject_id=refund.id
    )
