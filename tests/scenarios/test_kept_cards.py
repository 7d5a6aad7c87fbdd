"""A kept card over a month: saved, used with and without the payer, declined, and its money given back."""

from __future__ import annotations

from typing import Any

from tests.support.balance_api import adjust, top_up
from tests.support.books import assert_books_balance
from tests.support.refund_api import (
    DECLINED_ONCE_SAVED_CARD,
    LATER_REFUND_CARD,
    RETURNED_REFUND_CARD,
    balance,
    give_back,
    methods,
    refunds_of,
    saved,
    set_order,
    usd,
)
from tests.support.shop import CARD, CHALLENGED_CARD, Person, Shop
from tests.support.sql import rows
from tests.support.waiting import wait_until


def staff_of(shop: Shop) -> Person:
    """The shop's staff."""
    return shop.sign_in("staff@example.com", "perennial-staff")


def keep(shop: Shop, by: Person, card: str = CARD, amount: str = "20.00") -> dict[str, Any]:
    """Save a card while topping up; answers the method."""
    payment = top_up(shop, by, usd(amount), payWith=shop.pay_with(card, save=True))["payment"]
    if payment["status"] == "REQUIRES_ACTION":
        shop.provider.answer_challenge(payment, "approve")
    wait_until(lambda: methods(shop, by), "the card to be kept")
    (method,) = methods(shop, by)
    return method


def charged_by_itself(shop: Shop, by: Person) -> list[tuple[int, str]]:
    """The automatic payments, and what the provider says of them."""
    attempts = rows(
        shop.database_url,
        "SELECT a.id AS id, p.status AS status FROM payment_attempts a JOIN payments p ON p.id = a.payment_id"
        " WHERE p.customer_id = ? AND p.auto_top_up_id IS NOT NULL ORDER BY a.id",
        by.customer_id,
    )
    return [(len(shop.provider.charges(row["id"])), row["status"]) for row in attempts]


def test_a_card_is_kept_while_topping_up_and_pays_for_a_plan(shop: Shop, ana: Person) -> None:
    method = keep(shop, ana)
    shop.buy(ana, payWith=saved(method))
    shop.await_active(ana)
    assert len(methods(shop, ana)) == 1
    assert_books_balance(shop.database_url)


def test_a_balance_that_runs_low_is_topped_up_once_by_itself(shop: Shop, ana: Person) -> None:
    staff = staff_of(shop)
    set_order(shop, ana, keep(shop, ana)["id"])
    for _ in range(5):
        adjust(shop, staff, ana, usd("-3.00"))
    wait_until(lambda: balance(shop, ana)["available"] == usd("30.00"), "the automatic top-up")
    assert charged_by_itself(shop, ana) == [(1, "SUCCEEDED")]
    assert balance(shop, ana)["autoTopUp"]["inFlight"] is None
    assert_books_balance(shop.database_url)


def test_a_kept_card_that_is_declined_is_tried_again_later(shop: Shop, ana: Person) -> None:
    set_order(shop, ana, keep(shop, ana, DECLINED_ONCE_SAVED_CARD)["id"])
    adjust(shop, staff_of(shop), ana, usd("-15.00"))
    wait_until(lambda: charged_by_itself(shop, ana) == [(0, "FAILED")], "the declined try")
    order = balance(shop, ana)["autoTopUp"]
    assert (order["pausedReason"], order["inFlight"]) == (None, None)
    assert balance(shop, ana)["available"] == usd("5.00")


def test_a_card_that_needs_the_payer_pauses_the_order(shop: Shop, ana: Person) -> None:
    set_order(shop, ana, keep(shop, ana, CHALLENGED_CARD)["id"])
    adjust(shop, staff_of(shop), ana, usd("-15.00"))
    reason = wait_until(lambda: balance(shop, ana)["autoTopUp"]["pausedReason"], "the order to be paused")
    assert reason == "The bank wants to verify this payment with you. Top up once yourself."
    assert charged_by_itself(shop, ana) == [(0, "FAILED")]


def test_a_lost_reply_of_a_refund_is_one_refund(shop: Shop, ana: Person) -> None:
    payment = shop.buy(ana)["firstPayment"]["id"]
    shop.provider.fault("drop_after_commit", endpoint="refunds.create")
    refund = give_back(shop, staff_of(shop), payment, usd("4.00"))["refund"]
    assert refund["status"] == "PENDING"
    # Its webhook is faster than the look that is due in half a minute.
    wait_until(lambda: refunds_of(shop, ana, payment)[0]["status"] == "SUCCEEDED", "the refund")
    returned = shop.provider.control("journal", "GET")["refunds"]
    assert [one["amount"] for one in returned if one["reference"] == refund["id"]] == [400]
    assert_books_balance(shop.database_url)


def test_a_refund_that_takes_its_time_and_one_that_comes_back(shop: Shop, ana: Person) -> None:
    staff = staff_of(shop)
    later = top_up(shop, ana, usd("25.00"), LATER_REFUND_CARD)["payment"]["id"]
    back = top_up(shop, ana, usd("30.00"), RETURNED_REFUND_CARD)["payment"]["id"]
    pending = give_back(shop, staff, later, usd("20.00"))["refund"]
    done = give_back(shop, staff, back, usd("10.00"))["refund"]
    assert (pending["status"], done["status"]) == ("PENDING", "SUCCEEDED")

    wait_until(lambda: refunds_of(shop, ana, later)[0]["status"] == "SUCCEEDED", "the slow refund")
    wait_until(lambda: refunds_of(shop, ana, back)[0]["status"] == "FAILED", "the bank to send it back")
    left = balance(shop, ana)
    assert (left["available"], left["held"]) == (usd("35.00"), usd("0.00"))
    (failed,) = refunds_of(shop, staff, back)
    assert failed["payment"]["refundable"] == usd("30.00")
    assert failed["problem"]
    assert_books_balance(shop.database_url)
