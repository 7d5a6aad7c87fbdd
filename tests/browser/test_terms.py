"""Coupons and taxes, in a real browser from the real product: what is promised is what is charged and invoiced."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser import books, life, terms
from tests.browser.visitor import PAYMENT, Visitor
from tests.support.shop import CARD


def _rows(region: Locator) -> list[str]:
    """Each row of a table as one text, with the amounts as they are read."""
    return [re.sub(r"\s+", " ", text).strip() for text in region.get_by_role("row").all_inner_texts()]


def _enter(visitor: Visitor, code: str) -> None:
    field = visitor.page.get_by_label("Code", exact=True)
    field.fill(code)
    field.press("Enter")


def test_a_purchase_with_codes_costs_what_the_summary_says_and_the_invoice_shows_why(customer: Visitor) -> None:
    page = customer.page
    terms.taxed(customer, ("IVA", "16", False))
    welcome = terms.coupon(customer, "Welcome")
    three = terms.coupon(customer, "Three off", amounts=[books.usd("3.00")], duration="ONCE")
    customer.order("hosting/team")
    summary = page.get_by_role("region", name="Summary")
    expect(customer.button("Pay 33.64 USD")).to_be_enabled()
    customer.button("Have a code?").click()

    # A wrong code stays in the field; the order can be paid as it was.
    _enter(customer, "no-such-code")
    expect(page.get_by_text("There is no such code.")).to_be_visible()
    expect(customer.button("Pay 33.64 USD")).to_be_enabled()
    _enter(customer, welcome.lower())
    expect(customer.button("Pay 26.91 USD")).to_be_enabled()
    _enter(customer, welcome)
    expect(page.get_by_text("You have added this code already.")).to_be_visible()
    _enter(customer, three)
    expect(customer.button("Pay 23.43 USD")).to_be_enabled()
    customer.button(f"Remove {three}").click()
    expect(customer.button("Pay 26.91 USD")).to_be_enabled()
    _enter(customer, three)
    expect(customer.button("Pay 23.43 USD")).to_be_enabled()
    adjusted = [
        "Subtotal 29.00 USD", "Welcome −5.80 USD", "Three off −3.00 USD", "IVA 16% 3.23 USD", "Total 23.43 USD",
    ]  # fmt: skip
    assert _rows(summary)[-6:] == [*adjusted, "Due now 23.43 USD"]
    # From the second period on only the one for three periods counts.
    expect(summary).to_contain_text("Then 26.91 USD on")

    customer.pay(CARD)
    page.wait_for_url(PAYMENT)
    customer.sees("Paid")
    page.get_by_role("link", name="See your subscription").click()
    renewals = page.get_by_role("region", name="Renewals")
    expect(renewals).to_contain_text("Welcome: 20% off, 2 more periods")
    expect(renewals).not_to_contain_text("Three off")
    expect(renewals.get_by_role("row", name=re.compile("^Total"))).to_contain_text("26.91 USD")
    page.get_by_role("region", name="History").get_by_role("link", name=re.compile("^Invoice ")).click()
    expect(customer.heading).to_have_text(re.compile("^Invoice "))
    document = page.get_by_role("table", name="Invoice lines")
    expect(document.get_by_role("row", name=re.compile("^Hosting Team"))).to_contain_text("Discount −8.80 USD")
    assert _rows(document)[-6:] == [*adjusted, "Paid 23.43 USD"]


def test_a_code_waits_for_the_end_of_a_trial(customer: Visitor) -> None:
    page = customer.page
    life.with_trial(customer, "analytics/scale", 14)
    code = terms.coupon(customer, "Once", percent="20", duration="ONCE")
    customer.open(f"/subscribe/{customer.shop.plans['analytics/scale']}")
    summary = page.get_by_role("region", name="Summary")
    expect(summary).to_contain_text("Then 79.00 USD per month, from")
    customer.button("Have a code?").click()
    _enter(customer, code)
    # It lowers the first paid period only: nothing is said of each month.
    expect(summary).to_contain_text(re.compile(r"Then 63\.20 USD on .*Due now.*0\.00 USD"))
    customer.button("Start the free trial").click()
    customer.sees("Analytics · Scale")
    renewals = page.get_by_role("region", name="Renewals")
    expect(renewals).to_contain_text("Once: 20% off, 1 more period")
    expect(renewals.get_by_role("row", name=re.compile("^Total"))).to_contain_text("63.20 USD")


def test_a_code_comes_to_a_subscription_that_runs_and_is_taken_off_again(customer: Visitor) -> None:
    page = customer.page
    code = terms.coupon(customer, "Loyal", percent="50", duration="FOREVER")
    id = life.subscribe(customer, "hosting/starter")
    customer.open(f"/subscriptions/{id}")
    renewals = page.get_by_role("region", name="Renewals")
    total = renewals.get_by_role("row", name=re.compile("^Total"))
    expect(total).to_contain_text("10.00 USD")
    renewals.get_by_role("link", name="Add a code").click()
    dialog = page.get_by_role("dialog", name="Add a code")
    _enter(customer, "no-such-code")
    expect(dialog.get_by_text("There is no such code.")).to_be_visible()
    _enter(customer, code)
    expect(dialog).to_have_count(0)
    expect(renewals).to_contain_text("Loyal: 50% off, every period")
    expect(total).to_contain_text("5.00 USD")

    renewals.get_by_role("link", name="Remove Loyal").click()
    dialog = page.get_by_role("dialog", name="Remove Loyal?")
    expect(dialog).to_contain_text("It cannot be added again.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(renewals).to_contain_text("Loyal: 50% off, every period")
    page.keyboard.press("Enter")
    customer.button("Remove it").click()
    expect(dialog).to_have_count(0)
    expect(renewals).not_to_contain_text("Loyal")
    expect(total).to_contain_text("10.00 USD")
    expect(customer.heading).to_be_focused()


def test_the_receipt_of_a_change_follows_what_happens_to_the_subscription(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/starter", save=True)
    customer.open(f"/subscriptions/{id}/change?plan={customer.shop.plans['hosting/business']}")
    receipt = page.get_by_role("region", name="What changes")
    expect(customer.button(re.compile("^Pay .* and change$"))).to_be_enabled()
    expect(receipt).to_contain_text(re.compile("These figures hold until "))
    expect(receipt).to_contain_text("Then 990.00 USD on")
    customer.mark()

    # A coupon comes to it elsewhere: the next charge is another, and the reader is told.
    terms.redeem(customer, id, terms.coupon(customer, "Loyal", percent="50", duration="FOREVER"))
    expect(receipt).to_contain_text("Then 495.00 USD on")
    expect(receipt).to_contain_text("The figures were renewed")
    assert customer.has_stayed()
    # It can be changed no more: that is said as well, without being asked.
    cancel = {"subscriptionId": id, "when": "PERIOD_END"}
    done = customer.shop.do(_CANCEL, cancel, by=customer.customer())
    assert done["__typename"] == "SubscriptionCancelSuccess", done
    expect(receipt).to_contain_text("It ends with its period; take that back before you change it.")
    expect(customer.button(re.compile("^Pay .* and change$"))).to_be_disabled()


_CANCEL = """
mutation ($input: SubscriptionCancelInput!) { subscriptionCancel(input: $input) {
  __typename ... on Error { code message }
} }"""
