"""Balances through the API: every answer of every operation, what customers and staff see, and exact money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from backend.models.ids import new_id
from tests.support.balance_api import (
    BALANCE,
    BALANCE_FIELDS,
    HOLD_FIELDS,
    TRANSACTION_FIELDS,
    adjust,
    balances,
    hold,
    log,
    release,
    settle,
    top_up,
    usd,
)
from tests.support.books import assert_books_balance
from tests.support.dialects import on_one_shop
from tests.support.shop import CHALLENGED_CARD, DECLINED_CARD, Person, Shop, fresh
from tests.support.snapshot import snapshot
from tests.support.sql import execute, one, rows
from tests.support.waiting import wait_until

SCHEMA = snapshot()
MUTATIONS = ("balanceTopUp", "balanceAdjust", "balanceHold", "balanceHoldSettle", "balanceHoldRelease")
TABLES = ("payments", "invoices", "balance_transactions", "balance_holds")
NODE = f"query ($id: ID!) {{ node(id: $id) {{ __typename id ...T ...H }} }} {TRANSACTION_FIELDS} {HOLD_FIELDS}"

Answer = dict[str, Any]
Case = Callable[[Shop, Person], Answer]
CASES: dict[tuple[str, str], Case] = {}


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def test_every_member_of_every_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    members = set()
    for name in MUTATIONS:
        union = get_named_type(SCHEMA.mutation_type.fields[name].type)
        assert isinstance(union, GraphQLUnionType)
        members |= {(name, member.name) for member in union.types}
    assert members == set(CASES)


def fields_of(answer: Answer) -> list[tuple[str, str]]:
    return [(".".join(field["path"]), field["code"]) for field in answer["fields"]]


def everything(shop: Shop, person: Person) -> list[Any]:
    """All rows that a refusal could have changed."""
    found: list[Any] = [
        rows(shop.database_url, f"SELECT * FROM {table} WHERE customer_id = ? ORDER BY id", person.customer_id)  # noqa: S608
        for table in TABLES
    ]
    statement = (
        "SELECT currency, balance_minor, held_minor, version FROM ledger_accounts WHERE owner_id = ? ORDER BY id"
    )
    return [*found, rows(shop.database_url, statement, person.customer_id)]


def rich(shop: Shop, staff: Person, amount: str = "10.00") -> Person:
    """A customer whom staff gave money."""
    person = shop.register()
    assert adjust(shop, staff, person, usd(amount))["__typename"] == "BalanceAdjustSuccess"
    return person


def has(balance: Answer) -> tuple[str, str, int]:
    """Available, held, version."""
    return balance["available"]["amount"], balance["held"]["amount"], balance["version"]


# Topping up


@case("balanceTopUp", "BalanceTopUpSuccess")
def topped_up(shop: Shop, staff: Person) -> Answer:
    person, key, card = shop.register(), fresh("top-up"), shop.pay_with()
    answer = top_up(shop, person, usd("25.00"), idempotencyKey=key, payWith=card)
    payment = answer["payment"]
    assert (payment["status"], payment["amount"], payment["invoice"]) == ("SUCCEEDED", usd("25.00"), None)
    assert top_up(shop, person, usd("25.00"), idempotencyKey=key, payWith=card) == answer
    assert [has(balance) for balance in balances(shop, person)] == [("25.00", "0.00", 1)]
    (row,) = log(shop, person)["nodes"]
    assert {**row, "id": "", "occurredAt": ""} == {
        "id": "", "number": 1, "reason": "TOP_UP", "description": "Payment received", "actor": "CUSTOMER",
        "occurredAt": "", "amount": usd("25.00"), "balanceAfter": usd("25.00"), "payment": {"id": payment["id"]},
        "invoice": None, "subscription": None,
    }  # fmt: skip
    return answer


@case("balanceTopUp", "PaymentDeclinedError")
def declined(shop: Shop, staff: Person) -> Answer:
    person = shop.register()
    answer = top_up(shop, person, usd("25.00"), DECLINED_CARD)
    assert (answer["reason"], answer["payment"]["status"]) == ("GENERIC", "FAILED")
    assert [has(balance) for balance in balances(shop, person)] == [("0.00", "0.00", 0)]
    assert log(shop, person)["totalCount"] == 0
    return answer


@case("balanceTopUp", "InvalidInputError")
def bad_top_ups(shop: Shop, staff: Person) -> Answer:
    person = rich(shop, staff)
    before = everything(shop, person)
    token = {"gateway": "sandbox", "kind": "CARD", "token": "tok_none"}
    for changes, wrong in (
        ({"amount": usd("0")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("-1.00")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("1.001")}, ("amount.amount", "INVALID_AMOUNT")),
        ({"amount": {"amount": "1.00", "currency": "MXN"}}, ("amount.currency", "OTHER_CURRENCY")),
        ({"payWith": BALANCE}, ("payWith.kind", "KIND_NOT_OFFERED")),
        ({"payWith": {**token, "kind": "CASH"}}, ("payWith.kind", "KIND_NOT_OFFERED")),
        ({"payWith": {**token, "token": "4242424242424242"}}, ("payWith.token", "CARD_NUMBER")),
        ({"payWith": {**token, "methodId": "pm_0"}}, ("payWith.methodId", "UNKNOWN_METHOD")),
        ({"payWith": {**token, "returnUrl": "https://evil.example/"}}, ("payWith.returnUrl", "FOREIGN_URL")),
        ({"idempotencyKey": ""}, ("idempotencyKey", "INVALID_KEY")),
    ):
        order: dict[str, Any] = {"amount": usd("1.00"), "payWith": token, **changes}
        answer = top_up(shop, person, **order)
        assert answer["__typename"] == "InvalidInputError", answer
        assert fields_of(answer) == [wrong], changes
    assert everything(shop, person) == before
    return answer


@case("balanceTopUp", "ForbiddenError")
def visitors_and_staff_have_no_balance(shop: Shop, staff: Person) -> Answer:
    assert top_up(shop, staff, usd("1.00"))["__typename"] == "ForbiddenError"
    return top_up(shop, None, usd("1.00"))


@case("balanceTopUp", "ConflictError")
def key_of_another_top_up(shop: Shop, staff: Person) -> Answer:
    person, key, card = shop.register(), fresh("key"), shop.pay_with()
    top_up(shop, person, usd("5.00"), idempotencyKey=key, payWith=card)
    before = everything(shop, person)
    answer = top_up(shop, person, usd("6.00"), idempotencyKey=key, payWith=card)
    assert everything(shop, person) == before
    return answer


# Adjusting


@case("balanceAdjust", "BalanceAdjustSuccess")
def adjusted(shop: Shop, staff: Person) -> Answer:
    person, key = shop.register(), fresh("adjust")
    given = adjust(shop, staff, person, usd("10.00"), idempotencyKey=key, reason="Sorry for Monday")
    assert {**given["transaction"], "id": "", "occurredAt": ""} == {
        "id": "", "number": 1, "reason": "CREDIT", "description": "Sorry for Monday", "actor": "STAFF",
        "occurredAt": "", "amount": usd("10.00"), "balanceAfter": usd("10.00"), "payment": None, "invoice": None,
        "subscription": None,
    }  # fmt: skip
    assert given["balance"] == {
        "currency": "USD", "version": 1, "available": usd("10.00"), "held": usd("0.00"), "fundedUntil": None
    }  # fmt: skip
    assert adjust(shop, staff, person, usd("10.00"), idempotencyKey=key, reason="Sorry for Monday") == given
    answer = adjust(shop, staff, person, usd("-2.50"), reason="Paid out")
    assert (answer["transaction"]["reason"], answer["transaction"]["amount"]) == ("ADJUSTMENT", usd("-2.50"))
    assert has(answer["balance"]) == ("7.50", "0.00", 2)
    return answer


@case("balanceAdjust", "InsufficientBalanceError")
def nothing_to_take(shop: Shop, staff: Person) -> Answer:
    person = rich(shop, staff)
    hold(shop, staff, person, usd("4.00"))
    before = everything(shop, person)
    answer = adjust(shop, staff, person, usd("-6.01"))
    assert (answer["needed"], answer["available"]) == (usd("6.01"), usd("6.00"))
    assert everything(shop, person) == before
    return answer


@case("balanceAdjust", "InvalidInputError")
def bad_adjustments(shop: Shop, staff: Person) -> Answer:
    person = rich(shop, staff)
    before = everything(shop, person)
    for changes, wrong in (
        ({"amount": usd("0.00")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("1.001")}, ("amount.amount", "INVALID_AMOUNT")),
        ({"amount": {"amount": "1.00", "currency": "EUR"}}, ("amount.currency", "OTHER_CURRENCY")),
        ({"amount": {"amount": "1.00", "currency": "QQQ"}}, ("amount.currency", "OTHER_CURRENCY")),
        ({"reason": "   "}, ("reason", "INVALID_TEXT")),
        ({"reason": "x" * 301}, ("reason", "INVALID_TEXT")),
        ({"reason": "a\nb"}, ("reason", "INVALID_TEXT")),
        ({"idempotencyKey": " "}, ("idempotencyKey", "INVALID_KEY")),
    ):
        order: dict[str, Any] = {"amount": usd("1.00"), **changes}
        answer = adjust(shop, staff, person, **order)
        assert fields_of(answer) == [wrong], changes
    assert everything(shop, person) == before
    return answer


@case("balanceAdjust", "NotFoundError")
def nobody_to_adjust(shop: Shop, staff: Person) -> Answer:
    answer = adjust(shop, staff, staff, usd("1.00"), customerId="cus_0")
    assert answer["id"] == "cus_0"
    return answer


@case("balanceAdjust", "ForbiddenError")
def customers_do_not_adjust(shop: Shop, staff: Person) -> Answer:
    person = rich(shop, staff)
    before = everything(shop, person)
    assert adjust(shop, None, person, usd("1.00"))["__typename"] == "ForbiddenError"
    answer = adjust(shop, person, person, usd("1.00"))
    assert everything(shop, person) == before
    return answer


@case("balanceAdjust", "ConflictError")
def key_of_another_adjustment(shop: Shop, staff: Person) -> Answer:
    person, key = shop.register(), fresh("key")
    adjust(shop, staff, person, usd("1.00"), idempotencyKey=key)
    before = everything(shop, person)
    answer = adjust(shop, staff, person, usd("2.00"), idempotencyKey=key)
    assert everything(shop, person) == before
    return answer


# Holding


@case("balanceHold", "BalanceHoldSuccess")
def held(shop: Shop, staff: Person) -> Answer:
    person, key = rich(shop, staff), fresh("hold")
    answer = hold(shop, staff, person, usd("6.00"), idempotencyKey=key, description="Render farm")
    assert {**answer["hold"], "id": "", "createdAt": ""} == {
        "id": "", "status": "HELD", "description": "Render farm", "createdAt": "", "closedAt": None,
        "amount": usd("6.00"), "settled": None,
    }  # fmt: skip
    assert has(answer["balance"]) == ("4.00", "6.00", 2)
    assert hold(shop, staff, person, usd("6.00"), idempotencyKey=key, description="Render farm") == answer
    assert balances(shop, person) == [answer["balance"]]
    return answer


@case("balanceHold", "InsufficientBalanceError")
def too_little_to_hold(shop: Shop, staff: Person) -> Answer:
    person = rich(shop, staff)
    before = everything(shop, person)
    answer = hold(shop, staff, person, usd("10.01"))
    assert (answer["needed"], answer["available"]) == (usd("10.01"), usd("10.00"))
    assert everything(shop, person) == before
    return answer


@case("balanceHold", "InvalidInputError")
def bad_holds(shop: Shop, staff: Person) -> Answer:
    person = rich(shop, staff)
    before = everything(shop, person)
    for changes, wrong in (
        ({"amount": usd("0.00")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("-1.00")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("1.001")}, ("amount.amount", "INVALID_AMOUNT")),
        ({"amount": {"amount": "1.00", "currency": "EUR"}}, ("amount.currency", "OTHER_CURRENCY")),
        ({"description": ""}, ("description", "INVALID_TEXT")),
        ({"description": "x" * 301}, ("description", "INVALID_TEXT")),
        ({"idempotencyKey": "k" * 256}, ("idempotencyKey", "INVALID_KEY")),
    ):
        order: dict[str, Any] = {"amount": usd("1.00"), **changes}
        answer = hold(shop, staff, person, **order)
        assert fields_of(answer) == [wrong], changes
    assert everything(shop, person) == before
    return answer


@case("balanceHold", "NotFoundError")
def nobody_to_hold(shop: Shop, staff: Person) -> Answer:
    return hold(shop, staff, staff, usd("1.00"), customerId="cus_0")


@case("balanceHold", "ForbiddenError")
def customers_do_not_hold(shop: Shop, staff: Person) -> Answer:
    person = rich(shop, staff)
    before = everything(shop, person)
    assert hold(shop, None, person, usd("1.00"))["__typename"] == "ForbiddenError"
    answer = hold(shop, person, person, usd("1.00"))
    assert everything(shop, person) == before
    return answer


@case("balanceHold", "ConflictError")
def key_of_another_hold(shop: Shop, staff: Person) -> Answer:
    person, key = rich(shop, staff), fresh("key")
    hold(shop, staff, person, usd("1.00"), idempotencyKey=key)
    before = everything(shop, person)
    answer = hold(shop, staff, person, usd("2.00"), idempotencyKey=key)
    assert everything(shop, person) == before
    return answer


def with_hold(shop: Shop, staff: Person) -> tuple[Person, str]:
    """A customer with 10.00, of which 6.00 are held."""
    person = rich(shop, staff)
    return person, hold(shop, staff, person, usd("6.00"))["hold"]["id"]


@case("balanceHoldSettle", "BalanceHoldSettleSuccess")
def settled(shop: Shop, staff: Person) -> Answer:
    _, all_of_it = with_hold(shop, staff)
    full = settle(shop, staff, all_of_it)
    assert (full["hold"]["status"], full["hold"]["settled"]) == ("SETTLED", usd("6.00"))
    assert has(full["balance"])[:2] == ("4.00", "0.00")
    person, id = with_hold(shop, staff)
    key = fresh("settle")
    answer = settle(shop, staff, id, amount=usd("1.25"), idempotencyKey=key)
    assert (answer["hold"]["settled"], answer["hold"]["amount"]) == (usd("1.25"), usd("6.00"))
    assert answer["hold"]["closedAt"] is not None
    assert has(answer["balance"])[:2] == ("8.75", "0.00")
    row = answer["transaction"]
    assert (row["reason"], row["description"], row["amount"], row["actor"]) == (
        "ADJUSTMENT", "Build", usd("-1.25"), "STAFF",
    )  # fmt: skip
    assert settle(shop, staff, id, amount=usd("1.25"), idempotencyKey=key) == answer
    assert log(shop, person)["nodes"][0] == row
    return answer


@case("balanceHoldSettle", "InvalidInputError")
def bad_settlements(shop: Shop, staff: Person) -> Answer:
    person, id = with_hold(shop, staff)
    before = everything(shop, person)
    for changes, wrong in (
        ({"amount": usd("6.01")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("0.00")}, ("amount.amount", "OUT_OF_RANGE")),
        ({"amount": usd("1.001")}, ("amount.amount", "INVALID_AMOUNT")),
        ({"amount": {"amount": "1.00", "currency": "EUR"}}, ("amount.currency", "OTHER_CURRENCY")),
        ({"idempotencyKey": ""}, ("idempotencyKey", "INVALID_KEY")),
    ):
        answer = settle(shop, staff, id, **changes)
        assert fields_of(answer) == [wrong], changes
    assert everything(shop, person) == before
    return answer


@case("balanceHoldSettle", "NotFoundError")
def no_hold_to_settle(shop: Shop, staff: Person) -> Answer:
    answer = settle(shop, staff, "bhold_0")
    assert answer["id"] == "bhold_0"
    return answer


@case("balanceHoldSettle", "ForbiddenError")
def customers_do_not_settle(shop: Shop, staff: Person) -> Answer:
    person, id = with_hold(shop, staff)
    before = everything(shop, person)
    assert settle(shop, None, id)["__typename"] == "ForbiddenError"
    answer = settle(shop, person, id)
    assert everything(shop, person) == before
    return answer


@case("balanceHoldSettle", "ConflictError")
def key_of_another_settlement(shop: Shop, staff: Person) -> Answer:
    person, id = with_hold(shop, staff)
    key = fresh("key")
    settle(shop, staff, id, amount=usd("1.00"), idempotencyKey=key)
    before = everything(shop, person)
    answer = settle(shop, staff, id, amount=usd("2.00"), idempotencyKey=key)
    assert everything(shop, person) == before
    return answer


@case("balanceHoldSettle", "IllegalTransitionError")
def settled_twice(shop: Shop, staff: Person) -> Answer:
    person, id = with_hold(shop, staff)
    settle(shop, staff, id)
    before = everything(shop, person)
    answer = settle(shop, staff, id)
    assert (answer["status"], answer["allowed"]) == ("SETTLED", [])
    assert everything(shop, person) == before
    return answer


@case("balanceHoldRelease", "BalanceHoldReleaseSuccess")
def released(shop: Shop, staff: Person) -> Answer:
    person, id = with_hold(shop, staff)
    answer = release(shop, staff, id)
    assert (answer["hold"]["status"], answer["hold"]["settled"]) == ("RELEASED", None)
    assert has(answer["balance"]) == ("10.00", "0.00", 3)
    assert log(shop, person)["totalCount"] == 1
    return answer


@case("balanceHoldRelease", "NotFoundError")
def no_hold_to_release(shop: Shop, staff: Person) -> Answer:
    return release(shop, staff, "bhold_0")


@case("balanceHoldRelease", "ForbiddenError")
def customers_do_not_release(shop: Shop, staff: Person) -> Answer:
    person, id = with_hold(shop, staff)
    before = everything(shop, person)
    answer = release(shop, person, id)
    assert everything(shop, person) == before
    return answer


@case("balanceHoldRelease", "IllegalTransitionError")
def released_twice(shop: Shop, staff: Person) -> Answer:
    person, id = with_hold(shop, staff)
    release(shop, staff, id)
    before = everything(shop, person)
    answer = release(shop, staff, id)
    assert (answer["status"], answer["allowed"]) == ("RELEASED", [])
    assert settle(shop, staff, id)["status"] == "RELEASED"
    assert everything(shop, person) == before
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


# What there is


def test_everybody_has_a_balance_of_their_own_currency_from_the_start(shop: Shop) -> None:
    for currency, nothing in (("USD", "0.00"), ("JPY", "0"), ("KWD", "0.000")):
        person = shop.register(currency=currency)
        zero = {"amount": nothing, "currency": currency}
        assert balances(shop, person) == [
            {"currency": currency, "version": 0, "available": zero, "held": zero, "fundedUntil": None}
        ]
        counted = "SELECT COUNT(*) FROM ledger_accounts WHERE owner_id = ?"
        assert one(shop.database_url, counted, person.customer_id) == 0


def test_balances_of_other_currencies_come_after_the_customers_own(shop: Shop, staff: Person) -> None:
    person = rich(shop, staff)
    execute(shop.database_url, "UPDATE customers SET currency = 'MXN' WHERE id = ?", person.customer_id)
    assert [(one["currency"], *has(one)) for one in balances(shop, person)] == [
        ("MXN", "0.00", "0.00", 0), ("USD", "10.00", "0.00", 1)
    ]  # fmt: skip
    query = f"query ($c: CurrencyCode) {{ me {{ balance(currency: $c) {{ ...B }} }} }} {BALANCE_FIELDS}"
    found = {code: shop.ask(query, {"c": code}, by=person)["me"]["balance"] for code in (None, "USD", "JPY")}
    assert {code: (one["currency"], *has(one)) for code, one in found.items()} == {
        None: ("MXN", "0.00", "0.00", 0), "USD": ("USD", "10.00", "0.00", 1), "JPY": ("JPY", "0", "0", 0)
    }  # fmt: skip
    (error,) = shop.post(query, {"c": "QQQ"}, by=person).json()["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"


TWICE = f"""
mutation ($one: BalanceAdjustInput!, $two: BalanceAdjustInput!) {{
  one: balanceAdjust(input: $one) {{ ...A }} two: balanceAdjust(input: $two) {{ ...A }}
}} fragment A on BalanceAdjustSuccess {{ balance {{ ...B }} transaction {{ number }} }} {BALANCE_FIELDS}"""


def test_what_is_done_in_one_document_is_shown_step_by_step(shop: Shop, staff: Person) -> None:
    person = shop.register()
    steps = {
        name: {
            "customerId": person.customer_id, "reason": "Sorry", "amount": usd(amount), "idempotencyKey": fresh("step")
        }
        for name, amount in (("one", "1.00"), ("two", "2.00"))
    }  # fmt: skip
    answer = shop.ask(TWICE, steps, by=staff)
    assert [(has(answer[name]["balance"]), answer[name]["transaction"]["number"]) for name in steps] == [
        (("1.00", "0.00", 1), 1), (("3.00", "0.00", 2), 2)
    ]  # fmt: skip


# The log


def test_the_log_is_read_in_pages_from_both_ends(shop: Shop, staff: Person) -> None:
    person = shop.register()
    for n in range(1, 6):
        adjust(shop, staff, person, usd(f"{n}.00"))
    first = log(shop, person, first=2)
    assert [row["number"] for row in first["nodes"]] == [5, 4]
    assert first["totalCount"] == 5
    assert (first["pageInfo"]["hasNextPage"], first["pageInfo"]["hasPreviousPage"]) == (True, False)
    second = log(shop, person, first=2, after=first["pageInfo"]["endCursor"])
    assert [row["number"] for row in second["nodes"]] == [3, 2]
    rest = log(shop, person, first=2, after=second["pageInfo"]["endCursor"])
    assert ([row["number"] for row in rest["nodes"]], rest["pageInfo"]["hasNextPage"]) == ([1], False)
    oldest = log(shop, person, last=2)
    assert [row["number"] for row in oldest["nodes"]] == [2, 1]
    before = log(shop, person, last=2, before=oldest["pageInfo"]["startCursor"])
    assert [row["number"] for row in before["nodes"]] == [4, 3]
    assert [row["balanceAfter"]["amount"] for row in log(shop, person)["nodes"]] == [
        "15.00", "10.00", "6.00", "3.00", "1.00",
    ]  # fmt: skip


def test_the_log_can_be_narrowed(shop: Shop, staff: Person) -> None:
    person = shop.register()
    top_up(shop, person, usd("25.00"))
    adjust(shop, staff, person, usd("5.00"))
    adjust(shop, staff, person, usd("-3.00"))
    execute(shop.database_url, "UPDATE customers SET currency = 'MXN' WHERE id = ?", person.customer_id)
    adjust(shop, staff, person, {"amount": "7.00", "currency": "MXN"})

    def numbers(**filters: Any) -> list[tuple[str, int]]:
        return [(row["amount"]["currency"], row["number"]) for row in log(shop, person, **filters)["nodes"]]

    assert numbers() == [("MXN", 1), ("USD", 3), ("USD", 2), ("USD", 1)]
    assert numbers(currency="USD") == [("USD", 3), ("USD", 2), ("USD", 1)]
    assert numbers(currency="EUR") == []
    assert numbers(reason=["CREDIT"]) == [("MXN", 1), ("USD", 2)]
    assert numbers(reason=["CREDIT", "TOP_UP"], currency="USD") == [("USD", 2), ("USD", 1)]
    assert numbers(reason=[]) == []
    third = next(row for row in log(shop, person, currency="USD")["nodes"] if row["number"] == 3)
    at = datetime.fromisoformat(third["occurredAt"])
    # The same instant, written as somebody in Tokyo would.
    tokyo = (at.replace(tzinfo=None) + timedelta(hours=9)).isoformat() + "+09:00"
    for instant in (third["occurredAt"], tokyo):
        assert numbers(currency="USD", **{"from": instant}) == [("USD", 3)]
        assert numbers(currency="USD", until=instant) == [("USD", 2), ("USD", 1)]
        assert numbers(until=instant, **{"from": instant}) == []


@on_one_shop
@pytest.mark.parametrize(
    ("filters", "path"),
    [
        ({"currency": "QQQ"}, "currency"),
        ({"from": "2026-01-31T12:00:00"}, "from"),
        ({"until": "2026-01-31T12:00:00"}, "until"),
        ({"until": "0001-01-01T00:00:00+14:00"}, "until"),
        ({"from": "9999-12-31T23:59:59-14:00"}, "from"),
        ({"first": 101}, "first"),
        ({"after": "nonsense"}, "after"),
    ],
)
def test_what_the_log_cannot_be_narrowed_by_is_refused(
    shop: Shop, ana: Person, filters: dict[str, Any], path: str
) -> None:
    query = """query ($currency: CurrencyCode $from: DateTime $until: DateTime $first: Int $after: String) { me {
      transactions(currency: $currency from: $from until: $until first: $first after: $after) { totalCount }
    } }"""
    (error,) = shop.post(query, filters, by=ana).json()["errors"]
    assert error["extensions"]["code"] == "INVALID_INPUT"
    assert [field["path"] for field in error["extensions"]["fields"]] == [[path]]


def test_staff_read_the_log_of_any_customer_and_others_of_nobody(shop: Shop, other: Shop, staff: Person) -> None:
    person = rich(shop, staff)
    query = f"""query ($id: ID!) {{ node(id: $id) {{ ... on Customer {{
      balances {{ ...B }} transactions {{ nodes {{ ...T }} }}
    }} }} }} {BALANCE_FIELDS} {TRANSACTION_FIELDS}"""
    seen = shop.ask(query, {"id": person.customer_id}, by=staff)["node"]
    assert seen == {"balances": balances(shop, person), "transactions": {"nodes": log(shop, person)["nodes"]}}
    assert len(seen["transactions"]["nodes"]) == 1
    for stranger_shop, stranger in ((shop, shop.register()), (shop, None), (other, other.register())):
        assert stranger_shop.ask(query, {"id": person.customer_id}, by=stranger) == {"node": None}


def test_a_movement_and_a_hold_are_found_by_their_ids(shop: Shop, other: Shop, staff: Person) -> None:
    person, hold_id = with_hold(shop, staff)
    (row,) = log(shop, person)["nodes"]
    for by in (person, staff):
        assert shop.ask(NODE, {"id": row["id"]}, by=by)["node"] == {"__typename": "BalanceTransaction", **row}
        found = shop.ask(NODE, {"id": hold_id}, by=by)["node"]
        assert (found["__typename"], found["id"], found["amount"]) == ("BalanceHold", hold_id, usd("6.00"))
    for id in (row["id"], hold_id, new_id("btx"), new_id("bhold")):
        for stranger_shop, stranger in ((shop, shop.register()), (shop, None), (other, other.register())):
            assert stranger_shop.ask(NODE, {"id": id}, by=stranger) == {"node": None}


# Exact money, in currencies of no, two and three decimals


@pytest.mark.parametrize(
    ("currency", "amount", "taken", "left", "too_fine", "most", "too_much"),
    [
        ("JPY", "2500", "-999", "1501", "1.0", "1000000000000000", "1000000000000001"),
        ("USD", "25.00", "-9.99", "15.01", "1.000", "10000000000000.00", "10000000000000.01"),
        ("KWD", "2.500", "-0.999", "1.501", "1.0000", "1000000000000.000", "1000000000000.001"),
    ],
)
def test_money_is_exact_from_the_top_up_to_the_log(
    shop: Shop, staff: Person, currency: str, amount: str, taken: str, left: str, too_fine: str, most: str,
    too_much: str,
) -> None:  # fmt: skip
    person = shop.register(currency=currency)

    def money(amount: str) -> dict[str, str]:
        return {"amount": amount, "currency": currency}

    payment = top_up(shop, person, money(amount))["payment"]
    assert (payment["status"], payment["amount"]) == ("SUCCEEDED", money(amount))
    (charge,) = shop.provider.charges(payment["attempts"][0]["id"])
    assert (charge["amount"], charge["currency"]) == (2500, currency.lower())
    assert adjust(shop, staff, person, money(taken))["balance"]["available"] == money(left)
    assert [(row["amount"], row["balanceAfter"]) for row in log(shop, person)["nodes"]] == [
        (money(taken), money(left)), (money(amount), money(amount))
    ]  # fmt: skip

    before = everything(shop, person)
    for wrong in (too_fine, too_much):
        for answer in (
            top_up(shop, person, money(wrong)),
            adjust(shop, staff, person, money(wrong)),
            adjust(shop, staff, person, money(f"-{wrong}")),
            hold(shop, staff, person, money(wrong)),
        ):
            assert answer["__typename"] == "InvalidInputError", answer
            assert fields_of(answer) == [("amount.amount", "INVALID_AMOUNT")]
    assert everything(shop, person) == before

    assert top_up(shop, person, money(most))["payment"]["amount"] == money(most)
    assert adjust(shop, staff, person, money(most))["transaction"]["amount"] == money(most)
    kept = "SELECT balance_minor FROM ledger_accounts WHERE kind = 'CUSTOMER_BALANCE' AND owner_id = ?"
    assert one(shop.database_url, kept, person.customer_id) == 2 * 10**15 + 2500 - 999
    assert_books_balance(shop.database_url)


# Paying from it


def test_an_invoice_is_paid_from_the_balance_and_the_rest_by_card(shop: Shop, staff: Person) -> None:
    person = rich(shop, staff, "4.00")
    shop.subscribe(person, DECLINED_CARD)
    invoice = shop.me(person)["invoices"]["nodes"][0]["id"]
    before = everything(shop, person)
    for amount, wrong in (
        (usd("10.01"), ("amount.amount", "OUT_OF_RANGE")),
        (usd("1.001"), ("amount.amount", "INVALID_AMOUNT")),
        ({"amount": "1.00", "currency": "EUR"}, ("amount.currency", "OTHER_CURRENCY")),
    ):
        assert fields_of(shop.pay(person, invoice, payWith=BALANCE, amount=amount)) == [wrong]
    assert everything(shop, person) == before

    part = shop.pay(person, invoice, payWith=BALANCE, amount=usd("4.00"))
    assert (part["invoice"]["status"], part["payment"]["status"]) == ("OPEN", "SUCCEEDED")
    assert part["payment"]["attempts"] == []
    assert shop.me(person)["invoices"]["nodes"][0]["amountDue"]["amount"] == "6.00"
    paid = shop.pay(person, invoice)
    assert (paid["invoice"]["status"], paid["payment"]["amount"]) == ("PAID", usd("6.00"))
    row = log(shop, person)["nodes"][0]
    assert (row["reason"], row["actor"], row["amount"], row["invoice"]) == (
        "INVOICE", "CUSTOMER", usd("-4.00"), {"id": invoice}
    )  # fmt: skip
    assert row["payment"] == {"id": part["payment"]["id"]}
    assert_books_balance(shop.database_url)


def test_a_subscription_is_bought_from_the_balance(shop: Shop, staff: Person) -> None:
    person = rich(shop, staff, "12.50")
    bought = shop.buy(person, payWith=BALANCE)
    assert (bought["subscription"]["status"], bought["invoice"]["status"]) == ("ACTIVE", "PAID")
    assert bought["firstPayment"]["status"] == "SUCCEEDED"
    assert has(balances(shop, person)[0]) == ("2.50", "0.00", 2)
    (spent, _) = log(shop, person)["nodes"]
    assert (spent["reason"], spent["subscription"]) == ("INVOICE", {"id": bought["subscription"]["id"]})


def test_money_that_comes_late_is_credited_by_the_webhook_in_the_customers_name(shop: Shop) -> None:
    person = shop.register()
    waiting = top_up(shop, person, usd("25.00"), CHALLENGED_CARD)["payment"]
    assert (waiting["status"], has(balances(shop, person)[0])) == ("REQUIRES_ACTION", ("0.00", "0.00", 0))
    shop.provider.answer_challenge(waiting, "approve")
    wait_until(lambda: has(balances(shop, person)[0]) == ("25.00", "0.00", 1), "the credit")
    (row,) = log(shop, person)["nodes"]
    assert (row["reason"], row["actor"], row["payment"]) == ("TOP_UP", "CUSTOMER", {"id": waiting["id"]})
