"""Pictures of every screen, to be looked at: `python -m tests.browser.screenshots OUTDIR [NAME ...]`.

Light and dark, wide and narrow; `shop.png` is the picture of the README.
"""

from __future__ import annotations

import sys
import tempfile
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize

from tests.browser.chromium import open_chromium
from tests.browser.house import House, visiting
from tests.browser.screens import CUSTOMERS, VISITORS
from tests.browser.visitor import Theme
from tests.support.shop import CHALLENGED_CARD, Shop

THEMES: tuple[Theme, ...] = ("light", "dark")
WIDTHS = (1280, 360)
HEIGHT = 800


def main(directory: Path, names: list[str]) -> None:
    """Take the pictures whose screens are named; all of them, unless some are."""
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, House.opened(Path(data)) as house, open_chromium() as browser:
        for name in names or [*VISITORS, *CUSTOMERS, "shop"]:
            if name == "shop":
                _shop(browser, house.shop, directory / "shop.png")
            else:
                _screen(browser, house.shop, directory, name)


def _screen(browser: Browser, shop: Shop, directory: Path, name: str) -> None:
    person = None if name in VISITORS else shop.register()
    with visiting(browser, shop, person, viewport={"width": WIDTHS[0], "height": HEIGHT}) as visitor:
        (VISITORS.get(name) or CUSTOMERS[name])(visitor)
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
            for theme in THEMES:
                visitor.turn(theme)
                visitor.page.screenshot(path=directory / f"{name}-{theme}-{width}.png", full_page=True)
        for fault in visitor.watcher.faults:
            print(f"{name}: {fault}", file=sys.stderr)


_BOARD = """<body style="margin:0;padding:32px;display:flex;gap:32px;background:#e9ecf1">{}</body>"""
_PICTURE = """<img src="data:image/png;base64,{}" width="{}" style="border-radius:12px;border:1px solid #d5dae2">"""
_PHONE: ViewportSize = {"width": 400, "height": 760}


def _shop(browser: Browser, shop: Shop, file: Path) -> None:
    """Three steps of one purchase side by side: the plans, the bank, and the payment that turned paid."""
    pictures = []
    with visiting(browser, shop, shop.register(), viewport=_PHONE) as visitor:
        page = visitor.page

        def keep() -> None:
            visitor.settle()
            page.evaluate("() => document.activeElement?.blur()")
            pictures.append(b64encode(page.screenshot()).decode())

        VISITORS["plans"](visitor)
        keep()
        visitor.buy("hosting/starter", CHALLENGED_CARD)
        visitor.sees("Confirm your payment")
        keep()
        visitor.button("Approve").click()
        visitor.sees("Paid")
        page.evaluate("() => scrollTo(0, 0)")
        keep()
    width = len(pictures) * (_PHONE["width"] + 2 + 32) + 32
    page = browser.new_page(viewport={"width": width, "height": _PHONE["height"] + 66})
    page.set_content(_BOARD.format("".join(_PICTURE.format(picture, _PHONE["width"]) for picture in pictures)))
    page.screenshot(path=file)
    page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
