"""Cash and transfers through the API: every answer, and what staff and customers see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from tests.support.books import assert_books_balance
from tests.support.dialects import on_one_shop
from tests.support.shop import DECLINED_CARD, Person, Shop, fresh
from tests.support.snapshot import snapshot
from tests.support.sql import rows
from tests.support.unit_api import refill

SCHEMA = snapshot()
MONEY = "{ amount currency }"
REGISTER = f"""
mutation ($input: PaymentRegisterInput!) {{ paymentRegister(input: $input) {{
  __typename
  ... on PaymentRegisterSuccess {{ payments {{
    id status kind gateway purpose amount {MONEY} invoice {{ id status amountDue {MONEY} }}
    receipts {{ id receivedOn reference note amount {MONEY} reversedAt payment {{ id }} }}
  }} }}
  ... on Error {{ code message }}
  ... on InvalidInputError {{ fields {{ path code message }} }}
  ... on NotFoundError {{ id }}
  ... on IllegalTransitionError {{ status }}
}} }}"""
REVERSE = f"""
mutation ($input: PaymentReverseInput!) {{ paymentReverse(input: $input) {{
  __typename
  ... on PaymentReverseSuccess {{ receipt {{
    id reversedAt reversalReason amount {MONEY} payment {{ id status invoice {{ status }} }}
  }} }}
  ... on Error {{ code message }}
  ... on InvalidInputError {{ fields {{ path code message }} }}
  ... on NotFoundError {{ id }}
  ... on IllegalTransitionError {{ status }}
}} }}"""
NODE = "query ($id: ID!) { node(id: $id) { id ... on PaymentReceipt { reference } } }"
DAY = "2026-01-31"

Answer = dict[str, Any]
Case = Callable[[Shop, Person], Answer]
CASES: dict[tuple[str, str], Case] = {}


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def test_every_member_of_the_results_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    members = set()
    for field in ("paymentRegister", "paymentReverse"):
        union = get_named_type(SCHEMA.mutation_type.fields[field].type)
        assert isinstance(union, GraphQLUnionType)
        members |= {(field, member.name) for member in union.types}
    assert members == set(CASES)


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def register(shop: Shop, by: Person | None, customer: Person, amount: str, /, **more: Any) -> Answer:
    order = {
        "customerId": customer.customer_id, "kind": "BANK_TRANSFER", "amount": usd(amount), "receivedOn": DAY,
        "reference": fresh("slip"), "idempotencyKey": fresh("register"), **more,
    }  # fmt: skip
    answer: Answer = shop.do(REGISTER, order, by=by)
    return answer


def reverse(shop: Shop, by: Person | None, receipt: str, **more: Any) -> Answer:
    order = {"receiptId": receipt, "reason": "Another customer's", "idempotencyKey": fresh("reverse"), **more}
    answer: Answer = shop.do(REVERSE, order, by=by)
    return answer


def owing(shop: Shop) -> tuple[Person, str]:
    """Somebody with an open invoice of 10.00."""
    person = shop.register()
    shop.subscribe(person, DECLINED_CARD)
    (invoice,) = rows(shop.database_url, "SELECT id FROM invoices WHERE customer_id = ?", person.customer_id)
    return person, str(invoice["id"])


def everything(shop: Shop, person: Person) -> list[Any]:
    return [
        rows(shop.database_url, f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY id", person.customer_id)  # noqa: S608
        for table in ("payments", "payment_receipts", "balance_transactions", "invoices")
    ]


@case("paymentRegister", "PaymentRegisterSuccess")
def registered(shop: Shop, staff: Person) -> Answer:
    person, invoice = owing(shop)
    to_it = [{"invoiceId": invoice, "amount": usd("10.00")}]
    answer = register(shop, staff, person, "12.50", allocations=to_it, note="at the desk")
    paid, kept = answer["payments"]
    assert (paid["status"], paid["kind"], paid["gateway"], paid["purpose"], paid["amount"]) == (
        "SUCCEEDED", "BANK_TRANSFER", "manual", "INVOICE", usd("10.00"),
    )  # fmt: skip
    assert paid["invoice"] == {"id": invoice, "status": "PAID", "amountDue": usd("0.00")}
    assert (kept["purpose"], kept["amount"], kept["invoice"]) == ("TOP_UP", usd("2.50"), None)
    (receipt,) = paid["receipts"]
    assert (receipt["receivedOn"], receipt["note"], receipt["amount"]) == (DAY, "at the desk", usd("10.00"))
    assert (receipt["reversedAt"], receipt["payment"]) == (None, {"id": paid["id"]})
    # Staff's notes are staff's.
    query = "query ($id: ID!) { payment(id: $id) { status receipts { id } } }"
    assert shop.ask(query, {"id": paid["id"]}, by=person)["payment"] == {"status": "SUCCEEDED", "receipts": []}
    assert shop.ask(NODE, {"id": receipt["id"]}, by=staff)["node"] == {
        "id": receipt["id"], "reference": receipt["reference"],
    }  # fmt: skip
    assert shop.ask(NODE, {"id": receipt["id"]}, by=person) == {"node": None}
    return answer


@case("paymentRegister", "InvalidInputError")
def wrong_money(shop: Shop, staff: Person) -> Answer:
    person, invoice = owing(shop)
    register(shop, staff, person, "3.00", reference="twice")
    before = everything(shop, person)
    wrongs: dict[str, dict[str, Any]] = {
        "amount.amount": {"amount": usd("-1.00")},
        "kind": {"kind": "CARD"},
        "receivedOn": {"receivedOn": "2999-01-01"},
        "allocations.0.amount": {"allocations": [{"invoiceId": invoice, "amount": usd("10.01")}]},
        "confirmDuplicate": {"reference": "twice"},
        "idempotencyKey": {"idempotencyKey": " "},
    }
    for wrong, changes in wrongs.items():
        answer = register(shop, staff, person, "3.00", **changes)
        assert [".".join(field["path"]) for field in answer["fields"]] == [wrong]
    assert everything(shop, person) == before
    return answer


@case("paymentRegister", "NotFoundError")
def of_nobody(shop: Shop, staff: Person) -> Answer:
    answer = register(shop, staff, Person("x@example.com", "", "", "cus_nobody"), "3.00")
    assert answer["id"] == "cus_nobody"
    return answer


@case("paymentRegister", "IllegalTransitionError")
def for_what_is_paid(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    invoice = shop.buy(person)["invoice"]["id"]
    before = everything(shop, person)
    answer = register(shop, staff, person, "3.00", allocations=[{"invoiceId": invoice, "amount": usd("3.00")}])
    assert answer["status"] == "PAID"
    assert everything(shop, person) == before
    return answer


@case("paymentRegister", "ForbiddenError")
def by_the_customer(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    assert register(shop, None, person, "3.00")["__typename"] == "ForbiddenError"
    return register(shop, person, person, "3.00")


@case("paymentRegister", "ConflictError")
def with_a_key_of_other_money(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    assert register(shop, staff, person, "3.00", idempotencyKey=person.email)["__typename"] == "PaymentRegisterSuccess"
    return register(shop, staff, person, "4.00", idempotencyKey=person.email)


def receipt_of(shop: Shop, staff: Person, person: Person, amount: str, **more: Any) -> str:
    return str(register(shop, staff, person, amount, **more)["payments"][0]["receipts"][0]["id"])


@case("paymentReverse", "PaymentReverseSuccess")
def taken_back(shop: Shop, staff: Person) -> Answer:
    person, invoice = owing(shop)
    receipt = receipt_of(shop, staff, person, "10.00", allocations=[{"invoiceId": invoice, "amount": usd("10.00")}])
    answer = reverse(shop, staff, receipt)
    shown = answer["receipt"]
    assert (shown["id"], shown["reversalReason"]) == (receipt, "Another customer's")
    assert shown["reversedAt"] is not None
    assert (shown["payment"]["status"], shown["payment"]["invoice"]) == ("CANCELED", {"status": "OPEN"})
    return answer


@case("paymentReverse", "InvalidInputError")
def without_a_reason(shop: Shop, staff: Person) -> Answer:
    answer = reverse(shop, staff, receipt_of(shop, staff, shop.register(), "1.00"), reason=" ")
    assert [field["path"] for field in answer["fields"]] == [["reason"]]
    return answer


@case("paymentReverse", "NotFoundError")
def of_no_receipt(shop: Shop, staff: Person) -> Answer:
    answer = reverse(shop, staff, "rcpt_none")
    assert answer["id"] == "rcpt_none"
    return answer


@case("paymentReverse", "IllegalTransitionError")
def a_second_time(shop: Shop, staff: Person) -> Answer:
    receipt = receipt_of(shop, staff, shop.register(), "1.00")
    assert reverse(shop, staff, receipt)["__typename"] == "PaymentReverseSuccess"
    return reverse(shop, staff, receipt)


@case("paymentReverse", "InsufficientBalanceError")
def when_it_is_spent(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    receipt = receipt_of(shop, staff, person, "10.00")
    shop.buy(person, payWith={"gateway": "balance", "kind": "BALANCE"})
    before = everything(shop, person)
    answer = reverse(shop, staff, receipt)
    assert everything(shop, person) == before
    return answer


@case("paymentReverse", "ForbiddenError")
def reversed_by_the_customer(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    return reverse(shop, person, receipt_of(shop, staff, person, "1.00"))


@case("paymentReverse", "ConflictError")
def when_units_were_granted(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    refill(shop, person, payWith=shop.pay_with(DECLINED_CARD))
    (invoice,) = rows(
        shop.database_url, "SELECT id, total_minor FROM invoices WHERE customer_id = ?", person.customer_id
    )
    total = f"{invoice['total_minor'] // 100}.{invoice['total_minor'] % 100:02d}"
    receipt = receipt_of(shop, staff, person, total, allocations=[{"invoiceId": invoice["id"], "amount": usd(total)}])
    before = everything(shop, person)
    answer = reverse(shop, staff, receipt)
    assert everything(shop, person) == before
    return answer


@on_one_shop
@pytest.mark.parametrize("key", CASES, ids="-".join)
def test_each_answer(shop: Shop, staff: Person, key: tuple[str, str]) -> None:
    assert CASES[key](shop, staff)["__typename"] == key[1]


@on_one_shop
def test_the_books_still_balance(shop: Shop) -> None:
    assert_books_balance(shop.database_url)
