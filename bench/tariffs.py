"""Row 4: the tariff run of the real engine against the bare writes in SQL, each on its own copy of one database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from backend.services.context import Services
from backend.services.tariffs.run import charge_due_tariffs
from bench.bare import charge_bare, prepare_bare
from bench.cluster import Cluster
from bench.rows import Row, rate, ratios, side_by_side
from bench.seed import BEGAN, DUE, seed_customers, seed_tariffs
from bench.workers import CORES, running_workers

BALANCE_MINOR = 200_000
# A turn of ours that is not done by then ends there.
MOST_SECONDS = 12.0
_SEED, _OURS, _BARE = "tariffs_seed", "tariffs_ours", "tariffs_bare"
# What a debit leaves behind; the ids differ.
_TRACES = """
    SELECT debit.subscription_id, period_start, period_end, debit.amount_minor, unit_price_minor, numerator,
        denominator, log.number, log.amount_minor AS moved, log.balance_after_minor, log.description, log.occurred_at,
        posted.subject_id, posted.occurred_at AS posted_at, account.balance_minor, account.version, last_billed_at,
        due_at, funded_until, tariff.carried_numerator, tariff.carried_denominator,
        (SELECT sum(entry.amount_minor) FROM ledger_entries entry WHERE entry.transaction_id = posted.id
            AND entry.account_id = account.id) AS entered,
        (SELECT count(*) FROM ledger_entries entry WHERE entry.transaction_id = posted.id) AS legs
    FROM tariff_debits debit
    JOIN ledger_transactions posted ON posted.id = debit.ledger_transaction_id
    JOIN balance_transactions log ON log.ledger_transaction_id = posted.id
    JOIN ledger_accounts account ON account.id = log.account_id
    JOIN tariffs tariff ON tariff.subscription_id = debit.subscription_id
    ORDER BY debit.subscription_id
"""


def measure_tariffs(cluster: Cluster, *, due: int, rounds: int) -> list[Row]:
    """Charge `due` tariffs on fresh copies, round by round."""
    cluster.create_migrated(_SEED)
    seed_customers(cluster, _SEED, due, BALANCE_MINOR)
    seed_tariffs(cluster, _SEED, due, BALANCE_MINOR)
    prepare_bare(cluster, _SEED)

    def ours(number: int) -> float:
        return _ours(cluster, due)

    def bare(number: int) -> float:
        took = _bare(cluster, due)
        if number == 0:
            _compare(cluster)
        cluster.drop(_OURS)
        cluster.drop(_BARE)
        return took

    engine, peer = side_by_side(rounds, ours, bare)
    cluster.drop(_SEED)
    against = f"set-based SQL doing the bare writes, {CORES} workers"
    work = f"tariff run, {due:,} due"
    return [Row(4, work, against, rate(engine), rate(peer), ratios(engine, peer), 0.5)]


async def turn(services: Services, order: Mapping[str, Any]) -> dict[str, Any]:
    """What each of our workers does: charge what is due at the instant that the order names."""
    now = datetime.fromisoformat(order["now"])
    # A look that is broken off loses its open transaction, as in a crash; the others are in the books.
    with suppress(TimeoutError):
        await asyncio.wait_for(charge_due_tariffs(replace(services, clock=lambda: now)), order["seconds"])
    return {}


def _ours(cluster: Cluster, due: int) -> float:
    """Debits a second of our workers."""
    url = cluster.create(_OURS, template=_SEED)
    with running_workers("tariffs", url) as workers:
        # Connected, and everything imported: nothing is due yet.
        workers.turn(now=BEGAN.isoformat(), seconds=MOST_SECONDS)
        cluster.settle()
        _, took = workers.turn(now=DUE.isoformat(), seconds=MOST_SECONDS)
    written = cluster.row(_OURS, "SELECT count(*) AS written FROM tariff_debits")["written"]
    assert written == due or took >= MOST_SECONDS, f"{written} of {due} were charged"
    return float(written / took)


def _bare(cluster: Cluster, due: int) -> float:
    """Debits a second of the peer."""
    url = cluster.create(_BARE, template=_SEED)
    cluster.settle()
    started = time.perf_counter()
    written = charge_bare(url, DUE, workers=CORES)
    took = time.perf_counter() - started
    assert written == due, f"{written} of {due} were charged"
    return written / took


def _compare(cluster: Cluster) -> None:
    """Both made the same debits with the same traces, as far as ours came."""
    bare = {row["subscription_id"]: row for row in cluster.rows(_BARE, _TRACES)}
    ours = cluster.rows(_OURS, _TRACES)
    assert ours, "nothing was charged"
    for row in ours:
        assert row == bare[row["subscription_id"]], f"{row} is not {bare[row['subscription_id']]}"
    others = cluster.row(_OURS, "SELECT count(*) AS told FROM events WHERE type <> 'balance.updated'")["told"]
    assert others == 0, "the seed says how long the money lasts"
