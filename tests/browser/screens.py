"""Every screen a person can get to, each with the way to get there. `customer` is new and signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import expect

from tests.browser.visitor import BANK, Visitor
from tests.support.shop import CARD, CHALLENGED_CARD, DECLINED_CARD, SLOW_CARD
from tests.support.waiting import wait_until

Way = Callable[[Visitor], None]


def _plans(visitor: Visitor) -> None:
    visitor.open("/plans")
    expect(visitor.page.get_by_role("article")).to_have_count(7)


def _plans_held(visitor: Visitor) -> None:
    _bought(visitor, CARD)
    visitor.open("/plans")
    expect(visitor.page.get_by_text("Current", exact=True)).to_be_visible()


def _sign_in(visitor: Visitor) -> None:
    visitor.open("/login")
    visitor.sees("Sign in")


def _register(visitor: Visitor) -> None:
    visitor.open("/register")
    visitor.sees("Create your account")


def _register_refused(visitor: Visitor) -> None:
    _register(visitor)
    visitor.page.get_by_label("Name").fill("Ana")
    visitor.page.get_by_label("Email").fill("ana@example.com")
    visitor.page.get_by_label("Password").fill("perennial-customer")
    visitor.button("Create account").click()
    expect(visitor.page.get_by_text("already registered. Sign in instead")).to_be_visible()


def _home_empty(visitor: Visitor) -> None:
    visitor.open("/")
    expect(visitor.page.get_by_text("No subscriptions yet")).to_be_visible()


def _home(visitor: Visitor) -> None:
    _bought(visitor, CARD)
    _bought(visitor, DECLINED_CARD, plan="analytics/plus")
    visitor.open("/")
    expect(visitor.page.get_by_text("Renews").first).to_be_visible()


def _subscribe(visitor: Visitor) -> None:
    visitor.order("hosting/team")
    visitor.button("More: Extra seat").click()
    visitor.button("More: Set-up by an expert").click()
    expect(visitor.button("Pay 82.00 USD")).to_be_enabled()
    visitor.card.get_by_label("Card number").fill(CARD)


def _subscribe_refused(visitor: Visitor) -> None:
    visitor.order("hosting/team")
    visitor.page.get_by_label("Extra seat", exact=True).fill("250")
    visitor.card.get_by_label("Card number").fill("4242")
    visitor.card.get_by_label("Expiry").fill("12 / 20")
    visitor.card.get_by_label("CVC").fill("1")
    visitor.card.get_by_label("Card number").focus()
    expect(visitor.card.get_by_text("The security code does not have the right length.")).to_be_visible()


def _subscribe_already(visitor: Visitor) -> None:
    _bought(visitor, CARD)
    visitor.buy("hosting/team")
    expect(visitor.page.get_by_text("You already have this product")).to_be_visible()


def _payment(card: str, title: str) -> Way:
    def go(visitor: Visitor) -> None:
        payment = _bought(visitor, card, plan="hosting/team")
        visitor.open(f"/payments/{payment['id']}")
        visitor.sees(title)
        if title in ("Declined", "Canceled"):
            expect(visitor.card.get_by_label("CVC")).to_be_visible()

    return go


def _payment_canceled(visitor: Visitor) -> None:
    _payment(CHALLENGED_CARD, "Needs verification")(visitor)
    visitor.button("Cancel and use another card").click()
    visitor.sees("Canceled")
    expect(visitor.card.get_by_label("CVC")).to_be_visible()


def _payment_settled(visitor: Visitor) -> None:
    first = _bought(visitor, DECLINED_CARD)
    (invoice,) = visitor.shop.me(visitor.customer())["invoices"]["nodes"]
    visitor.shop.pay(visitor.customer(), invoice["id"])
    visitor.shop.await_active(visitor.customer())
    visitor.open(f"/payments/{first['id']}")
    expect(visitor.page.get_by_text("there is nothing left to pay")).to_be_visible()


def _subscription(card: str, word: str) -> Way:
    def go(visitor: Visitor) -> None:
        _bought(visitor, card, plan="hosting/team")
        (mine,) = visitor.shop.me(visitor.customer())["subscriptions"]["nodes"]
        visitor.open(f"/subscriptions/{mine['id']}")
        expect(visitor.page.get_by_role("main").get_by_text(word, exact=True).first).to_be_visible()

    return go


def _nowhere(visitor: Visitor) -> None:
    visitor.open("/nowhere/at/all")
    visitor.sees("Page not found")


def _no_such_payment(visitor: Visitor) -> None:
    visitor.open("/payments/pay_01m00000000000000000000000")
    visitor.sees("Payment not found")


def _bank(visitor: Visitor) -> None:
    payment = _bought(visitor, CHALLENGED_CARD, plan="hosting/team")
    visitor.page.goto(payment["action"]["url"])
    visitor.sees("Confirm your payment")


def _bank_decided(visitor: Visitor) -> None:
    payment = _bought(visitor, CHALLENGED_CARD, plan="hosting/team")
    visitor.shop.provider.answer_challenge(payment, "approve")
    visitor.page.goto(payment["action"]["url"])
    visitor.sees("This payment is decided")


def _bank_missing(visitor: Visitor) -> None:
    visitor.watcher.forgive("status of 404")
    visitor.open("/sandbox/authenticate/nothing")
    visitor.sees("This page does not exist")
    assert BANK.search(visitor.page.url)


def _bought(visitor: Visitor, card: str, plan: str = "hosting/starter") -> Mapping[str, Any]:
    """Buy without the browser, to get to what comes after; answers the payment once it is where it stays."""
    made = visitor.shop.subscribe(visitor.customer(), card, plan=plan)
    id = (made.get("firstPayment") or made["payment"])["id"]

    def decided() -> Mapping[str, Any] | None:
        payments = visitor.shop.me(visitor.customer())["payments"]["nodes"]
        return next((one for one in payments if one["id"] == id and one["status"] != "PENDING"), None)

    if card == SLOW_CARD:
        return {"id": id}
    # A busy machine answers before the gateway has.
    payment = wait_until(decided, "the gateway's answer")
    assert payment is not None
    return payment


VISITORS: Mapping[str, Way] = {
    "plans": _plans,
    "sign-in": _sign_in,
    "register": _register,
    "register-refused": _register_refused,
    "nowhere-as-a-visitor": _nowhere,
    "bank-missing": _bank_missing,
}
CUSTOMERS: Mapping[str, Way] = {
    "home-empty": _home_empty,
    "home": _home,
    "plans-held": _plans_held,
    "subscribe": _subscribe,
    "subscribe-refused": _subscribe_refused,
    "subscribe-already": _subscribe_already,
    "payment-verification": _payment(CHALLENGED_CARD, "Needs verification"),
    "payment-processing": _payment(SLOW_CARD, "Processing"),
    "payment-paid": _payment(CARD, "Paid"),
    "payment-declined": _payment(DECLINED_CARD, "Declined"),
    "payment-canceled": _payment_canceled,
    "payment-settled": _payment_settled,
    "subscription": _subscription(CARD, "Active"),
    "subscription-unpaid": _subscription(CHALLENGED_CARD, "Awaiting payment"),
    "nowhere": _nowhere,
    "no-such-payment": _no_such_payment,
    "bank": _bank,
    "bank-decided": _bank_decided,
}
