"""The process dies at each named place of a top-up. Always: one charge, one credit, and the retry finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from tests.scenarios.test_crash_matrix import AT_START, DIED, ON_THE_WAY
from tests.support.balance_api import TOP_UP, balances, log, usd
from tests.support.books import assert_books_balance, assert_charged_once
from tests.support.installation import Installation, is_serving
from tests.support.ports import free_port
from tests.support.processes import Process
from tests.support.shop import Person, Shop, fresh
from tests.support.waiting import wait_until
from tests.support.wrecks import Armed, wrecks_at

PLACES = (AT_START, *ON_THE_WAY)


@dataclass(frozen=True)
class Wreck:
    """A top-up whose process died in the middle of it."""

    shop: Shop
    by: Person
    order: dict[str, Any]
    exit_code: int


def die_while_topping_up(shop: Shop, armed: Process, url: str | None = None) -> Wreck:
    """The client loses its connection."""
    by = shop.register()
    order = {"amount": usd("25.00"), "payWith": shop.pay_with(), "idempotencyKey": fresh("top-up")}
    with pytest.raises(httpx.TransportError):
        shop.do(TOP_UP, order, by=by, url=url)
    return Wreck(shop, by, order, armed.wait_exit())


def assert_credited_once(wreck: Wreck) -> None:
    shop, by = wreck.shop, wreck.by
    assert wreck.exit_code == DIED
    wait_until(lambda: balances(shop, by)[0]["available"] == usd("25.00"), "the credit")
    (payment,) = shop.me(by)["payments"]["nodes"]
    assert (payment["status"], len(payment["attempts"])) == ("SUCCEEDED", 1)
    again = shop.do(TOP_UP, wreck.order, by=by)
    assert (again["__typename"], again["payment"]["id"]) == ("BalanceTopUpSuccess", payment["id"])
    charges = shop.provider.charges(payment["attempts"][0]["id"])
    assert [(charge["amount"], charge["currency"]) for charge in charges] == [(2500, "usd")]
    (row,) = log(shop, by)["nodes"]
    assert (row["number"], row["reason"], row["actor"], row["amount"], row["balanceAfter"], row["payment"]) == (
        1, "TOP_UP", "CUSTOMER", usd("25.00"), usd("25.00"), {"id": payment["id"]},
    )  # fmt: skip
    assert (balances(shop, by)[0]["available"], balances(shop, by)[0]["version"]) == (usd("25.00"), 1)
    assert_books_balance(shop.database_url)


@pytest.fixture(scope="module")
def embedded_wrecks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Wreck]]:
    """A top-up at each place."""

    def wreck(armed: Armed) -> Wreck:
        left = die_while_topping_up(armed.shop, armed.process)
        armed.start_again()
        return left

    with wrecks_at(PLACES, tmp_path_factory, wreck) as left:
        yield left


@pytest.mark.parametrize("place", PLACES)
def test_a_process_that_died_at_this_place_finishes_the_top_up_after_its_restart(
    embedded_wrecks: dict[str, Wreck], place: str
) -> None:
    wreck = embedded_wrecks[place]
    assert_credited_once(wreck)
    assert_charged_once(wreck.shop.database_url, wreck.shop.provider.charges(), attempts=1)


@pytest.fixture(scope="module")
def api_wrecks(apart: Installation) -> dict[str, Wreck]:
    """Armed API processes on PostgreSQL beside the healthy one; a worker comes when all of them are dead."""
    apart.stop_workers()

    def wreck(name: str) -> Wreck:
        port = free_port()
        settings = {**apart.settings, "PUBLIC_URL": apart.shop.url, "PORT": str(port)}
        armed, url = apart.processes.start("serve", PERENNIAL_FAILPOINT=name, **settings), f"http://127.0.0.1:{port}"
        armed.wait_for(lambda: is_serving(url), "the armed API")
        return die_while_topping_up(apart.shop, armed, url)

    left = {name: wreck(name) for name in PLACES}
    apart.time_passes()
    apart.start_worker()
    return left


@pytest.mark.postgres
@pytest.mark.parametrize("place", PLACES)
def test_a_worker_finishes_the_top_up_that_an_api_which_died_at_this_place_began(
    api_wrecks: dict[str, Wreck], place: str
) -> None:
    assert_credited_once(api_wrecks[place])


@pytest.mark.postgres
def test_the_provider_and_the_books_agree_after_all_crashes(apart: Installation, api_wrecks: dict[str, Wreck]) -> None:
    for left in api_wrecks.values():
        wait_until(lambda left=left: balances(left.shop, left.by)[0]["version"] == 1, "the credit")  # type: ignore[misc]
    assert_charged_once(apart.shop.database_url, apart.shop.provider.charges())
