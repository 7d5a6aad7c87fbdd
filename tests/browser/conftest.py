"""The product as a process, a browser before it, and visitors that are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import open_chromium
from tests.browser.house import House, Seat, Visit, visiting
from tests.browser.visitor import Visitor


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`perennial up`, one for a module."""
    with House.opened(tmp_path_factory.mktemp("shop")) as house:
        yield house


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def seat(house: House, chromium: Browser) -> Iterator[Seat]:
    """Where the first visitor of each test sits."""
    with closing(Seat(chromium, house.shop)) as seat:
        yield seat


@pytest.fixture
def visit(house: House, chromium: Browser, seat: Seat) -> Iterator[Visit]:
    """Makes visitors. At the end of the test none of them may have met a fault.

    Those who come later, want something special or are to be `alone` have a browser context of their own.
    """
    with ExitStack() as stack:
        made: list[Visitor] = []

        def make(
            *, signed_in: bool = True, alone: bool = False, currency: str | None = None, **options: object
        ) -> Visitor:
            person = house.shop.register(currency=currency) if signed_in else None
            if made or alone or options:
                visitor = stack.enter_context(visiting(chromium, house.shop, person, **options))
            else:
                visitor = seat.take(person)
            made.append(visitor)
            return visitor

        yield make
        faults = [fault for visitor in made for fault in visitor.watcher.faults]
    assert faults == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """Somebody whom the shop does not know yet."""
    return visit(signed_in=False)


@pytest.fixture
def customer(visit: Callable[..., Visitor]) -> Visitor:
    """A new customer, signed in."""
    return visit()
