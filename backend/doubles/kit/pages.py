"""The small web pages of a double: what happened, and buttons for what may happen next."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1a1c22}"
    "dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{color:#5b6070}dd{margin:0}"
    "button{font:inherit;padding:.5rem 1rem;margin:.25rem .5rem .25rem 0;border:1px solid #888;border-radius:.4rem;"
    "background:#fff;cursor:pointer}small{color:#5b6070}"
)


def page(
    provider: str, title: str, facts: Mapping[str, str], buttons: Mapping[str, str] | None = None, *, note: str = ""
) -> HTMLResponse:
    """A page of a double. `buttons` maps a label to the address that it posts to."""
    shown = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    forms = "".join(
        f'<form method="post" action="{escape(target)}"><button>{escape(label)}</button></form>'
        for label, target in (buttons or {}).items()
    )
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<small>{escape(provider)} (a local double; no real money)</small><h1>{escape(title)}</h1>"
        f"<dl>{shown}</dl>{forms}<p><small>{escape(note)}</small></p></body></html>"
    )
