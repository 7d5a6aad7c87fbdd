"""The console: who may in, what gateways told and what it asks of staff, and how all of it looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.books import STAFF
from tests.browser.house import House, Visit, visiting
from tests.browser.visitor import Theme, Visitor
from tests.support.shop import CARD, DECLINED_CARD, fresh
from tests.support.sql import execute
from tests.support.waiting import wait_until

THEMES: tuple[Theme, ...] = ("light", "dark")
FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
EVENTS = "{ gatewayEvents(first: 50) { nodes { id kind status tries } } }"
LONG_AGO = "2020-01-01 00:00:00+00:00"


@pytest.fixture
def staff(house: House, chromium: Browser) -> Iterator[Visitor]:
    """Somebody of the shop's staff, signed in."""
    with visiting(chromium, house.shop, house.shop.sign_in(*STAFF)) as visitor:
        yield visitor
        faults = visitor.watcher.faults
    assert faults == []


def test_a_visitor_signs_in_and_is_led_to_where_they_were_going(visit: Visit) -> None:
    visitor = visit(signed_in=False, alone=True)
    visitor.open("/admin/events?status=FAILED")
    visitor.sees("Sign in to the console")
    visitor.button("Fill in the demo sign-in").click()
    expect(visitor.page.get_by_label("Email")).to_have_value(STAFF[0])
    visitor.page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()

    visitor.sees("Incoming events")
    expect(visitor.page.get_by_label("Status")).to_have_value("FAILED")
    visitor.button("Sign out").click()
    visitor.sees("Sign in to the console")
    visitor.open("/admin")
    visitor.sees("Sign in to the console")


def test_a_customer_is_turned_away_with_a_sentence(visit: Visit) -> None:
    customer = visit(alone=True)
    for path in ("/admin", "/admin/gateways/new?kind=manual", "/admin/tasks"):
        customer.open(path)
        customer.sees("This console is for staff")
        expect(customer.page.get_by_text(f"You are signed in as {customer.customer().email}")).to_be_visible()
    customer.button("Sign in as somebody else").click()
    customer.sees("Sign in to the console")


def _unknown_payment(staff: Visitor) -> str:
    """Somebody pays at the provider, and not through us; answers the event that it told us."""
    provider = staff.shop.provider
    order = {"amount": 700, "currency": "usd", "reference": fresh("elsewhere"), "token": provider.token(CARD)}
    keys = {"Authorization": f"Bearer {provider.settings['secret_key']}", "Idempotency-Key": fresh("elsewhere")}
    answer = staff.shop.http.post(f"{provider.url}/v1/payments", json=order, headers=keys)
    assert answer.status_code in (200, 201), answer.text
    person = staff.customer()

    def told() -> str | None:
        events = staff.shop.ask(EVENTS, by=person)["gatewayEvents"]["nodes"]
        # It was looked at once: it waits to be tried again.
        waiting = [one["id"] for one in events if one["status"] == "RECEIVED" and one["tries"] > 0]
        return waiting[0] if waiting else None

    return wait_until(told, "the event") or ""


def test_an_event_that_nobody_understands_is_tried_again_by_hand_and_becomes_a_task_in_the_end(
    staff: Visitor,
) -> None:
    page, event = staff.page, _unknown_payment(staff)
    staff.open("/admin/events?status=RECEIVED")
    page.get_by_role("link", name="payment.succeeded").first.click()
    dialog = page.get_by_role("dialog", name="payment.succeeded")
    expect(dialog.get_by_text('"object": "event"')).to_be_visible()
    dialog.get_by_role("button", name="Apply again").click()
    expect(dialog.get_by_role("alert")).to_have_text("Tried once more. Status: Waiting.")
    page.go_back()
    expect(dialog).not_to_be_attached()

    # Hours later.
    execute(
        staff.shop.database_url,
        "UPDATE gateway_events SET tries = 11, next_try_at = ? WHERE id = ?",
        LONG_AGO,
        event,
    )
    staff.open("/admin/tasks")
    staff.sees("Tasks")

    def listed() -> bool:
        page.reload()
        staff.sees("Tasks")
        staff.settle()
        return page.get_by_role("article", name="An unknown event").count() == 1

    wait_until(listed, "the task")
    task = page.get_by_role("article", name="An unknown event")
    expect(task).to_contain_text(event)
    task.get_by_role("link", name="Resolve").click()
    page.get_by_label("What was done").fill("Paid in our other shop.")
    staff.button("Resolve").click()

    expect(page.get_by_text("Nothing to do")).to_be_visible()
    chosen = page.get_by_role("navigation", name="Which tasks").locator("[aria-current=page]")
    expect(chosen).to_have_text(["Open"])
    page.get_by_role("link", name="Resolved").click()
    expect(chosen).to_have_text(["Resolved"])
    expect(task).to_contain_text("Paid in our other shop.")
    expect(task).to_contain_text(f"by {STAFF[0]}")


