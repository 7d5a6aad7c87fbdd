"""The hosted card field: a page for an iframe, so that a card number never touches the merchant's own page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from .pages import page
from .provider import Provider, account_by_publishable_key, origin_of
from .texts import FIELDS, language

THEMES = ("light", "dark")


async def card_field(request: Request) -> Response:
    """GET /fields/card?key&origin&theme&locale. Only an allowed `origin` gets the page, and only it may frame it."""
    provider: Provider = request.app.state.provider
    query = request.query_params
    key, origin = query.get("key", ""), query.get("origin", "").rstrip("/")
    account = await provider.store.read(lambda db: account_by_publishable_key(db, key))
    if account is None:
        return PlainTextResponse("The publishable key is not known.", 403)
    # The origin goes into a header: only one that is listed, letter by letter, gets there.
    if origin not in (origin_of(provider.public_url), *account.origins):
        return PlainTextResponse("This origin may not show the card field.", 403)
    lang = language(query.get("locale", ""))
    theme = query.get("theme", "")
    values = {
        **FIELDS[lang],
        "lang": lang,
        "theme": theme if theme in THEMES else "auto",
        "base": provider.public_url,
        "key": key,
        "origin": origin,
    }
    policy = f"script-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors {origin}"
    return page("fields.html", values, policy)


ROUTES = [Route("/fields/card", card_field, methods=["GET"])]
