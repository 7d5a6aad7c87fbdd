"""Walk one refund: claim it, ask its gateway, record what was said. Safe to run twice, to kill and to run again."""

from __future__ import annotations

import structlog

from backend.domain.refund import RefundStatus
from backend.gateways.base import RefundResult
from backend.models import Refund
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.gateways.asking import Answer, NoResult
from backend.services.refunds.ask import ask_for_refund, failed_refund
from backend.services.refunds.claim import Lease, claim_refund
from backend.services.refunds.give_up import plan_next_look
from backend.services.refunds.settle import settle_refund

log = structlog.get_logger(__name__)


async def collect_refund(ctx: Context, *, refund_id: str) -> bool:
    """Walk the refund as far as it goes now; False when it was not due or somebody else has it."""
    failpoint("refund.before_claim")
    lease = await claim_refund(ctx, refund_id=refund_id)
    if lease is None:
        return False
    failpoint("refund.after_claim")
    answer = await ask_for_refund(ctx, lease)
    failpoint("refund.before_record")
    now, fence = ctx.later(), lease.refund.fence
    if answer.result is not None:
        await settle_refund(now, refund_id=refund_id, observed=answer.result, fence=fence)
    elif answer.none is NoResult.REFUSED:
        await settle_refund(now, refund_id=refund_id, observed=failed_refund(now, lease, answer.error), fence=fence)
    failpoint("refund.after_record")
    await _release(now, lease, answer)
    return True


async def _release(ctx: Context, lease: Lease, answer: Answer[RefundResult]) -> None:
    """Give the lease back and, while the refund is open, say when to look again. A lost lease changes nothing."""
    if answer.error is not None:
        log.warning("refunds.no_answer", refund=lease.refund.id, why=answer.none, error=answer.error)
    mine = Refund.filter(merchant_id=ctx.merchant_id, id=lease.refund.id, fence=lease.refund.fence)
    open_still = mine.filter(status=RefundStatus.PENDING.value)
    if answer.none is NoResult.NOT_SENT and lease.fresh:
        await open_still.update(sent_at=None)
    await plan_next_look(ctx, lease, answer)
    # Last: as soon as the lease is gone, another worker may take the refund if it is still due.
    await mine.update(lease_until=None)