def _opened(path: str, title: str) -> Callable[[Visitor], None]:
    def go(staff: Visitor) -> None:
        staff.open(path)
        staff.sees(title)

    return go


def _refused(staff: Visitor) -> None:
    _opened("/admin/gateways/new?kind=sandbox", "Connect Sandbox")(staff)
    staff.button("Connect Sandbox").click()
    expect(staff.page.get_by_text("This is needed.").first).to_be_visible()


def _account(staff: Visitor) -> None:
    _opened("/admin/gateways", "Gateways")(staff)
    staff.page.get_by_role("link", name="Settings: Card (Sandbox)").click()
    staff.sees("Card (Sandbox)")
    expect(staff.page.get_by_text("Leave it empty to keep it.").first).to_be_visible()


def _removing(staff: Visitor) -> None:
    _account(staff)
    staff.button("Remove this account").click()
    expect(staff.page.get_by_role("dialog", name="Remove Card (Sandbox)?")).to_be_visible()


def _event(staff: Visitor) -> None:
    _unknown_payment(staff)
    staff.open("/admin/events")
    staff.page.get_by_role("link", name="payment.succeeded").first.click()
    expect(staff.page.get_by_role("dialog").get_by_text('"object": "event"')).to_be_visible()


def _payer(staff: Visitor) -> None:
    customer = staff.shop.register()
    staff.shop.subscribe(customer, DECLINED_CARD)
    staff.open(f"/admin/register?customer={customer.customer_id}")
    staff.page.get_by_label("Amount", exact=True).fill("500")
    staff.button("Oldest first").click()
    expect(staff.page.get_by_text("becomes balance.")).to_be_visible()


SCREENS: dict[str, Callable[[Visitor], None]] = {
    "gateways": _opened("/admin/gateways", "Gateways"),
    "choose": _opened("/admin/gateways/new", "Connect a gateway"),
    "refused": _refused,
    "account": _account,
    "removing": _removing,
    "event": _event,
    "no events": _opened("/admin/events?status=FAILED&account=gwa_none", "Incoming events"),
    "tasks": _opened("/admin/tasks", "Tasks"),
    "payer": _opened("/admin/register", "Payments to register"),
    "register": _payer,
    "nowhere": _opened("/admin/nowhere", "Page not found"),
}


def test_every_screen_of_the_console_is_accessible_and_fits(staff: Visitor) -> None:
    found = []
    for name, way in SCREENS.items():
        staff.page.set_viewport_size({"width": 1280, "height": 800})
        way(staff)
        staff.settle()
        for theme in THEMES:
            staff.turn(theme)
            found += [f"{name} {theme}: {violation}" for violation in violations(staff.page)]
        for width in (360, 320):
            staff.page.set_viewport_size({"width": width, "height": 640})
            staff.settle()
            if not staff.page.evaluate(FITS):
                found.append(f"{name} scrolls sideways at {width} px")
        found += [f"{name} narrow: {violation}" for violation in violations(staff.page)]

    assert found == []


def test_the_console_speaks_spanish(staff: Visitor) -> None:
    staff.open("/admin/gateways/new?kind=manual")
    staff.page.get_by_label("Language").select_option("es")
    staff.sees("Conectar Manual")
    staff.button("Conectar Manual").click()
    # What the plugin itself says stays in its own words.
    expect(staff.page.get_by_role("alert")).to_contain_text("Say how to transfer, how to pay cash, or both.")
    expect(staff.page.get_by_role("alert")).to_contain_text("No se guardó")
    staff.page.get_by_role("link", name="Tareas").click()
    staff.sees("Tareas")
