"""Which attempts are due, over all merchants: the look that a bell or the clock asks for."""

from __future__ import annotations

from backend.models import PaymentAttempt
from backend.services.context import Context, Services
from backend.services.due import walk_due
from backend.services.payments.collect import collect_attempt


async def collect_due_attempts(services: Services) -> int:
    """Walk every attempt that is due now, the longest waiting first; answers how many were walked."""
    return await walk_due(services, PaymentAttempt.all(), _collect, what="payment attempt")


async def _collect(ctx: Context, id: str) -> bool:
    return await collect_attempt(ctx, attempt_id=id)
