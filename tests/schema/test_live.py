"""Live updates over real websockets."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from backend.models.ids import new_id
from tests.support.balance_api import WATCH_BALANCE, adjust, hold, top_up, usd
from tests.support.shop import (
    CHALLENGED_CARD,
    SLOW_CARD,
    WATCH_PAYMENT,
    WATCH_SUBSCRIPTION,
    Person,
    Shop,
    Watch,
)


def test_a_payment_is_shown_at_once_then_at_each_change_until_it_is_final(shop: Shop, ana: Person) -> None:
    payment = shop.buy(ana, CHALLENGED_CARD)["firstPayment"]
    with shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as watch:
        first = watch.next()
        assert first == payment
        shop.provider.answer_challenge(payment, "approve")
        states = watch.until(lambda shown: shown["status"] == "SUCCEEDED")
        assert states[-1]["action"] is None
        assert states[-1]["invoice"]["status"] == "PAID"
        versions = [first["version"], *(state["version"] for state in states)]
        assert versions == sorted(set(versions))
        watch.assert_complete()


def test_a_final_payment_is_shown_once_and_completes(shop: Shop, ana: Person) -> None:
    payment = shop.buy(ana)["firstPayment"]
    with shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as watch:
        assert watch.next() == payment
        watch.assert_complete()


def test_two_watchers_and_one_that_comes_late_see_the_same_end(shop: Shop, ana: Person, staff: Person) -> None:
    with ExitStack() as open:
        with shop.provider.silent():
            payment = shop.buy(ana, SLOW_CARD)["firstPayment"]
            assert payment["status"] == "PENDING"
            one, two = (open.enter_context(shop.watching(WATCH_PAYMENT, payment["id"], by=who)) for who in (ana, staff))
            assert one.next() == two.next() == payment
        ends = [watch.until(lambda shown: shown["status"] == "SUCCEEDED")[-1] for watch in (one, two)]
        with shop.watching(WATCH_PAYMENT, payment["id"], by=ana) as late:
            assert [late.next()] * 2 == ends
            for watch in (one, two, late):
                watch.assert_complete()


def test_a_subscription_is_shown_at_once_and_when_it_starts(shop: Shop, ana: Person) -> None:
    bought = shop.subscribe(ana, CHALLENGED_CARD)
    with shop.watching(WATCH_SUBSCRIPTION, bought["subscription"]["id"], by=ana) as watch:
        first = watch.next()
        assert first["status"] == "INCOMPLETE"
        shop.provider.answer_challenge(bought["firstPayment"], "approve")
        assert watch.next() == {"id": first["id"], "status": "ACTIVE", "version": first["version"] + 1}


def test_a_balance_is_shown_at_once_and_after_each_change(shop: Shop, ana: Person, staff: Person) -> None:
    with (
        shop.watching(WATCH_BALANCE, "", by=ana) as one,
        shop.watching(WATCH_BALANCE, "", by=ana) as two,
        shop.watching(WATCH_BALANCE, "", by=shop.register()) as stranger,
    ):
        nothing = {
            "currency": "USD", "version": 0, "available": usd("0.00"), "held": usd("0.00"), "fundedUntil": None
        }  # fmt: skip
        assert one.next() == two.next() == stranger.next() == nothing
        assert adjust(shop, staff, ana, usd("10.00"))["balance"] == {
            **nothing, "version": 1, "available": usd("10.00")
        }  # fmt: skip
        assert one.next() == two.next() == {**nothing, "version": 1, "available": usd("10.00")}
        hold(shop, staff, ana, usd("4.00"))
        assert one.next() == {**nothing, "version": 2, "available": usd("6.00"), "held": usd("4.00")}
        top_up(shop, ana, usd("25.00"), SLOW_CARD)
        last = one.until(lambda shown: shown["version"] == 3)[-1]
        assert (last["available"], last["held"]) == (usd("31.00"), usd("4.00"))
        with shop.watching(WATCH_BALANCE, "", by=ana) as late:
            assert late.next() == last
        with pytest.raises(TimeoutError):
            stranger.receive(timeout_seconds=0.1)


def test_a_balance_is_watched_in_another_currency_too(shop: Shop, ana: Person) -> None:
    yen = 'subscription { balanceUpdated(currency: "JPY") { currency version available { amount } } }'
    with shop.watching(yen, "", by=ana) as watch:
        assert watch.next() == {"currency": "JPY", "version": 0, "available": {"amount": "0"}}
    unknown = 'subscription { balanceUpdated(currency: "QQQ") { version } }'
    with shop.watching(unknown, "", by=ana) as watch:
        assert refusal(watch)[1] == ["INVALID_INPUT"]
    # To have looked is not to have used it.
    assert shop.ask("{ me { balances { currency } } }", by=ana)["me"] == {"balances": [{"currency": "USD"}]}


def test_only_customers_watch_a_balance(shop: Shop, staff: Person) -> None:
    for by, code in ((staff, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        with shop.watching(WATCH_BALANCE, "", by=by) as watch:
            assert refusal(watch)[1] == [code]


def refusal(watch: Watch) -> tuple[object, object]:
    message = watch.receive()
    errors = message["payload"]["errors"] if message["type"] == "next" else message["payload"]
    return message["type"], [error["extensions"]["code"] for error in errors]


@pytest.mark.parametrize(("document", "prefix"), [(WATCH_PAYMENT, "pay"), (WATCH_SUBSCRIPTION, "sub")])
def test_a_foreign_id_is_refused_as_one_that_nobody_has(shop: Shop, ana: Person, document: str, prefix: str) -> None:
    bought = shop.subscribe(ana, CHALLENGED_CARD)
    foreign = bought["firstPayment"]["id"] if prefix == "pay" else bought["subscription"]["id"]
    answers = []
    for by in (shop.register(), None):
        for id in (foreign, new_id(prefix)):
            with shop.watching(document, id, by=by) as watch:
                answers.append(refusal(watch))
    assert answers == [answers[0]] * 4
    assert answers[0][1] == ["NOT_FOUND"]


def test_a_socket_with_a_wrong_token_is_closed_before_anything_is_asked(shop: Shop) -> None:
    forger = Person("", "a.b.c", "")
    with pytest.raises(ConnectionClosed) as closed, shop.watching(WATCH_PAYMENT, "pay_0", by=forger):
        pass
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_another_sites_page_cannot_open_a_socket(shop: Shop, origin: str) -> None:
    address = shop.url.replace("http", "ws", 1) + "/graphql"
    with pytest.raises(Exception, match="403"):
        connect(address, subprotocols=[Subprotocol("graphql-transport-ws")], origin=Origin(origin)).close()


def test_queries_and_mutations_run_over_a_socket_too(shop: Shop, ana: Person) -> None:
    with shop.watching("query ($id: ID!) { node(id: $id) { id } me { id } }", ana.customer_id or "", by=ana) as watch:
        me = {"id": ana.customer_id}
        assert watch.receive()["payload"] == {"data": {"node": me, "me": me}}
        watch.assert_complete()
