"""The process dies at each named place of a refund. Always: the money goes back once, and the retry finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.support.balance_api import top_up
from tests.support.books import assert_books_balance
from tests.support.refund_api import GIVE_BACK, balance, refunds_of, usd
from tests.support.shop import Person, Shop, fresh
from tests.support.sql import rows
from tests.support.waiting import wait_until
from tests.support.wrecks import Armed, wrecks_at

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
    """A top-up of 25.00 at each place, of which 10.00 are given back."""

    def wreck(armed: Armed) -> Wreck:
        shop = armed.shop
        ana, staff = shop.register(), shop.sign_in("staff@example.com", "perennial-staff")
        payment = top_up(shop, ana, usd("25.00"))["payment"]["id"]
        order = {"paymentId": payment, "amount": usd("10.00"), "reason": "Crash", "idempotencyKey": fresh("refund")}
        with pytest.raises(httpx.TransportError):
            shop.do(GIVE_BACK, order, by=staff)
        code = armed.process.wait_exit()
        armed.start_again()
        return Wreck(shop, ana, staff, order, code)

    with wrecks_at(FAILPOINTS, tmp_path_factory, wreck) as left:
        yield left


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_process_that_died_at_this_place_gives_the_money_back_once_after_its_restart(
    wrecks: dict[str, Wreck], failpoint: str
) -> None:
    wreck = wrecks[failpoint]
    shop, ana, payment = wreck.shop, wreck.ana, str(wreck.order["paymentId"])
    assert wreck.exit_code == DIED

    def done() -> bool:
        return [one["status"] for one in refunds_of(shop, ana, payment)] == ["SUCCEEDED"]

    wait_until(done, "the refund")
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
