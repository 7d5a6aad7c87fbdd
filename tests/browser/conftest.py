"""The product as a process, a browser before it, and visitors that are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import open_chromium
from tests.browser.house import House, Visit, visiting
from tests.browser.visitor import Visitor


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`perennial up`, one for a module."""
    with House.opened(tmp_path_factory.mktemp("shop")) as house:
        yield house


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module; each visitor has a context of its own."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def visit(house: House, chromium: Browser) -> Iterator[Visit]:
    """Makes visitors. At the end of the test none of them may have met a fault."""
    with ExitStack() as stack:
        made: list[Visitor] = []

        def make(*, signed_in: bool = True, **options: object) -> Visitor:
            person = house.shop.register() if signed_in else None
            made.append(stack.enter_context(visiting(chromium, house.shop, person, **options)))
            return made[-1]

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
