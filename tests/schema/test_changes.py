"""Servers on the balance through the API: started, shown, changed, and every answer of a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from backend.models.ids import new_id
from tests.support.balance_api import BALANCE, adjust, usd
from tests.support.books import assert_books_balance
from tests.support.change_api import change, quote_change, servers_of, start_server
from tests.support.dialects import on_one_shop
from tests.support.shop import DECLINED_CARD, QUOTE, Person, Shop, fresh
from tests.support.snapshot import snapshot
from tests.support.sql import execute, one, rows

SCHEMA = snapshot()
HOUR = timedelta(hours=1)

Answer = dict[str, Any]
Case = Callable[[Shop, Person], Answer]
CASES: dict[tuple[str, str], Case] = {}
UNREACHABLE: dict[tuple[str, str], str] = {}


def case(field: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (field, member) not in CASES
        CASES[field, member] = function
        return function

    return keep


def test_every_member_of_every_result_has_a_case() -> None:
    assert SCHEMA.query_type is not None
    assert SCHEMA.mutation_type is not None
    members = set()
    for name, fields in (
        ("subscriptionChangeQuote", SCHEMA.query_type.fields),
        ("subscriptionChange", SCHEMA.mutation_type.fields),
    ):
        union = get_named_type(fields[name].type)
        assert isinstance(union, GraphQLUnionType)
        members |= {(name, member.name) for member in union.types}
    assert members == set(CASES) | set(UNREACHABLE)
    assert not set(CASES) & set(UNREACHABLE)


@pytest.fixture
def rich(shop: Shop, staff: Person) -> Person:
    """A customer with 10.00 on the balance."""
    made = shop.register()
    assert adjust(shop, staff, made, usd("10.00"))["__typename"] == "BalanceAdjustSuccess"
    return made


def held(shop: Shop, by: Person, plan: str = "servers/small") -> str:
    """A server of theirs."""
    started = start_server(shop, by, plan)
    assert started["__typename"] == "SubscriptionCreateSuccess", started
    id: str = started["subscription"]["id"]
    return id


def quoted(shop: Shop, by: Person, subscription: str, plan: str = "servers/large", **changes: Any) -> str:
    """The token of a change."""
    answer = quote_change(shop, by, subscription, plan, **changes)
    assert answer["__typename"] == "SubscriptionChangeQuoteSuccess", answer
    token: str = answer["quote"]["token"]
    return token


def end(shop: Shop, subscription: str) -> None:
    """Cancel it, without saying what led to that."""
    canceled = "UPDATE subscriptions SET status = 'CANCELED', ended_at = created_at, due_at = NULL WHERE id = ?"
    execute(shop.database_url, canceled, subscription)


def fields_of(answer: Answer) -> list[tuple[str, str]]:
    return [(".".join(field["path"]), field["code"]) for field in answer["fields"]]


# What a change means.


@case("subscriptionChangeQuote", "SubscriptionChangeQuoteSuccess")
def a_larger_server(shop: Shop, rich: Person) -> Answer:
    answer = quote_change(shop, rich, held(shop, rich), "servers/large", quantity=2)
    quote = answer["quote"]
    assert (quote["lines"], quote["dueNow"]) == ([], usd("0.00"))
    assert quote["nextCharge"] == usd("0.40")
    assert instant(quote["nextChargeAt"]) == instant(quote["effectiveAt"]) + HOUR
    assert instant(quote["expiresAt"]) == instant(quote["effectiveAt"]) + timedelta(minutes=15)
    assert {feature["code"]: feature["value"] for feature in quote["featuresGained"]} == {
        "vcpu": 8, "memory_gb": 32, "local_disk": None,
    }  # fmt: skip
    assert {feature["code"]: feature["value"] for feature in quote["featuresLost"]} == {"vcpu": 2, "memory_gb": 4}
    return answer


@case("subscriptionChangeQuote", "InvalidInputError")
def nothing_changes(shop: Shop, rich: Person) -> Answer:
    answer = quote_change(shop, rich, held(shop, rich), "servers/small")
    assert fields_of(answer) == [("planId", "NO_CHANGE")]
    return answer


@case("subscriptionChangeQuote", "NotFoundError")
def nobodys(shop: Shop, rich: Person) -> Answer:
    id = new_id("sub")
    answer = quote_change(shop, rich, id, "servers/large")
    assert answer["id"] == id
    assert quote_change(shop, None, held(shop, rich), "servers/large")["__typename"] == "NotFoundError"
    return answer


@case("subscriptionChangeQuote", "IllegalTransitionError")
def one_that_has_ended(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    end(shop, id)
    answer = quote_change(shop, rich, id, "servers/large")
    assert (answer["status"], answer["allowed"]) == ("CANCELED", [])
    return answer


@case("subscriptionChangeQuote", "NotSupportedError")
def a_plan_of_another_product(shop: Shop, rich: Person) -> Answer:
    id = shop.buy(rich)["subscription"]["id"]
    return quote_change(shop, rich, id, "servers/large")


@case("subscriptionChangeQuote", "ForbiddenError")
def when_is_for_staff_to_say(shop: Shop, rich: Person) -> Answer:
    return quote_change(shop, rich, held(shop, rich), "servers/large", when="NOW")


@case("subscriptionChangeQuote", "ConflictError")
def one_that_is_being_renewed(shop: Shop, rich: Person) -> Answer:
    id = shop.buy(rich)["subscription"]["id"]
    over = (
        "UPDATE subscriptions SET period_start = '2026-01-31 12:00:00+00:00', period_end = '2026-02-28 12:00:00+00:00',"
        " due_at = NULL WHERE id = ?"
    )
    execute(shop.database_url, over, id)
    return quote_change(shop, rich, id, "hosting/team")


# The change.


@case("subscriptionChange", "SubscriptionChangeSuccess")
def changed(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    (before,) = servers_of(shop, rich)
    key, token = fresh("change"), quoted(shop, rich, id, quantity=3)
    answer = change(shop, rich, id, token, idempotencyKey=key)
    after = answer["subscription"]
    assert (after["id"], after["status"], after["quantity"], after["plan"]) == (id, "ACTIVE", 3, {"code": "large"})
    # 10.00 at 0.05 an hour were 200 hours; at 0.60 they are 16 and two thirds.
    spent = instant(after["fundedUntil"]) - instant(before["fundedUntil"]) + timedelta(hours=200)
    assert timedelta(hours=16, minutes=40) <= spent < timedelta(hours=16, minutes=41)
    assert change(shop, rich, id, token, idempotencyKey=key) == answer
    assert one(shop.database_url, "SELECT amount_minor FROM tariffs WHERE subscription_id = ?", id) == 60
    return answer


@case("subscriptionChange", "QuoteChangedError")
def quoted_before_another_change(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    first, second = quoted(shop, rich, id), quoted(shop, rich, id, "servers/reserved")
    assert change(shop, rich, id, second)["__typename"] == "SubscriptionChangeSuccess"
    answer = change(shop, rich, id, first)
    assert answer["quote"]["nextCharge"] == usd("0.20")
    assert change(shop, rich, id, answer["quote"]["token"])["subscription"]["plan"] == {"code": "large"}
    return answer


@case("subscriptionChange", "InvalidInputError")
def not_a_quote(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    purchase = shop.do(QUOTE, {"planId": shop.plans["servers/large"]}, by=rich)["quote"]["token"]
    for token in ("", "x", purchase):
        answer = change(shop, rich, id, token)
        assert fields_of(answer) == [("quoteToken", "INVALID_TOKEN")]
    return answer


@case("subscriptionChange", "NotFoundError")
def somebody_elses(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    answer = change(shop, shop.register(), id, quoted(shop, rich, id))
    assert answer["id"] == id
    return answer


@case("subscriptionChange", "ForbiddenError")
def nobody_signed_in(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    return change(shop, None, id, quoted(shop, rich, id))


@case("subscriptionChange", "ConflictError")
def a_key_for_two_changes(shop: Shop, rich: Person) -> Answer:
    id, key = held(shop, rich), fresh("change")
    assert "subscription" in change(shop, rich, id, quoted(shop, rich, id), idempotencyKey=key)
    return change(shop, rich, id, quoted(shop, rich, id, "servers/reserved"), idempotencyKey=key)


@case("subscriptionChange", "IllegalTransitionError")
def one_that_ended_meanwhile(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    token = quoted(shop, rich, id)
    end(shop, id)
    return change(shop, rich, id, token)


@case("subscriptionChange", "NotSupportedError")
def a_plan_that_is_billed_otherwise_by_now(shop: Shop, rich: Person) -> Answer:
    id = held(shop, rich)
    token = quoted(shop, rich, id, "servers/reserved")
    billed = "UPDATE plans SET billing = ? WHERE id = ?"
    execute(shop.database_url, billed, "IN_ADVANCE", shop.plans["servers/reserved"])
    try:
        return change(shop, rich, id, token)
    finally:
        execute(shop.database_url, billed, "FROM_BALANCE", shop.plans["servers/reserved"])


def starter_to_team(shop: Shop, by: Person, **changes: Any) -> tuple[str, Answer]:
    """What is billed in advance: 10.00 a month become 29.00, just after the month began."""
    id = shop.buy(by)["subscription"]["id"]
    token = quoted(shop, by, id, "hosting/team")
    return id, change(shop, by, id, token, **changes)


def untouched(shop: Shop, by: Person, id: str) -> bool:
    """Whether it is what was bought."""
    (shown,) = servers_of(shop, by)
    return (shown["id"], shown["plan"]["code"], shown["status"]) == (id, "starter", "ACTIVE")


@case("subscriptionChange", "PaymentDeclinedError")
def a_card_that_is_declined(shop: Shop, rich: Person) -> Answer:
    id, answer = starter_to_team(shop, rich, payWith=shop.pay_with(DECLINED_CARD))
    assert (answer["reason"], answer["payment"]["status"]) == ("GENERIC", "FAILED")
    assert untouched(shop, rich, id)
    (invoice,) = rows(
        shop.database_url, "SELECT status FROM invoices WHERE subscription_id = ? AND status <> 'PAID'", id
    )
    assert invoice["status"] == "VOID"
    return answer


@case("subscriptionChange", "InsufficientBalanceError")
def a_balance_with_too_little(shop: Shop, rich: Person) -> Answer:
    id, answer = starter_to_team(shop, rich, payWith=BALANCE)
    # 19.00 less the seconds that are over, of which there are not enough for ten cents.
    needed = answer["needed"]["amount"]
    assert Decimal("18.90") < Decimal(needed) <= Decimal("19.00")
    assert (answer["available"], untouched(shop, rich, id)) == (usd("10.00"), True)
    return answer


@on_one_shop
@pytest.mark.parametrize(("field", "member"), sorted(CASES), ids="-".join)
def test_each_answer_is_given(shop: Shop, rich: Person, field: str, member: str) -> None:
    answer = CASES[field, member](shop, rich)
    assert answer["__typename"] == member
    if member.endswith("Error"):
        assert answer["code"]
        assert answer["message"]
    assert_books_balance(shop.database_url)


# What is shown.


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_a_server_starts_at_once_and_says_how_long_the_money_lasts(shop: Shop, rich: Person) -> None:
    started = start_server(shop, rich, "servers/large")
    assert (started["subscription"]["status"], started["invoice"], started["firstPayment"]) == ("ACTIVE", None, None)
    (shown,) = servers_of(shop, rich)
    assert (shown["status"], shown["availableActions"], shown["plan"]) == (
        "ACTIVE", ["CHANGE", "CANCEL", "PAUSE"], {"code": "large", "billing": "FROM_BALANCE"},
    )  # fmt: skip
    assert (shown["currentPeriod"], shown["latestInvoice"]) == (None, None)
    # 10.00 at 0.20 an hour, to the second that is not covered in full.
    lasts = instant(shown["fundedUntil"]) - instant(shown["lastBilledAt"])
    assert timedelta(hours=50) <= lasts <= timedelta(hours=50, seconds=1)
    assert shop.me(rich)["entitlements"] == [{"code": "vcpu"}, {"code": "memory_gb"}, {"code": "local_disk"}]


def test_a_server_needs_money_for_its_first_hour(shop: Shop, staff: Person) -> None:
    poor = shop.register()
    adjust(shop, staff, poor, usd("0.19"))
    answer = start_server(shop, poor, "servers/large")
    assert (answer["__typename"], answer["code"]) == ("InsufficientBalanceError", "INSUFFICIENT_BALANCE")
    assert answer["message"] == "This needs 0.20 USD; the balance has 0.19 USD available."
    assert rows(shop.database_url, "SELECT id FROM subscriptions WHERE customer_id = ?", poor.customer_id) == []


def test_what_is_paid_in_advance_has_no_figures_of_a_balance(shop: Shop, rich: Person) -> None:
    shop.buy(rich)
    (shown,) = servers_of(shop, rich)
    assert (shown["fundedUntil"], shown["lastBilledAt"]) == (None, None)
    assert shown["availableActions"] == ["CHANGE", "CANCEL", "PAUSE"]
    assert shown["currentPeriod"]
