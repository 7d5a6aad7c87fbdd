"""Test clocks through the API: made, listed, advanced, and every refusal; and a customer who lives by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.models.ids import new_id
from tests.support.balance_api import adjust, usd
from tests.support.shop import Person, Shop, fresh
from tests.support.sql import execute, one

REFUSED = "... on Error { code message } ... on InvalidInputError { fields { path code } } ... on NotFoundError { id }"
CREATE = f"""
mutation ($input: TestClockCreateInput!) {{ testClockCreate(input: $input) {{
  __typename ... on TestClockCreateSuccess {{ testClock {{
    id name now target status lastError customers {{ nodes {{ id email }} totalCount }}
  }} }} {REFUSED.replace("... on NotFoundError { id }", "")}
}} }}"""
ADVANCE = f"""
mutation ($input: TestClockAdvanceInput!) {{ testClockAdvance(input: $input) {{
  __typename ... on TestClockAdvanceSuccess {{
    testClock {{ id now target status lastError }} events {{ id type subjectId occurredAt }} eventCount
  }} {REFUSED}
}} }}"""
CLOCKS = "query { testClocks(first: 2) { nodes { id name now status } } }"
NODE = "query ($id: ID!) { node(id: $id) { __typename ... on TestClock { id name now createdAt } } }"
PERIODS = """
query { me {
  subscriptions { nodes { id status currentPeriod { start end } } }
  invoices { nodes { number status total { amount } issuedAt } }
} }"""
UPDATED = "subscription ($id: ID!) { subscriptionUpdated(id: $id) { currentPeriod { start } } }"
THEN = "2031-01-31T12:00:00+00:00"


def make(shop: Shop, by: Person | None, *who: Person, now: str = THEN, name: str = "Months") -> dict[str, Any]:
    """Make a clock and hear the answer."""
    return shop.do(CREATE, {"name": name, "now": now, "customerIds": [one.customer_id for one in who]}, by=by)


def made(shop: Shop, by: Person, *who: Person, now: str = THEN) -> str:
    """The id of a clock."""
    answer = make(shop, by, *who, now=now)
    assert answer["__typename"] == "TestClockCreateSuccess", answer
    id: str = answer["testClock"]["id"]
    return id


def advance(shop: Shop, by: Person | None, clock: str, to: str, key: str | None = None) -> dict[str, Any]:
    """Advance a clock and hear the answer."""
    return shop.do(ADVANCE, {"testClockId": clock, "to": to, "idempotencyKey": key or fresh("clock")}, by=by)


def test_a_clock_is_made_listed_and_found_by_staff(shop: Shop, staff: Person, ana: Person, other_staff: Person) -> None:
    answer = make(shop, staff, ana)
    id = answer["testClock"]["id"]
    assert answer == {
        "__typename": "TestClockCreateSuccess",
        "testClock": {
            "id": id, "name": "Months", "now": THEN, "target": None, "status": "READY", "lastError": None,
            "customers": {"nodes": [{"id": ana.customer_id, "email": ana.email}], "totalCount": 1},
        },
    }  # fmt: skip
    assert shop.ask(CLOCKS, by=staff)["testClocks"]["nodes"][0] == {
        "id": id, "name": "Months", "now": THEN, "status": "READY",
    }  # fmt: skip
    found = shop.ask(NODE, {"id": id}, by=staff)["node"]
    assert (found["__typename"], found["id"], found["name"], found["now"]) == ("TestClock", id, "Months", THEN)
    assert abs(datetime.fromisoformat(found["createdAt"]) - datetime.now(UTC)) < timedelta(minutes=1)
    for person in (ana, None, other_staff):
        assert shop.ask(NODE, {"id": id}, by=person)["node"] is None
    for stranger, code in ((ana, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        refused = shop.post(CLOCKS, by=stranger).json()
        assert [error["extensions"]["code"] for error in refused["errors"]] == [code]
        assert refused["data"] is None
    others = shop.ask(CLOCKS, by=other_staff)["testClocks"]["nodes"]
    assert id not in [clock["id"] for clock in others]


def test_a_customer_lives_by_the_clock_and_months_pass(shop: Shop, staff: Person, ana: Person) -> None:
    clock = made(shop, staff, ana)
    bought = shop.buy(ana, payWith=shop.pay_with(save=True))
    subscription = bought["subscription"]["id"]
    period = {"start": THEN, "end": "2031-02-28T12:00:00+00:00"}
    assert shop.ask(PERIODS, by=ana)["me"]["subscriptions"]["nodes"] == [
        {"id": subscription, "status": "ACTIVE", "currentPeriod": period}
    ]

    with shop.watching(UPDATED, subscription, by=ana) as watch:
        assert watch.next() == {"currentPeriod": {"start": THEN}}
        answer = advance(shop, staff, clock, "2031-03-15T00:00:00+00:00", key="march")
        assert watch.until(lambda shown: shown["currentPeriod"]["start"] == period["end"])
    assert answer["testClock"] == {
        "id": clock, "now": "2031-03-15T00:00:00+00:00", "target": None, "status": "READY", "lastError": None,
    }  # fmt: skip
    types = ["invoice.issued", "subscription.renewed", "payment.created", "invoice.paid", "payment.succeeded"]
    assert [(event["type"], event["occurredAt"]) for event in answer["events"]] == [
        (type, period["end"]) for type in types
    ]
    assert answer["events"][1]["subjectId"] == subscription
    assert answer["eventCount"] == 5
    again = advance(shop, staff, clock, "2031-03-15T00:00:00+00:00", key="march")
    assert again == answer

    # The token was made in the real time, and is good in it.
    me = shop.ask(PERIODS, by=ana)["me"]
    (shown,) = me["subscriptions"]["nodes"]
    assert shown["currentPeriod"] == {"start": period["end"], "end": "2031-03-31T12:00:00+00:00"}
    assert [(row["status"], row["issuedAt"]) for row in me["invoices"]["nodes"]] == [
        ("PAID", period["end"]), ("PAID", THEN),
    ]  # fmt: skip


@pytest.mark.parametrize("now", ["1999-12-31T23:59:59Z", "2999-01-01T00:00:00Z"])
def test_a_clock_out_of_range_is_refused(shop: Shop, staff: Person, now: str) -> None:
    answer = make(shop, staff, now=now)
    assert (answer["__typename"], answer["fields"]) == (
        "InvalidInputError", [{"path": ["now"], "code": "OUT_OF_RANGE"}],
    )  # fmt: skip


def test_a_customer_with_a_history_is_refused(shop: Shop, staff: Person, ana: Person) -> None:
    adjust(shop, staff, ana, usd("1.00"))
    new = shop.register()
    answer = make(shop, staff, new, ana)
    assert (answer["__typename"], answer["fields"]) == (
        "InvalidInputError", [{"path": ["customerIds", "1"], "code": "HAS_HISTORY"}],
    )  # fmt: skip
    assert ana.customer_id is not None
    assert ana.customer_id in answer["message"]
    tied = "SELECT count(*) AS n FROM customers WHERE id = ? AND test_clock_id IS NOT NULL"
    assert one(shop.database_url, tied, new.customer_id) == 0


def test_customers_and_visitors_have_no_clocks(shop: Shop, staff: Person, ana: Person) -> None:
    clock = made(shop, staff)
    for person in (ana, None):
        assert make(shop, person)["__typename"] == "ForbiddenError"
        assert advance(shop, person, clock, "2031-02-01T00:00:00Z")["__typename"] == "ForbiddenError"


def test_each_refusal_of_an_advance(shop: Shop, staff: Person, other: Shop, other_staff: Person) -> None:
    clock = made(shop, staff)
    backwards = advance(shop, staff, clock, THEN)
    assert (backwards["__typename"], backwards["fields"]) == (
        "InvalidInputError", [{"path": ["to"], "code": "NOT_LATER"}],
    )  # fmt: skip
    absent = advance(other, other_staff, clock, "2031-02-01T00:00:00Z")
    assert (absent["__typename"], absent["id"]) == ("NotFoundError", clock)

    assert advance(shop, staff, clock, "2031-02-01T00:00:00Z", key=clock)["__typename"] == "TestClockAdvanceSuccess"
    other_input = advance(shop, staff, clock, "2031-02-02T00:00:00Z", key=clock)
    assert (other_input["__typename"], other_input["code"]) == ("ConflictError", "CONFLICT")


def test_a_live_gateway_account_means_no_clocks(shop: Shop, other: Shop, other_staff: Person) -> None:
    clock = made(other, other_staff)
    merchant = one(shop.database_url, "SELECT merchant_id FROM test_clocks WHERE id = ?", clock)
    account = new_id("gwa")
    execute(
        shop.database_url,
        "INSERT INTO gateway_accounts (id, merchant_id, gateway, label, mode, enabled, settings_sealed, position,"
        " created_at) SELECT ?, id, 'sandbox', 'Live', 'LIVE', false, '', 99, created_at FROM merchants WHERE id = ?",
        account, merchant,
    )  # fmt: skip
    try:
        for answer in (make(other, other_staff), advance(other, other_staff, clock, "2031-02-01T00:00:00Z")):
            assert (answer["__typename"], answer["code"]) == ("NotSupportedError", "NOT_SUPPORTED")
    finally:
        execute(shop.database_url, "DELETE FROM gateway_accounts WHERE id = ?", account)
