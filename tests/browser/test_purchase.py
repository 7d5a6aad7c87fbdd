"""Buying, in a real browser from the real product: every card, and the payment turning paid on the page."""

from __future__ import annotations

import re

from playwright.sync_api import Frame, expect

from tests.browser.house import Visit
from tests.browser.visitor import BANK, PAYMENT, Visitor
from tests.support.merchants import PASSWORD
from tests.support.shop import CARD, CHALLENGED_CARD, DECLINED_CARD, SLOW_CARD, fresh_email


def test_from_registering_to_a_payment_that_turns_paid_and_a_subscription_that_is_on(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/")
    visitor.sees("Plans")
    visitor.button("Choose Team").click()
    visitor.sees("Sign in")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Name").fill("Ana Torres")
    page.get_by_label("Email").fill(fresh_email())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Currency").select_option("USD")
    visitor.button("Create account").click()

    visitor.sees("Subscribe to Team")
    expect(visitor.button("Pay 29.00 USD")).to_be_enabled()
    visitor.button("More: Extra seat").click()
    expect(visitor.button("Pay 33.00 USD")).to_be_enabled()
    visitor.pay(CHALLENGED_CARD)

    page.wait_for_url(BANK)
    visitor.sees("Confirm your payment")
    expect(page.get_by_text("33.00 USD")).to_be_visible()
    # The bank's word is held back: the page is there first, and what it shows next it must hear by itself.
    visitor.shop.provider.webhooks("hold")
    visitor.button("Approve").click()
    page.wait_for_url(PAYMENT)
    visitor.mark()
    visitor.shop.provider.webhooks("release")
    visitor.sees("Paid")
    assert visitor.has_stayed()
    on = page.get_by_role("region", name="Now on for you")
    expect(on.get_by_role("listitem")).to_have_text(
        ["Sites: 10", "Storage (GB): 100", "TLS certificates", "Staging copies", "Extra seats"]
    )

    visitor.page.get_by_role("link", name="See your subscription").click()
    visitor.sees("Hosting · Team")
    expect(page.get_by_role("main").get_by_text("Active", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Home").click()
    visitor.sees("Hello, Ana Torres")
    mine = page.get_by_role("region", name="Subscriptions").get_by_role("listitem")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text(re.compile(r"Hosting · Team.*Renews.*Active"))
    expect(page.get_by_role("region", name="Recent payments").get_by_role("listitem")).to_contain_text("33.00 USD")


def test_a_good_card_is_paid_at_once_and_its_number_goes_to_the_gateway_alone(customer: Visitor) -> None:
    customer.buy("hosting/starter")

    customer.page.wait_for_url(PAYMENT)
    customer.sees("Paid")
    expect(customer.page.get_by_text("Visa ending in 4242")).to_be_visible()
    # The watcher looks for numbers in everything that is sent; it has seen this one where it belongs.
    assert customer.watcher.pans_to_gateway == 1


def test_after_a_decline_another_card_pays(customer: Visitor) -> None:
    customer.buy("hosting/starter", DECLINED_CARD)

    customer.sees("Declined")
    expect(customer.page.get_by_text("The payment did not go through. Nothing was charged.")).to_be_visible()
    customer.pay(CARD)
    customer.sees("Paid")


def test_a_failed_verification_is_a_decline_and_a_closed_one_waits_until_another_card_pays(customer: Visitor) -> None:
    page = customer.page
    customer.buy("hosting/team", CHALLENGED_CARD)
    customer.button("Fail").click()
    customer.sees("Declined")
    expect(page.get_by_text(re.compile("authenticat|verif|confirm", re.IGNORECASE)).first).to_be_visible()

    customer.pay(CHALLENGED_CARD)
    page.wait_for_url(BANK)
    customer.button("Close").click()
    customer.sees("Needs verification")
    expect(customer.button("Continue to your bank's verification")).to_be_visible()
    customer.button("Cancel and use another card").click()
    customer.sees("Canceled")
    customer.pay(CARD)
    customer.sees("Paid")


def test_two_tabs_see_a_slow_payment_turn_paid(customer: Visitor) -> None:
    with customer.shop.provider.silent():
        customer.buy("analytics/plus", SLOW_CARD)
        customer.sees("Processing")
        customer.mark()
        second = customer.context.new_page()
        second.goto(customer.page.url)
        expect(second.get_by_role("heading", level=1)).to_have_text("Processing")
        second.evaluate("window.stayed = true")

    customer.sees("Paid")
    expect(second.get_by_role("heading", level=1)).to_have_text("Paid")
    assert customer.has_stayed()
    assert second.evaluate("window.stayed") is True


def test_what_is_held_already_leads_to_its_subscription(customer: Visitor) -> None:
    customer.shop.subscribe(customer.customer(), plan="hosting/starter")
    customer.open("/plans")
    expect(customer.page.get_by_role("article", name="Starter")).to_contain_text("Current")
    expect(customer.button("Choose Team")).to_have_count(0)

    customer.buy("hosting/team")

    notice = customer.page.get_by_role("alert").filter(has_text="You already have this product")
    notice.get_by_role("link", name="See your subscription").click()
    customer.sees("Hosting · Starter")


def test_the_price_follows_every_choice(customer: Visitor) -> None:
    page = customer.page
    customer.order("hosting/team")
    customer.button("More: Team").click()
    expect(customer.button("Pay 58.00 USD")).to_be_enabled()
    customer.button("More: Set-up by an expert").click()
    expect(customer.button("Pay 107.00 USD")).to_be_enabled()
    expect(page.get_by_role("region", name="Summary")).to_contain_text("Then 58.00 USD on")
    # No more than what is offered.
    expect(customer.button("More: Set-up by an expert")).to_be_disabled()
    page.get_by_label("Extra seat", exact=True).fill("100")
    expect(customer.button("Pay 507.00 USD")).to_be_enabled()
    page.get_by_label("Extra seat", exact=True).fill("0")
    customer.button("Fewer: Set-up by an expert").click()
    customer.button("Fewer: Team").click()
    expect(customer.button("Pay 29.00 USD")).to_be_enabled()
    expect(customer.button("Fewer: Team")).to_be_disabled()


def test_a_quantity_that_cannot_be_ordered_is_told_beside_it_and_cannot_be_paid(customer: Visitor) -> None:
    page = customer.page
    customer.order("hosting/team")
    for name, wrong, words in (
        ("Quantity", "0", "A whole number from 1 to 9,999."),
        ("Quantity", "", "A whole number from 1 to 9,999."),
        ("Quantity", "1.5", "A whole number from 1 to 9,999."),
        ("Extra seat", "250", "A whole number from 0 to 100."),
    ):
        quantity = page.get_by_label(name, exact=True)
        before = quantity.input_value()
        quantity.fill(wrong)
        expect(page.get_by_role("main").get_by_role("alert").filter(has_text=words)).to_be_visible()
        expect(quantity).to_have_attribute("aria-invalid", "true")

        customer.pay(CARD)

        expect(quantity).to_be_focused()
        expect(quantity).to_have_value(wrong)
        quantity.fill(before)
        expect(quantity).not_to_have_attribute("aria-invalid", "true")
    assert customer.shop.me(customer.customer())["payments"]["nodes"] == []
    page.get_by_label("Quantity").fill("3")
    expect(customer.button("Pay 87.00 USD")).to_be_enabled()


def test_an_incomplete_card_is_told_in_the_field_and_nothing_is_sent(customer: Visitor) -> None:
    customer.order("hosting/starter")
    customer.card.get_by_label("Card number").fill("4242")

    customer.button(re.compile("^Pay")).click()

    expect(customer.card.get_by_text("Enter the whole card number.")).to_be_visible()
    expect(customer.card.get_by_label("Card number")).to_be_focused()
    assert customer.shop.me(customer.customer())["payments"]["nodes"] == []


def test_a_purchase_needs_nothing_but_a_keyboard(visit: Visit) -> None:
    customer = visit()
    page = customer.page
    customer.open("/plans")
    keyboard = page.keyboard
    expect(customer.button("Choose Starter")).to_be_visible()

    def go_to(element: str) -> None:
        """Tab until the focus is there; it never gets lost on the way."""
        for _ in range(40):
            keyboard.press("Tab")
            if _named(page.main_frame) == element:
                return
        raise AssertionError(f"no way to {element!r} by keyboard")

    go_to("Choose Starter")
    keyboard.press("Enter")
    customer.sees("Subscribe to Starter")
    expect(customer.heading).to_be_focused()
    go_to("More: Extra seat")
    keyboard.press("Space")
    expect(customer.button("Pay 14.00 USD")).to_be_enabled()
    for name, digits in (("Card number", CARD), ("Expiry", "1240"), ("CVC", "123")):
        go_to(name)
        keyboard.type(digits)
    go_to("Pay 14.00 USD")
    keyboard.press("Enter")
    customer.sees("Paid")
    expect(customer.heading).to_be_focused()
    go_to("See your subscription")
    keyboard.press("Enter")
    customer.sees("Hosting · Starter")


def _named(frame: Frame) -> str:
    """The accessible name of what has the focus, looked for in the frames too."""
    focused = frame.evaluate_handle("document.activeElement").as_element()
    assert focused is not None
    inner = focused.content_frame()
    if inner:
        return _named(inner)
    name = focused.evaluate(
        "(one) => one.getAttribute('aria-label') ?? one.labels?.[0]?.innerText ?? one.innerText ?? ''"
    )
    return str(name).strip().replace("\xa0", " ")
