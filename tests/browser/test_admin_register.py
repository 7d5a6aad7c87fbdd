"""Staff register cash and transfers at the console, and take a mistake back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.books import STAFF
from tests.browser.house import House, visiting
from tests.browser.visitor import Visitor
from tests.support.shop import DECLINED_CARD, Person

NOTHING = Decimal(0)
OWED = "{ me { balance { available { amount } } invoices { nodes { number status amountDue { amount } } } } }"


@pytest.fixture
def staff(house: House, chromium: Browser) -> Iterator[Visitor]:
    """Somebody of the shop's staff, signed in."""
    with visiting(chromium, house.shop, house.shop.sign_in(*STAFF)) as visitor:
        yield visitor
        faults = visitor.watcher.faults
    assert faults == []


def _owed(staff: Visitor, customer: Person) -> tuple[Decimal, list[tuple[str, Decimal]]]:
    """The customer's balance, and the state of each invoice with what is due on it."""
    me: dict[str, Any] = staff.shop.ask(OWED, by=customer)["me"]
    invoices = [(one["status"], Decimal(one["amountDue"]["amount"])) for one in me["invoices"]["nodes"]]
    return Decimal(me["balance"]["available"]["amount"]), invoices


def test_cash_pays_an_invoice_and_the_rest_becomes_balance_twice_only_if_it_is_confirmed_and_is_taken_back(
    staff: Visitor,
) -> None:
    page, shop = staff.page, staff.shop
    customer = shop.register()
    shop.subscribe(customer, DECLINED_CARD)
    _, [(status, due)] = _owed(staff, customer)
    assert (status, due > 0) == ("OPEN", True)
    sum_, rest = due + 5, Decimal(5)

    staff.open("/admin/register")
    staff.sees("Payments to register")
    page.get_by_label("Customer").fill(customer.email)
    staff.button("Search").click()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("link", name="Ana Torres").click()
    expect(page.get_by_text(customer.email)).to_be_visible()

    amount = page.get_by_label("Amount", exact=True)
    staff.button("Register").click()
    expect(amount).to_be_focused()
    amount.fill(str(sum_))
    page.get_by_label("Goes to").fill(str(due + 1))
    staff.button("Register").click()
    assert _owed(staff, customer) == (NOTHING, [("OPEN", due)])
    staff.button("Oldest first").click()
    expect(page.get_by_label("Goes to")).to_have_value(str(due))
    expect(page.get_by_text(f"{rest:.2f} USD becomes balance.")).to_be_visible()
    page.get_by_label("Reference").fill("Slip 7")
    staff.button(f"Register {sum_} USD").click()
    expect(page.get_by_text(f"{sum_} USD is registered.")).to_be_visible()
    assert _owed(staff, customer) == (rest, [("PAID", NOTHING)])

    # The same slip again is a mistake until somebody says that it is none.
    amount.fill(str(rest))
    page.get_by_label("Reference").fill("Slip 7")
    staff.button("Register").click()
    expect(page.get_by_role("alert")).to_contain_text("registered already")
    assert _owed(staff, customer) == (rest, [("PAID", NOTHING)])
    staff.button("It came twice: register it").click()
    registered = page.get_by_role("region", name="Registered before").get_by_role("listitem")
    expect(registered).to_have_count(3)
    assert _owed(staff, customer) == (2 * rest, [("PAID", NOTHING)])

    registered.filter(has_text="for INV-").get_by_role("button", name="Take back").click()
    staff.button("Take it back").click()
    expect(page.get_by_role("dialog").get_by_label("Why")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("dialog").get_by_label("Why").fill("Counted wrongly.")
    staff.button("Take it back").click()
    expect(registered.filter(has_text="Counted wrongly.")).to_have_count(1)
    assert _owed(staff, customer) == (2 * rest, [("OPEN", due)])


def test_money_for_a_payment_that_waits_for_it_brings_that_payment_forward(staff: Visitor) -> None:
    page, shop = staff.page, staff.shop
    customer = shop.register()
    shop.buy(customer, payWith={"gateway": "manual", "kind": "CASH"})
    (payment,) = shop.me(customer)["payments"]["nodes"]
    assert payment["status"] in ("REQUIRES_ACTION", "PENDING")

    staff.open(f"/admin/register?customer={customer.customer_id}")
    page.get_by_label("It is for").select_option(payment["id"])
    expect(page.get_by_label("Amount", exact=True)).to_have_value(payment["amount"]["amount"])
    expect(page.get_by_label("It came as")).to_be_disabled()
    expect(page.get_by_text("Which invoices it pays")).not_to_be_attached()
    page.get_by_label("Amount", exact=True).fill("4.00")
    staff.button("Register").click()
    expect(page.get_by_text("4.00 USD is registered.")).to_be_visible()

    rest = Decimal(payment["amount"]["amount"]) - 4
    waiting = page.get_by_label("It is for").get_by_role("option", name=f"The {rest} USD still missing")
    expect(waiting).to_have_count(1)
    page.get_by_label("It is for").select_option(payment["id"])
    expect(page.get_by_label("Amount", exact=True)).to_have_value(str(rest))
    staff.button("Register").click()
    expect(page.get_by_text(f"{rest} USD is registered.")).to_be_visible()

    shop.await_active(customer)
    (paid,) = shop.me(customer)["payments"]["nodes"]
    assert (paid["id"], paid["status"]) == (payment["id"], "SUCCEEDED")
    expect(page.get_by_label("It is for")).not_to_be_attached()
