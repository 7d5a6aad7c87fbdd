"""The process dies while a cancellation gives back what is not used: all of it happens, once, or nothing did."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.books import assert_books_balance
from tests.support.life_api import live, subscriptions_of
from tests.support.refund_api import refunds_of
from tests.support.shop import Person, Shop
from tests.support.sql import rows
from tests.support.waiting import wait_until
from tests.support.wrecks import Armed, wrecks_at

# Before the commit nothing has happened yet; after it a worker goes on, whoever heard the answer.
FAILPOINTS = ("cancel.before_commit", "cancel.after_commit", "refund.before_http", "refund.before_record_commit")
DIED = 9


@dataclass(frozen=True)
class Wreck:
    """An installation that died at a place and runs again, and the subscription that staff were canceling."""

    shop: Shop
    ana: Person
    staff: Person
    subscription: str
    payment: str
    exit_code: int


@pytest.fixture(scope="module")
def wrecks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Wreck]]:
    """A subscription at each place: 10.00 were paid, and none of it is used."""

    def wreck(armed: Armed) -> Wreck:
        shop = armed.shop
        ana, staff = shop.register(), shop.sign_in("staff@example.com", "perennial-staff")
        bought: dict[str, Any] = shop.buy(ana)
        id = bought["subscription"]["id"]
        with contextlib.suppress(httpx.TransportError):
            live(shop, staff, "cancel", id, when="NOW", unused="REFUND")
        code = armed.process.wait_exit()
        armed.start_again()
        return Wreck(shop, ana, staff, id, bought["firstPayment"]["id"], code)

    with wrecks_at(FAILPOINTS, tmp_path_factory, wreck) as left:
        yield left


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_process_that_died_at_this_place_cancels_and_refunds_once(wrecks: dict[str, Wreck], failpoint: str) -> None:
    wreck = wrecks[failpoint]
    shop, ana = wreck.shop, wreck.ana
    assert wreck.exit_code == DIED
    if failpoint == "cancel.before_commit":
        assert ([one["status"] for one in subscriptions_of(shop, ana)], refunds_of(shop, ana, wreck.payment)) == (
            ["ACTIVE"], [],
        )  # fmt: skip
        live(shop, wreck.staff, "cancel", wreck.subscription, when="NOW", unused="REFUND")

    def done() -> bool:
        return [one["status"] for one in refunds_of(shop, ana, wreck.payment)] == ["SUCCEEDED"]

    wait_until(done, "the refund")
    again = live(shop, wreck.staff, "cancel", wreck.subscription, when="NOW", unused="REFUND")
    assert (again["__typename"], again["status"]) == ("IllegalTransitionError", "CANCELED")
    (refund,) = refunds_of(shop, ana, wreck.payment)
    returned = shop.provider.control("journal", "GET")["refunds"]
    assert [(one["reference"], one["amount"], one["status"]) for one in returned] == [(refund["id"], 1000, "succeeded")]
    postings = rows(shop.database_url, "SELECT key FROM ledger_transactions WHERE key LIKE 'refund:%' ORDER BY id")
    assert [row["key"] for row in postings] == [f"refund:{refund['id']}:unused", f"refund:{refund['id']}"]
    assert_books_balance(shop.database_url)
