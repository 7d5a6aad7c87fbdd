"""Balances, units and plans that are billed from the balance, in a real browser from the real product."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import books, terms
from tests.browser.visitor import BANK, PAYMENT, Visitor
from tests.support.shop import CHALLENGED_CARD, DECLINED_CARD


def _available(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("article", name="Balance in USD")


def _movements(visitor: Visitor) -> Locator:
    """The rows of the log, newest first, without its head."""
    return visitor.page.get_by_role("table", name="Transactions").get_by_role("row").filter(has=_cell(visitor))


def _cell(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("cell")


def test_a_top_up_by_card_is_seen_at_once_on_every_page_that_shows_the_balance(customer: Visitor) -> None:
    page = customer.page
    customer.open("/")
    page.get_by_role("navigation").get_by_role("link", name="Balance").click()
    customer.sees("Balance")
    expect(_available(customer)).to_contain_text("0.00 USD")
    expect(page.get_by_text("What comes in and goes out will appear here.")).to_be_visible()
    expect(customer.button("Download CSV")).to_have_count(0)
    customer.mark()

    second = Visitor(customer.shop, customer.context, customer.context.new_page(), customer.watcher, customer.person)
    second.open("/balance/top-up")
    second.page.get_by_label("How much").fill("25.50")
    second.enter_card()
    second.page.get_by_label("Save this card for next time").check()
    second.button("Top up 25.50 USD").click()

    second.page.wait_for_url(PAYMENT)
    second.sees("Paid")
    expect(second.page.get_by_text("Your balance is now", exact=True).locator("..")).to_contain_text("25.50 USD")
    # The first page has heard of it by itself.
    expect(_available(customer)).to_contain_text("25.50 USD")
    expect(_movements(customer)).to_have_count(1)
    expect(_movements(customer).first).to_contain_text(re.compile(r"Top-up.*\+25\.50 USD.*25\.50 USD"))
    assert customer.has_stayed()

    # The card is there for the next time, and no field asks for it.
    page.get_by_role("main").get_by_role("link", name="Top up").click()
    expect(page.get_by_role("radio", name=re.compile("Visa ending in 4242"))).to_be_checked()
    assert page.locator("iframe").count() == 0
    page.get_by_role("button", name="10", exact=True).click()
    customer.button("Top up 10.00 USD").click()
    customer.sees("Paid")
    page.get_by_role("link", name="See your balance").click()
    expect(_available(customer)).to_contain_text("35.50 USD")
    assert books.available(customer.shop, customer.customer()) == "35.50"


def test_an_amount_that_cannot_be_is_told_beside_it_and_is_never_sent(customer: Visitor) -> None:
    page = customer.page
    customer.open("/balance/top-up")
    amount = page.get_by_label("How much")
    for wrong, words in (
        ("10.505", "USD has 2 decimals; the amount has 3."),
        ("-5", "Write the amount as plain digits, such as 10.50."),
        ("1e3", "Write the amount as plain digits, such as 10.50."),
        ("0", "The amount must be more than zero."),
        ("", "Write an amount."),
    ):
        amount.fill(wrong)
        customer.button(re.compile("^Top up")).click()
        expect(page.get_by_text(words)).to_be_visible()
        expect(amount).to_have_attribute("aria-invalid", "true")
        expect(amount).to_be_focused()
    amount.fill("10.50")
    expect(amount).not_to_have_attribute("aria-invalid", "true")
    assert customer.shop.me(customer.customer())["payments"]["nodes"] == []


def test_a_declined_top_up_leaves_the_balance_and_can_be_tried_again(customer: Visitor) -> None:
    page = customer.page
    customer.open("/balance/top-up")
    page.get_by_label("How much").fill("40")
    customer.enter_card(DECLINED_CARD)
    customer.button("Top up 40.00 USD").click()
    customer.sees("Declined")
    assert books.available(customer.shop, customer.customer()) == "0.00"

    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_label("How much")).to_have_value("40.00")
    customer.enter_card()
    customer.button("Top up 40.00 USD").click()
    customer.sees("Paid")
    expect(page.get_by_text("Your balance is now", exact=True).locator("..")).to_contain_text("40.00 USD")


def test_an_empty_balance_leads_through_the_bank_to_a_plan_that_runs(customer: Visitor) -> None:
    page = customer.page
    customer.open("/plans")
    expect(page.get_by_role("article", name="Small")).to_contain_text(
        re.compile(r"0\.05 USD\s*per hour, from your balance")
    )
    customer.button("Choose Small").click()
    customer.sees("Subscribe to Small")
    summary = page.get_by_role("region", name="Paid from your balance")
    expect(summary).to_contain_text("Your balance is empty.")
    # Asking for it nevertheless is refused in words, and starts nothing.
    customer.button("Start subscription").click()
    expect(page.get_by_role("alert").filter(has_text="Your balance is not enough")).to_contain_text(
        "0.05 USD is needed and 0.00 USD is available. Nothing was charged."
    )
    assert customer.shop.me(customer.customer())["subscriptions"]["nodes"] == []

    summary.get_by_role("link", name="Top up").first.click()
    page.get_by_label("How much").fill("1.20")
    customer.enter_card(CHALLENGED_CARD)
    customer.button("Top up 1.20 USD").click()
    page.wait_for_url(BANK)
    customer.button("Approve").click()
    page.wait_for_url(PAYMENT)
    customer.sees("Paid")
    customer.button("Go on where you were").click()

    customer.sees("Subscribe to Small")
    expect(summary).to_contain_text("Your balance of 1.20 USD lasts about 1 day, until")
    customer.button("More: Small").click()
    expect(summary).to_contain_text("lasts about 12 hours, until")
    customer.button("Fewer: Small").click()
    expect(customer.button("Start subscription")).to_be_enabled()
    customer.button("Start subscription").click()

    customer.sees("Servers · Small")
    funding = page.get_by_role("region", name="Paid from your balance")
    expect(funding).to_contain_text("Funded until")
    expect(funding.get_by_role("timer")).to_have_text(re.compile(r"^(1 day|23 hours and \d+ minutes) left"))
    page.get_by_role("navigation").get_by_role("link", name="Balance").click()
    expect(_available(customer).get_by_role("timer")).to_have_text(
        re.compile(r"^(1 day|23 hours and \d+ minutes) left")
    )


def test_a_plan_whose_balance_runs_out_says_so_live_and_goes_on_when_money_comes(customer: Visitor) -> None:
    page = customer.page
    books.top_up(customer, "5.00")
    subscription = books.run(customer)
    customer.open(f"/subscriptions/{subscription}")
    main = page.get_by_role("main")
    expect(main.get_by_text("Active", exact=True).first).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^4 days and \d+ hours left"))
    customer.mark()

    books.adjust(customer, f"-{books.available(customer.shop, customer.customer())}")

    expect(main.get_by_text("Suspended", exact=True).first).to_be_visible()
    expect(main.get_by_text(re.compile("^Your balance ran out on"))).to_be_visible()
    expect(page.get_by_role("timer")).to_have_count(0)
    assert customer.has_stayed()
    customer.open("/")
    expect(page.get_by_text("Small is off: your balance ran out.")).to_be_visible()
    page.get_by_role("link", name="Open: Small").click()

    page.get_by_role("link", name="Top up to resume").click()
    page.get_by_label("How much").fill("2")
    customer.enter_card()
    customer.button("Top up 2.00 USD").click()
    customer.sees("Paid")
    customer.button("Go on where you were").click()
    expect(main.get_by_text("Active", exact=True).first).to_be_visible()
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^1 day and \d+ hours left"))


def test_a_running_plan_is_changed_after_looking_at_what_changes(customer: Visitor) -> None:
    page = customer.page
    books.top_up(customer, "48.00")
    books.run(customer)
    customer.open("/plans")
    page.get_by_role("link", name="Switch to Large").click()
    customer.sees("Change Servers")
    expect(page.get_by_role("radio", name=re.compile("^Large"))).to_be_checked()
    summary = page.get_by_role("region", name="What changes")
    expect(summary).to_contain_text("From now on 0.20 USD per hour, from your balance.")
    expect(summary).to_contain_text("Cores: 8")
    page.get_by_role("radio", name=re.compile("^Small")).check()
    expect(page.get_by_text("This is what you have.")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Large")).check()
    customer.button("More: Large").click()
    expect(summary).to_contain_text("From now on 0.40 USD per hour, from your balance.")
    expect(customer.button("Change to Large")).to_be_enabled()
    customer.button("Change to Large").click()

    customer.sees("Servers · Large")
    expect(page.get_by_role("region", name="Paid from your balance")).to_contain_text("0.40 USD per hour")
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"^(5 days|4 days and 23 hours) left"))


def test_a_refill_is_bought_from_the_balance_and_its_units_are_there(customer: Visitor) -> None:
    page = customer.page
    books.top_up(customer, "200.00")
    customer.open("/units")
    expect(page.get_by_text("No units yet")).to_be_visible()
    page.get_by_role("link", name="See the refills").click()
    page.get_by_role("article", name="100 hours").get_by_role("link", name="Buy 100 hours").click()
    customer.sees("Buy 100 hours")
    expect(page.get_by_role("radio", name=re.compile("^Your balance"))).to_be_checked()
    customer.button("More: 100 hours").click()
    customer.button("More: 100 hours").click()
    # Three bags are more than there is: refused, nothing is bought, and the way on is offered.
    customer.button("Pay 240.00 USD").click()
    refusal = page.get_by_role("alert").filter(has_text="Your balance is not enough")
    expect(refusal).to_contain_text("240.00 USD is needed and 200.00 USD is available. Nothing was charged.")
    assert books.available(customer.shop, customer.customer()) == "200.00"
    assert books.units(customer.shop, customer.customer()) == {}
    refusal.get_by_role("link", name="Top up").click()
    expect(page.get_by_label("How much")).to_have_value("40.00")
    page.go_back()

    customer.sees("Buy 100 hours")
    expect(customer.button("Pay 240.00 USD")).to_be_enabled()
    customer.button("Fewer: 100 hours").click()
    page.get_by_role("radio", name=re.compile("^Your balance")).check()
    customer.button("Pay 160.00 USD").click()
    customer.sees("Paid")
    added = page.get_by_role("region", name="Added to your units")
    expect(added).to_contain_text("+200 hours")
    page.get_by_role("link", name="See your units").click()
    hours = page.get_by_role("article", name="hours")
    expect(hours).to_contain_text("200")
    expect(hours.get_by_role("listitem")).to_have_count(1)
    expect(hours).to_contain_text("200 of 200 left")
    assert books.available(customer.shop, customer.customer()) == "40.00"

    hours.get_by_role("link", name="Buy more").click()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("article", name="100 hours")).to_be_visible()


def test_a_refill_by_card_waits_for_the_bank_and_brings_its_units(customer: Visitor) -> None:
    customer.open(f"/refill/{customer.shop.plans['machine-hours/bag-100']}")
    customer.enter_card(CHALLENGED_CARD)
    customer.button("Pay 80.00 USD").click()
    customer.page.wait_for_url(BANK)
    assert books.units(customer.shop, customer.customer()) == {}
    customer.button("Approve").click()
    customer.sees("Paid")
    expect(customer.page.get_by_role("region", name="Added to your units")).to_contain_text("+100 hours")


def test_a_refill_with_taxes_costs_what_its_button_says_and_no_other_price_is_charged(customer: Visitor) -> None:
    page = customer.page
    books.top_up(customer, "200.00")
    terms.taxed(customer, ("IVA", "16", False))
    customer.open(f"/refill/{customer.shop.plans['machine-hours/bag-100']}")
    summary = page.get_by_role("region", name="Summary")
    expect(customer.button("Pay 92.80 USD")).to_be_enabled()
    expect(summary.get_by_role("row")).to_have_text(["Subtotal80.00 USD", "IVA 16%12.80 USD"])

    # What it costs changes while the page is open: nothing is charged until the new amount is agreed to.
    terms.taxed(customer, ("IVA", "8", False))
    customer.button("Pay 92.80 USD").click()
    told = page.get_by_role("alert").filter(has_text="The price has changed")
    expect(told).to_contain_text("is now 86.40 USD. Nothing has been charged.")
    assert books.available(customer.shop, customer.customer()) == "200.00"
    expect(summary.get_by_role("row")).to_have_text(["Subtotal80.00 USD", "IVA 8%6.40 USD"])
    customer.button("Pay 86.40 USD").click()
    customer.sees("Paid")
    assert books.available(customer.shop, customer.customer()) == "113.60"
    assert books.units(customer.shop, customer.customer()) == {"hours": "100"}


def test_an_invoice_is_paid_in_part_from_the_balance_and_the_rest_by_card(customer: Visitor) -> None:
    page = customer.page
    books.top_up(customer, "12.00")
    customer.order("hosting/team")
    page.get_by_role("radio", name="Card", exact=True).check()
    customer.pay(DECLINED_CARD)
    customer.sees("Declined")

    page.get_by_role("radio", name=re.compile("^Your balance")).check()
    part = page.get_by_label("Amount from your balance")
    expect(part).to_have_value("12.00")
    part.fill("29.01")
    expect(page.get_by_text("This is more than is due.")).to_be_visible()
    part.fill("20")
    customer.button("Pay 20.00 USD").click()
    expect(page.get_by_role("alert").filter(has_text="Your balance is not enough")).to_be_visible()
    assert books.available(customer.shop, customer.customer()) == "12.00"
    part.fill("9.50")
    customer.button("Pay 9.50 USD").click()
    customer.sees("Paid")
    expect(page.get_by_role("heading", name="Pay the rest")).to_be_visible()
    assert books.available(customer.shop, customer.customer()) == "2.50"

    page.get_by_role("radio", name="Card", exact=True).check()
    customer.enter_card()
    customer.button("Pay 19.50 USD").click()
    customer.sees("Paid")
    expect(page.get_by_role("region", name="Now on for you")).to_be_visible()
    assert books.available(customer.shop, customer.customer()) == "2.50"


def test_a_subscription_is_paid_from_the_balance(customer: Visitor) -> None:
    books.top_up(customer, "30.00")
    customer.order("hosting/team")
    expect(customer.page.get_by_role("radio", name=re.compile("^Your balance"))).to_be_checked()
    customer.button("Pay 29.00 USD").click()
    customer.sees("Paid")
    expect(customer.page.get_by_text("Your balance", exact=True)).to_be_visible()
    assert books.available(customer.shop, customer.customer()) == "1.00"


def test_the_log_is_read_by_pages_filtered_and_downloaded(customer: Visitor) -> None:
    page = customer.page
    books.top_up(customer, "50.00")
    for number in range(1, 29):
        books.adjust(customer, "-1.25", f"Correction {number}")
    customer.open("/balance")
    rows = _movements(customer)
    expect(rows).to_have_count(25)
    expect(rows.first).to_contain_text(
        re.compile("Adjustment.*Correction 28.*by the shop’s staff.*−1.25 USD.*15.00 USD")
    )
    customer.button("Show older").click()
    expect(rows).to_have_count(29)
    expect(rows.last).to_contain_text(re.compile(r"Top-up.*\+50.00 USD"))
    expect(customer.button("Show older")).to_have_count(0)
    # What happens meanwhile comes in at the top, and what was read stays.
    books.adjust(customer, "0.25", "A gift")
    expect(rows).to_have_count(30)
    expect(rows.first).to_contain_text("A gift")

    page.get_by_label("Reason").select_option("Top-up")
    expect(rows).to_have_count(1)
    page.reload()
    expect(rows).to_have_count(1)
    page.get_by_label("Until").fill("2020-01-31")
    expect(page.get_by_text("No transactions match.")).to_be_visible()
    customer.button("Clear filters").click()
    expect(rows).to_have_count(25)

    with page.expect_download() as download:
        customer.button("Download CSV").click()
    assert download.value.suggested_filename == "balance-transactions.csv"
    with download.value.path().open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 30
    # The file tells the same story, whichever end it begins at.
    told = {line["description"]: (line["reason"], line["amount"], line["balance_after"]) for line in lines}
    assert told["Correction 28"] == ("ADJUSTMENT", "-1.25", "15.00")
    assert told["A gift"] == ("CREDIT", "0.25", "15.25")


def test_on_a_phone_the_log_is_cards(customer: Visitor) -> None:
    books.top_up(customer, "50.00")
    customer.page.set_viewport_size({"width": 360, "height": 740})
    customer.open("/balance")
    log = customer.page.get_by_role("region", name="Transactions")
    expect(log.get_by_role("listitem")).to_have_count(1)
    expect(log.get_by_role("listitem")).to_contain_text(re.compile(r"Top-up.*\+50.00 USD.*Balance 50.00 USD"))
    expect(log.get_by_role("table")).to_have_count(0)


def test_the_balance_tops_itself_up_by_the_rule_that_was_set(customer: Visitor) -> None:
    page = customer.page
    customer.open("/balance/automatic")
    expect(page.get_by_text("No saved card yet")).to_be_visible()
    books.top_up(customer, "10.00", save=True)

    customer.open("/balance")
    page.get_by_role("link", name="Set up").click()
    customer.sees("Automatic top-up")
    page.get_by_label("When the balance falls below").fill("5.001")
    page.get_by_label("Top up by").fill("20")
    customer.button("Save").click()
    expect(page.get_by_text("USD has 2 decimals; the amount has 3.")).to_be_visible()
    page.get_by_label("When the balance falls below").fill("5")
    customer.button("Save").click()
    customer.sees("Balance")
    rule = page.get_by_role("region", name="Automatic top-up")
    expect(rule).to_contain_text(re.compile("On.*5.00 USD.*20.00 USD.*Visa ending in 4242"))
    expect(_available(customer)).to_contain_text("10.00 USD")

    books.adjust(customer, "-6.00")
    expect(_available(customer)).to_contain_text("24.00 USD")
    expect(_movements(customer)).to_have_count(3)
    expect(_movements(customer).first).to_contain_text("+20.00 USD")

    rule.get_by_role("link", name="Change").click()
    page.get_by_label("Top up automatically").uncheck()
    customer.button("Save").click()
    customer.sees("Balance")
    expect(rule).to_contain_text("Off")


@pytest.mark.parametrize("path", ["/balance", "/balance/top-up", "/balance/automatic", "/units", "/refill/plan_1"])
def test_a_visitor_signs_in_before_anything_of_a_balance(visitor: Visitor, path: str) -> None:
    visitor.open(path)
    visitor.sees("Sign in")
    visitor.page.wait_for_url(re.compile(r"/login\?next="))
