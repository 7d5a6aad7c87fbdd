"""Refunds through the API: every answer, what customers and staff see, and money that really goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from tests.support.balance_api import adjust, top_up
from tests.support.books import assert_books_balance
from tests.support.refund_api import LATER_REFUND_CARD, REFUND, give_back, refunds_of, usd
from tests.support.shop import CARD, CHALLENGED_CARD, Person, Shop, fresh
from tests.support.snapshot import snapshot
from tests.support.sql import rows
from tests.support.unit_api import CONSUME, refill, use
from tests.support.waiting import wait_until

SCHEMA = snapshot()

Answer = dict[str, Any]
Case = Callable[[Shop, Person], Answer]
CASES: dict[tuple[str, str], Case] = {}
# The only installed gateway gives back any part; tests/services/test_refunds_create.py has those that do not.
UNREACHABLE = {("refundCreate", "NotSupportedError")}


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def test_every_member_of_the_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    union = get_named_type(SCHEMA.mutation_type.fields["refundCreate"].type)
    assert isinstance(union, GraphQLUnionType)
    assert {("refundCreate", member.name) for member in union.types} == set(CASES) | UNREACHABLE


def paid(shop: Shop, card: str = CARD) -> tuple[Person, str]:
    """A customer who paid 10.00, and the payment."""
    person = shop.register()
    return person, shop.buy(person, card)["firstPayment"]["id"]


def everything(shop: Shop, person: Person) -> list[Any]:
    """All rows that a refusal could have changed."""
    return [
        rows(shop.database_url, f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY id", person.customer_id)  # noqa: S608
        for table in ("payments", "refunds", "balance_transactions", "unit_grants")
    ]


def returned(shop: Shop, refund_id: str) -> list[dict[str, Any]]:
    """The provider's own account of a refund."""
    found: list[dict[str, Any]] = shop.provider.control("journal", "GET")["refunds"]
    return [one for one in found if one["reference"] == refund_id]


@case("refundCreate", "RefundCreateSuccess")
def given_back(shop: Shop, staff: Person) -> Answer:
    person, payment = paid(shop)
    key = fresh("refund")
    answer = give_back(shop, staff, payment, usd("4.00"), idempotencyKey=key)
    refund = answer["refund"]
    assert (refund["status"], refund["amount"], refund["reason"]) == ("SUCCEEDED", usd("4.00"), "It did not fit")
    assert (refund["problem"], refund["version"]) == (None, 2)
    assert refund["payment"]["refunded"] == usd("4.00")
    assert refund["payment"]["refundable"] == usd("6.00")
    assert give_back(shop, staff, payment, usd("4.00"), idempotencyKey=key) == answer
    assert [(one["amount"], one["currency"]) for one in returned(shop, refund["id"])] == [(400, "usd")]

    rest = give_back(shop, staff, payment)["refund"]
    assert (rest["amount"], rest["payment"]["refundable"]) == (usd("6.00"), usd("0.00"))
    # The customer sees them too, oldest first.
    mine = refunds_of(shop, person, payment)
    assert [one["id"] for one in mine] == [refund["id"], rest["id"]]
    node = shop.ask(f"query ($id: ID!) {{ node(id: $id) {{ ...R }} }} {REFUND}", {"id": refund["id"]}, by=person)
    assert node["node"] == mine[0]
    assert shop.ask("query ($id: ID!) { node(id: $id) { id } }", {"id": refund["id"]}, by=shop.register()) == {
        "node": None
    }
    return answer


@case("refundCreate", "InvalidInputError")
def wrong_refunds(shop: Shop, staff: Person) -> Answer:
    person, payment = paid(shop)
    before = everything(shop, person)
    for changes, wrong in (
        ({"amount": usd("10.01")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("0.00")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("1.001")}, ("amount.amount", "INVALID_AMOUNT")),
        ({"amount": {"amount": "1.00", "currency": "MXN"}}, ("amount.currency", "OTHER_CURRENCY")),
        ({"reason": " "}, ("reason", "INVALID_TEXT")),
        ({"idempotencyKey": ""}, ("idempotencyKey", "INVALID_KEY")),
    ):
        answer: Answer = give_back(shop, staff, payment, **changes)
        assert answer["__typename"] == "InvalidInputError", answer
        assert [(".".join(field["path"]), field["code"]) for field in answer["fields"]] == [wrong]
    assert everything(shop, person) == before
    return answer


