"""`perennial clock`: a process that dies between two steps, and the next one that goes on from there."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from backend import models
from backend.services.balances.adjust import adjust_balance
from backend.services.test_clocks.due import advance_due_clocks
from tests.support.clock import START
from tests.support.clocked import Clocked, open_clocked
from tests.support.commands import run_command
from tests.support.databases import Database
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import OpenMerchant
from tests.support.processes import SECRET_KEY
from tests.support.tariffs import assert_tariffs_add_up, open_servers

DAY = timedelta(days=1)
DIED = 9


@pytest.fixture
async def clocked(merchant: OpenMerchant) -> Clocked:
    return await open_clocked(merchant)


async def perennial(database: Database, directory: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run a command to its end: exit code, output, errors."""
    needed = {"DATABASE_URL": database.url, "DATA_DIR": str(directory / "data"), "SECRET_KEY": SECRET_KEY}
    ended = await asyncio.to_thread(run_command, *arguments, settings={**needed, **settings}, directory=directory)
    return ended.code, ended.out, ended.err


async def test_a_clock_goes_on_from_where_a_process_died(clocked: Clocked, database: Database, tmp_path: Path) -> None:
    servers = await open_servers(clocked.merchant)
    who = await clocked.customer()
    clock = await clocked.clock(who)
    await adjust_balance(
        clocked.by_staff, customer_id=who.row.id, amount=("31.00", "USD"), reason="Gift", idempotency_key="gift"
    )
    await clocked.subscribe(who, servers.reserved, pay_with=None)
    listed = f"{clock.id}  acme  2026-01-31T12:00:00+00:00  Months\n"
    assert await perennial(database, tmp_path, "clock", "list") == (0, listed, "")

    advance = ("clock", "advance", clock.id, "2026-02-05T12:00:00Z")
    code, _, _ = await perennial(database, tmp_path, *advance, PERENNIAL_FAILPOINT="test_clocks.after_start")
    row = await models.TestClock.get()
    assert (code, row.status, row.now_at, row.target_at) == (DIED, "ADVANCING", START, START + 5 * DAY)
    assert not await models.BalanceTransaction.exists(reason="TARIFF")

    async with nothing_changes():
        code, out, errors = await perennial(database, tmp_path, *advance)
    assert (code, out) == (1, "")
    assert "This clock is being advanced to 2026-02-05T12:00:00+00:00; wait until it stands.\n" in errors

    assert await advance_due_clocks(clocked.merchant.services) == 1
    code, out, _ = await perennial(database, tmp_path, "clock", "advance", clock.id, "2026-02-06T12:00:00Z")
    assert (code, out.splitlines()[-1]) == (0, "2026-02-06T12:00:00+00:00: 1 events")
    assert out.splitlines()[-2].startswith("2026-02-06T12:00:00+00:00  balance.updated  lacc_")
    log = await models.BalanceTransaction.filter(reason="TARIFF").order_by("number")
    assert [entry.occurred_at for entry in log] == [START + n * DAY for n in range(1, 7)]
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_each_step_may_be_the_last_of_a_process(clocked: Clocked, database: Database, tmp_path: Path) -> None:
    servers = await open_servers(clocked.merchant)
    who = await clocked.customer()
    clock = await clocked.clock(who)
    await adjust_balance(
        clocked.by_staff, customer_id=who.row.id, amount=("31.00", "USD"), reason="Gift", idempotency_key="gift"
    )
    await clocked.subscribe(who, servers.reserved, pay_with=None)
    code, _, _ = await perennial(
        database, tmp_path, "clock", "advance", clock.id, "2026-02-03T12:00:00Z",
        PERENNIAL_FAILPOINT="test_clocks.after_step",
    )  # fmt: skip
    row = await models.TestClock.get()
    assert (code, row.status, row.now_at) == (DIED, "ADVANCING", START + DAY)

    assert await advance_due_clocks(clocked.merchant.services) == 1
    row = await models.TestClock.get()
    assert (row.status, row.now_at) == ("READY", START + 3 * DAY)
    log = await models.BalanceTransaction.filter(reason="TARIFF").order_by("number")
    assert [entry.occurred_at for entry in log] == [START + n * DAY for n in range(1, 4)]
    await assert_all_adds_up()


@on_one_database
@pytest.mark.parametrize(
    ("clock_id", "instant", "says"),
    [
        ("clock_absent", "2026-02-05T12:00:00Z", "There is no such test clock."),
        ("clock_absent", "tomorrow", "'tomorrow' is no instant."),
    ],
)
async def test_a_wrong_order_is_refused_in_one_line(
    database: Database, tmp_path: Path, clock_id: str, instant: str, says: str
) -> None:
    code, out, errors = await perennial(database, tmp_path, "clock", "advance", clock_id, instant)
    assert (code, out) == (1, "")
    assert errors.splitlines()[-1] == says
