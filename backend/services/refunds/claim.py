"""Take a refund for one look at its gateway. The lease keeps others off; the fence stops a late writer."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.expressions import F, Q

from backend.domain.refund import RefundStatus
from backend.models import Refund
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Lease:
    """A claimed refund. `lost`: a request may be out whose answer we do not have."""

    refund: Refund
    lost: bool

    @property
    def fresh(self) -> bool:
        """Whether nothing was sent before."""
        return not self.lost and self.refund.gateway_reference is None


async def claim_refund(ctx: Context, *, refund_id: str) -> Lease | None:
    """Claim by one statement; None when it is not due, or somebody holds it. Commits before any call is made."""
    mine = Refund.filter(merchant_id=ctx.merchant_id, id=refund_id)
    before = await mine.get_or_none()
    if before is None:
        return None
    free = Q(lease_until=None) | Q(lease_until__lte=ctx.wall)
    claimed = await mine.filter(
        free, next_try_at__lte=ctx.wall, fence=before.fence, status=RefundStatus.PENDING.value
    ).update(
        fence=F("fence") + 1,
        tries=F("tries") + 1,
        lease_until=ctx.wall + ctx.services.limits.attempt_lease,
        # One that was made at the gateway is only asked about, never sent.
        sent_at=before.sent_at or (ctx.wall if before.gateway_reference is None else None),
    )
    if claimed != 1:
        return None
    refund = await mine.get()
    return Lease(refund, lost=before.sent_at is not None and refund.gateway_reference is None)
