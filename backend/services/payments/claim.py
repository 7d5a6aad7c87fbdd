"""Take a payment attempt for one look at its gateway. The lease keeps others off; the fence stops a late writer."""

from __future__ import annotations

from dataclasses import dataclass

from tortoise.expressions import Case, F, Q, When

from backend.domain.payment import OPEN, AttemptStatus
from backend.models import PaymentAttempt
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Lease:
    """A claimed attempt. `before` is where it stood: SENDING or UNKNOWN there means that an answer was lost."""

    attempt: PaymentAttempt
    before: AttemptStatus
    fence: int


async def claim_attempt(ctx: Context, *, attempt_id: str, at_once: bool = False) -> Lease | None:
    """Claim by one statement; None when it is not due, or somebody holds it. Commits before any call is made.

    With `at_once` an open attempt need not be due: somebody wants to know now.
    """
    mine = PaymentAttempt.filter(merchant_id=ctx.merchant_id, id=attempt_id)
    before = await mine.get_or_none()
    if before is None:
        return None
    free = Q(lease_until=None) | Q(lease_until__lte=ctx.wall)
    due = Q(status__in=[status.value for status in OPEN]) if at_once else Q(next_try_at__lte=ctx.wall)
    claimed = await mine.filter(free, due, fence=before.fence, status=before.status).update(
        status=Case(When(status=AttemptStatus.CREATED.value, then=AttemptStatus.SENDING.value), default=F("status")),
        fence=F("fence") + 1,
        # A look that somebody asked for does not make the next one later.
        tries=F("tries") if at_once and before.sent_at is not None else F("tries") + 1,
        lease_until=ctx.wall + ctx.services.limits.attempt_lease,
        updated_at=ctx.now,
        sent_at=before.sent_at or ctx.wall,
    )
    if claimed != 1:
        return None
    attempt = await mine.get()
    return Lease(attempt, AttemptStatus(before.status), attempt.fence)
