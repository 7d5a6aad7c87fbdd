"""What breaks while somebody is looking: the server, the socket, the network. The page says so, and mends itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Route, WebSocketRoute, expect

from tests.browser.house import House, Visit
from tests.browser.visitor import PAYMENT, Visitor
from tests.support.shop import CARD, SLOW_CARD

# What Chromium writes into the console when there is nobody to talk to.
_NOBODY = (r"WebSocket connection to .* failed", r"net::ERR_(CONNECTION|INTERNET|EMPTY|SOCKET|NETWORK|FAILED)")


@pytest.fixture
def customer(visit: Visit) -> Visitor:
    """Somebody whose connection is tampered with."""
    return visit(alone=True)


def _dot(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("banner").get_by_role("status")


def test_a_payment_turns_paid_though_the_server_died_while_it_was_processing(house: House, customer: Visitor) -> None:
    customer.watcher.forgive(*_NOBODY)
    with customer.shop.provider.silent():
        customer.buy("hosting/starter", SLOW_CARD)
        customer.sees("Processing")
        expect(_dot(customer)).to_have_text("Live")
        customer.mark()

        house.kill()
        expect(_dot(customer)).to_have_text("Reconnecting")
        customer.sees("Processing")
        house.come_back()

    customer.sees("Paid")
    expect(_dot(customer)).to_have_text("Live")
    assert customer.has_stayed()
    (paid,) = customer.shop.me(customer.customer())["payments"]["nodes"]
    assert (paid["status"], len(customer.shop.provider.charges(paid["attempts"][-1]["id"]))) == ("SUCCEEDED", 1)


def test_a_dropped_socket_is_told_and_what_was_missed_is_shown_once_it_is_back(customer: Visitor) -> None:
    sockets: list[WebSocketRoute] = []
    open_to_all = True

    def connect(socket: WebSocketRoute) -> None:
        if open_to_all:
            socket.connect_to_server()
            sockets.append(socket)
        else:
            socket.close(code=1001)

    customer.context.route_web_socket(re.compile("/graphql$"), connect)
    shop = customer.shop
    shop.provider.webhooks("hold")
    customer.buy("hosting/starter", SLOW_CARD)
    customer.page.wait_for_url(PAYMENT)
    expect(_dot(customer)).to_have_text("Live")
    customer.mark()

    open_to_all = False
    sockets[-1].close(code=1001)
    expect(_dot(customer)).to_have_text("Reconnecting")
    shop.provider.webhooks("release")
    shop.await_active(customer.customer())
    open_to_all = True

    expect(_dot(customer)).to_have_text("Live")
    customer.sees("Paid")
    assert customer.has_stayed()


def test_without_a_socket_the_page_asks_until_the_payment_is_paid(customer: Visitor) -> None:
    customer.context.route_web_socket(re.compile("/graphql$"), lambda socket: socket.close(code=1001))

    with customer.shop.provider.silent():
        customer.buy("hosting/starter", SLOW_CARD)
        customer.sees("Processing")
        customer.mark()
    customer.sees("Paid")
    assert customer.has_stayed()


def test_offline_is_said_and_passes(house: House, customer: Visitor) -> None:
    customer.watcher.forgive(*_NOBODY)
    customer.open("/")
    expect(_dot(customer)).to_have_text("Live")
    customer.context.set_offline(True)
    # Chromium leaves an open socket alone when it goes offline; that the shop is gone as well is what closes it.
    house.kill()
    expect(_dot(customer)).to_have_text("Offline")
    expect(customer.page.get_by_text("You are offline. What you see may be out of date.")).to_be_visible()

    house.come_back()
    customer.context.set_offline(False)
    expect(_dot(customer)).to_have_text("Live")
    expect(customer.page.get_by_text("You are offline.")).to_have_count(0)


def test_an_order_whose_answer_got_lost_is_sent_again_and_paid_once(customer: Visitor) -> None:
    customer.watcher.forgive(*_NOBODY)
    lost = 0

    def lose_the_answer(route: Route) -> None:
        nonlocal lost
        if "subscriptionCreate" not in (route.request.post_data or "") or lost:
            return route.continue_()
        lost += 1
        assert route.fetch().ok
        return route.abort()

    customer.context.route("**/graphql", lose_the_answer)
    customer.buy("hosting/starter", CARD)

    notice = customer.page.get_by_role("alert").filter(has_text="We could not hear back")
    notice.get_by_role("button", name="Try again").click()

    customer.sees("Paid")
    mine = customer.shop.me(customer.customer())
    assert [one["status"] for one in mine["payments"]["nodes"]] == ["SUCCEEDED"]
    assert lost == 1
