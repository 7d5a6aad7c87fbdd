"""Saved methods and automatic top-up through the API: every answer, and a card that really is charged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from tests.support.balance_api import adjust, log, top_up
from tests.support.books import assert_books_balance
from tests.support.refund_api import METHOD, balance, methods, saved, set_order, usd
from tests.support.shop import CARD, CHALLENGED_CARD, Person, Shop, attempt_of
from tests.support.snapshot import snapshot
from tests.support.sql import execute, one, rows
from tests.support.waiting import wait_until

SCHEMA = snapshot()

Answer = dict[str, Any]
Case = Callable[[Shop, Person], Answer]
CASES: dict[tuple[str, str], Case] = {}
# The only installed gateway charges absent payers; tests/services/test_auto_top_up_set.py has one that does not.
UNREACHABLE = {("autoTopUpSet", "NotSupportedError")}


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def test_every_member_of_the_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    union = get_named_type(SCHEMA.mutation_type.fields["autoTopUpSet"].type)
    assert isinstance(union, GraphQLUnionType)
    assert {("autoTopUpSet", member.name) for member in union.types} == set(CASES) | UNREACHABLE


def keeper(shop: Shop, card: str = CARD) -> tuple[Person, Answer]:
    """A customer with 20.00 who keeps a card."""
    person = shop.register()
    answer = top_up(shop, person, usd("20.00"), payWith=shop.pay_with(card, save=True))
    assert answer["__typename"] == "BalanceTopUpSuccess", answer
    (method,) = methods(shop, person)
    return person, method


def everything(shop: Shop, person: Person) -> list[Any]:
    """All rows that a refusal could have changed."""
    tables = ("auto_top_ups", "payment_methods", "payments", "balance_transactions")
    return [
        rows(shop.database_url, f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY id", person.customer_id)  # noqa: S608
        for table in tables
    ]


def test_a_card_is_saved_while_topping_up_and_found_again(shop: Shop) -> None:
    person, method = keeper(shop)
    assert {**method, "id": ""} == {
        "id": "", "gateway": "sandbox", "kind": "CARD", "brand": "visa", "last4": "4242", "expiresMonth": 12,
        "expiresYear": 2040, "isDefault": True,
    }  # fmt: skip
    node = shop.ask(
        f"query ($id: ID!) {{ node(id: $id) {{ __typename ...M }} }} {METHOD}", {"id": method["id"]}, by=person
    )
    assert node["node"] == {"__typename": "PaymentMethod", **method}
    assert methods(shop, shop.register()) == []
    assert [key for key in method if "token" in key.lower() or "reference" in key.lower()] == []


def test_a_saved_card_pays_and_asks_for_3d_secure_where_its_bank_wants_it(shop: Shop) -> None:
    person, method = keeper(shop)
    answer = top_up(shop, person, usd("5.00"), payWith=saved(method))
    assert answer["payment"]["status"] == "SUCCEEDED"
    assert len(methods(shop, person)) == 1

    ben = shop.register()
    waiting = top_up(shop, ben, usd("20.00"), payWith=shop.pay_with(CHALLENGED_CARD, save=True))["payment"]
    shop.provider.answer_challenge(waiting, "approve")
    wait_until(lambda: methods(shop, ben), "the card to be saved")
    (method,) = methods(shop, ben)
    back = f"{shop.url}/payments/{{PAYMENT_ID}}"
    again = shop.subscribe(ben, payWith={**saved(method), "returnUrl": back})
    payment = again["firstPayment"]
    assert (payment["status"], again["subscription"]["status"]) == ("REQUIRES_ACTION", "INCOMPLETE")
    shop.provider.answer_challenge(payment, "approve")
    shop.await_active(ben)
    assert [len(shop.provider.charges(attempt_of(one))) for one in (waiting, payment)] == [1, 1]


@case("autoTopUpSet", "AutoTopUpSetSuccess")
def ordered(shop: Shop, staff: Person) -> Answer:
    person, method = keeper(shop)
    assert balance(shop, person)["autoTopUp"] is None
    answer = set_order(shop, person, method["id"])
    order = {
        "enabled": True, "pausedReason": None, "threshold": usd("10.00"), "amount": usd("25.00"),
        "paymentMethod": {"id": method["id"]}, "inFlight": None,
    }  # fmt: skip
    assert answer["balance"] == {"currency": "USD", "version": 1, "available": usd("20.00"), "autoTopUp": order}
    assert balance(shop, person)["autoTopUp"] == order

    adjust(shop, staff, person, usd("-15.00"))
    wait_until(lambda: balance(shop, person)["available"] == usd("30.00"), "the automatic top-up")
    assert balance(shop, person)["autoTopUp"] == order
    newest = log(shop, person)["nodes"][0]
    assert (newest["reason"], newest["actor"], newest["amount"]) == ("TOP_UP", "SYSTEM", usd("25.00"))
    attempts = rows(
        shop.database_url,
        "SELECT a.id AS id FROM payment_attempts a JOIN payments p ON p.id = a.payment_id"
        " WHERE p.customer_id = ? AND p.auto_top_up_id IS NOT NULL",
        person.customer_id,
    )
    assert [len(shop.provider.charges(row["id"])) for row in attempts] == [1]
    return answer


@case("autoTopUpSet", "InvalidInputError")
def wrong_orders(shop: Shop, staff: Person) -> Answer:
    person, method = keeper(shop)
    before = everything(shop, person)
    for changes, wrong in (
        ({"amount": usd("0")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("1.001")}, ("amount.amount", "INVALID_AMOUNT")),
        ({"amount": {"amount": "1.00", "currency": "MXN"}}, ("amount.currency", "OTHER_CURRENCY")),
        ({"threshold": usd("-1.00")}, ("threshold.amount", "OUT_OF_RANGE")),
        ({"threshold": {"amount": "1.00", "currency": "MXN"}}, ("threshold.currency", "OTHER_CURRENCY")),
    ):
        answer = set_order(shop, person, method["id"], **changes)
        assert answer["__typename"] == "InvalidInputError", answer
        assert [(".".join(field["path"]), field["code"]) for field in answer["fields"]] == [wrong]
    assert everything(shop, person) == before
    return answer


@case("autoTopUpSet", "NotFoundError")
def with_a_strangers_card(shop: Shop, staff: Person) -> Answer:
    (_, theirs), person = keeper(shop), shop.register()
    before = everything(shop, person)
    answer = set_order(shop, person, theirs["id"])
    assert answer["id"] == theirs["id"]
    assert everything(shop, person) == before
    return answer


@case("autoTopUpSet", "ForbiddenError")
def by_staff_and_visitors(shop: Shop, staff: Person) -> Answer:
    person, method = keeper(shop)
    before = everything(shop, person)
    assert set_order(shop, None, method["id"])["__typename"] == "ForbiddenError"
    answer = set_order(shop, staff, method["id"])
    assert everything(shop, person) == before
    return answer


@pytest.mark.parametrize(("field", "member"), CASES, ids=lambda name: str(name))
def test_each_member_of_the_result_is_reached(shop: Shop, staff: Person, field: str, member: str) -> None:
    assert CASES[field, member](shop, staff)["__typename"] == member
    assert_books_balance(shop.database_url)


def test_a_bank_that_wants_the_payer_pauses_it_and_says_so(shop: Shop, staff: Person) -> None:
    ben = shop.register()
    waiting = top_up(shop, ben, usd("20.00"), payWith=shop.pay_with(CHALLENGED_CARD, save=True))["payment"]
    shop.provider.answer_challenge(waiting, "approve")
    wait_until(lambda: methods(shop, ben), "the card to be saved")
    (method,) = methods(shop, ben)
    set_order(shop, ben, method["id"])
    adjust(shop, staff, ben, usd("-15.00"))

    def paused() -> str | None:
        reason: str | None = balance(shop, ben)["autoTopUp"]["pausedReason"]
        return reason

    reason = wait_until(paused, "the order to be paused")
    assert reason == "The bank wants to verify this payment with you. Top up once yourself."
    order = balance(shop, ben)["autoTopUp"]
    assert (order["enabled"], order["inFlight"]) == (True, None)
    assert balance(shop, ben)["available"] == usd("5.00")
    assert set_order(shop, ben, method["id"], threshold=usd("1.00"))["balance"]["autoTopUp"]["pausedReason"] is None


def test_a_removed_method_is_shown_no_more(shop: Shop) -> None:
    person, method = keeper(shop)
    set_order(shop, person, method["id"])
    now = one(shop.database_url, "SELECT created_at FROM payment_methods WHERE id = ?", method["id"])
    execute(
        shop.database_url,
        "UPDATE payment_methods SET removed_at = ?, is_default = ? WHERE id = ?",
        now,
        False,
        method["id"],
    )
    assert methods(shop, person) == []
    assert balance(shop, person)["autoTopUp"]["paymentMethod"] is None
    node = shop.ask("query ($id: ID!) { node(id: $id) { id } }", {"id": method["id"]}, by=person)
    assert node == {"node": None}
