"""Rows 1 to 3: the renewal run of the real engine against the bare writes in SQL, the ORM, and itself on more rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from backend.services.billing.run import run_due_subscriptions
from backend.services.context import Services
from bench.bare_renewals import prepare_bare_renewals, renew_bare
from bench.cluster import Cluster
from bench.rows import Row, rate, ratios, side_by_side
from bench.seed_renewals import BEGAN, DUE, seed_renewals
from bench.workers import CORES, running_workers

# A turn of ours that is not done by then ends there.
MOST_SECONDS = 60.0
# Of the ORM, which takes long: what it does in so many seconds says how many it does in one.
ORM_SECONDS = 10.0
# What the many are to the few, and the old invoices to the many.
GROWTH, OLD = 8, 10
_SEED, _OURS, _PEER = "renewals_seed", "renewals_ours", "renewals_peer"
# What a renewal leaves behind; the ids differ.
_TRACES = """
    SELECT subscription.id, subscription.status, subscription.period_start, subscription.period_end, billed_until,
        subscription.due_at, subscription.version, invoice.status AS invoice_status, invoice.period_start AS bills,
        opens_period, subtotal_minor, invoice.discount_minor, invoice.tax_minor, invoice.tax_included_minor,
        total_minor, invoice.due_at AS invoice_due_at, collection.status AS collection_status, next_try_at,
        (SELECT array_agg((position, description, amount_minor, line.discount_minor, line.tax_minor, line.period_start,
            line.period_end, unit_price_minor, quantity, numerator, denominator)::TEXT ORDER BY position)
            FROM invoice_lines line WHERE line.invoice_id = invoice.id) AS lines,
        (SELECT array_agg((coupon_id, amount_minor, counts)::TEXT) FROM invoice_discounts off
            WHERE off.invoice_id = invoice.id) AS discounts,
        (SELECT array_agg((tax_rate_id, amount_minor, counts)::TEXT) FROM invoice_taxes tax
            WHERE tax.invoice_id = invoice.id) AS taxes,
        (SELECT array_agg((kind, amount_minor)::TEXT ORDER BY kind) FROM ledger_transactions posted
            JOIN ledger_entries entry ON entry.transaction_id = posted.id
            JOIN ledger_accounts account ON account.id = entry.account_id
            WHERE posted.merchant_id = invoice.merchant_id AND posted.subject_id = invoice.id) AS entries,
        (SELECT periods_left FROM discounts WHERE discounts.subscription_id = subscription.id) AS periods_left
    FROM subscriptions subscription
    JOIN invoices invoice ON invoice.subscription_id = subscription.id
    JOIN collections collection ON collection.invoice_id = invoice.id
    ORDER BY subscription.id
