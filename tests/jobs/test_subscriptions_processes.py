"""Real processes catch up with ten days of a plan by the day, and one of them dies between two acts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.domain.periods import Interval, IntervalUnit
from backend.models import Collection, Event, Invoice, InvoiceCounter, LedgerAccount, Subscription
from tests.support.clock import MovableClock
from tests.support.databases import Database
from tests.support.invariants import assert_all_adds_up
from tests.support.life import Life
from tests.support.processes import Process, Processes
from tests.support.waiting import eventually

DAYS, PEOPLE = 10, 12
DIED = 9


@pytest.fixture
def clock() -> MovableClock:
    """Ten days and a half ago: real processes live now."""
    return MovableClock(datetime.now(UTC) - timedelta(days=DAYS, hours=12))


async def leave_due(life: Life) -> None:
    """So many subscriptions at 1.00 a day that nobody has looked at since they were started."""
    daily = await life.offer("daily", 100, Interval(IntervalUnit.DAY, 1))
    for _ in range(PEOPLE):
        await life.subscribe(daily, way="BALANCE", who=await life.customer(), money_minor=5000)


async def assert_caught_up(life: Life) -> None:
    async def nothing_is_due() -> bool:
        now = datetime.now(UTC)
        due = await Subscription.filter(due_at__lte=now).exists()
        return not due and not await Collection.filter(next_try_at__lte=now).exists()

    await eventually(nothing_is_due, "the subscriptions to be billed")
    start = life.clock.now
    expected = [(start + timedelta(days=n), "PAID", 100) for n in range(DAYS + 1)]
    for subscription in await Subscription.all():
        invoices = await life.invoices(subscription)
        assert [(one.period_start, one.status, one.total_minor) for one in invoices] == expected
        assert (subscription.status, subscription.stuck_reason) == ("ACTIVE", None)
        assert subscription.period_end == subscription.due_at == start + timedelta(days=DAYS + 1)
    assert await Event.filter(type="subscription.renewed").count() == PEOPLE * DAYS
    balances = {account.balance_minor for account in await LedgerAccount.filter(kind="CUSTOMER_BALANCE")}
    assert balances == {5000 - (DAYS + 1) * 100}
    await assert_all_adds_up()


@pytest.mark.parametrize("place", ["subscriptions.after_act", "subscriptions.before_commit"])
async def test_a_process_that_dies_between_two_acts_has_done_neither_and_the_next_does_both(
    life: Life, database: Database, processes: Processes, request: pytest.FixtureRequest, tmp_path: Path, place: str
) -> None:
    await leave_due(life)
    settings = {"DATABASE_URL": database.url, "DATA_DIR": str(tmp_path / "data"), "POLL_SECONDS": "1", "SANDBOX": "0"}
    command = "serve"
    if not database.is_sqlite:
        command, settings["REDIS_URL"] = "worker", request.getfixturevalue("redis_url")

    armed = processes.start(command, PERENNIAL_FAILPOINT=place, **settings)
    assert armed.wait_exit(timeout_seconds=90) == DIED
    # The invoice that was just issued went with its transaction, and gave its number back.
    assert await Invoice.all().count() == PEOPLE
    assert (await InvoiceCounter.get()).next_number == PEOPLE + 1
    assert await Event.filter(type="subscription.renewed").count() == 0
    await assert_all_adds_up()

    processes.start(command, **settings)
    await assert_caught_up(life)


@pytest.fixture
def starting(database: Database, processes: Processes, redis_url: str, tmp_path: Path) -> Callable[[str], Process]:
    """Start a process of an installation on PostgreSQL and Redis."""
    settings = {
        "DATABASE_URL": database.url, "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path / "data"), "POLL_SECONDS": "1",
    }  # fmt: skip
    return lambda command: processes.start(command, **settings)


@pytest.mark.postgres
@pytest.mark.parametrize("migrated", ["postgres"], indirect=True)
async def test_two_schedulers_and_four_workers_bill_each_day_once(
    life: Life, starting: Callable[[str], Process]
) -> None:
    await leave_due(life)
    started = [starting(command) for command in ("scheduler", "worker", "worker", "scheduler", "worker", "worker")]
    await assert_caught_up(life)
    assert [process.exit_code for process in started] == [None] * 6
    log = "".join(process.log for process in started)
    assert "subscriptions.set_aside" not in log
    assert "collections.walk_failed" not in log
