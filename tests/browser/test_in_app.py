"""A payment that began in the merchant's app with Stripe's kit, and is gone on with in the browser.

The cardholder's bank asks in a dialog of Stripe's script, on the payment's own page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from backend.doubles.stripe import ONE
from backend.doubles.stripe.double import StripeDouble
from tests.browser.house import House, Visit
from tests.browser.visitor import Visitor
from tests.browser.ways import beside, welcome
from tests.support.shop import DECLINED_CARD, fresh
from tests.support.waiting import wait_until

SHEET = """
mutation ($input: PaymentSheetCreateInput!) { paymentSheetCreate(input: $input) {
  __typename ... on PaymentSheetCreateSuccess { sheet { clientSecret publishableKey payment { id } } }
  ... on Error { message }
} }"""
CONTINUE = "Continue to your bank's verification"


@pytest.fixture(scope="module")
def stripe(house: House) -> Iterator[StripeDouble]:
    """Connected to the shop of this module."""
    with beside(house.shop, "stripe", StripeDouble) as double:
        yield double


@pytest.fixture
def payer(visit: Visit, stripe: StripeDouble) -> Visitor:
    """A new customer whose first card was declined: an invoice is open. Their browser is their own, to close tabs."""
    visitor = visit(alone=True)
    welcome(visitor, stripe)
    visitor.shop.subscribe(visitor.customer(), DECLINED_CARD)
    wait_until(lambda: [one["status"] for one in _mine(visitor)["payments"]["nodes"]] == ["FAILED"], "the decline")
    return visitor


class App:
    """The merchant's mobile app, on the payer's phone."""

    def __init__(self, payer: Visitor, stripe: StripeDouble) -> None:
        self._payer, self._stripe = payer, stripe
        (invoice,) = _mine(payer)["invoices"]["nodes"]
        order = {"gateway": "stripe", "invoiceId": invoice["id"], "sdkVersion": "2026-10-28.endive"}
        made = payer.shop.do(SHEET, {**order, "idempotencyKey": fresh("sheet")}, by=payer.customer())
        assert made["__typename"] == "PaymentSheetCreateSuccess", made
        self.sheet: dict[str, Any] = made["sheet"]

    @property
    def intent(self) -> str:
        """Stripe's id of the payment."""
        return str(self.sheet["clientSecret"]).partition("_secret_")[0]

    def enter(self, card: str = "pm_card_threeDSecure2Required") -> None:
        """A card whose bank asks; the app is put away before the answer."""
        form = {
            "key": self.sheet["publishableKey"],
            "client_secret": self.sheet["clientSecret"],
            "payment_method": card,
            "use_stripe_sdk": "true",
        }
        answer = self._payer.shop.http.post(
            f"{self._stripe.public_url}/v1/payment_intents/{self.intent}/confirm", data=form
        )
        assert answer.json()["status"] == "requires_action", answer.text

    def agree(self) -> None:
        """The answer to the bank comes from the phone."""
        action = self._stripe.books[ONE.id].things[self.intent]["next_action"]
        answer = self._payer.shop.http.post(f"{action['use_stripe_sdk']['stripe_js']}?ok=true")
        assert answer.is_success, answer.text


def _mine(payer: Visitor) -> dict[str, Any]:
    return payer.shop.me(payer.customer())


def _charges(stripe: StripeDouble, app: App) -> list[str]:
    """What became of every try to charge the app's payment."""
    return [one["status"] for one in stripe.books[ONE.id].of("charge") if one["payment_intent"] == app.intent]


def _bank(payer: Visitor) -> Locator:
    return payer.page.get_by_role("dialog", name="Your bank asks")


def _open(payer: Visitor, app: App) -> None:
    payer.open(f"/payments/{app.sheet['payment']['id']}")
    payer.sees("Needs verification")


def test_the_bank_asks_in_the_page_and_the_payment_turns_paid_there(payer: Visitor, stripe: StripeDouble) -> None:
    app = App(payer, stripe)
    app.enter()
    _open(payer, app)
    payer.mark()
    payer.button(CONTINUE).click()
    _bank(payer).get_by_role("button", name="Approve").click()

    payer.sees("Paid")
    assert payer.has_stayed()
    assert _charges(stripe, app) == ["succeeded"]
    (invoice,) = _mine(payer)["invoices"]["nodes"]
    assert invoice["status"] == "PAID"


def test_what_the_bank_refuses_is_told_and_another_card_pays(payer: Visitor, stripe: StripeDouble) -> None:
    page, app = payer.page, App(payer, stripe)
    app.enter()
    _open(payer, app)
    payer.button(CONTINUE).click()
    _bank(payer).get_by_role("button", name="Fail").click()
    expect(page.get_by_role("alert").filter(has_text="We are unable to authenticate")).to_be_visible()
    # The bank has no question any more, and does not ask again.
    payer.button(CONTINUE).click()
    expect(page.get_by_text("Your bank asks nothing at the moment.")).to_be_visible()
    expect(_bank(payer)).to_have_count(0)

    payer.button("Cancel and use another card").click()
    payer.sees("Canceled")
    page.get_by_role("radio", name=re.compile("Stripe")).check()
    fields = page.get_by_role("group", name="Card details")
    fields.get_by_label("Card number").fill("4242424242424242")
    fields.get_by_label("Expiry date").fill("12/40")
    fields.get_by_label("Security code").fill("123")
    payer.button(re.compile("^Pay")).click()
    payer.sees("Paid")
    assert _charges(stripe, app) == []
    paid = [one["status"] for one in _mine(payer)["payments"]["nodes"]]
    assert sorted(paid) == ["CANCELED", "FAILED", "SUCCEEDED"]


def test_a_tab_that_is_closed_while_the_bank_asks_shows_the_truth_when_it_is_opened_again(
    payer: Visitor, stripe: StripeDouble
) -> None:
    app = App(payer, stripe)
    app.enter()
    _open(payer, app)
    payer.button(CONTINUE).click()
    expect(_bank(payer)).to_be_visible()
    payer.page.close()

    # Nothing was answered: it waits as it waited, and the bank can be asked again.
    payer.page = payer.context.new_page()
    _open(payer, app)
    payer.button(CONTINUE).click()
    expect(_bank(payer)).to_be_visible()
    payer.page.close()

    # Answered on the phone meanwhile.
    app.agree()
    payer.page = payer.context.new_page()
    payer.open(f"/payments/{app.sheet['payment']['id']}")
    payer.sees("Paid")
    expect(payer.button(CONTINUE)).to_have_count(0)
    assert _charges(stripe, app) == ["succeeded"]


def test_a_page_that_has_not_heard_of_the_answer_asks_nobody_again(payer: Visitor, stripe: StripeDouble) -> None:
    app = App(payer, stripe)
    app.enter()
    stripe.webhooks.mode = "hold"
    try:
        _open(payer, app)
        app.agree()
        payer.button(CONTINUE).click()
        payer.sees("Paid")
    finally:
        stripe.webhooks.mode = "deliver"
    assert _charges(stripe, app) == ["succeeded"]
