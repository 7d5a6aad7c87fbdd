"""Changing what is billed in advance, as callers of the API see it: the receipt, the payment, what is planned."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.balance_api import BALANCE, adjust, balances, usd
from tests.support.books import assert_books_balance
from tests.support.extras import seed_demo_and_extras
from tests.support.installation import FAST, time_passes
from tests.support.ports import free_port
from tests.support.processes import Processes
from tests.support.shop import CHALLENGED_CARD, DECLINED_CARD, PAYMENT, Person, Shop, fresh, open_shop
from tests.support.sql import execute, rows, standing_database
from tests.support.waiting import wait_until

_MONEY = "{ amount currency }"
_QUOTE = f"""
  token effectiveAt expiresAt nextChargeAt total {_MONEY} dueNow {_MONEY} credited {_MONEY} refunded {_MONEY}
  nextCharge {_MONEY}
  lines {{ description amount {_MONEY} period {{ start end }} derivation {{ quantity numerator unitPrice {_MONEY} }} }}
  featuresGained {{ code value }} featuresLost {{ code value }}
"""
QUOTE = f"""
query ($input: SubscriptionChangeQuoteInput!) {{ subscriptionChangeQuote(input: $input) {{
  __typename ... on SubscriptionChangeQuoteSuccess {{ quote {{ {_QUOTE} }} }} ... on Error {{ code message }}
}} }}"""
CHANGE = (
    f"""
