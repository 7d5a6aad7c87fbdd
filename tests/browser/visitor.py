"""Somebody at a browser: what people do on the portal, in the words that they read there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect

from tests.browser.watcher import Watcher
from tests.support.shop import CARD, Person, Shop

BANK = re.compile(r"/sandbox/authenticate/")
Theme = Literal["light", "dark"]
PAYMENT = re.compile(r"/payments/pay_\w+")


@dataclass
class Visitor:
    """A browser context of its own, with one page open; `person` when it is signed in."""

    shop: Shop
    context: BrowserContext
    page: Page
    watcher: Watcher
    person: Person | None = None

    @property
    def card(self) -> FrameLocator:
        """The gateway's card field."""
        return self.page.frame_locator('iframe[title="Card details"]')

    @property
    def heading(self) -> Locator:
        """The one heading that says what the page is."""
        return self.page.get_by_role("heading", level=1)

    def customer(self) -> Person:
        """Who is signed in."""
        assert self.person is not None
        return self.person

    def open(self, path: str) -> None:
        """Go to a page of the shop."""
        self.page.goto(f"{self.shop.url}{path}")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """A button by its words."""
        return self.page.get_by_role("button", name=name)

    def sees(self, title: str) -> None:
        """The page's heading is, or becomes, this."""
        expect(self.heading).to_have_text(title)

    def order(self, plan: str) -> None:
        """The page that sells a plan, ready to be paid."""
        self.open(f"/subscribe/{self.shop.plans[plan]}")
        expect(self.button(re.compile("^Pay"))).to_be_enabled()

    def enter_card(self, number: str = CARD) -> None:
        """Fill in the gateway's field."""
        self.card.get_by_label("Card number").fill(number)
        self.card.get_by_label("Expiry").fill("12 / 40")
        self.card.get_by_label("CVC").fill("123")

    def pay(self, number: str = CARD) -> None:
        """Enter a card and press the button that names the amount."""
        self.enter_card(number)
        self.button(re.compile("^Pay")).click()

    def buy(self, plan: str, number: str = CARD) -> None:
        """Subscribe to a plan as it is offered."""
        self.order(plan)
        self.pay(number)

    def mark(self) -> None:
        """Leave something on the page that no reload survives."""
        self.page.evaluate("window.stayed = true")

    def has_stayed(self) -> bool:
        """Whether the page is still the one that was marked."""
        return self.page.evaluate("window.stayed === true") is True

    def turn(self, theme: Theme) -> None:
        """The system's theme changes, and the card field with it."""
        self.page.emulate_media(color_scheme=theme)
        self.settle()
        if self.page.locator("iframe").count():
            expect(self.card.locator(f"html[data-theme={theme}]")).to_be_attached()

    def settle(self) -> None:
        """Nothing is loading any more."""
        self.page.wait_for_function(
            "() => document.fonts.status === 'loaded' && !document.querySelector('[aria-busy=true], .skeleton')"
        )
