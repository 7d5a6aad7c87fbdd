"""The process dies at each named place of a refund. Always: the money goes back once, and the retry finds it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.balance_api import top_up
from tests.support.books import assert_books_balance
from tests.support.extras import seed_demo_and_extras
from tests.support.installation import FAST
from tests.support.ports import free_port
from tests.support.processes import Processes
from tests.support.refund_api import GIVE_BACK, balance, refunds_of, usd
from tests.support.shop import Person, Shop, fresh, open_shop
from tests.support.sql import rows, standing_database
from tests.support.waiting import wait_until

FAILPOINTS = (
    "refund.after_start",
    "refund.before_claim",
    "refund.after_claim",
    "refund.before_http",
    "refund.after_http_reply",
    "refund.before_record",
    "refund.before_record_commit",
    "refund.after_record",
)
DIED = 9


@dataclass(frozen=True)
class Wreck:
    """What is left after a crash and the recovery from it."""

    shop: Shop
    ana: Person
    staff: Person
    order: dict[str, Any]
    exit_code: int


@pytest.fixture(scope="module")
def wrecks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Wreck]]:
    """One installation for each place, all at the same time: a top-up of 25.00, of which 10.00 are given back."""
    template = tmp_path_factory.mktemp("template")
    with standing_database("sqlite", template) as seeded:
        asyncio.run(seed_demo_and_extras(seeded.url))
        started: list[Processes] = []
        clients = []

        def wreck(name: str) -> Wreck:
            directory = tmp_path_factory.mktemp(name)
            shutil.copyfile(template / "perennial.db", directory / "perennial.db")
            processes = Processes(directory)
            started.append(processes)
            settings = {**FAST, "DATABASE_URL": f"sqlite://{directory / 'perennial.db'}", "PORT": str(free_port())}
            armed = processes.start("serve", PERENNIAL_FAILPOINT=name, **settings)
            armed.wait_ready(timeout_seconds=90)
            opened = open_shop(armed.url, settings["DATABASE_URL"])
            clients.append(opened)
            shop = opened.__enter__()
            ana, staff = shop.register(), shop.sign_in("staff@example.com", "perennial-staff")
            payment = top_up(shop, ana, usd("25.00"))["payment"]["id"]
            order = {"paymentId": payment, "amount": usd("10.00"), "reason": "Crash", "idempotencyKey": fresh("refund")}
            with pytest.raises(httpx.TransportError):
                shop.do(GIVE_BACK, order, by=staff)
            code = armed.wait_exit()
            processes.start("serve", **settings).wait_ready(timeout_seconds=90)
            return Wreck(shop, ana, staff, order, code)

        try:
            with ThreadPoolExecutor(4) as pool:
                yield dict(zip(FAILPOINTS, pool.map(wreck, FAILPOINTS), strict=True))
        finally:
            for opened in clients:
                opened.__exit__(None, None, None)
            for processes in started:
                processes.kill_all()


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_process_that_died_at_this_place_gives_the_money_back_once_after_its_restart(
    wrecks: dict[str, Wreck], failpoint: str
) -> None:
    wreck = wrecks[failpoint]
    shop, ana, payment = wreck.shop, wreck.ana, str(wreck.order["paymentId"])
    assert wreck.exit_code == DIED

    def done() -> bool:
        return [one["status"] for one in refunds_of(shop, ana, payment)] == ["SUCCEEDED"]

    wait_until(done, "the refund", timeout_seconds=60)
    (refund,) = refunds_of(shop, ana, payment)
    again = shop.do(GIVE_BACK, wreck.order, by=wreck.staff)
    assert (again["__typename"], again["refund"]["id"]) == ("RefundCreateSuccess", refund["id"])
    assert len(refunds_of(shop, ana, payment)) == 1
    returned = shop.provider.control("journal", "GET")["refunds"]
    assert [(one["reference"], one["amount"], one["status"]) for one in returned] == [(refund["id"], 1000, "succeeded")]
    left = balance(shop, ana)
    assert (left["available"], left["held"]) == (usd("15.00"), usd("0.00"))
    postings = rows(shop.database_url, "SELECT key FROM ledger_transactions WHERE key LIKE 'refund:%'")
    assert [row["key"] for row in postings] == [f"refund:{refund['id']}"]
    assert_books_balance(shop.database_url)
