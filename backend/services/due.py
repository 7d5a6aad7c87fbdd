"""Work off rows that are due, over all merchants: the look that a bell or the clock asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from backend.services.context import Context, Services

BATCH = 100

log = structlog.get_logger(__name__)


async def walk_due(
    services: Services, rows: QuerySet[Any], walk: Callable[[Context, str], Awaitable[bool]], *, what: str
) -> int:
    """Walk every one of `rows` that is due and not leased, the longest waiting first; answers how many were walked.

    A row that fails is logged as `what`, and stops none of the others: its lease keeps it away until the next try.
    """
    walked = 0
    while True:
        now = services.clock()
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        due = (
            await rows.filter(free, next_try_at__lte=now)
            .order_by("next_try_at")
            .limit(BATCH)
            .values_list("merchant_id", "id")
        )
        done = [await _walk(services, walk, merchant_id, id, what) for merchant_id, id in due]
        walked += sum(done)
        if not any(done):
            return walked


async def _walk(
    services: Services, walk: Callable[[Context, str], Awaitable[bool]], merchant_id: str, id: str, what: str
) -> bool:
    try:
        return await walk(services.system(merchant_id), id)
    except Exception:
        log.exception("due.walk_failed", what=what, id=id)
        return False
