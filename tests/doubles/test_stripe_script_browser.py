"""The double's stand-in for Stripe.js and its pages, in a real browser, from a page of another origin."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from playwright.async_api import Page, async_playwright

from backend.doubles.kit.serving import served
from backend.doubles.stripe import ONE, make_double
from tests.browser.chromium import executable

_SET_UP = """key => {
    window.stripe = Stripe(key);
    window.elements = stripe.elements();
    window.card = elements.create("card");
    card.on("change", change => { window.complete = change.complete; });
    card.mount("#card");
}"""
_TOKEN = """async () => {
    const made = await stripe.createPaymentMethod({ type: "card", card, billing_details: { name: "Ana" } });
    return made.error?.code ?? [made.paymentMethod.card.last4, made.paymentMethod.billing_details.name];
}"""
_CONFIRM = """async secret => {
    const done = await stripe.confirmCardPayment(secret, { payment_method: { card } });
    return done.error?.code ?? done.paymentIntent.status;
}"""
_SETUP = """async clientSecret => {
    const done = await stripe.confirmSetup({ elements, clientSecret, redirect: "if_required" });
    return done.error?.code ?? done.setupIntent.status;
}"""
_NEXT = """async clientSecret => {
    const done = await stripe.handleNextAction({ clientSecret });
    return done.error?.code ?? done.paymentIntent.status;
}"""


@contextmanager
def shop(directory: Path, script: str) -> Iterator[str]:
    """A shop's page on loopback; browsers let no page of elsewhere ask a loopback server."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    directory.joinpath("pay.html").write_text(f'<!doctype html><div id="card"></div><script src="{script}"></script>')
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=directory))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/pay.html"
    finally:
        server.shutdown()
        server.server_close()


async def enter(page: Page, number: str) -> None:
    await page.get_by_label("Card number").fill(number)
    await page.get_by_label("Expiry date").fill("12 / 34")
    await page.get_by_label("Security code").fill("123")


async def test_a_page_pays_by_the_script_and_on_checkout(tmp_path: Path) -> None:
    async with (
        served(make_double) as double,
        httpx.AsyncClient(
            base_url=double.public_url, headers={"Authorization": f"Bearer {ONE.secret_key}"}, trust_env=False
        ) as api,
        async_playwright() as playwright,
        await playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"]) as browser,
    ):
        page = await browser.new_page()

        async def made(path: str, **fields: Any) -> dict[str, Any]:
            found: dict[str, Any] = (await api.post(f"/v1/{path}", data=fields)).raise_for_status().json()
            return found

        async def answered(code: str, intent: dict[str, Any], button: str | None = None) -> Any:
            task = asyncio.create_task(page.evaluate(code, intent["client_secret"]))
            if button:
                await page.get_by_role("button", name=button).click()
            return await task

        with shop(tmp_path, f"{double.public_url}/v3/") as address:
            await page.goto(address)
            await page.evaluate(_SET_UP, ONE.publishable_key)
            await enter(page, "4242 4242 4242 4242")
            assert await page.evaluate("window.complete") is True
            assert await page.evaluate(_TOKEN) == ["4242", "Ana"]
            await enter(page, "4242 4242 4242 4241")
            assert await page.evaluate(_TOKEN) == "incorrect_number"

            intent = await made("payment_intents", amount=1999, currency="usd")
            await enter(page, "4000 0000 0000 9995")
            assert await answered(_CONFIRM, intent) == "card_declined"
            await enter(page, "4000 0027 6000 3184")
            assert await answered(_CONFIRM, intent, "Fail") == "payment_intent_authentication_failure"
            assert await answered(_CONFIRM, intent, "Approve") == "succeeded"

            await enter(page, "4242 4242 4242 4242")
            assert await answered(_SETUP, await made("setup_intents")) == "succeeded"
            asks = await made(
                "payment_intents",
                amount=1999,
                currency="usd",
                confirm="true",
                payment_method="pm_card_threeDSecure2Required",
            )
            assert await answered(_NEXT, asks, "Approve") == "succeeded"

            price = "line_items[0][price_data]"
            order = {"mode": "payment", "success_url": f"{address}?paid", "line_items[0][quantity]": 1,
                     f"{price}[currency]": "usd", f"{price}[unit_amount]": 1000,
                     f"{price}[product_data][name]": "Pro plan"}  # fmt: skip
            await page.goto((await made("checkout/sessions", **order))["url"])
            await page.get_by_role("button", name="3-D Secure").click()
            await page.get_by_role("button", name="Approve").click()
            await page.wait_for_url(f"{address}?paid*")
        assert [one.amount for one in double.movements()] == ["1999", "1999", "1000"]
