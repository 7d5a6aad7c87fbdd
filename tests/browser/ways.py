"""Doubles of providers beside a shop, connected as staff would connect an account."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from backend.doubles.kit.double import Double
from backend.doubles.kit.serving import served
from tests.browser.books import STAFF
from tests.browser.visitor import Visitor
from tests.support.shop import Shop

CREATE = """
mutation ($input: GatewayAccountCreateInput!) { gatewayAccountCreate(input: $input) {
  __typename ... on GatewayAccountCreateSuccess { gatewayAccount { id enabled health { ok message } } }
  ... on Error { message } ... on InvalidInputError { fields { path message } }
} }"""
INSTALL = """
mutation ($input: GatewayAccountInstallWebhookInput!) { gatewayAccountInstallWebhook(input: $input) {
  __typename ... on Error { message }
} }"""


D = TypeVar("D", bound=Double)


@contextmanager
def beside(shop: Shop, gateway: str, make: Callable[[str], D]) -> Iterator[D]:
    """The double, served until the end, and an account of the shop that takes payments with it."""
    with _serving(make) as double:
        staff = shop.sign_in(*STAFF)
        settings = dict(double.connection())
        input = {"gateway": gateway, "label": double.name, "settings": settings, "enabled": True}
        made: dict[str, Any] = shop.ask(CREATE, {"input": input}, by=staff)["gatewayAccountCreate"]
        assert made["__typename"] == "GatewayAccountCreateSuccess", made
        account = made["gatewayAccount"]
        assert (account["enabled"], account["health"]["ok"]) == (True, True), account
        told = shop.ask(INSTALL, {"input": {"id": account["id"]}}, by=staff)["gatewayAccountInstallWebhook"]
        assert told["__typename"] == "GatewayAccountInstallWebhookSuccess", told
        yield double


@contextmanager
def _serving(make: Callable[[str], D]) -> Iterator[D]:
    """In a thread of its own: Playwright keeps this one."""
    ready: list[D] = []
    is_ready = threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()

    async def serve() -> None:
        async with served(make) as double:
            double.webhooks.mode = "deliver"
            ready.append(double)
            is_ready.set()
            await over.wait()

    def run() -> None:
        try:
            loop.run_until_complete(serve())
        finally:
            loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        assert is_ready.wait(60), "the double did not start"
        yield ready[0]
    finally:
        if thread.is_alive():
            loop.call_soon_threadsafe(over.set)
        thread.join(20)


def welcome(visitor: Visitor, double: Double) -> None:
    """A provider's scripts and pages are on another host, and its fields send the card there: that is no fault."""
    visitor.watcher.forgive(
        rf"^request to a foreign host: {double.public_url}/",
        r"^a card number went to (/v1/\w+/tokens|/v1/payment_methods)$",
        rf"404 \(Not Found\) \({double.public_url}/favicon.ico\)",
    )
