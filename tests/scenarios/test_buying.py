"""A customer's way from the catalogue to a running subscription, with every card that behaves in its own way."""

from __future__ import annotations

from tests.support.books import assert_books_balance, assert_charged_once
from tests.support.shop import (
    CANCEL,
    CHALLENGED_CARD,
    CHALLENGED_POOR_CARD,
    DECLINED_CARD,
    QUOTE,
    SLOW_CARD,
    WATCH_PAYMENT,
    WATCH_SUBSCRIPTION,
    Person,
    Shop,
    attempt_of,
)
from tests.support.sql import rows


def test_registering_quoting_and_subscribing_charges_exactly_the_quote_and_turns_the_features_on(shop: Shop) -> None:
    ana = shop.register(currency="MXN")
    addons = [{"addonId": shop.plans["hosting/team/seat"], "quantity": 2}]
    selection = {"planId": shop.plans["hosting/team"], "addons": addons}
    quote = shop.do(QUOTE, selection, by=ana)["quote"]
    assert quote["dueNow"] == {"amount": "701.00", "currency": "MXN"}
    assert [feature["code"] for feature in quote["featuresGained"]] == [
        "sites", "storage_gb", "tls", "staging", "seats"
    ]  # fmt: skip

    answer = shop.subscribe(ana, plan="hosting/team", addons=addons, quoteToken=quote["token"])
    assert (answer["subscription"]["status"], answer["invoice"]["status"]) == ("ACTIVE", "PAID")
    (charge,) = shop.provider.charges(attempt_of(answer["firstPayment"]))
    assert (charge["amount"], charge["currency"]) == (70_100, "mxn")

    me = shop.me(ana)
    assert sorted(feature["code"] for feature in me["entitlements"]) == [
        "seats", "sites", "staging", "storage_gb", "tls"
    ]  # fmt: skip
    (invoice,) = me["invoices"]["nodes"]
    assert (invoice["total"]["amount"], invoice["amountDue"]["amount"]) == ("701.00", "0.00")
    legs = rows(
        shop.database_url,
        "SELECT a.kind AS kind, SUM(e.amount_minor) AS total FROM ledger_entries e"
        " JOIN ledger_accounts a ON a.id = e.account_id WHERE a.currency = 'MXN' AND a.owner_id = ?"
        " GROUP BY a.kind",
        ana.customer_id,
    )
    assert [(leg["kind"], leg["total"]) for leg in legs] == [("RECEIVABLE", 0)]
    assert_books_balance(shop.database_url)


def test_after_a_decline_the_invoice_is_paid_with_a_card_that_asks_for_3d_secure(shop: Shop, ana: Person) -> None:
    declined = shop.subscribe(ana, DECLINED_CARD)
    assert (declined["__typename"], declined["reason"]) == ("PaymentDeclinedError", "GENERIC")
    (bought,) = shop.me(ana)["subscriptions"]["nodes"]
    assert bought["status"] == "INCOMPLETE"

    started = shop.pay(ana, bought["latestInvoice"]["id"], CHALLENGED_CARD)
    payment = started["payment"]
    assert (started["invoice"]["status"], payment["status"]) == ("OPEN", "REQUIRES_ACTION")
    with (
        shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as watch,
        shop.watching(WATCH_SUBSCRIPTION, bought["id"], by=ana) as other,
    ):
        assert watch.next() == payment
        assert other.next()["status"] == "INCOMPLETE"
        back = shop.provider.answer_challenge(payment, "approve").headers["location"]
        assert back.startswith(f"{shop.url}/payments/{payment['id']}?")
        end = watch.until(lambda shown: shown["status"] == "SUCCEEDED")[-1]
        assert (end["invoice"]["status"], end["action"], end["cardLast4"]) == ("PAID", None, "3184")
        watch.assert_complete()
        assert other.next()["status"] == "ACTIVE"
    assert len(shop.me(ana)["payments"]["nodes"]) == 2
    assert_books_balance(shop.database_url)


def test_failing_3d_secure_fails_the_payment_and_leaves_the_invoice_open(shop: Shop, ana: Person) -> None:
    payment = shop.buy(ana, CHALLENGED_CARD)["firstPayment"]
    with shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as watch:
        assert watch.next() == payment
        shop.provider.answer_challenge(payment, "fail")
        end = watch.until(lambda shown: shown["status"] == "FAILED")[-1]
        assert (end["decline"]["reason"], end["decline"]["retryable"]) == ("AUTHENTICATION_FAILED", True)
        assert end["invoice"]["status"] == "OPEN"
        watch.assert_complete()
    assert shop.provider.charges(attempt_of(payment)) == []
    assert shop.pay(ana, payment["invoice"]["id"])["payment"]["status"] == "SUCCEEDED"


def test_an_approved_card_may_still_be_declined(shop: Shop, ana: Person) -> None:
    payment = shop.buy(ana, CHALLENGED_POOR_CARD)["firstPayment"]
    with shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as watch:
        watch.next()
        shop.provider.answer_challenge(payment, "approve")
        end = watch.until(lambda shown: shown["status"] == "FAILED")[-1]
        assert end["decline"]["reason"] == "INSUFFICIENT_FUNDS"


def test_a_closed_3d_secure_page_leaves_the_payment_waiting_and_the_customer_cancels_it(
    shop: Shop, ana: Person
) -> None:
    payment = shop.buy(ana, CHALLENGED_CARD)["firstPayment"]
    shop.provider.answer_challenge(payment, "close")
    (waiting,) = shop.me(ana)["payments"]["nodes"]
    assert waiting["status"] == "REQUIRES_ACTION"
    canceled = shop.do(CANCEL, {"id": payment["id"]}, by=ana)["payment"]
    assert (canceled["status"], canceled["action"], canceled["invoice"]["status"]) == ("CANCELED", None, "OPEN")
    late = shop.http.post(payment["action"]["url"], data={"answer": "approve"}, follow_redirects=False)
    assert late.status_code == 303
    assert shop.provider.charges(attempt_of(payment)) == []
    assert shop.pay(ana, payment["invoice"]["id"])["invoice"]["status"] == "PAID"


def test_a_card_that_takes_its_time_is_pending_then_succeeds(shop: Shop, ana: Person) -> None:
    shop.provider.webhooks("hold")
    payment = shop.buy(ana, SLOW_CARD)["firstPayment"]
    with shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as watch:
        assert watch.next()["status"] == "PENDING"
        assert shop.me(ana)["subscriptions"]["nodes"][0]["status"] == "INCOMPLETE"
        shop.provider.webhooks("release")
        assert watch.until(lambda shown: shown["status"] == "SUCCEEDED")[-1]["invoice"]["status"] == "PAID"
        watch.assert_complete()
    assert len(shop.provider.charges(attempt_of(payment))) == 1
    assert_charged_once(shop.database_url, shop.provider.charges())
