"""What a refill costs through the API: every answer of the quote, its taxes, and a total that no longer holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from tests.support.dialects import on_one_shop
from tests.support.shop import Person, Shop, fresh
from tests.support.snapshot import snapshot
from tests.support.sql import one, rows
from tests.support.unit_api import refill, refill_quote, units_of

SCHEMA = snapshot()
RATE = """
mutation ($input: TaxRateCreateInput!) { taxRateCreate(input: $input) {
  __typename ... on TaxRateCreateSuccess { taxRate { id } }
} }"""
TAXES = """
mutation ($input: CustomerTaxSetInput!) { customerTaxSet(input: $input) {
  __typename ... on CustomerTaxSetSuccess { customer { id } }
} }"""
TABLES = ("invoices", "payments", "refill_purchases", "idempotency_keys")

Answer = dict[str, Any]
Case = Callable[[Shop], Answer]
CASES: dict[str, Case] = {}


def case(member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert member not in CASES
        CASES[member] = function
        return function

    return keep


def usd(amount: str) -> Answer:
    return {"amount": amount, "currency": "USD"}


def fields_of(answer: Answer) -> list[tuple[str, str]]:
    return [(".".join(field["path"]), field["code"]) for field in answer["fields"]]


def everything(shop: Shop) -> list[Any]:
    """All rows that a purchase could have written."""
    return [rows(shop.database_url, f"SELECT * FROM {table} ORDER BY id") for table in TABLES]  # noqa: S608


def taxed(shop: Shop, staff: Person, *rates: tuple[str, str, bool]) -> Person:
    """A customer with taxes of their own: each with its name, its percentage, and whether prices contain it."""
    person = shop.register()
    ids = []
    for name, percent, inclusive in rates:
        made = shop.do(RATE, {"name": name, "percent": percent, "inclusive": inclusive}, by=staff)
        ids.append(made["taxRate"]["id"])
    tax(shop, staff, person, "OWN" if ids else "EXEMPT", ids)
    return person


def tax(shop: Shop, staff: Person, person: Person, treatment: str, ids: list[str]) -> None:
    order = {"customerId": person.customer_id, "treatment": treatment, "taxRateIds": ids}
    assert shop.do(TAXES, order, by=staff)["__typename"] == "CustomerTaxSetSuccess"


def test_every_member_of_the_result_has_a_case() -> None:
    assert SCHEMA.query_type is not None
    union = get_named_type(SCHEMA.query_type.fields["refillQuote"].type)
    assert isinstance(union, GraphQLUnionType)
    assert {member.name for member in union.types} == set(CASES)


@case("RefillQuoteSuccess")
def quoted(shop: Shop) -> Answer:
    answer = refill_quote(shop, shop.register(), quantity=2)
    (line,) = answer["bill"].pop("lines")
    assert line == {
        "description": "Machine hours 100 hours × 2", "amount": {"amount": "160.00"}, "tax": {"amount": "0.00"},
        "period": None,
        "derivation": {"unitPrice": {"amount": "80.00"}, "quantity": "2", "numerator": "1", "denominator": "1"},
    }  # fmt: skip
    none = {"amount": "0.00"}
    assert answer["bill"] == {
        "subtotal": usd("160.00"), "tax": none, "taxIncluded": none, "taxes": [], "total": usd("160.00"),
    }  # fmt: skip
    assert refill_quote(shop, None)["bill"]["total"] == usd("80.00")
    assert refill_quote(shop, None, currency="USD")["bill"]["total"] == usd("80.00")
    return answer


@case("InvalidInputError")
def wrong_questions(shop: Shop) -> Answer:
    person = shop.register()
    for by, changes, wrong in (
        (person, {"quantity": 10_001}, ("quantity", "OUT_OF_RANGE")),
        (person, {"planId": shop.plans["hosting/starter"]}, ("planId", "NOT_A_REFILL")),
        (person, {"currency": "MXN"}, ("currency", "OTHER_CURRENCY")),
        (None, {"currency": "EUR"}, ("planId", "NO_PRICE")),
        (None, {"currency": "QQQ"}, ("currency", "UNKNOWN_CURRENCY")),
    ):
        assert fields_of(refill_quote(shop, by, **changes)) == [wrong], changes
    answer = refill_quote(shop, person, quantity=0)
    assert fields_of(answer) == [("quantity", "OUT_OF_RANGE")]
    return answer


@case("NotFoundError")
def no_such_plan(shop: Shop) -> Answer:
    archived = one(shop.database_url, "SELECT id FROM plans WHERE code = ?", "old")
    for plan in (archived, "plan_0"):
        answer = refill_quote(shop, None, planId=plan)
        assert answer["id"] == plan
    return answer


@case("NotSupportedError")
def a_bag_without_anything_in_it(shop: Shop) -> Answer:
    return refill_quote(shop, None, planId=shop.plans["machine-hours/empty"])


@on_one_shop
@pytest.mark.parametrize("member", list(CASES))
def test_this_answer_is_given_and_writes_nothing(shop: Shop, member: str) -> None:
    answer = CASES[member](shop)
    assert answer["__typename"] == member, answer
    if member.endswith("Error"):
        name = member.removesuffix("Error")
        assert answer["code"] == "".join("_" * c.isupper() + c.upper() for c in name).strip("_")
        assert answer["message"]


def test_taxes_are_named_and_the_total_is_what_is_charged(shop: Shop, staff: Person) -> None:
    person = taxed(shop, staff, ("Fee", "2.5", True), ("IVA", "16", False))
    before = everything(shop)
    bill = refill_quote(shop, person)["bill"]
    assert everything(shop) == before
    assert bill["taxes"] == [
        {"name": "Fee", "percent": "2.5", "inclusive": True, "amount": {"amount": "1.95"}},
        {"name": "IVA", "percent": "16", "inclusive": False, "amount": {"amount": "12.49"}},
    ]
    assert (bill["subtotal"], bill["tax"], bill["taxIncluded"], bill["total"]) == (
        usd("80.00"), {"amount": "14.44"}, {"amount": "1.95"}, usd("92.49"),
    )  # fmt: skip
    bought = refill(shop, person, expectedTotal=bill["total"])
    assert (bought["invoice"]["status"], bought["invoice"]["total"]) == ("PAID", usd("92.49"))
    assert units_of(shop, person)[0]["remaining"] == "100"


def test_who_is_exempt_pays_the_bare_price(shop: Shop, staff: Person) -> None:
    person = taxed(shop, staff)
    bill = refill_quote(shop, person)["bill"]
    assert (bill["taxes"], bill["total"]) == ([], usd("80.00"))
    assert refill(shop, person, expectedTotal=usd("80"))["invoice"]["total"] == usd("80.00")


def test_a_total_that_no_longer_holds_is_refused_and_nothing_changes(shop: Shop, staff: Person) -> None:
    person = taxed(shop, staff)
    shown, key = refill_quote(shop, person)["bill"]["total"], fresh("refill")
    rate = shop.do(RATE, {"name": "IVA", "percent": "16", "inclusive": False}, by=staff)["taxRate"]["id"]
    tax(shop, staff, person, "OWN", [rate])
    before = everything(shop)
    for expected in (shown, usd("92.79"), {"amount": "92.80", "currency": "MXN"}):
        answer = refill(shop, person, expectedTotal=expected, idempotencyKey=key)
        assert fields_of(answer) == [("expectedTotal", "PRICE_CHANGED")]
        assert "The price has changed: this costs 92.80 USD now." in answer["message"]
    assert everything(shop) == before
    assert units_of(shop, person) == []
    bought = refill(shop, person, expectedTotal=usd("92.80"), idempotencyKey=key)
    assert bought["invoice"]["total"] == usd("92.80")


def test_a_total_that_is_no_money_is_refused(shop: Shop, ana: Person) -> None:
    before = everything(shop)
    answer = refill(shop, ana, expectedTotal={"amount": "80.001", "currency": "USD"})
    assert fields_of(answer) == [("expectedTotal.amount", "INVALID_AMOUNT")]
    answer = refill(shop, ana, expectedTotal={"amount": "80.00", "currency": "QQQ"})
    assert fields_of(answer) == [("expectedTotal.currency", "UNKNOWN_CURRENCY")]
    assert everything(shop) == before
