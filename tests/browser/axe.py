"""Accessibility by the rules of axe-core, in every frame of a page."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.support.run import ROOT

_RUN = """() => axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
})"""


@cache
def _source() -> str:
    file = ROOT / "frontend/node_modules/axe-core/axe.min.js"
    assert file.exists(), f"{file} is missing: install the client's packages"
    return file.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What the page does wrong: each rule with the elements that break it."""
    for frame in page.frames:
        if not frame.evaluate("() => 'axe' in window"):
            frame.evaluate(_source())
    # The card field is see-through, which axe takes for white: let it know the colour that shines through.
    shown = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    for frame in page.frames[1:]:
        frame.evaluate("(colour) => { document.documentElement.style.background = colour }", shown)
    found: dict[str, Any] = page.evaluate(_RUN)
    return [
        f"{rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
