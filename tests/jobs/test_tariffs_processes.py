"""Real processes catch up with three days, and one of them dies between two batches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.models import LedgerAccount, Tariff, TariffDebit
from tests.support.clock import MovableClock
from tests.support.databases import Database
from tests.support.invariants import assert_all_adds_up
from tests.support.merchants import OpenMerchant
from tests.support.processes import Process, Processes
from tests.support.tariffs import assert_tariffs_add_up, open_servers
from tests.support.waiting import eventually

HOURS = 72
# Of 72 debits each: two batches, and a part of one.
PEOPLE = 60
DIED = 9


@pytest.fixture
def clock() -> MovableClock:
    """Three days and a half hour ago: real processes live now."""
    return MovableClock(datetime.now(UTC) - timedelta(hours=HOURS, minutes=30))


async def leave_due(merchant: OpenMerchant, people: int) -> None:
    """So many servers at 0.20 an hour that nobody has debited since they were started."""
    servers = await open_servers(merchant)
    for _ in range(people):
        await servers.subscribe(await servers.customer(5000), servers.large)


async def assert_caught_up(people: int) -> None:
    async def nothing_is_due() -> bool:
        return not await Tariff.filter(due_at__lte=datetime.now(UTC)).exists()

    await eventually(nothing_is_due, "the tariffs to be charged")
    assert await TariffDebit.all().count() == people * HOURS
    balances = {account.balance_minor for account in await LedgerAccount.filter(kind="CUSTOMER_BALANCE")}
    assert balances == {5000 - HOURS * 20}
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_a_process_that_dies_between_two_batches_has_charged_whole_balances_and_the_next_goes_on(
    merchant: OpenMerchant, database: Database, processes: Processes, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    await leave_due(merchant, PEOPLE)
    settings = {"DATABASE_URL": database.url, "DATA_DIR": str(tmp_path / "data"), "POLL_SECONDS": "1", "SANDBOX": "0"}
    command = "serve"
    if not database.is_sqlite:
        command, settings["REDIS_URL"] = "worker", request.getfixturevalue("redis_url")

    armed = processes.start(command, PERENNIAL_FAILPOINT="tariffs.after_batch", **settings)
    assert armed.wait_exit(timeout_seconds=90) == DIED
    done = await TariffDebit.all().count()
    assert 0 < done < PEOPLE * HOURS
    assert done % HOURS == 0
    await assert_tariffs_add_up()
    await assert_all_adds_up()

    processes.start(command, **settings)
    await assert_caught_up(PEOPLE)


@pytest.fixture
def starting(database: Database, processes: Processes, redis_url: str, tmp_path: Path) -> Callable[[str], Process]:
    """Start a process of an installation on PostgreSQL and Redis."""
    settings = {
        "DATABASE_URL": database.url, "REDIS_URL": redis_url, "DATA_DIR": str(tmp_path / "data"), "POLL_SECONDS": "1",
    }  # fmt: skip
    return lambda command: processes.start(command, **settings)


@pytest.mark.postgres
@pytest.mark.parametrize("migrated", ["postgres"], indirect=True)
async def test_two_schedulers_and_four_workers_charge_each_hour_once(
    merchant: OpenMerchant, starting: Callable[[str], Process]
) -> None:
    await leave_due(merchant, PEOPLE)
    started = [starting(command) for command in ("scheduler", "worker", "worker", "scheduler", "worker", "worker")]
    await assert_caught_up(PEOPLE)
    assert [process.exit_code for process in started] == [None] * 6
    assert "tariffs.charge_failed" not in "".join(process.log for process in started)
