"""The hosted pages in a real browser: the card field's messages, and 3-D Secure with a click."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Browser, FrameLocator, Page, async_playwright

from backend.gateways.base import PaymentState, Redirect
from tests.browser.chromium import executable

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

PARENT = """<!doctype html><title>Shop</title><iframe id="card" src="{src}"></iframe><script>
  window.heard = []
  addEventListener('message', (event) => heard.push({{ ...event.data, origin: event.origin }}))
  function tokenize(id) {{
    const message = {{ source: 'perennial', type: 'tokenize', id }}
    document.getElementById('card').contentWindow.postMessage(message, '{origin}')
  }}
</script>"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        yield browser
        await browser.close()


async def open_shop(shop: Shop, browser: Browser, locale: str = "en") -> tuple[Page, FrameLocator]:
    page = await browser.new_page()
    origin = shop.url.removesuffix("/sandbox")
    fields = shop.gateway.browser_fields(shop.settings)
    source = f"{fields.fields_url}?key={fields.publishable_key}&origin={origin}&theme=light&locale={locale}"
    html = PARENT.format(src=source.replace("&", "&amp;"), origin=origin)
    await page.route(f"{origin}/shop", lambda route: route.fulfill(body=html, content_type="text/html"))
    await page.goto(f"{origin}/shop")
    await page.wait_for_function("heard.some((message) => message.type === 'ready')")
    return page, page.frame_locator("#card")


async def heard(page: Page, kind: str, count: int = 1) -> dict[str, Any]:
    await page.wait_for_function(f"heard.filter((message) => message.type === '{kind}').length >= {count}")
    last: dict[str, Any] = await page.evaluate(f"heard.filter((message) => message.type === '{kind}').at(-1)")
    return last


async def test_typing_a_card_makes_a_token_that_pays(shop: Shop, browser: Browser) -> None:
    page, field = await open_shop(shop, browser)
    await field.locator("#number").press_sequentially("4242424242424242")
    await field.locator("#expiry").press_sequentially("440")
    assert (await heard(page, "change"))["complete"] is False
    await field.locator("#cvc").press_sequentially("123")
    assert (await heard(page, "change", 2))["complete"] is True
    assert await field.locator("#number").input_value() == "4242 4242 4242 4242"
    assert await field.locator("#expiry").input_value() == "04 / 40"

    await page.evaluate("tokenize('one')")

    token = await heard(page, "token")
    assert (token["source"], token["id"], token["brand"], token["last4"]) == ("perennial-fields", "one", "visa", "4242")
    assert (await heard(page, "resize"))["height"] > 100
    assert (await shop.pay(token=token["token"])).state is PaymentState.SUCCEEDED


async def test_a_wrong_card_is_told_beside_its_field_and_to_the_shop(shop: Shop, browser: Browser) -> None:
    page, field = await open_shop(shop, browser, "es")
    await field.locator("#number").fill("4111111111111111")
    await page.evaluate("tokenize('one')")
    assert (await heard(page, "error"))["id"] == "one"
    assert await field.locator("#expiry").get_attribute("aria-invalid") == "true"

    await field.locator("#expiry").fill("1240")
    await field.locator("#cvc").fill("123")
    await page.evaluate("tokenize('two')")

    error = await heard(page, "error", 2)
    assert (error["id"], "tarjetas de prueba" in error["message"]) == ("two", True)
    assert await field.locator("#number-error").inner_text() == error["message"]
    assert await field.locator("#number").get_attribute("aria-invalid") == "true"


async def test_a_foreign_page_cannot_frame_the_field(shop: Shop, browser: Browser) -> None:
    page = await browser.new_page()
    origin = shop.url.removesuffix("/sandbox").replace("127.0.0.1", "localhost")
    fields = shop.gateway.browser_fields(shop.settings)
    source = f"{fields.fields_url}?key={fields.publishable_key}&amp;origin=https://shop.example"
    html = PARENT.format(src=source, origin=origin)
    await page.route(f"{origin}/shop", lambda route: route.fulfill(body=html, content_type="text/html"))

    await page.goto(f"{origin}/shop")

    assert [frame.url for frame in page.frames[1:]] == ["chrome-error://chromewebdata/"]
    assert await page.evaluate("heard") == []


@pytest.mark.parametrize(
    ("button", "state"),
    [("Approve", PaymentState.SUCCEEDED), ("Fail", PaymentState.FAILED), ("Close", PaymentState.REQUIRES_ACTION)],
)
async def test_a_click_on_the_banks_page_decides_and_leads_back_to_the_shop(
    shop: Shop, browser: Browser, button: str, state: PaymentState
) -> None:
    result = await shop.pay("4000002760003184")
    assert isinstance(result.action, Redirect)
    assert result.reference is not None
    page = await browser.new_page(java_script_enabled=False)
    await page.route("https://shop.example/**", lambda route: route.fulfill(body="back", content_type="text/html"))

    await page.goto(result.action.url)
    await page.get_by_role("button", name=button).click()
    await page.wait_for_url("https://shop.example/back?*")

    assert f"status={state.value.lower()}" in page.url
    assert (await shop.gateway.fetch_payment(shop.context(), result.reference)).state is state
