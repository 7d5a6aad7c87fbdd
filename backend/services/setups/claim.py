"""Take a setup for one look at its gateway. The lease keeps others off; the fence stops a late writer."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.expressions import Case, F, Q, When

from backend.domain.payment import AttemptStatus
from backend.models import PaymentSetup
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Lease:
    """A claimed setup. `before` is where it stood: SENDING or UNKNOWN there means that an answer was lost."""

    setup: PaymentSetup
    before: AttemptStatus
    fence: int


async def claim_setup(ctx: Context, *, setup_id: str) -> Lease | None:
    """Claim by one statement; None when it is not due, or somebody holds it. Commits before any call is made."""
    mine = PaymentSetup.filter(merchant_id=ctx.merchant_id, id=setup_id)
    before = await mine.get_or_none()
    if before is None:
        return None
    free = Q(lease_until=None) | Q(lease_until__lte=ctx.wall)
    claimed = await mine.filter(free, next_try_at__lte=ctx.wall, fence=before.fence, status=before.status).update(
        status=Case(When(status=AttemptStatus.CREATED.value, then=AttemptStatus.SENDING.value), default=F("status")),
        fence=F("fence") + 1,
        tries=F("tries") + 1,
        lease_until=ctx.wall + ctx.services.limits.attempt_lease,
        updated_at=ctx.wall,
    )
    if claimed != 1:
        return None
    setup = await mine.get()
    return Lease(setup, AttemptStatus(before.status), setup.fence)
