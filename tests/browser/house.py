"""A running shop of a test module, and the way into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, StorageState

from tests.browser.visitor import Visitor
from tests.browser.watcher import Watcher
from tests.support.processes import Process, Processes
from tests.support.shop import Person, Shop, open_shop
from tests.support.waiting import PATIENCE_SECONDS

_STORE_ONLY = """(items) => {
  sessionStorage.clear()
  localStorage.clear()
  for (const [name, value] of items) localStorage.setItem(name, value)
}"""

Visit = Callable[..., Visitor]


@dataclass
class House:
    """`perennial up`, which can be killed and come back at the same address with the same data."""

    processes: Processes
    process: Process
    shop: Shop

    @classmethod
    @contextmanager
    def opened(cls, directory: Path) -> Iterator[House]:
        """Start it, and end it whatever happens."""
        processes = Processes(directory)
        try:
            process = processes.up()
            with open_shop(process.url, f"sqlite://{directory / 'data' / 'perennial.db'}") as shop:
                yield cls(processes, process, shop)
        finally:
            processes.kill_all()

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()

    def come_back(self) -> None:
        """Start it again where it was."""
        self.process = self.processes.up(PORT=urlsplit(self.shop.url).port or 0)


# What a browser holds once somebody has signed in: a cookie, and in its storage the hint that there is one.
_HINT = ("perennial.session", "1")


def _cookie(person: Person) -> Any:  # Playwright has one type for reading it and another for setting it
    return {
        "name": "perennial_refresh", "value": person.refresh, "domain": "localhost", "path": "/auth",
        "httpOnly": True, "sameSite": "Strict", "secure": False, "expires": -1,
    }  # fmt: skip


def _open_context(browser: Browser, **options: Any) -> BrowserContext:
    wanted = {"locale": "en-US", "timezone_id": "America/Mexico_City", "reduced_motion": "reduce", **options}
    context = browser.new_context(**wanted)
    context.set_default_timeout(PATIENCE_SECONDS * 1000)
    return context


@contextmanager
def visiting(browser: Browser, shop: Shop, person: Person | None = None, **options: Any) -> Iterator[Visitor]:
    """A browser context for one visitor."""
    if person:
        name, value = _HINT
        options["storage_state"] = StorageState(
            cookies=[_cookie(person)], origins=[{"origin": shop.url, "localStorage": [{"name": name, "value": value}]}]
        )
    context = _open_context(browser, **options)
    watcher = Watcher(context, shop.url)
    try:
        yield Visitor(shop, context, context.new_page(), watcher, person)
    finally:
        context.close()


class Seat:
    """A browser context that visitors take in turn: what was loaded and compiled for one serves the next.

    Everybody finds one page as wide as any, with nothing of the client on it, no cookies and nothing stored. Nobody may
    route requests here.
    """

    def __init__(self, browser: Browser, shop: Shop) -> None:
        self._context = _open_context(browser)
        self._shop = shop
        self._watcher = Watcher(self._context, shop.url)
        self._page = self._context.new_page()
        assert self._page.viewport_size is not None
        self._size = self._page.viewport_size

    def take(self, person: Person | None) -> Visitor:
        """The next visitor; the one before is gone."""
        for page in self._context.pages:
            if page is not self._page:
                page.close()
        # A page of the shop that runs nothing: only there can its storage be reached.
        self._page.goto(f"{self._shop.url}/healthz")
        self._page.set_viewport_size(self._size)
        self._page.emulate_media(color_scheme="light")
        self._page.evaluate(_STORE_ONLY, [_HINT] if person else [])
        self._context.clear_cookies()
        if person:
            self._context.add_cookies([_cookie(person)])
        self._watcher.begin_anew()
        return Visitor(self._shop, self._context, self._page, self._watcher, person)

    def close(self) -> None:
        """Nobody comes any more."""
        self._context.close()
