"""Which attempts are due, over all merchants: the look that a bell or the clock asks for."""

from __future__ import annotations

import structlog
from tortoise.expressions import Q

from backend.models import PaymentAttempt
from backend.services.context import Services
from backend.services.payments.collect import collect_attempt

BATCH = 100

log = structlog.get_logger(__name__)


async def collect_due_attempts(services: Services) -> int:
    """Walk every attempt that is due now, the longest waiting first; answers how many were walked."""
    walked = 0
    while True:
        now = services.clock()
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        due = (
            await PaymentAttempt.filter(free, next_try_at__lte=now)
            .order_by("next_try_at")
            .limit(BATCH)
            .values_list("merchant_id", "id")
        )
        done = [await _collect(services, merchant_id, id) for merchant_id, id in due]
        walked += sum(done)
        if not any(done):
            return walked


async def _collect(services: Services, merchant_id: str, attempt_id: str) -> bool:
    """One bad attempt must not stop the others; its lease keeps it away until the next try."""
    try:
        return await collect_attempt(services.system(merchant_id), attempt_id=attempt_id)
    except Exception:
        log.exception("payments.collect_failed", attempt=attempt_id)
        return False