"""
_DONE = "SELECT count(*) AS done FROM collections"


def measure_renewals(cluster: Cluster, *, due: int, rounds: int) -> list[Row]:
    """Row 1: `due` renewals on fresh copies, round by round."""
    _seed(cluster, due)

    def bare(number: int) -> float:
        took = _bare(cluster, due)
        if number == 0:
            _compare(cluster)
        _drop(cluster)
        return took

    engine, peer = side_by_side(rounds, lambda _: _ours(cluster, due), bare)
    cluster.drop(_SEED)
    against = f"set-based SQL doing the bare writes, {CORES} workers"
    return [Row(1, f"renewal run, {due:,} due", against, rate(engine), rate(peer), ratios(engine, peer), 0.5)]


def measure_renewals_by_row(cluster: Cluster, *, due: int, rounds: int) -> list[Row]:
    """Row 2: the same against the ORM, which does what it can in its time."""
    _seed(cluster, due)

    def orm(number: int) -> float:
        measured = _by(cluster, _PEER, "orm_renewals", due, ORM_SECONDS)
        if number == 0:
            _compare(cluster)
        _drop(cluster)
        return measured

    engine, peer = side_by_side(rounds, lambda _: _ours(cluster, due), orm)
    cluster.drop(_SEED)
    against = f"row by row through the ORM, {CORES} workers"
    return [Row(2, f"renewal run, {due:,} due", against, rate(engine), rate(peer), ratios(engine, peer), 20.0)]


def measure_growth(cluster: Cluster, *, due: int, rounds: int) -> list[Row]:
    """Row 3: many against few, and few among many old invoices against few without."""
    few = max(1, due // GROWTH)
    seeds: dict[str, tuple[int, int]] = {
        "few": (few, few),
        "many": (few * GROWTH, few * GROWTH),
        "old": (few, few * GROWTH * OLD),
    }
    for name, (count, old) in seeds.items():
        cluster.create_migrated(f"{_SEED}_{name}")
        seed_renewals(cluster, f"{_SEED}_{name}", count, old_invoices=old)

    def turn(name: str) -> Callable[[int], float]:
        def measure(_: int) -> float:
            try:
                return _by(cluster, _OURS, "renewals", seeds[name][0], MOST_SECONDS, f"{_SEED}_{name}")
            finally:
                cluster.drop(_OURS)

        return measure

    small, large, aged = side_by_side(rounds, turn("few"), turn("many"), turn("old"))
    for name in seeds:
        cluster.drop(f"{_SEED}_{name}")
    old_invoices, peer = seeds["old"][1], f"the same, {few:,} due"
    return [
        Row(3, f"renewal run, {few * GROWTH:,} due", peer, rate(large), rate(small), ratios(large, small), 0.8),
        Row(3, f"renewal run, {few:,} due, {old_invoices:,} old invoices", peer, rate(aged), rate(small),
            ratios(aged, small), 0.8),
    ]  # fmt: skip


async def turn(services: Services, order: Mapping[str, Any]) -> dict[str, Any]:
    """What each of our workers does: look at what is due at the instant that the order names."""
    now = datetime.fromisoformat(order["now"])
    # A look that is broken off loses its open transaction, as in a crash; the others are in the books.
    with suppress(TimeoutError):
        await asyncio.wait_for(run_due_subscriptions(replace(services, clock=lambda: now)), order["seconds"])
    return {}


def _seed(cluster: Cluster, due: int) -> None:
    cluster.create_migrated(_SEED)
    seed_renewals(cluster, _SEED, due, old_invoices=due)
    prepare_bare_renewals(cluster, _SEED)


def _drop(cluster: Cluster) -> None:
    cluster.drop(_OURS)
    cluster.drop(_PEER)


def _ours(cluster: Cluster, due: int) -> float:
    return _by(cluster, _OURS, "renewals", due, MOST_SECONDS)


def _by(cluster: Cluster, name: str, program: str, due: int, most_seconds: float, seed: str = _SEED) -> float:
    """Renewals a second of processes that run `program`, on a fresh copy of `seed`."""
    url = cluster.create(name, template=seed)
    with running_workers(program, url) as workers:
        # Connected, and everything imported: nothing is due yet.
        workers.turn(now=BEGAN.isoformat(), seconds=most_seconds)
        cluster.settle()
        _, took = workers.turn(now=DUE.isoformat(), seconds=most_seconds)
    done = cluster.row(name, _DONE)["done"]
    assert done == due or took >= most_seconds, f"{done} of {due} were renewed"
    return float(done / took)


def _bare(cluster: Cluster, due: int) -> float:
    """Renewals a second of the peer."""
    url = cluster.create(_PEER, template=_SEED)
    cluster.settle()
    started = time.perf_counter()
    done = renew_bare(url, DUE, workers=CORES)
    took = time.perf_counter() - started
    assert done == due, f"{done} of {due} were renewed"
    return done / took


def _compare(cluster: Cluster) -> None:
    """Both made the same renewals with the same traces, as far as both came; and no number has a gap."""
    ours, peer = ({row["id"]: row for row in cluster.rows(name, _TRACES)} for name in (_OURS, _PEER))
    assert ours, "nothing was renewed"
    assert peer, "the peer renewed nothing"
    for id in ours.keys() & peer.keys():
        assert ours[id] == peer[id], f"{ours[id]} is not {peer[id]}"
    gaps = (
        "SELECT count(DISTINCT number) AS numbers, (SELECT next_number - 1 FROM invoice_counters) AS last FROM invoices"
    )
    for name in (_OURS, _PEER):
        counted = cluster.row(name, gaps)
        assert counted["numbers"] == counted["last"], counted
