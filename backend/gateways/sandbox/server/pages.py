"""Rendering the hosted pages: templates with every value escaped, and the headers that keep a page to itself."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

PAGES = Path(__file__).parent / "pages"


@cache
def _template(name: str) -> Template:
    return Template((PAGES / name).read_text(encoding="utf-8"))


def page(name: str, values: Mapping[str, str], policy: str, status: int = 200) -> HTMLResponse:
    """A page that loads nothing beyond `policy`, is never stored and tells nobody its address."""
    content = _template(name).substitute({key: html.escape(value) for key, value in values.items()})
    headers = {
        "Content-Security-Policy": f"default-src 'none'; base-uri 'none'; style-src 'self'; {policy}",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return HTMLResponse(content, status, headers)
