"""A balance cannot be overspent: processes race for one balance, and the books agree with what each was told."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from backend.models import BalanceTransaction, LedgerAccount, LedgerTransaction
from backend.services.accounts.create_staff import create_staff
from backend.services.balances.adjust import adjust_balance
from backend.services.context import Actor, Role
from tests.support.databases import Database
from tests.support.invariants import assert_all_adds_up
from tests.support.run import ROOT, clean_environment
from tests.support.storefront import Storefront

# processes, tasks in each, debits of each task: 10,000 debits on PostgreSQL, 1,000 on SQLite, which has one writer.
RACES = {"postgres": (4, 4, 625), "sqlite": (2, 4, 125)}
# About half of what the debits ask for together: 1.005 on average.
CENTS = {"postgres": 500_000, "sqlite": 50_000}


@pytest.mark.slow
async def test_racing_debits_never_take_more_than_there_is(store: Storefront, database: Database) -> None:
    processes, tasks, debits = RACES[database.dialect]
    there = CENTS[database.dialect]
    staff = await create_staff(store.merchant.system, email="staff@example.com", password="a long pass phrase")
    ctx = store.services.context(Actor(Role.STAFF, store.merchant.row.id, user_id=staff.id))
    given = await adjust_balance(
        ctx, customer_id=store.ana.row.id, amount=(f"{there // 100}.00", "USD"), reason="To race for",
        idempotency_key="given",
    )  # fmt: skip
    assert given is not None

    told = _race(database.url, store, staff.id, processes, tasks, debits)

    assert len(told) == processes * tasks * debits
    accepted = {key: cents for key, (cents, taken) in told.items() if taken}
    log = await BalanceTransaction.filter(reason="ADJUSTMENT").order_by("number")
    # None lost, none double: the log holds exactly what was accepted.
    assert len(log) == len(accepted)
    assert sum(-row.amount_minor for row in log) == sum(accepted.values()) <= there
    assert await LedgerTransaction.filter(description="A race").count() == len(accepted)
    account = await LedgerAccount.get(kind="CUSTOMER_BALANCE")
    left = there - sum(accepted.values())
    assert (account.balance_minor, account.last_number) == (left, len(accepted) + 1)
    # What was refused really did not fit at the end any more than when it was refused.
    refused = [cents for cents, taken in told.values() if not taken]
    assert refused
    assert min(refused) > left
    await assert_all_adds_up()


def _race(
    url: str, store: Storefront, staff: str, processes: int, tasks: int, debits: int
) -> dict[str, tuple[int, bool]]:
    arguments = [url, store.merchant.row.id, staff, store.ana.row.id]
    started = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "tests.support.spender", *arguments, f"p{n}", str(tasks), str(debits)],
            cwd=ROOT, env=clean_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for n in range(processes)
    ]  # fmt: skip
    told: dict[str, tuple[int, bool]] = {}
    try:
        for one in started:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in started:
            assert one.stdin is not None
            one.stdin.write("go\n")
            one.stdin.flush()
        for one in started:
            out, _ = one.communicate(timeout=900)
            assert one.returncode == 0
            told |= json.loads(out.splitlines()[-1])
    finally:
        for one in started:
            # Its pipes too, whatever happened: they are no other test's fault.
            with one:
                one.kill()
    return told
