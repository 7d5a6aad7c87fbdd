"""The life of a subscription in its holder's hands, in a real browser from the real product."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser import books, life
from tests.browser.axe import violations
from tests.browser.house import Visit
from tests.browser.visitor import BANK, PAYMENT, Theme, Visitor
from tests.support.shop import CHALLENGED_CARD, DECLINED_CARD

THEMES: tuple[Theme, ...] = ("light", "dark")
NARROW = (360, 320)


def _status(visitor: Visitor, word: str) -> None:
    expect(visitor.page.get_by_role("main").get_by_text(word, exact=True).last).to_be_visible()


def _act(visitor: Visitor, name: str) -> Locator:
    return visitor.page.get_by_role("region", name="What you can do").get_by_role("link", name=name, exact=True)


def _receipt(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("region", name="What changes")


def test_a_cancellation_waits_for_the_end_of_what_is_paid_for_and_can_be_taken_back(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/starter")
    customer.open(f"/subscriptions/{id}")
    history = page.get_by_role("region", name="History")
    expect(history.get_by_role("listitem").filter(has_text="Invoice")).to_contain_text(
        re.compile(r"Paid: Visa ending in 4242.*10\.00 USD.*Paid")
    )
    _act(customer, "Cancel").click()
    dialog = page.get_by_role("dialog", name="Cancel Starter?")
    expect(dialog.get_by_role("radio", name=re.compile("^On "))).to_be_checked()
    # Going back closes it, and so does Esc; nothing has happened.
    page.go_back()
    expect(dialog).to_have_count(0)
    _act(customer, "Cancel").click()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(_act(customer, "Cancel")).to_be_focused()
    assert life.state(customer, id)["cancelAt"] is None

    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Cancel at the end").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text(re.compile("^Ends on "))).to_be_visible()
    expect(page.get_by_text("It stays on until then, and nothing more is charged.")).to_be_visible()
    expect(page.get_by_role("region", name="Renewals")).to_have_count(0)
    expect(history).to_contain_text("Cancellation asked for")
    _status(customer, "Active")
    seen = life.state(customer, id)
    assert seen["cancelAt"] == seen["currentPeriod"]["end"]

    customer.button("Keep it").click()
    expect(page.get_by_text(re.compile("^Ends on "))).to_have_count(0)
    expect(page.get_by_role("region", name="Renewals")).to_contain_text("Next invoice")
    expect(customer.heading).to_be_focused()
    assert life.state(customer, id)["cancelAt"] is None


def test_canceling_now_gives_the_unused_half_to_the_balance(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/starter")
    life.half_over(customer, id)
    customer.open(f"/subscriptions/{id}")
    _act(customer, "Cancel").click()
    page.get_by_role("radio", name="Now").check()
    expect(page.get_by_label("Give the unused part to my balance")).to_be_checked()
    customer.button("Cancel now").click()

    _status(customer, "Canceled")
    expect(page.get_by_text("5.00 USD went to your balance.")).to_be_visible()
    assert books.available(customer.shop, customer.customer()) == "5.00"
    expect(page.get_by_role("region", name="What you can do")).to_have_count(0)
    page.get_by_role("link", name="Subscribe again").click()
    customer.sees("Subscribe to Starter")


def test_an_upgrade_shows_its_receipt_and_is_made_when_a_card_pays_it(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/starter")
    life.half_over(customer, id)
    customer.open(f"/subscriptions/{id}")
    _act(customer, "Change plan").click()
    customer.sees("Change Hosting")
    page.get_by_role("radio", name=re.compile("^Team")).check()
    receipt = _receipt(customer)
    rows = receipt.get_by_role("row")
    expect(rows.filter(has_text="Starter: time not used")).to_contain_text(
        re.compile(r"(14 of 28|14\.5 of 29|15 of 30|15\.5 of 31) days.*−5\.00 USD")
    )
    expect(rows.filter(has_text="Team: rest of the period")).to_contain_text("14.50 USD")
    expect(rows.filter(has_text="Due now")).to_contain_text("9.50 USD")
    expect(receipt).to_contain_text("Then 29.00 USD on")
    expect(receipt).to_contain_text("Sites: 10 (before: 1)")
    expect(receipt).to_contain_text("Staging copies")

    # A card that is declined changes nothing, and the receipt can be paid with another.
    confirm = customer.button("Pay 9.50 USD and change")
    customer.enter_card(DECLINED_CARD)
    confirm.click()
    expect(page.get_by_role("alert").filter(has_text="The payment was declined")).to_contain_text(
        "Nothing was changed, and nothing was charged."
    )
    assert life.state(customer, id)["plan"]["code"] == "starter"
    expect(confirm).to_be_enabled()
    customer.enter_card(CHALLENGED_CARD)
    confirm.click()
    page.wait_for_url(BANK)
    assert life.state(customer, id)["plan"]["code"] == "starter"
    customer.button("Approve").click()
    page.wait_for_url(PAYMENT)
    customer.sees("Paid")
    page.get_by_role("link", name="See your subscription").click()

    customer.sees("Hosting · Team")
    renewals = page.get_by_role("region", name="Renewals")
    expect(renewals).to_contain_text(re.compile(r"Total.*29\.00 USD"))
    invoice = page.get_by_role("region", name="History").get_by_role("listitem").filter(has_text="9.50 USD").first
    expect(invoice).to_contain_text("Paid")
    assert life.state(customer, id)["plan"]["code"] == "team"


def test_a_downgrade_is_planned_for_the_end_and_taken_back(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/team")
    customer.open("/plans")
    page.get_by_role("link", name="Switch to Starter").click()
    customer.sees("Change Hosting")
    receipt = _receipt(customer)
    expect(receipt).to_contain_text(re.compile("Takes effect on .*You keep what you paid for until then"))
    expect(receipt).to_contain_text("Nothing is due today.")
    expect(receipt).to_contain_text("Then 10.00 USD on")
    expect(page.get_by_role("radio", name=re.compile("^(Card|Visa)"))).to_have_count(0)
    customer.button(re.compile("^Change on ")).click()

    customer.sees("Hosting · Team")
    expect(page.get_by_text(re.compile("^Changes on "))).to_be_visible()
    expect(page.get_by_text("Until then it stays as it is. Then: Starter.")).to_be_visible()
    renewals = page.get_by_role("region", name="Renewals")
    expect(renewals).to_contain_text(re.compile(r"Total.*10\.00 USD"))
    assert life.state(customer, id)["pendingChange"] == {"plan": {"code": "starter"}}

    customer.button("Keep the current plan").click()
    expect(page.get_by_text(re.compile("^Changes on "))).to_have_count(0)
    expect(renewals).to_contain_text(re.compile(r"Total.*29\.00 USD"))
    seen = life.state(customer, id)
    assert (seen["pendingChange"], seen["plan"]["code"]) == (None, "team")


def test_a_pause_until_a_day_and_resumed_before_it(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/starter")
    end = life.state(customer, id)["currentPeriod"]["end"]
    customer.open(f"/subscriptions/{id}")
    _act(customer, "Pause").click()
    dialog = page.get_by_role("dialog", name="Pause Starter?")
    expect(dialog).to_contain_text("The time that you paid for waits for you.")
    dialog.get_by_role("radio", name="Until a day").check()
    day = dialog.get_by_label("Goes on by itself on").input_value()
    dialog.get_by_role("button", name="Pause").click()

    expect(page.get_by_text(re.compile("^Paused until "))).to_be_visible()
    _status(customer, "Paused")
    expect(customer.heading).to_be_focused()
    seen = life.state(customer, id)
    assert seen["status"] == "PAUSED"
    # Midnight of that day where the reader lives.
    assert seen["resumeAt"].startswith(f"{day}T06:00:00")

    customer.button("Resume").click()
    _status(customer, "Active")
    seen = life.state(customer, id)
    assert (seen["status"], seen["resumeAt"]) == ("ACTIVE", None)
    assert seen["currentPeriod"]["end"] > end


def test_a_trial_is_started_without_paying_and_ends_without_a_charge_when_canceled(customer: Visitor) -> None:
    page = customer.page
    life.with_trial(customer, "analytics/scale", 14)
    customer.open("/plans")
    customer.button("Choose Scale").click()
    customer.sees("Subscribe to Scale")
    summary = page.get_by_role("region", name="Summary")
    expect(summary).to_contain_text(
        re.compile(r"Free for 14 days.*Then 79\.00 USD per month, from .*Due now.*0\.00 USD")
    )
    assert page.locator("iframe").count() == 0
    customer.button("Start the free trial").click()

    customer.sees("Analytics · Scale")
    _status(customer, "Trial")
    expect(page.get_by_text(re.compile("^Free until "))).to_be_visible()
    expect(page.get_by_text("Then 79.00 USD is charged. Cancel before and you pay nothing.")).to_be_visible()
    expect(page.get_by_role("region", name="Renewals")).to_contain_text("First invoice, on")
    (mine,) = customer.shop.me(customer.customer())["subscriptions"]["nodes"]
    assert mine["status"] == "TRIALING"
    assert customer.shop.me(customer.customer())["payments"]["nodes"] == []

    _act(customer, "Cancel").click()
    customer.button("Cancel at the end").click()
    expect(page.get_by_text(re.compile("^Your trial ends on "))).to_be_visible()
    expect(customer.button("Keep it")).to_be_visible()


def test_what_is_owed_is_said_and_paid_with_another_card(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/starter")
    life.fall_behind(customer, id)
    customer.open(f"/subscriptions/{id}")
    _status(customer, "Past due")
    main = page.get_by_role("main")
    expect(main).to_contain_text("A payment is missing since")
    expect(main).to_contain_text("Your balance was not enough for the renewal.")
    expect(main).to_contain_text(re.compile(r"Everything stays on until .+ Pay before then to keep it\."))
    expect(page.get_by_role("link", name="Pay 10.00 USD")).to_be_visible()
    page.get_by_role("link", name="Use another card").click()
    expect(customer.heading).to_have_text(re.compile("^Invoice "))
    customer.pay()
    customer.sees("Paid")
    page.get_by_role("link", name="See your subscription").click()
    _status(customer, "Active")
    expect(main).not_to_contain_text("A payment is missing since")
    assert life.state(customer, id)["status"] == "ACTIVE"


def test_how_renewals_are_paid_is_chosen_and_they_are_switched_off_and_on(customer: Visitor) -> None:
    page = customer.page
    id = life.subscribe(customer, "hosting/starter", save=True)
    customer.open(f"/subscriptions/{id}")
    renewals = page.get_by_role("region", name="Renewals")
    expect(renewals).to_contain_text("From your balance as far as it goes, the rest from your card.")
    renewals.get_by_role("link", name="Change what renewals are paid with").click()
    dialog = page.get_by_role("dialog", name="Pay renewals with")
    dialog.get_by_role("radio", name=re.compile("^Your balance")).check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(renewals).to_contain_text("Taken from your balance.")
    assert life.state(customer, id)["collection"] == "BALANCE"

    switch = renewals.get_by_role("switch", name="Renew automatically")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(page.get_by_text(re.compile("^Does not renew after "))).to_be_visible()
    expect(renewals).not_to_contain_text("Next invoice")
    assert life.state(customer, id)["autoRenew"] is False
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "true")
    expect(renewals).to_contain_text("Next invoice")
    assert life.state(customer, id)["autoRenew"] is True


def test_every_screen_of_a_life_is_accessible_and_fits_in_spanish_too(visit: Visit) -> None:
    customer = visit(locale="es-MX")
    page = customer.page
    found: list[str] = []

    def look(name: str, ready: Locator) -> None:
        expect(ready).to_be_visible()
        page.set_viewport_size({"width": 1280, "height": 800})
        customer.settle()
        for theme in THEMES:
            customer.turn(theme)
            found.extend(f"{name}, {theme}: {violation}" for violation in violations(page))
        for width in NARROW:
            page.set_viewport_size({"width": width, "height": 640})
            customer.settle()
            if page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{name} scrolls sideways at {width} px")

    id = life.subscribe(customer, "hosting/team", save=True)
    life.half_over(customer, id)
    customer.open(f"/subscriptions/{id}")
    look("subscription", page.get_by_role("heading", name=re.compile("^Próxima factura")))
    dialogs = {"cancel": "Cancelar al final", "pause": "Pausar", "renewals": "Guardar", "add-code": "Agregar"}
    for act, words in dialogs.items():
        customer.open(f"/subscriptions/{id}?act={act}")
        look(act, page.get_by_role("dialog").get_by_role("button", name=words))
    customer.open(f"/subscriptions/{id}/change?plan={customer.shop.plans['hosting/business']}")
    look("receipt", customer.button(re.compile("^Pagar .* y cambiar$")))
    page.get_by_role("radio", name=re.compile("^Starter")).check()
    look("planned", customer.button(re.compile("^Cambiar el ")))
    life.fall_behind(customer, id)
    customer.open(f"/subscriptions/{id}")
    look("past due", page.get_by_text(re.compile("^Falta un pago desde")).first)
    page.get_by_role("link", name=re.compile("^Pagar ")).first.click()
    look("invoice", page.get_by_role("heading", name="Pagar esta factura"))

    assert found == []
