"""Every screen a person can get to, each with the way to get there. `customer` is new and signed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from typing import Any

from playwright.sync_api import expect

from tests.browser import books, life, terms
from tests.browser.visitor import BANK, Visitor
from tests.support.shop import CARD, CHALLENGED_CARD, DECLINED_CARD, SLOW_CARD
from tests.support.waiting import wait_until

Way = Callable[[Visitor], None]


def _plans(visitor: Visitor) -> None:
    visitor.open("/plans")
    expect(visitor.page.get_by_role("article")).to_have_count(10)


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


def _apply(visitor: Visitor, code: str) -> None:
    field = visitor.page.get_by_label("Code", exact=True)
    field.fill(code)
    field.press("Enter")


def _subscribe_lowered(visitor: Visitor) -> None:
    """Two codes that count, one that does not, a tax on top and one inside."""
    terms.taxed(visitor, ("IVA", "16", False), ("Recycling fee", "0.5", True))
    visitor.order("hosting/team")
    visitor.button("More: Extra seat").click()
    visitor.button("Have a code?").click()
    for code in (
        terms.coupon(visitor, "Welcome"),
        terms.coupon(visitor, "Three off", amounts=[books.usd("3.00")], duration="FOREVER"),
    ):
        _apply(visitor, code)
        expect(visitor.button(f"Remove {code}")).to_be_visible()
    _apply(visitor, "WELCOM-20")
    expect(visitor.page.get_by_text("There is no such code.")).to_be_visible()
    expect(visitor.button("Pay 27.12 USD")).to_be_enabled()


def _payment(card: str, title: str) -> Way:
    def go(visitor: Visitor) -> None:
        # What is shown on the way must still be so when the page is there.
        with visitor.shop.provider.silent() if card == SLOW_CARD else nullcontext():
            payment = _bought(visitor, card, plan="hosting/team")
            visitor.open(f"/payments/{payment['id']}")
            visitor.sees(title)
        if title in ("Declined", "Canceled"):
            expect(visitor.card.get_by_label("CVC")).to_be_visible()

    return go


def _payment_by_hand(visitor: Visitor) -> None:
    visitor.order("hosting/starter")
    visitor.page.get_by_role("radio", name=re.compile("^Cash")).check()
    visitor.button(re.compile("^Pay")).click()
    visitor.sees("Awaiting payment")
    expect(visitor.page.get_by_role("region", name="How to pay")).to_be_visible()


def _payment_methods(visitor: Visitor) -> None:
    life.subscribe(visitor, "hosting/starter", save=True)
    visitor.open("/payment-methods")
    expect(visitor.page.get_by_role("link", name="Hosting · Starter")).to_be_visible()


def _payment_method_removed(visitor: Visitor) -> None:
    _payment_methods(visitor)
    visitor.button("Remove Visa ending in 4242").click()
    visitor.button("Remove it").click()
    expect(visitor.page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()


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


def _lowered(visitor: Visitor) -> str:
    """A subscription in the middle of a period that two coupons and a tax were on; answers its id."""
    terms.taxed(visitor, ("IVA", "16", False))
    codes = [
        terms.coupon(visitor, "Welcome"),
        terms.coupon(visitor, "Three off", amounts=[books.usd("3.00")], duration="FOREVER"),
    ]
    addon = {"addonId": visitor.shop.plans["hosting/team/seat"], "quantity": 2}
    id = life.subscribe(visitor, "hosting/team", save=True, coupons=codes, addons=[addon])
    life.half_over(visitor, id)
    return id


def _subscription_lowered(visitor: Visitor) -> None:
    visitor.open(f"/subscriptions/{_lowered(visitor)}")
    expect(visitor.page.get_by_text("Welcome: 20% off, 2 more periods")).to_be_visible()


def _dialog(act: str, button: str) -> Way:
    def go(visitor: Visitor) -> None:
        id = life.subscribe(visitor, "hosting/starter", save=True)
        visitor.open(f"/subscriptions/{id}?act={act}")
        expect(visitor.page.get_by_role("dialog").get_by_role("button", name=button, exact=True)).to_be_visible()

    return go


def _code_refused(visitor: Visitor) -> None:
    _dialog("add-code", "Add")(visitor)
    _apply(visitor, "WELCOM-20")
    expect(visitor.page.get_by_text("There is no such code.")).to_be_visible()


def _discount_removed(visitor: Visitor) -> None:
    _subscription_lowered(visitor)
    visitor.page.get_by_role("link", name="Remove Welcome").click()
    expect(visitor.page.get_by_role("dialog", name="Remove Welcome?")).to_be_visible()


def _receipt(plan: str, button: str) -> Way:
    """The change to another plan in the middle of a period."""

    def go(visitor: Visitor) -> None:
        id = _lowered(visitor)
        visitor.open(f"/subscriptions/{id}/change?plan={visitor.shop.plans[plan]}")
        expect(visitor.button(re.compile(button))).to_be_enabled()

    return go


def _invoice(visitor: Visitor) -> None:
    _lowered(visitor)
    (invoice,) = visitor.shop.me(visitor.customer())["invoices"]["nodes"]
    visitor.open(f"/invoices/{invoice['id']}")
    expect(visitor.page.get_by_role("heading", name="Payments")).to_be_visible()


def _invoice_owed(visitor: Visitor) -> None:
    """Taxes that the prices contain, and what is still to be paid."""
    terms.taxed(visitor, ("VAT", "21", True))
    _bought(visitor, DECLINED_CARD, plan="hosting/team")
    (invoice,) = visitor.shop.me(visitor.customer())["invoices"]["nodes"]
    visitor.open(f"/invoices/{invoice['id']}")
    expect(visitor.card.get_by_label("CVC")).to_be_visible()


def _past_due(visitor: Visitor) -> None:
    id = life.subscribe(visitor, "hosting/starter")
    life.fall_behind(visitor, id)
    visitor.open(f"/subscriptions/{id}")
    expect(visitor.page.get_by_text("A payment is missing since")).to_be_visible()


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


def _balance_empty(visitor: Visitor) -> None:
    visitor.open("/balance")
    expect(visitor.page.get_by_text("What comes in and goes out will appear here.")).to_be_visible()


def _balance(visitor: Visitor) -> None:
    """Every kind of movement that there is without waiting for an hour, something held, something that runs."""
    books.top_up(visitor, "150.00", save=True)
    books.automate(visitor, threshold="5.00", amount="25.00")
    books.refill(visitor)
    books.adjust(visitor, "-7.25", "Correction of the hours of 12 November, agreed by phone")
    books.adjust(visitor, "10.00", "With our thanks")
    books.run(visitor)
    books.hold(visitor, "15.00")
    visitor.open("/balance")
    expect(visitor.page.get_by_role("timer")).to_be_visible()
    expect(visitor.page.get_by_text("4 transactions shown")).to_be_visible()


def _top_up(visitor: Visitor) -> None:
    visitor.open("/balance/top-up")
    visitor.button("25").click()
    expect(visitor.card.get_by_label("CVC")).to_be_visible()


def _top_up_refused(visitor: Visitor) -> None:
    books.top_up(visitor, "20.00", save=True)
    visitor.open("/balance/top-up")
    visitor.page.get_by_label("How much").fill("10.505")
    expect(visitor.page.get_by_text("USD has 2 decimals")).to_be_visible()
    expect(visitor.page.get_by_role("radio", name=re.compile("^Visa"))).to_be_checked()


def _topped_up(visitor: Visitor) -> None:
    payment = books.top_up(visitor, "25.00")
    books.run(visitor)
    visitor.open(f"/payments/{payment}")
    expect(visitor.page.get_by_role("timer")).to_be_visible()


def _top_up_declined(visitor: Visitor) -> None:
    _top_up(visitor)
    visitor.enter_card(DECLINED_CARD)
    visitor.button("Top up 25.00 USD").click()
    visitor.sees("Declined")


def _automatic_without_a_card(visitor: Visitor) -> None:
    visitor.open("/balance/automatic")
    expect(visitor.page.get_by_text("No saved card yet")).to_be_visible()


def _automatic(visitor: Visitor) -> None:
    books.top_up(visitor, "20.00", save=True)
    visitor.open("/balance/automatic")
    visitor.page.get_by_label("Top up by").fill("0.001")
    visitor.button("Save").click()
    expect(visitor.page.get_by_text("Write an amount.")).to_be_visible()


def _units_empty(visitor: Visitor) -> None:
    visitor.open("/units")
    expect(visitor.page.get_by_text("No units yet")).to_be_visible()


def _units(visitor: Visitor) -> None:
    books.top_up(visitor, "200.00")
    books.refill(visitor)
    books.refill(visitor)
    books.hold_units(visitor, "12.5")
    visitor.open("/units")
    expect(visitor.page.get_by_text("187.5")).to_be_visible()


def _refill(visitor: Visitor) -> None:
    books.top_up(visitor, "100.00")
    visitor.open(f"/refill/{visitor.shop.plans['machine-hours/bag-100']}")
    expect(visitor.page.get_by_role("radio", name=re.compile("^Your balance"))).to_be_checked()


def _refill_lacking(visitor: Visitor) -> None:
    _refill(visitor)
    visitor.button("More: 100 hours").click()
    visitor.button("Pay 160.00 USD").click()
    expect(visitor.page.get_by_text("Your balance is not enough")).to_be_visible()


def _refilled(visitor: Visitor) -> None:
    books.top_up(visitor, "100.00")
    visitor.open(f"/payments/{books.refill(visitor)}")
    expect(visitor.page.get_by_text("+100 hours")).to_be_visible()


def _tariff(amount: str | None, words: str) -> Way:
    def go(visitor: Visitor) -> None:
        if amount:
            books.top_up(visitor, amount)
        visitor.open(f"/subscribe/{visitor.shop.plans['servers/small']}")
        expect(visitor.page.get_by_text(re.compile(words))).to_be_visible()
        expect(visitor.button("Start subscription")).to_be_enabled()

    return go


def _running(visitor: Visitor) -> None:
    books.top_up(visitor, "5.00")
    visitor.open(f"/subscriptions/{books.run(visitor)}")
    expect(visitor.page.get_by_role("timer")).to_be_visible()


def _suspended(visitor: Visitor) -> None:
    _running(visitor)
    books.adjust(visitor, f"-{books.available(visitor.shop, visitor.customer())}")
    expect(visitor.page.get_by_text("Your balance ran out on")).to_be_visible()


def _suspended_home(visitor: Visitor) -> None:
    _suspended(visitor)
    visitor.open("/")
    expect(visitor.page.get_by_text("Small is off")).to_be_visible()


def _change(visitor: Visitor) -> None:
    books.top_up(visitor, "5.00")
    visitor.open(f"/subscriptions/{books.run(visitor)}/change")
    expect(visitor.button("Change to Large")).to_be_enabled()


def _part_paid(visitor: Visitor) -> None:
    books.top_up(visitor, "12.00")
    payment = _bought(visitor, DECLINED_CARD, plan="hosting/team")
    visitor.open(f"/payments/{payment['id']}")
    visitor.page.get_by_role("radio", name=re.compile("^Your balance")).check()
    visitor.button("Pay 12.00 USD").click()
    expect(visitor.page.get_by_role("heading", name="Pay the rest")).to_be_visible()


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
    "subscribe-lowered": _subscribe_lowered,
    "payment-verification": _payment(CHALLENGED_CARD, "Needs verification"),
    "payment-processing": _payment(SLOW_CARD, "Processing"),
    "payment-paid": _payment(CARD, "Paid"),
    "payment-declined": _payment(DECLINED_CARD, "Declined"),
    "payment-by-hand": _payment_by_hand,
    "payment-canceled": _payment_canceled,
    "payment-settled": _payment_settled,
    "payment-methods": _payment_methods,
    "payment-method-dialog": _payment_method_removed,
    "subscription": _subscription(CARD, "Active"),
    "subscription-unpaid": _subscription(CHALLENGED_CARD, "Awaiting payment"),
    "subscription-lowered": _subscription_lowered,
    "subscription-past-due": _past_due,
    "cancel-dialog": _dialog("cancel", "Cancel at the end"),
    "pause-dialog": _dialog("pause", "Pause"),
    "renewals-dialog": _dialog("renewals", "Save"),
    "code-dialog": _code_refused,
    "discount-dialog": _discount_removed,
    "change-now": _receipt("hosting/business", "^Pay .* and change$"),
    "change-later": _receipt("hosting/starter", "^Change on "),
    "invoice": _invoice,
    "invoice-owed": _invoice_owed,
    "balance-empty": _balance_empty,
    "balance": _balance,
    "top-up": _top_up,
    "top-up-refused": _top_up_refused,
    "top-up-declined": _top_up_declined,
    "topped-up": _topped_up,
    "automatic-top-up": _automatic,
    "automatic-top-up-without-a-card": _automatic_without_a_card,
    "units-empty": _units_empty,
    "units": _units,
    "refill": _refill,
    "refill-lacking": _refill_lacking,
    "refilled": _refilled,
    "tariff": _tariff("20.00", "^Your balance of"),
    "tariff-without-money": _tariff(None, "^Your balance is empty"),
    "running": _running,
    "suspended": _suspended,
    "suspended-home": _suspended_home,
    "change": _change,
    "part-paid": _part_paid,
    "nowhere": _nowhere,
    "no-such-payment": _no_such_payment,
    "bank": _bank,
    "bank-decided": _bank_decided,
}
