"""Cancel, keep, pause, resume and renewals through the API: one case for each answer, or the reason why none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from graphql import GraphQLUnionType, get_named_type

from backend.models.ids import new_id
from tests.support.balance_api import adjust, usd
from tests.support.books import assert_books_balance
from tests.support.change_api import start_server
from tests.support.dialects import on_one_shop
from tests.support.life_api import live, subscriptions_of
from tests.support.shop import Person, Shop
from tests.support.snapshot import snapshot
from tests.support.sql import execute, one
from tests.support.waiting import wait_until

SCHEMA = snapshot()
FIELDS = {
    "cancel": "subscriptionCancel",
    "keep": "subscriptionKeep",
    "pause": "subscriptionPause",
    "resume": "subscriptionResume",
    "renewals": "subscriptionRenewalsSet",
}

Answer = dict[str, Any]
Case = Callable[[Shop, Person], Answer]
CASES: dict[tuple[str, str], Case] = {}
UNREACHABLE = {
    (what, "ConflictError"): "whoever comes second waits for the lock, and then meets the status that the first left"
    for what in FIELDS
}


def case(what: str, member: str) -> Callable[[Case], Case]:
    def keep(function: Case) -> Case:
        assert (what, member) not in CASES
        CASES[what, member] = function
        return function

    return keep


def test_every_member_of_every_result_has_a_case() -> None:
    assert SCHEMA.mutation_type is not None
    members = set()
    for what, name in FIELDS.items():
        union = get_named_type(SCHEMA.mutation_type.fields[name].type)
        assert isinstance(union, GraphQLUnionType)
        members |= {(what, member.name) for member in union.types}
    assert members == set(CASES) | set(UNREACHABLE)
    assert not set(CASES) & set(UNREACHABLE)


def held(shop: Shop, by: Person, **changes: Any) -> str:
    """A paid subscription."""
    id: str = shop.buy(by, **changes)["subscription"]["id"]
    return id


def balance_minor(shop: Shop, who: Person) -> int:
    """What there is."""
    statement = "SELECT COALESCE(SUM(balance_minor), 0) FROM ledger_accounts WHERE owner_id = ?"
    return int(one(shop.database_url, statement, who.customer_id))


def version(shop: Shop, id: str) -> int:
    """How often it was changed."""
    found: int = one(shop.database_url, "SELECT version FROM subscriptions WHERE id = ?", id)
    return found


def fields_of(answer: Answer) -> list[tuple[str, str]]:
    return [(".".join(field["path"]), field["code"]) for field in answer["fields"]]


def later(**duration: float) -> str:
    """An instant from now."""
    return (datetime.now(UTC) + timedelta(**duration)).isoformat()


# Canceling.


@case("cancel", "SubscriptionCancelSuccess")
def canceled(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    (before,) = subscriptions_of(shop, ana)
    planned = live(shop, ana, "cancel", id)["subscription"]
    assert (planned["status"], planned["availableActions"]) == ("ACTIVE", ["CANCEL", "KEEP"])
    assert planned["cancelAt"] == before["currentPeriod"]["end"]
    assert (planned["nextInvoice"], planned["endedAt"]) == (None, None)
    answer = live(shop, ana, "cancel", id, when="NOW", creditUnused=True, reason="Too dear.")
    now = answer["subscription"]
    assert (now["status"], now["availableActions"], now["cancelAt"]) == ("CANCELED", [], None)
    assert now["canceledAt"] == planned["canceledAt"]
    assert now["endedAt"] > now["canceledAt"]
    # A few seconds of a month are less than half a cent.
    assert balance_minor(shop, ana) == 1000
    return answer


@case("cancel", "NotFoundError")
def canceled_by_a_stranger(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    answer = live(shop, shop.register(), "cancel", id, when="NOW")
    assert answer["id"] == id
    absent = new_id("sub")
    assert live(shop, ana, "cancel", absent) == {**answer, "id": absent}
    return answer


@case("cancel", "ForbiddenError")
def canceled_by_a_visitor(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    answer = live(shop, None, "cancel", id, when="NOW")
    assert live(shop, ana, "cancel", id, when="NOW", unused="REFUND")["__typename"] == "ForbiddenError"
    assert version(shop, id) == 2
    return answer


@case("cancel", "InvalidInputError")
def canceled_with_impossible_wishes(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    answer = live(shop, ana, "cancel", id, reason="x" * 301)
    assert fields_of(answer) == [("reason", "INVALID_TEXT")]
    answer = live(shop, ana, "cancel", id, when="NOW", creditUnused=True, unused="REFUND")
    assert fields_of(answer) == [("unused", "CONTRADICTION")]
    answer = live(shop, ana, "cancel", id, unused="BALANCE")
    assert fields_of(answer) == [("unused", "NOT_NEEDED")]
    answer = live(shop, ana, "cancel", id, creditUnused=True)
    assert fields_of(answer) == [("creditUnused", "NOT_NEEDED")]
    assert version(shop, id) == 2
    return answer


@case("cancel", "IllegalTransitionError")
def canceled_twice(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    live(shop, ana, "cancel", id)
    again = live(shop, ana, "cancel", id)
    assert (again["__typename"], again["status"]) == ("IllegalTransitionError", "ACTIVE")
    live(shop, ana, "cancel", id, when="NOW")
    answer = live(shop, ana, "cancel", id, when="NOW", creditUnused=True)
    assert (answer["status"], answer["allowed"], balance_minor(shop, ana)) == ("CANCELED", [], 0)
    return answer


@case("cancel", "NotSupportedError")
def a_server_has_no_period(shop: Shop, ana: Person) -> Answer:
    id = _server(shop, ana)
    answer = live(shop, ana, "cancel", id)
    assert live(shop, ana, "cancel", id, when="NOW")["subscription"]["status"] == "CANCELED"
    return answer


# Keeping.


@case("keep", "SubscriptionKeepSuccess")
def kept(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    live(shop, ana, "cancel", id)
    answer = live(shop, ana, "keep", id)
    now = answer["subscription"]
    assert (now["status"], now["cancelAt"], now["canceledAt"], now["autoRenew"]) == ("ACTIVE", None, None, True)
    assert now["availableActions"] == ["CHANGE", "CANCEL", "PAUSE"]
    return answer


@case("keep", "NotFoundError")
def kept_by_a_stranger(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    live(shop, ana, "cancel", id)
    return live(shop, shop.register(), "keep", id)


@case("keep", "ForbiddenError")
def kept_by_a_visitor(shop: Shop, ana: Person) -> Answer:
    return live(shop, None, "keep", held(shop, ana))


@case("keep", "IllegalTransitionError")
def nothing_to_keep(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    answer = live(shop, ana, "keep", id)
    assert (answer["status"], version(shop, id)) == ("ACTIVE", 2)
    return answer


# Pausing and resuming.


@case("pause", "SubscriptionPauseSuccess")
def paused(shop: Shop, ana: Person) -> Answer:
    id, until = held(shop, ana), later(days=10)
    answer = live(shop, ana, "pause", id, resumeAt=until, reason="Holidays.")
    now = answer["subscription"]
    assert (now["status"], now["availableActions"], now["nextInvoice"]) == ("PAUSED", ["CANCEL", "RESUME"], None)
    assert datetime.fromisoformat(now["resumeAt"]) == datetime.fromisoformat(until)
    assert shop.me(ana)["entitlements"] == []
    return answer


@case("pause", "NotFoundError")
def paused_by_a_stranger(shop: Shop, ana: Person) -> Answer:
    return live(shop, shop.register(), "pause", held(shop, ana))


@case("pause", "ForbiddenError")
def paused_by_a_visitor(shop: Shop, ana: Person) -> Answer:
    return live(shop, None, "pause", held(shop, ana))


@case("pause", "InvalidInputError")
def paused_until_an_impossible_instant(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    for until, code in (
        (later(days=-1), "OUT_OF_RANGE"),
        (later(days=367), "OUT_OF_RANGE"),
        ("2026-03-01T12:00:00", "NO_OFFSET"),
    ):
        answer = live(shop, ana, "pause", id, resumeAt=until)
        assert fields_of(answer) == [("resumeAt", code)]
    assert version(shop, id) == 2
    return answer


@case("pause", "IllegalTransitionError")
def paused_twice(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    live(shop, ana, "pause", id)
    answer = live(shop, ana, "pause", id)
    assert (answer["status"], answer["allowed"]) == ("PAUSED", ["RESUME", "SET_RENEWALS", "DISCOUNT", "CANCEL"])
    assert version(shop, id) == 3
    return answer


@case("resume", "SubscriptionResumeSuccess")
def resumed(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    paused = live(shop, ana, "pause", id)["subscription"]
    answer = live(shop, ana, "resume", id)
    now = answer["subscription"]
    assert (now["status"], now["pausedAt"], now["resumeAt"]) == ("ACTIVE", None, None)
    served, before = [datetime.fromisoformat(one["currentPeriod"]["end"]) for one in (now, paused)]
    assert timedelta(0) < served - before < timedelta(minutes=1)
    assert len(shop.me(ana)["entitlements"]) > 0
    return answer


@case("resume", "NotFoundError")
def resumed_by_a_stranger(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    live(shop, ana, "pause", id)
    return live(shop, shop.register(), "resume", id)


@case("resume", "ForbiddenError")
def resumed_by_a_visitor(shop: Shop, ana: Person) -> Answer:
    return live(shop, None, "resume", held(shop, ana))


@case("resume", "IllegalTransitionError")
def not_paused(shop: Shop, ana: Person) -> Answer:
    answer = live(shop, ana, "resume", held(shop, ana))
    assert answer["status"] == "ACTIVE"
    return answer


# Renewals.


@case("renewals", "SubscriptionRenewalsSetSuccess")
def renewals_set(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    off = live(shop, ana, "renewals", id, autoRenew=False)["subscription"]
    assert (off["autoRenew"], off["availableActions"], off["nextInvoice"]) == (False, ["CANCEL", "KEEP"], None)
    answer = live(shop, ana, "renewals", id, autoRenew=True, collection="BALANCE")
    on = answer["subscription"]
    assert (on["autoRenew"], on["collection"], on["paymentMethod"]) == (True, "BALANCE", None)
    assert on["nextInvoice"]["total"] == {"amount": "10.00"}
    return answer


@case("renewals", "NotFoundError")
def renewals_of_a_stranger(shop: Shop, ana: Person) -> Answer:
    return live(shop, shop.register(), "renewals", held(shop, ana), autoRenew=False)


@case("renewals", "ForbiddenError")
def renewals_by_a_visitor(shop: Shop, ana: Person) -> Answer:
    return live(shop, None, "renewals", held(shop, ana), autoRenew=False)


@case("renewals", "InvalidInputError")
def renewals_with_no_method_of_theirs(shop: Shop, ana: Person) -> Answer:
    id, nobodys = held(shop, ana), new_id("pm")
    for input, code in (
        ({"collection": "METHOD"}, "REQUIRED"),
        ({"collection": "BALANCE", "methodId": nobodys}, "NOT_NEEDED"),
        ({"collection": "METHOD", "methodId": nobodys}, "UNKNOWN_METHOD"),
    ):
        answer = live(shop, ana, "renewals", id, **input)
        assert fields_of(answer) == [("methodId", code)]
    assert version(shop, id) == 2
    return answer


@case("renewals", "IllegalTransitionError")
def renewals_of_what_ends(shop: Shop, ana: Person) -> Answer:
    id = held(shop, ana)
    live(shop, ana, "cancel", id)
    answer = live(shop, ana, "renewals", id, autoRenew=False)
    assert (answer["status"], version(shop, id)) == ("ACTIVE", 3)
    return answer


def _server(shop: Shop, who: Person) -> str:
    staff = shop.sign_in("staff@example.com", "perennial-staff")
    assert adjust(shop, staff, who, usd("10.00"))["__typename"] == "BalanceAdjustSuccess"
    id: str = start_server(shop, who)["subscription"]["id"]
    return id


@on_one_shop
@pytest.mark.parametrize(("what", "member"), CASES)
def test_the_answer(shop: Shop, ana: Person, what: str, member: str) -> None:
    answer = CASES[what, member](shop, ana)
    assert answer["__typename"] == member
    if member.endswith("Error"):
        assert answer["message"]
    assert_books_balance(shop.database_url)


def test_staff_live_it_for_their_customer_and_not_for_those_of_others(
    shop: Shop, ana: Person, staff: Person, other_staff: Person
) -> None:
    id = held(shop, ana)
    for what in ("pause", "resume", "cancel", "keep"):
        assert live(shop, other_staff, what, id)["__typename"] == "NotFoundError"
        assert live(shop, staff, what, id)["subscription"]["id"] == id
    assert version(shop, id) == 6


def test_staff_refund_what_is_not_used_and_it_goes_back_by_itself(shop: Shop, ana: Person, staff: Person) -> None:
    id = held(shop, ana)
    asked = shop.ask("query ($id: ID!) { subscription(id: $id) { unusedBecomes } }", {"id": id}, by=ana)
    assert asked == {"subscription": {"unusedBecomes": "BALANCE"}}
    assert live(shop, staff, "cancel", id, when="NOW", unused="REFUND")["subscription"]["status"] == "CANCELED"
    payments = "{ me { payments(first: 5) { nodes { refunded { amount } refunds { status reason } } } } }"
    gone = [{"refunded": {"amount": "10.00"}, "refunds": [{"status": "SUCCEEDED", "reason": "Unused time"}]}]

    def done() -> bool:
        return bool(shop.ask(payments, by=ana)["me"]["payments"]["nodes"] == gone)

    wait_until(done, "the refund")
    assert balance_minor(shop, ana) == 0
    assert_books_balance(shop.database_url)


def test_why_it_is_stuck_is_for_staff(shop: Shop, ana: Person, staff: Person) -> None:
    id = held(shop, ana)
    execute(shop.database_url, "UPDATE subscriptions SET stuck_reason = 'Broken.', due_at = NULL WHERE id = ?", id)
    document = "query ($id: ID!) { node(id: $id) { ... on Subscription { stuckReason } } }"
    answers = [shop.ask(document, {"id": id}, by=who)["node"] for who in (ana, staff)]
    assert answers == [{"stuckReason": None}, {"stuckReason": "Broken."}]
