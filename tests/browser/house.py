"""A running shop of a test module, and the way into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, StorageState

from tests.browser.visitor import Visitor
from tests.browser.watcher import Watcher
from tests.support.processes import Process, Processes
from tests.support.shop import Person, Shop, open_shop

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


def _session(shop: Shop, person: Person) -> StorageState:
    """What a browser holds once somebody has signed in: the cookie, and the hint that there is one."""
    return {
        "cookies": [
            {
                "name": "perennial_refresh", "value": person.refresh, "domain": "localhost", "path": "/auth",
                "httpOnly": True, "sameSite": "Strict", "secure": False, "expires": -1,
            }
        ],
        "origins": [{"origin": shop.url, "localStorage": [{"name": "perennial.session", "value": "1"}]}],
    }  # fmt: skip


@contextmanager
def visiting(browser: Browser, shop: Shop, person: Person | None = None, **options: Any) -> Iterator[Visitor]:
    """A browser context for one visitor."""
    if person:
        options["storage_state"] = _session(shop, person)
    wanted = {"locale": "en-US", "timezone_id": "America/Mexico_City", "reduced_motion": "reduce", **options}
    context = browser.new_context(**wanted)
    context.set_default_timeout(15_000)
    watcher = Watcher(context, shop.url)
    try:
        yield Visitor(shop, context, context.new_page(), watcher, person)
    finally:
        context.close()
