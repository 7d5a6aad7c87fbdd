"""Refills and units through the API: every answer of every operation, and what customers see of their units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from tests.support.dialects import on_one_shop
from tests.support.shop import CARD, CHALLENGED_CARD, DECLINED_CARD, Person, Shop, fresh
from tests.support.snapshot import snapshot
from tests.support.sql import rows
from tests.support.unit_api import CONSUME, RELEASE, RESERVE, SETTLE, refill, units_of, use
from tests.support.waiting import wait_until

SCHEMA = snapshot()
MUTATIONS = ("refillPurchase", "unitsConsume", "unitsHold", "unitsSettle", "unitsRelease")
BALANCE = {"gateway": "balance", "kind": "BALANCE"}
NODE = """
query ($id: ID!) { node(id: $id) {
  __typename id
  ... on UnitGrant { unit quantity remaining held grantedAt expiresAt payment { id } }
  ... on UnitHold { unit quantity settled status description createdAt }
} }"""

Answer = dict[str, Any]
Case = Callable[[Shop, Person], Answer]
CASES: dict[tuple[str, str], Case] = {}
TABLES = ("invoices", "payments", "refill_purchases", "unit_accounts", "unit_grants", "unit_holds")


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def test_every_member_of_every_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    unions = {name: get_named_type(SCHEMA.mutation_type.fields[name].type) for name in MUTATIONS}
    assert all(isinstance(union, GraphQLUnionType) for union in unions.values())
    assert {(name, member.name) for name, union in unions.items() for member in union.types} == set(CASES)


def fields_of(answer: Answer) -> list[tuple[str, str]]:
    return [(".".join(field["path"]), field["code"]) for field in answer["fields"]]


def everything(shop: Shop, person: Person) -> list[Any]:
    """All rows that a refusal could have changed."""
    found = []
    for table in TABLES:
        statement = f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY id"  # noqa: S608
        found.append(rows(shop.database_url, statement, person.customer_id))
    return found


def with_bag(shop: Shop) -> Person:
    """A customer with 100 hours."""
    person = shop.register()
    assert refill(shop, person)["__typename"] == "RefillPurchaseSuccess"
    return person


def amounts(balance: Answer) -> tuple[str, str]:
    return balance["remaining"], balance["held"]


def held(shop: Shop, staff: Person, person: Person, quantity: str = "10") -> str:
    """A fresh hold; answers its id."""
    id: str = use(shop, staff, person, RESERVE, quantity=quantity)["hold"]["id"]
    return id


def settle(shop: Shop, by: Person | None, hold: str, **changes: Any) -> Answer:
    return shop.do(SETTLE, {"holdId": hold, "idempotencyKey": fresh("settle"), **changes}, by=by)


def release(shop: Shop, by: Person | None, hold: str) -> Answer:
    return shop.do(RELEASE, {"holdId": hold}, by=by)


# Buying


@case("refillPurchase", "RefillPurchaseSuccess")
def bought(shop: Shop, staff: Person) -> Answer:
    person, key, card = shop.register(), fresh("refill"), shop.pay_with()
    answer = refill(shop, person, payWith=card, idempotencyKey=key, quantity=2)
    assert (answer["invoice"]["status"], answer["invoice"]["total"]) == (
        "PAID", {"amount": "160.00", "currency": "USD"}
    )  # fmt: skip
    assert (answer["payment"]["status"], answer["payment"]["purpose"]) == ("SUCCEEDED", "REFILL")
    assert refill(shop, person, payWith=card, idempotencyKey=key, quantity=2) == answer
    (hours,) = units_of(shop, person)
    assert (hours["unit"], *amounts(hours)) == ("hours", "200", "0")
    assert [(grant["quantity"], grant["payment"]["id"]) for grant in hours["grants"]] == [
        ("200", answer["payment"]["id"])
    ]
    return answer


@case("refillPurchase", "PaymentDeclinedError")
def declined(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    answer = refill(shop, person, DECLINED_CARD)
    assert units_of(shop, person) == []
    invoice = answer["payment"]["invoice"]
    assert invoice["status"] == "OPEN"
    paid = shop.pay(person, invoice["id"], CARD)
    assert (paid["__typename"], paid["invoice"]["status"]) == ("InvoicePaySuccess", "PAID")
    assert amounts(units_of(shop, person)[0]) == ("100", "0")
    return answer


@case("refillPurchase", "InsufficientBalanceError")
def nothing_on_the_balance(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    before = everything(shop, person)
    answer = refill(shop, person, payWith=BALANCE)
    assert answer["needed"] == {"amount": "80.00", "currency": "USD"}
    assert answer["available"] == {"amount": "0.00", "currency": "USD"}
    assert everything(shop, person) == before
    return answer


@case("refillPurchase", "InvalidInputError")
def bad_purchases(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    token = {"gateway": "sandbox", "kind": "CARD", "token": "tok_0"}
    for changes, wrong in (
        ({"idempotencyKey": " "}, ("idempotencyKey", "INVALID_KEY")),
        ({"quantity": 0}, ("quantity", "OUT_OF_RANGE")),
        ({"quantity": 10_001}, ("quantity", "OUT_OF_RANGE")),
        ({"planId": shop.plans["hosting/starter"]}, ("planId", "NOT_A_REFILL")),
        ({"payWith": {**token, "gateway": "nobody"}}, ("payWith.gateway", "GATEWAY_NOT_OFFERED")),
        ({"payWith": {**token, "kind": "BALANCE"}}, ("payWith.kind", "KIND_NOT_OFFERED")),
        ({"payWith": {**token, "token": "4242424242424242"}}, ("payWith.token", "CARD_NUMBER")),
    ):
        order: dict[str, Any] = {"payWith": token, **changes}
        answer = refill(shop, person, **order)
        assert fields_of(answer) == [wrong], changes
    assert everything(shop, person) == [[] for _ in TABLES]
    return answer


@case("refillPurchase", "NotFoundError")
def no_such_plan(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    for plan in ("plan_0", shop.plans["machine-hours/bag-100"].replace("plan_", "plan_x")):
        answer = refill(shop, person, planId=plan)
        assert answer["id"] == plan
    assert everything(shop, person) == [[] for _ in TABLES]
    return answer


@case("refillPurchase", "ForbiddenError")
def only_customers_buy(shop: Shop, staff: Person) -> Answer:
    assert refill(shop, staff) == refill(shop, None)
    return refill(shop, None)


@case("refillPurchase", "ConflictError")
def key_of_another_purchase(shop: Shop, staff: Person) -> Answer:
    person, key = shop.register(), fresh("key")
    refill(shop, person, idempotencyKey=key)
    before = everything(shop, person)
    answer = refill(shop, person, idempotencyKey=key, quantity=2)
    assert everything(shop, person) == before
    return answer


@case("refillPurchase", "NotSupportedError")
def a_bag_without_anything_in_it(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    answer = refill(shop, person, planId=shop.plans["machine-hours/empty"])
    assert everything(shop, person) == [[] for _ in TABLES]
    return answer


# Using


@case("unitsConsume", "UnitsConsumeSuccess")
def used(shop: Shop, staff: Person) -> Answer:
    person, key = with_bag(shop), fresh("use")
    answer = use(shop, staff, person, quantity="2.50", idempotencyKey=key)
    assert amounts(answer["balance"]) == ("97.5", "0")
    assert use(shop, staff, person, quantity="2.50", idempotencyKey=key) == answer
    assert units_of(shop, person) == [answer["balance"]]
    return answer


@case("unitsConsume", "InsufficientUnitsError")
def too_much_used(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    before = everything(shop, person)
    answer = use(shop, staff, person, quantity="100.000001")
    assert (answer["unit"], answer["needed"], answer["available"]) == ("hours", "100.000001", "100")
    assert everything(shop, person) == before
    return answer


@case("unitsHold", "UnitsHoldSuccess")
def reserved(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    answer = use(shop, staff, person, RESERVE, quantity="40", description="Render 7")
    hold = answer["hold"]
    assert (hold["unit"], hold["quantity"], hold["settled"], hold["status"], hold["description"]) == (
        "hours", "40", None, "HELD", "Render 7",
    )  # fmt: skip
    assert amounts(answer["balance"]) == ("60", "40")
    (grant,) = answer["balance"]["grants"]
    assert (grant["quantity"], grant["remaining"], grant["held"]) == ("100", "60", "40")
    return answer


@case("unitsHold", "InsufficientUnitsError")
def too_much_reserved(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    held(shop, staff, person, "99")
    before = everything(shop, person)
    answer = use(shop, staff, person, RESERVE, quantity="2")
    assert (answer["needed"], answer["available"]) == ("2", "1")
    assert everything(shop, person) == before
    return answer


def wrong_use(document: str) -> Case:
    def ask(shop: Shop, staff: Person) -> Answer:
        person = with_bag(shop)
        before = everything(shop, person)
        for changes, wrong in (
            ({"idempotencyKey": ""}, ("idempotencyKey", "INVALID_KEY")),
            ({"quantity": "0"}, ("quantity", "OUT_OF_RANGE")),
            ({"quantity": "-1"}, ("quantity", "INVALID_QUANTITY")),
            ({"unit": " "}, ("unit", "INVALID_UNIT")),
            ({"description": "d" * 301}, ("description", "INVALID_TEXT")),
        ):
            answer = use(shop, staff, person, document, **{"quantity": "1", **changes})
            assert fields_of(answer) == [wrong], changes
        assert everything(shop, person) == before
        return answer

    return ask


def use_of_nobody(document: str) -> Case:
    def ask(shop: Shop, staff: Person) -> Answer:
        answer = use(shop, staff, Person("", "", "", "cus_0"), document, quantity="1")
        assert answer["id"] == "cus_0"
        return answer

    return ask


def use_by_others(document: str) -> Case:
    def ask(shop: Shop, staff: Person) -> Answer:
        person = with_bag(shop)
        before = everything(shop, person)
        answer = use(shop, person, person, document, quantity="1")
        assert use(shop, None, person, document, quantity="1") == answer
        assert everything(shop, person) == before
        return answer

    return ask


def key_of_another_use(document: str) -> Case:
    def ask(shop: Shop, staff: Person) -> Answer:
        person, key = with_bag(shop), fresh("use")
        use(shop, staff, person, document, quantity="1", idempotencyKey=key)
        before = everything(shop, person)
        answer = use(shop, staff, person, document, quantity="2", idempotencyKey=key)
        assert everything(shop, person) == before
        return answer

    return ask


for _name, _document in (("unitsConsume", CONSUME), ("unitsHold", RESERVE)):
    CASES[_name, "InvalidInputError"] = wrong_use(_document)
    CASES[_name, "NotFoundError"] = use_of_nobody(_document)
    CASES[_name, "ForbiddenError"] = use_by_others(_document)
    CASES[_name, "ConflictError"] = key_of_another_use(_document)


# Settling and releasing


@case("unitsSettle", "UnitsSettleSuccess")
def settled(shop: Shop, staff: Person) -> Answer:
    person, key = with_bag(shop), fresh("settle")
    part, whole = held(shop, staff, person), held(shop, staff, person)
    answer = settle(shop, staff, part, quantity="2.5", idempotencyKey=key)
    assert (answer["hold"]["status"], answer["hold"]["settled"]) == ("SETTLED", "2.5")
    assert amounts(answer["balance"]) == ("87.5", "10")
    assert settle(shop, staff, part, quantity="2.5", idempotencyKey=key) == answer
    assert settle(shop, staff, whole)["hold"]["settled"] == "10"
    assert amounts(units_of(shop, person)[0]) == ("87.5", "0")
    return answer


@case("unitsSettle", "InvalidInputError")
def settled_too_much(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    hold = held(shop, staff, person)
    before = everything(shop, person)
    answer = settle(shop, staff, hold, quantity="10.000001")
    assert fields_of(answer) == [("quantity", "OUT_OF_RANGE")]
    assert everything(shop, person) == before
    return answer


@case("unitsSettle", "NotFoundError")
def no_such_hold(shop: Shop, staff: Person) -> Answer:
    answer = settle(shop, staff, "uhold_0")
    assert answer["id"] == "uhold_0"
    return answer


@case("unitsSettle", "ForbiddenError")
def customers_do_not_settle(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    hold = held(shop, staff, person)
    before = everything(shop, person)
    answer = settle(shop, person, hold)
    assert everything(shop, person) == before
    return answer


@case("unitsSettle", "ConflictError")
def key_of_another_settlement(shop: Shop, staff: Person) -> Answer:
    person, key = with_bag(shop), fresh("settle")
    first, second = held(shop, staff, person), held(shop, staff, person)
    settle(shop, staff, first, idempotencyKey=key)
    before = everything(shop, person)
    answer = settle(shop, staff, second, idempotencyKey=key)
    assert everything(shop, person) == before
    return answer


@case("unitsSettle", "IllegalTransitionError")
def settled_twice(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    hold = held(shop, staff, person)
    settle(shop, staff, hold)
    before = everything(shop, person)
    answer = settle(shop, staff, hold)
    assert (answer["status"], answer["allowed"], everything(shop, person)) == ("SETTLED", [], before)
    return answer


@case("unitsRelease", "UnitsReleaseSuccess")
def released(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    hold = held(shop, staff, person)
    answer = release(shop, staff, hold)
    assert (answer["hold"]["status"], answer["hold"]["settled"]) == ("RELEASED", None)
    assert amounts(answer["balance"]) == ("100", "0")
    assert release(shop, staff, hold) == answer
    return answer


@case("unitsRelease", "NotFoundError")
def no_such_hold_to_release(shop: Shop, staff: Person) -> Answer:
    answer = release(shop, staff, "uhold_0")
    assert answer["id"] == "uhold_0"
    return answer


@case("unitsRelease", "ForbiddenError")
def customers_do_not_release(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    hold = held(shop, staff, person)
    before = everything(shop, person)
    answer = release(shop, person, hold)
    assert everything(shop, person) == before
    return answer


@case("unitsRelease", "IllegalTransitionError")
def released_after_settling(shop: Shop, staff: Person) -> Answer:
    person = with_bag(shop)
    hold = held(shop, staff, person)
    settle(shop, staff, hold)
    answer = release(shop, staff, hold)
    assert answer["status"] == "SETTLED"
    return answer


@on_one_shop
@pytest.mark.parametrize(("field", "member"), list(CASES), ids=lambda text: text)
def test_this_answer_is_given(shop: Shop, staff: Person, field: str, member: str) -> None:
    answer = CASES[field, member](shop, staff)
    assert answer["__typename"] == member, answer
    if member.endswith("Error"):
        name = member.removesuffix("Error")
        assert answer["code"] == "".join("_" * c.isupper() + c.upper() for c in name).strip("_")
        assert answer["message"]


# Seeing


def test_units_come_when_the_bank_approves(shop: Shop, ana: Person) -> None:
    payment = refill(shop, ana, CHALLENGED_CARD)["payment"]
    assert (payment["status"], units_of(shop, ana)) == ("REQUIRES_ACTION", [])
    shop.provider.answer_challenge(payment, "approve")
    (hours,) = wait_until(lambda: units_of(shop, ana), "the units")
    assert amounts(hours) == ("100", "0")


def test_grants_and_holds_are_nodes_of_their_owner_and_of_staff(shop: Shop, ana: Person, staff: Person) -> None:
    payment = refill(shop, ana)["payment"]
    grant = units_of(shop, ana)[0]["grants"][0]["id"]
    seen = shop.ask(NODE, {"id": grant}, by=ana)["node"]
    at = seen.pop("grantedAt")
    assert at.endswith("+00:00")
    assert seen == {
        "__typename": "UnitGrant", "id": grant, "unit": "hours", "quantity": "100", "remaining": "100", "held": "0",
        "expiresAt": None, "payment": {"id": payment["id"]},
    }  # fmt: skip
    hold = use(shop, staff, ana, RESERVE, quantity="1")["hold"]
    assert shop.ask(NODE, {"id": hold["id"]}, by=ana)["node"] == {"__typename": "UnitHold", **hold}
    for id in (grant, hold["id"]):
        assert shop.ask(NODE, {"id": id}, by=staff)["node"]["id"] == id
        for stranger in (shop.register(), None):
            assert shop.ask(NODE, {"id": id}, by=stranger) == {"node": None}


def test_a_plan_says_how_long_its_units_last(shop: Shop) -> None:
    query = "query ($id: ID!) { plan(id: $id) { grants { unit quantity expiresAfter { unit count } } } }"
    assert shop.ask(query, {"id": shop.plans["machine-hours/short"]})["plan"]["grants"] == [
        {"unit": "calls", "quantity": "1000.5", "expiresAfter": {"unit": "MONTH", "count": 3}},
        {"unit": "minutes", "quantity": "10", "expiresAfter": None},
    ]


def test_each_unit_has_a_balance_in_the_order_of_their_names(shop: Shop, ana: Person) -> None:
    refill(shop, ana, planId=shop.plans["machine-hours/short"])
    refill(shop, ana)
    assert [(unit["unit"], *amounts(unit)) for unit in units_of(shop, ana)] == [
        ("calls", "1000.5", "0"), ("hours", "100", "0"), ("minutes", "10", "0"),
    ]  # fmt: skip


def test_paying_may_stand_once_in_a_document(shop: Shop, ana: Person) -> None:
    once = "refillPurchase(input: $input) { __typename }"
    answer = shop.post(f"mutation ($input: RefillPurchaseInput!) {{ a: {once} b: {once} }}", {}, by=ana).json()
    assert answer["errors"][0]["message"] == "refillPurchase may appear once in a document."
