"""Write off units whose time is over. They stopped counting at that instant; this only makes the books say so."""

from __future__ import annotations

import structlog

from backend.models import UnitGrant
from backend.services.context import Services
from backend.services.transaction import repeat_on_deadlock, transaction
from backend.services.units.open import reopen_units

BATCH = 100

log = structlog.get_logger(__name__)


async def expire_due_units(services: Services) -> int:
    """Write off what remains of every grant that has expired, account by account; answers how many accounts had some.

    Two workers at once do no harm: whoever gets an account's lock second finds nothing.
    """
    expired, last = 0, ""
    while True:
        due = UnitGrant.filter(expires_at__lte=services.clock(), remaining__gt=0, account_id__gt=last)
        batch = await due.order_by("account_id").limit(BATCH).distinct().values_list("account_id", "merchant_id")
        for account_id, merchant_id in batch:
            expired += await _expire(services, merchant_id, account_id)
            last = account_id
        if not batch:
            return expired


async def _expire(services: Services, merchant_id: str, account_id: str) -> bool:
    """One bad account must not stop the others; it is looked at again by the next look."""
    try:
        return await expire_units(services, merchant_id=merchant_id, account_id=account_id)
    except Exception:
        log.exception("units.expire_failed", account=account_id)
        return False


@repeat_on_deadlock
async def expire_units(services: Services, *, merchant_id: str, account_id: str) -> bool:
    """Write off one account's expired units in a transaction of its own; whether there were any."""
    ctx = services.system(merchant_id)
    async with transaction(ctx) as tx:
        # Opening an account writes off what has expired.
        units = await reopen_units(ctx, tx, account_id=account_id)
        return units.expired > 0
