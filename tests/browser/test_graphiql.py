"""GraphiQL as the product serves it: alone on its origin, with the portal's sign-in, queries and live updates."""

from __future__ import annotations

import json

from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from tests.support.shop import SLOW_CARD


def _answer(page: Page) -> Locator:
    return page.get_by_role("region", name="Operation Response").or_(page.locator(".result-window")).first


def _write(page: Page, editor: Locator, text: str) -> None:
    editor.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def _wait_for_operation(page: Page, name: str) -> None:
    """The tabs and the button are there before the editor holds the operation that they are about."""
    operation = page.get_by_role("region", name="Operation Editor")
    expect(operation.locator(".view-lines")).to_contain_text(name)


def _run_the_first_tab(visitor: Visitor) -> None:
    _wait_for_operation(visitor.page, "Products")
    visitor.button("Execute query").click()
    expect(_answer(visitor.page)).to_contain_text("Hosting")


def test_the_first_tab_shows_the_catalogue(visitor: Visitor) -> None:
    visitor.open("/graphiql")
    _run_the_first_tab(visitor)


def test_a_live_update_runs_with_the_sign_in_of_the_portal_and_shows_the_final_state(customer: Visitor) -> None:
    page = customer.page
    customer.open("/")
    customer.sees("Hello, Ana Torres")
    payment = customer.shop.subscribe(customer.customer(), SLOW_CARD)["firstPayment"]

    customer.open("/graphiql")
    _wait_for_operation(page, "Products")
    page.get_by_role("tab", name="WatchPayment").click()
    _wait_for_operation(page, "WatchPayment")
    customer.button("Variables").click()
    _write(
        page,
        page.get_by_role("region", name="Variables").locator(".view-lines").first,
        json.dumps({"id": payment["id"]}),
    )
    customer.button("Execute query").click()

    expect(_answer(page)).to_contain_text('"status": "SUCCEEDED"')
    # The operation is over: the button offers to run it again.
    expect(customer.button("Execute query")).to_be_visible()


def test_the_editor_completes_names_of_the_schema(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/graphiql")
    _run_the_first_tab(visitor)
    _write(page, page.get_by_role("region", name="Operation Editor").locator(".view-lines"), "")
    page.keyboard.type("{ prod")
    page.keyboard.press("Control+Space")
    suggestions = page.locator(".suggest-widget")
    expect(suggestions).to_contain_text("products")
