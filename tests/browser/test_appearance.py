"""Every screen in both themes: accessible by axe-core's rules, and nothing to scroll sideways on a small phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import TimeoutError

from tests.browser.axe import violations
from tests.browser.house import Visit
from tests.browser.screens import CUSTOMERS, VISITORS
from tests.browser.visitor import Theme

THEMES: tuple[Theme, ...] = ("light", "dark")
NARROW = (360, 320)
# Waited for: what a table becomes on a small phone is drawn a moment after the window is small.
_FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.parametrize("name", [*VISITORS, *CUSTOMERS])
def test_a_screen_is_accessible_and_fits(visit: Visit, name: str) -> None:
    visitor = visit(signed_in=name in CUSTOMERS)
    (CUSTOMERS.get(name) or VISITORS[name])(visitor)
    page = visitor.page
    found = []
    for theme in THEMES:
        visitor.turn(theme)
        found += [f"{theme}: {violation}" for violation in violations(page)]
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 640})
        visitor.settle()
        try:
            page.wait_for_function(_FITS)
        except TimeoutError:
            found.append(f"scrolls sideways at {width} px")
    found += violations(page)

    assert found == []
