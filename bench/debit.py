"""Rows 5 and 6: debits through the service by 8 callers, over many balances and on one, against pgbench."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Mapping
from typing import Any

from backend.models.ids import new_id
from backend.services.balances.adjust import adjust_balance
from backend.services.context import Actor, Role, Services
from bench.cluster import Cluster
from bench.rows import Row, rate, ratios, side_by_side
from bench.seed import CURRENCY, MERCHANT, STAFF, customer_id, seed_customers
from bench.workers import CORES, Workers, running_workers

CALLERS = 8
BALANCE_MINOR = 1_000_000_000
# pgbench's table has 100,000 rows for each; a small trial takes a small table.
_SCALE = 10
_OURS, _PEER = "debit_ours", "debit_peer"
_WARM_UP_SECONDS = 1.0


def measure_debits(cluster: Cluster, *, customers: int, rounds: int, seconds: float) -> list[Row]:
    """Each turn lasts so many seconds; its rate counts what is committed."""
    url = cluster.create_migrated(_OURS)
    seed_customers(cluster, _OURS, customers, BALANCE_MINOR)
    cluster.create(_PEER)
    cluster.run("pgbench", "-i", "-q", "-s", str(min(_SCALE, customers)), _PEER)
    with running_workers("debit", url, min(CORES, CALLERS)) as workers:
        warm_up = min(_WARM_UP_SECONDS, seconds)
        _debit(cluster, workers, customers, warm_up)
        _pgbench(cluster, warm_up)
        peer, spread, hot = side_by_side(
            rounds,
            lambda _: _pgbench(cluster, seconds),
            lambda _: _debit(cluster, workers, customers, seconds),
            lambda _: _debit(cluster, workers, 1, seconds),
        )
    _check(cluster)
    cluster.drop(_OURS)
    cluster.drop(_PEER)
    simple = f"pgbench -N -M prepared, {CALLERS} clients"
    return [
        Row(5, f"balance debit through the service, {CALLERS} callers, {customers:,} balances", simple, rate(spread),
            rate(peer), ratios(spread, peer), 1.0),
        Row(6, "the same on one hot balance", "row 5", rate(hot), rate(spread), ratios(hot, spread), 0.45),
    ]  # fmt: skip


async def turn(services: Services, order: Mapping[str, Any]) -> dict[str, Any]:
    """What each of our processes does: its callers debit one cent after the other until the time is over."""
    deadline = time.perf_counter() + order["seconds"]

    async def call() -> int:
        done = 0
        while time.perf_counter() < deadline:
            who = customer_id(random.randrange(order["customers"]))  # noqa: S311 - any balance will do
            await adjust_balance(
                services.context(Actor(Role.STAFF, MERCHANT, user_id=STAFF)), customer_id=who,
                amount=("-0.01", CURRENCY), reason="Usage", idempotency_key=new_id("key"),
            )  # fmt: skip
            done += 1
        return done

    return {"debits": sum(await asyncio.gather(*(call() for _ in range(order["callers"]))))}


def _debit(cluster: Cluster, workers: Workers, customers: int, seconds: float) -> float:
    """Debits a second of all callers together."""
    cluster.settle()
    answers, took = workers.turn(customers=customers, seconds=seconds, callers=CALLERS // min(CORES, CALLERS))
    return float(sum(answer["debits"] for answer in answers) / took)


def _pgbench(cluster: Cluster, seconds: float) -> float:
    """Transactions a second of its built-in simple update: an update, a select and an insert in one transaction."""
    cluster.settle()
    options = ["-n", "-N", "-M", "prepared", "-c", str(CALLERS), "-j", str(CORES), "-T", str(max(1, round(seconds)))]
    printed = cluster.run("pgbench", *options, _PEER)
    found = re.search(r"^tps = ([0-9.]+)", printed, re.MULTILINE)
    assert found, printed
    return float(found[1])


def _check(cluster: Cluster) -> None:
    """The log's debits are the balances' and the entries'."""
    sums = cluster.row(
        _OURS,
        f"""SELECT (SELECT sum({BALANCE_MINOR} - balance_minor) FROM ledger_accounts WHERE kind = 'CUSTOMER_BALANCE')
                AS moved,
                (SELECT -sum(amount_minor) FROM balance_transactions WHERE amount_minor < 0) AS logged,
                (SELECT sum(amount_minor) FROM ledger_entries WHERE amount_minor > 0
                    AND balance_after_minor IS NOT NULL) AS entered""",
    )
    assert sums["moved"] == sums["logged"] == sums["entered"] > 0, sums
