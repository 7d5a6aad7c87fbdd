"""Paying in every way: at a store, by transfer, with a card in providers' fields; and what is saved for later."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from backend.doubles.openpay.double import OpenpayDouble
from backend.doubles.stripe.double import StripeDouble
from tests.browser.axe import violations
from tests.browser.house import House, Visit
from tests.browser.visitor import PAYMENT, Theme, Visitor
from tests.browser.ways import beside, welcome
from tests.support.shop import CARD

THEMES: tuple[Theme, ...] = ("light", "dark")


@pytest.fixture(scope="module")
def openpay(house: House) -> Iterator[OpenpayDouble]:
    """Connected to the shop of this module."""
    with beside(house.shop, "openpay", OpenpayDouble) as double:
        yield double


@pytest.fixture(scope="module")
def stripe(house: House) -> Iterator[StripeDouble]:
    """Connected to the shop of this module."""
    with beside(house.shop, "stripe", StripeDouble) as double:
        yield double


@pytest.fixture
def payer(visit: Visit, openpay: OpenpayDouble) -> Visitor:
    """A new customer in Mexico."""
    visitor = visit(currency="MXN")
    welcome(visitor, openpay)
    return visitor


def choose(visitor: Visitor, way: str) -> None:
    visitor.page.get_by_role("radio", name=re.compile(f"^{way}")).check()


def test_a_store_voucher_is_shown_and_turns_paid_by_itself_when_the_store_reports_it(payer: Visitor) -> None:
    page = payer.page
    payer.order("hosting/starter")
    choose(payer, "Cash at a store")
    expect(page.get_by_text("You get a code to pay with at the counter.")).to_be_visible()
    payer.button(re.compile("^Pay")).click()

    page.wait_for_url(PAYMENT)
    payer.sees("Awaiting payment")
    slip = page.get_by_role("region", name="Pay at a store")
    shown = slip.get_by_role("definition").filter(has_text=re.compile(r"^(\d{4} ){3}\d{4}$"))
    reference = shown.inner_text().replace(" ", "")
    barcode = slip.get_by_role("img", name=f"Bar code of reference {reference}")
    assert barcode.evaluate("(one) => one.decode().then(() => one.naturalWidth > 100)")
    payer.context.grant_permissions(["clipboard-read", "clipboard-write"])
    payer.button("Copy: Reference").click()
    expect(payer.button("Copied: Reference")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == reference
    found = []
    for theme in THEMES:
        payer.turn(theme)
        found += violations(page)
    assert found == []
    payer.mark()
    with payer.context.expect_page() as opened:
        slip.get_by_role("link", name="Open the slip in a new tab").click()
    counter = opened.value
    expect(counter.get_by_text(reference, exact=True)).to_be_visible()
    counter.get_by_role("button", name="Pay at the counter").click()
    payer.sees("Paid")
    assert payer.has_stayed()
    counter.close()
    expect(slip).to_have_count(0)
    page.get_by_role("link", name="See your subscription").click()
    expect(page.get_by_role("main").get_by_text("Active", exact=True).first).to_be_visible()


def test_a_transfer_that_brings_less_is_told_and_the_rest_can_be_paid(payer: Visitor, openpay: OpenpayDouble) -> None:
    page = payer.page
    payer.order("hosting/starter")
    choose(payer, "Bank transfer · Openpay")
    payer.button(re.compile("^Pay")).click()
    payer.sees("Awaiting payment")
    details = page.get_by_role("region", name="Transfer from your bank")
    expect(details.get_by_role("definition").filter(has_text=re.compile(r"^\d{3} \d{3} \d{11} \d$"))).to_be_visible()
    expect(payer.button("Copy: CLABE")).to_be_visible()

    charge = [one for one in openpay.ledger.charges.values() if one.method == "bank_account"][-1]
    answer = payer.shop.http.post(f"{openpay.public_url}/_double/{charge.id}/pay", json={"amount": "50.00"})
    assert answer.is_success, answer.text

    payer.sees("Paid")
    expect(page.get_by_text("50.00 MXN came in: less than was asked for.")).to_be_visible()
    expect(page.get_by_role("region", name="Pay the rest")).to_be_visible()


def test_a_card_typed_into_our_page_pays_and_leaves_for_the_bank_that_asks(payer: Visitor) -> None:
    page = payer.page
    payer.order("hosting/starter")
    choose(payer, "Card · Openpay")
    fields = page.get_by_role("group", name="Card details")
    payer.button(re.compile("^Pay")).click()
    expect(fields.get_by_text("Check the card number.")).to_be_visible()
    expect(fields.get_by_label("Card number")).to_be_focused()

    fields.get_by_label("Card number").fill("5454545454545454")
    fields.get_by_label("Name on the card").fill("Ana Torres")
    fields.get_by_label("Expiry").fill("12 / 40")
    fields.get_by_label("Security code").fill("123")
    payer.button(re.compile("^Pay")).click()

    page.wait_for_url(re.compile("/pages/bank/"))
    payer.button("Approve").click()
    page.wait_for_url(PAYMENT)
    payer.sees("Paid")
    # The address forgets that somebody came back: a reload asks the gateway for nothing.
    page.wait_for_url(re.compile(r"/payments/pay_\w+$"))


def test_a_card_in_stripes_own_field_is_saved_and_pays_each_time_the_bank_agrees(
    payer: Visitor, stripe: StripeDouble
) -> None:
    welcome(payer, stripe)
    page = payer.page
    payer.open("/payment-methods")
    page.get_by_role("radio", name=re.compile("Stripe")).check()
    fields = page.get_by_role("group", name="Card details")
    fields.get_by_label("Card number").fill("4000002500003155")
    fields.get_by_label("Expiry date").fill("12/40")
    fields.get_by_label("Security code").fill("123")
    payer.button("Save").click()
    page.wait_for_url(re.compile(re.escape(stripe.public_url)))
    payer.button("Approve").click()
    expect(page.get_by_text("Visa ending in 3155 is saved.")).to_be_visible()
    assert payer.shop.me(payer.customer())["payments"]["nodes"] == []

    payer.order("hosting/starter")
    expect(page.get_by_role("radio", name=re.compile("^Visa ending in 3155"))).to_be_checked()
    payer.button(re.compile("^Pay")).click()
    payer.button("Approve").click()
    page.wait_for_url(PAYMENT)
    payer.sees("Paid")


def test_a_method_is_added_without_a_charge_made_the_default_and_removed(payer: Visitor) -> None:
    page = payer.page
    payer.open("/")
    page.get_by_role("link", name="Payment methods").click()
    payer.sees("Payment methods")
    expect(page.get_by_text("Nothing saved yet")).to_be_visible()

    def add(number: str) -> None:
        fields = page.get_by_role("group", name="Card details")
        fields.get_by_label("Card number").fill(number)
        fields.get_by_label("Name on the card").fill("Ana Torres")
        fields.get_by_label("Expiry").fill("12 / 40")
        fields.get_by_label("Security code").fill("123")
        payer.button("Save").click()

    add(CARD)
    expect(page.get_by_text("Visa ending in 4242 is saved.")).to_be_visible()
    add("5555555555554444")
    saved = page.get_by_role("region", name="Saved").get_by_role("listitem")
    expect(saved).to_have_count(2)
    expect(saved.filter(has_text="4242")).to_contain_text("Default")
    assert payer.shop.me(payer.customer())["payments"]["nodes"] == []

    payer.button("Make default: Mastercard ending in 4444").click()
    expect(saved.filter(has_text="4444")).to_contain_text("Default")
    expect(saved.filter(has_text="4242")).not_to_contain_text("Default")
    payer.button(re.compile("Remove Visa ending in 4242")).click()
    dialog = page.get_by_role("dialog", name="Remove Visa ending in 4242?")
    dialog.get_by_role("button", name="Remove it").click()
    expect(dialog).to_have_count(0)
    expect(saved).to_have_count(1)


def test_a_method_that_renews_a_subscription_says_so_and_is_not_removed(payer: Visitor) -> None:
    page, shop, person = payer.page, payer.shop, payer.customer()
    shop.subscribe(person, payWith=shop.pay_with(save=True))
    shop.await_active(person)
    payer.open("/payment-methods")
    mine = page.get_by_role("region", name="Saved").get_by_role("listitem")
    expect(mine.get_by_role("link", name="Hosting · Starter")).to_be_visible()
    payer.button(re.compile("^Remove Visa")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Remove it").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    dialog.get_by_role("button", name="Keep it").click()
    expect(mine).to_have_count(1)
