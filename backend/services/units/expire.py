"""Write off units whose time is over. They stopped counting at that instant; this only makes the books say so."""

from __future__ import annotations

import structlog

from backend.models import UnitGrant
from backend.services.context import Context, Services
from backend.services.timelines import Timeline, timelines
from backend.services.transaction import repeat_on_deadlock, transaction
from backend.services.units.open import reopen_units

BATCH = 100

log = structlog.get_logger(__name__)


async def expire_due_units(services: Services) -> int:
    """Write off what remains of every grant that has expired, on every timeline; answers how many accounts had some.

    Two workers at once do no harm: whoever gets an account's lock second finds nothing.
    """
    due = UnitGrant.filter(expires_at__lte=services.clock(), remaining__gt=0)
    merchants = await due.distinct().order_by("merchant_id").values_list("merchant_id", flat=True)
    every = await timelines(services, [str(merchant_id) for merchant_id in merchants])
    return sum([await expire_on(services, timeline) for timeline in every])


async def expire_on(services: Services, timeline: Timeline) -> int:
    """Go once through the accounts with expired units on one timeline, by id; answers how many had some."""
    expired, last = 0, ""
    while True:
        now = timeline.context(services).now
        due = timeline.only(UnitGrant.filter(expires_at__lte=now, remaining__gt=0, account_id__gt=last))
        ids = await due.order_by("account_id").limit(BATCH).distinct().values_list("account_id", flat=True)
        for account_id in map(str, ids):
            expired += await _expire(timeline.context(services), account_id)
            last = account_id
        if not ids:
            return expired


async def _expire(ctx: Context, account_id: str) -> bool:
    """One bad account must not stop the others; it is looked at again by the next look."""
    try:
        return await expire_units(ctx, account_id=account_id)
    except Exception:
        log.exception("units.expire_failed", account=account_id)
        return False


@repeat_on_deadlock
async def expire_units(ctx: Context, *, account_id: str) -> bool:
    """Write off one account's expired units in a transaction of its own; whether there were any."""
    async with transaction(ctx) as tx:
        # Opening an account writes off what has expired.
        units = await reopen_units(ctx, tx, account_id=account_id)
        return units.expired > 0