mutation ($input: SubscriptionChangeInput!) {{ subscriptionChange(input: $input) {{
  __typename
  ... on SubscriptionChangeSuccess {{
    subscription {{ id status version plan {{ code }} pendingChange {{ awaitsPayment plan {{ code }} effectiveAt }} }}
    changePayment {{ ...P }}
  }}
  ... on QuoteChangedError {{ quote {{ {_QUOTE} }} }}
  ... on PaymentDeclinedError {{ reason retryable payment {{ ...P }} }}
  ... on InsufficientBalanceError {{ needed {_MONEY} available {_MONEY} }}
  ... on Error {{ code message }}
}} }}"""
    + PAYMENT
)
STATE = f"""
{{ me {{ subscriptions {{ nodes {{
  id status version plan {{ code }} currentPeriod {{ start end }} nextInvoice {{ total {_MONEY} }}
  pendingChange {{ awaitsPayment plan {{ code }} effectiveAt }} latestInvoice {{ number status total {_MONEY} }}
}} }} }} }}"""


def quoted(shop: Shop, by: Person, id: str, plan: str) -> dict[str, Any]:
    """What a change means."""
    answer = shop.do(QUOTE, {"subscriptionId": id, "planId": shop.plans[plan]}, by=by)
    assert answer["__typename"] == "SubscriptionChangeQuoteSuccess", answer
    quote: dict[str, Any] = answer["quote"]
    return quote


def confirm(shop: Shop, by: Person, id: str, token: str, **changes: Any) -> dict[str, Any]:
    """Make it, and hear the answer."""
    order = {"subscriptionId": id, "quoteToken": token, "idempotencyKey": fresh("change"), **changes}
    return shop.do(CHANGE, order, by=by)


def state(shop: Shop, by: Person) -> dict[str, Any]:
    """The only subscription."""
    (one,) = shop.ask(STATE, by=by)["me"]["subscriptions"]["nodes"]
    assert isinstance(one, dict)
    return one


def test_an_upgrade_shows_each_line_charges_the_difference_and_is_there_at_once(shop: Shop, ana: Person) -> None:
    id = shop.buy(ana)["subscription"]["id"]
    before = state(shop, ana)
    quote = quoted(shop, ana, id, "hosting/team")
    # A few seconds of a month are worth less than half a cent.
    assert [(line["description"], line["amount"]) for line in quote["lines"]] == [
        ("Unused time: Hosting Starter", usd("-10.00")), ("Remaining time: Hosting Team", usd("29.00"))
    ]  # fmt: skip
    for line, price in zip(quote["lines"], ("10.00", "29.00"), strict=True):
        assert line["period"] == {"start": quote["effectiveAt"], "end": before["currentPeriod"]["end"]}
        assert line["derivation"]["unitPrice"] == usd(price)
    assert [line["derivation"]["numerator"].startswith("-") for line in quote["lines"]] == [True, False]
    assert (quote["total"], quote["dueNow"], quote["credited"]) == (usd("19.00"), usd("19.00"), usd("0.00"))
    assert (quote["nextCharge"], quote["nextChargeAt"]) == (usd("29.00"), before["currentPeriod"]["end"])
    assert {feature["code"] for feature in quote["featuresGained"]} == {"sites", "storage_gb", "staging"}
    key = fresh("change")
    order = {"idempotencyKey": key, "payWith": shop.pay_with()}
    answer = confirm(shop, ana, id, quote["token"], **order)
    assert answer["__typename"] == "SubscriptionChangeSuccess", answer
    assert (answer["changePayment"]["status"], answer["changePayment"]["amount"]) == ("SUCCEEDED", usd("19.00"))
    after = state(shop, ana)
    assert answer["subscription"] == {
        "id": id, "status": "ACTIVE", "version": before["version"] + 1, "plan": {"code": "team"}, "pendingChange": None
    }  # fmt: skip
    assert (after["currentPeriod"], after["nextInvoice"]["total"]) == (before["currentPeriod"], usd("29.00"))
    assert (after["latestInvoice"]["status"], after["latestInvoice"]["total"]) == ("PAID", usd("19.00"))
    # Sent again, it gives the same answer.
    assert confirm(shop, ana, id, quote["token"], **order)["changePayment"]["id"] == answer["changePayment"]["id"]
    assert len(shop.me(ana)["payments"]["nodes"]) == 2
    assert_books_balance(shop.database_url)


def test_a_bank_that_asks_holds_the_change_until_the_customer_answers(shop: Shop, ana: Person) -> None:
    id = shop.buy(ana)["subscription"]["id"]
    before = state(shop, ana)
    quote = quoted(shop, ana, id, "hosting/team")
    answer = confirm(shop, ana, id, quote["token"], payWith=shop.pay_with(CHALLENGED_CARD))
    assert answer["__typename"] == "SubscriptionChangeSuccess", answer
    assert answer["changePayment"]["status"] == "REQUIRES_ACTION"
    waiting = {"awaitsPayment": True, "plan": {"code": "team"}, "effectiveAt": quote["effectiveAt"]}
    assert (answer["subscription"]["plan"], answer["subscription"]["pendingChange"]) == ({"code": "starter"}, waiting)
    assert answer["subscription"]["version"] == before["version"]
    second = confirm(shop, ana, id, quote["token"], payWith=shop.pay_with())
    assert (second["__typename"], second["code"]) == ("ConflictError", "CONFLICT")
    shop.provider.answer_challenge(answer["changePayment"], "approve")
    wait_until(lambda: state(shop, ana)["plan"] == {"code": "team"}, "the change")
    assert state(shop, ana)["pendingChange"] is None
    assert_books_balance(shop.database_url)


def test_a_card_that_is_declined_changes_nothing_and_another_one_works(shop: Shop, ana: Person) -> None:
    id = shop.buy(ana)["subscription"]["id"]
    before = state(shop, ana)
    token = quoted(shop, ana, id, "hosting/team")["token"]
    declined = confirm(shop, ana, id, token, payWith=shop.pay_with(DECLINED_CARD))
    assert (declined["__typename"], declined["payment"]["status"]) == ("PaymentDeclinedError", "FAILED")
    after = state(shop, ana)
    assert after["latestInvoice"]["status"] == "VOID"
    assert {**after, "latestInvoice": None} == {**before, "latestInvoice": None}
    answer = confirm(shop, ana, id, quoted(shop, ana, id, "hosting/team")["token"], payWith=shop.pay_with())
    assert answer["subscription"]["plan"] == {"code": "team"}
    assert_books_balance(shop.database_url)


def test_a_balance_pays_when_it_suffices(shop: Shop, ana: Person, staff: Person) -> None:
    id = shop.buy(ana)["subscription"]["id"]
    token = quoted(shop, ana, id, "hosting/team")["token"]
    short = confirm(shop, ana, id, token, payWith=BALANCE)
    assert (short["__typename"], short["needed"], short["available"]) == (
        "InsufficientBalanceError", usd("19.00"), usd("0.00")
    )  # fmt: skip
    adjust(shop, staff, ana, usd("20.00"))
    answer = confirm(shop, ana, id, token, payWith=BALANCE)
    assert answer["subscription"]["plan"] == {"code": "team"}
    assert balances(shop, ana)[0]["available"] == usd("1.00")
    assert_books_balance(shop.database_url)


def test_a_downgrade_is_planned_and_shown_with_the_next_invoice(shop: Shop, ana: Person) -> None:
    id = shop.buy(ana, plan="hosting/team")["subscription"]["id"]
    before = state(shop, ana)
    quote = quoted(shop, ana, id, "hosting/starter")
    end = before["currentPeriod"]["end"]
    assert (quote["lines"], quote["dueNow"], quote["effectiveAt"]) == ([], usd("0.00"), end)
    answer = confirm(shop, ana, id, quote["token"])
    planned = {"awaitsPayment": False, "plan": {"code": "starter"}, "effectiveAt": end}
    assert (answer["changePayment"], answer["subscription"]["pendingChange"]) == (None, planned)
    after = state(shop, ana)
    assert (after["plan"], after["nextInvoice"]["total"]) == ({"code": "team"}, usd("10.00"))
    assert before["nextInvoice"]["total"] == usd("29.00")


def test_staff_downgrade_at_once_and_the_rest_becomes_balance(shop: Shop, ana: Person, staff: Person) -> None:
    id = shop.buy(ana, plan="hosting/team")["subscription"]["id"]
    wanted = {"subscriptionId": id, "planId": shop.plans["hosting/starter"], "when": "NOW"}
    assert shop.do(QUOTE, wanted, by=ana)["__typename"] == "ForbiddenError"
    quote = shop.do(QUOTE, wanted, by=staff)["quote"]
    assert [(line["description"], line["amount"]) for line in quote["lines"]] == [
        ("Unused time: Hosting Team", usd("-29.00")),
        ("Remaining time: Hosting Starter", usd("10.00")),
        ("To your balance", usd("19.00")),
    ]
    assert (quote["dueNow"], quote["credited"], quote["refunded"]) == (usd("0.00"), usd("19.00"), usd("0.00"))
    answer = confirm(shop, staff, id, quote["token"])
    assert (answer["changePayment"], answer["subscription"]["plan"]) == (None, {"code": "starter"})
    after = state(shop, ana)
    assert (after["latestInvoice"]["status"], after["latestInvoice"]["total"]) == ("PAID", usd("0.00"))
    assert balances(shop, ana)[0]["available"] == usd("19.00")
    assert_books_balance(shop.database_url)


def test_a_price_that_moved_is_answered_with_a_fresh_receipt(shop: Shop) -> None:
    """Nobody else here buys this plan in pesos."""
    ana = shop.register(currency="MXN")
    id = shop.buy(ana)["subscription"]["id"]
    token = quoted(shop, ana, id, "hosting/team")["token"]
    dearer = "UPDATE prices SET amount_minor = amount_minor + 100 WHERE plan_id = ? AND currency = 'MXN'"
    execute(shop.database_url, dearer, shop.plans["hosting/team"])
    answer = confirm(shop, ana, id, token, payWith=shop.pay_with())
    assert answer["__typename"] == "QuoteChangedError", answer
    assert answer["quote"]["nextCharge"] == {"amount": "550.00", "currency": "MXN"}
    execute(shop.database_url, dearer.replace("+", "-"), shop.plans["hosting/team"])


@pytest.fixture
def died(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shop, Person, dict[str, Any]]]:
    """A shop whose process died when a change was written and its card not yet asked; it was started again."""
    directory = tmp_path_factory.mktemp("change-crash")
    processes = Processes(directory)
    try:
        with standing_database("sqlite", directory) as database:
            asyncio.run(seed_demo_and_extras(database.url))
            # At the same address, so that who is signed in stays so.
            settings = {**FAST, "DATABASE_URL": database.url, "PORT": str(free_port())}
            first = processes.serve(**settings)
            with open_shop(first.url, database.url) as shop:
                by = shop.register()
                id = shop.buy(by)["subscription"]["id"]
            first.terminate()
            armed = processes.serve(**settings, PERENNIAL_FAILPOINT="charge.after_start")
            with open_shop(armed.url, database.url) as shop:
                token = quoted(shop, by, id, "hosting/team")["token"]
                order = {"idempotencyKey": fresh("change"), "payWith": shop.pay_with()}
                with pytest.raises(httpx.TransportError):
                    confirm(shop, by, id, token, **order)
            assert armed.wait_exit() == 9
            time_passes(database.url)
            last = processes.serve(**settings)
            with open_shop(last.url, database.url) as shop:
                yield shop, by, {"subscriptionId": id, "quoteToken": token, **order}
    finally:
        processes.kill_all()


@pytest.mark.processes
def test_killed_before_the_card_was_asked_it_is_finished_by_the_worker_once(
    died: tuple[Shop, Person, dict[str, Any]],
) -> None:
    shop, by, order = died
    wait_until(lambda: state(shop, by)["plan"] == {"code": "team"}, "the change")
    again = shop.do(CHANGE, order, by=by)
    assert (again["__typename"], again["changePayment"]["status"]) == ("SubscriptionChangeSuccess", "SUCCEEDED")
    (attempt,) = again["changePayment"]["attempts"]
    assert [charge["amount"] for charge in shop.provider.charges(attempt["id"])] == [1900]
    found = rows(shop.database_url, "SELECT status FROM subscription_changes")
    assert [row["status"] for row in found] == ["APPLIED"]
    assert len(shop.me(by)["payments"]["nodes"]) == 2
    assert_books_balance(shop.database_url)