@case("refundCreate", "NotFoundError")
def of_nothing(shop: Shop, staff: Person) -> Answer:
    answer: Answer = give_back(shop, staff, "pay_nobody")
    assert answer["id"] == "pay_nobody"
    return answer


@case("refundCreate", "ForbiddenError")
def by_customers_and_visitors(shop: Shop, staff: Person) -> Answer:
    person, payment = paid(shop)
    before = everything(shop, person)
    assert give_back(shop, None, payment)["__typename"] == "ForbiddenError"
    answer: Answer = give_back(shop, person, payment)
    assert everything(shop, person) == before
    return answer


@case("refundCreate", "IllegalTransitionError")
def of_what_is_not_paid(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    payment = shop.buy(person, CHALLENGED_CARD)["firstPayment"]["id"]
    before = everything(shop, person)
    answer: Answer = give_back(shop, staff, payment)
    assert answer["status"] == "REQUIRES_ACTION"
    assert everything(shop, person) == before
    return answer


@case("refundCreate", "InsufficientBalanceError")
def of_a_top_up_that_is_spent(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    payment = top_up(shop, person, usd("25.00"))["payment"]["id"]
    adjust(shop, staff, person, usd("-10.00"))
    before = everything(shop, person)
    answer: Answer = give_back(shop, staff, payment)
    assert (answer["needed"], answer["available"]) == (usd("25.00"), usd("15.00"))
    assert everything(shop, person) == before
    return answer


@case("refundCreate", "ConflictError")
def of_units_that_are_used(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    payment = refill(shop, person)["payment"]["id"]
    use(shop, staff, person, CONSUME, quantity="37")
    before = everything(shop, person)
    answer: Answer = give_back(shop, staff, payment)
    assert answer["message"] == "37 of the 100 hours are used; at most 50.40 USD can be refunded."
    assert everything(shop, person) == before
    return answer


@pytest.mark.parametrize(("field", "member"), CASES, ids=lambda name: str(name))
def test_each_member_of_the_result_is_reached(shop: Shop, staff: Person, field: str, member: str) -> None:
    assert CASES[field, member](shop, staff)["__typename"] == member
    assert_books_balance(shop.database_url)


def test_a_refund_that_takes_its_time_succeeds_by_itself(shop: Shop, staff: Person) -> None:
    person, payment = paid(shop, LATER_REFUND_CARD)
    refund = give_back(shop, staff, payment)["refund"]
    assert (refund["status"], refund["payment"]["refundable"]) == ("PENDING", usd("0.00"))
    assert refund["payment"]["refunded"] == usd("0.00")
    wait_until(lambda: refunds_of(shop, person, payment)[0]["status"] == "SUCCEEDED", "the refund")
    assert refunds_of(shop, person, payment)[0]["payment"]["refunded"] == usd("10.00")


def test_why_it_failed_is_for_staff_only(shop: Shop, staff: Person) -> None:
    person, payment = paid(shop)
    shop.provider.fault("drop_after_commit", endpoint="refunds.create")
    try:
        refund = give_back(shop, staff, payment)["refund"]
        assert refund["status"] == "PENDING"
        assert refund["problem"] is not None
        (mine,) = refunds_of(shop, person, payment)
        assert mine["problem"] is None
    finally:
        shop.provider.calm()


def test_one_document_refunds_once(shop: Shop, staff: Person) -> None:
    """Each try has to be a request of its own."""
    _, payment = paid(shop)
    twice = "mutation ($input: RefundCreateInput!) { one: refundCreate(input: $input) { __typename }"
    twice += " two: refundCreate(input: $input) { __typename } }"
    order = {"paymentId": payment, "reason": "Twice", "idempotencyKey": fresh("refund")}
    answer = shop.post(twice, {"input": order}, by=staff).json()
    assert "data" not in answer or answer["data"] is None
    assert rows(shop.database_url, "SELECT id FROM refunds WHERE payment_id = ?", payment) == []
