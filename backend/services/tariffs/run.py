"""The periodic look: charge the tariffs that are due, for many balances in one transaction.

Late, doubled or left out it changes no figure: what is owed follows from the rows, and whoever opens a balance charges
it just the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import structlog

from backend.domain.ledger import AccountKind
from backend.models import LedgerAccount, Tariff
from backend.services.balances.standing import Standing, tariffs_on
from backend.services.context import Context, Services
from backend.services.failpoints import failpoint
from backend.services.tariffs.reckon import reckon
from backend.services.tariffs.settle import settle
from backend.services.timelines import Timeline, timelines
from backend.services.transaction import is_away, repeat_on_deadlock, transaction

# Balances in one transaction; fewer where each has many steps to catch up with: nobody else gets at them meanwhile.
BATCH = 200
STEPS = 2_000
_SHORTEST_STEP = timedelta(hours=1)

log = structlog.get_logger(__name__)


async def charge_due_tariffs(services: Services) -> int:
    """Charge every tariff that is due, on every timeline; answers how many debits were written.

    A balance that somebody else holds is left to them. One that cannot be charged is logged and stays due; it stops
    none of the others.
    """
    due = Tariff.filter(due_at__lte=services.clock())
    merchants = await due.distinct().order_by("merchant_id").values_list("merchant_id", flat=True)
    every = await timelines(services, [str(merchant_id) for merchant_id in merchants])
    return sum([await charge_on(services, timeline) for timeline in every])


async def charge_on(services: Services, timeline: Timeline) -> int:
    """Go once through the balances with something due on one timeline, by id; answers how many debits were written."""
    written, last = 0, ""
    while True:
        now = timeline.context(services).now
        due = timeline.only(Tariff.filter(due_at__lte=now, account_id__gt=last))
        page: list[tuple[str, datetime]] = (
            await due.order_by("account_id", "due_at").limit(BATCH).values_list("account_id", "due_at")
        )
        if not page:
            return written
        for batch in _batches(page, now):
            written += await _charge(services, timeline, batch)
            failpoint("tariffs.after_batch")
        last = page[-1][0]


def _batches(page: Sequence[tuple[str, datetime]], now: datetime) -> Iterator[list[str]]:
    """Accounts that are charged together: each of them once, with about STEPS debits in all."""
    batch: list[str] = []
    steps = 0
    for account_id, due_at in page:
        if batch and batch[-1] == account_id:
            continue
        late = (now - due_at) // _SHORTEST_STEP + 1
        if batch and steps + late > STEPS:
            yield batch
            batch, steps = [], 0
        batch.append(account_id)
        steps += late
    yield batch


async def _charge(services: Services, timeline: Timeline, account_ids: Sequence[str]) -> int:
    """Charge them together; if that fails, each half by itself, until the one that cannot be charged stands alone."""
    try:
        return await _charge_together(timeline.context(services), account_ids)
    except Exception as error:
        if is_away(error):
            raise
        if len(account_ids) == 1:
            log.exception("tariffs.charge_failed", account=account_ids[0], reason=str(error) or type(error).__name__)
            return 0
    half = len(account_ids) // 2
    return sum([await _charge(services, timeline, part) for part in (account_ids[:half], account_ids[half:])])


@repeat_on_deadlock
async def _charge_together(ctx: Context, account_ids: Sequence[str]) -> int:
    """One transaction. Whole steps only: the one that has begun is debited when it ends."""
    own = LedgerAccount.filter(
        merchant_id=ctx.merchant_id, kind=AccountKind.CUSTOMER_BALANCE.value, id__in=list(account_ids)
    )
    async with transaction(ctx) as tx:
        accounts = await own.order_by("id").select_for_update(skip_locked=True)
        if not accounts:
            return 0
        # Read under the lock: a twin may have charged them just before.
        on: defaultdict[str, list[Tariff]] = defaultdict(list)
        for tariff in await tariffs_on(ctx, [account.id for account in accounts]):
            on[tariff.account_id].append(tariff)
        standings = [Standing(account, on[account.id], ctx.now) for account in accounts]
        written = await settle(ctx, tx, standings, finish=False)
        await reckon(ctx, tx, standings)
    return written
