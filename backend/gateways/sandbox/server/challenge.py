"""The 3-D Secure page: the cardholder approves, fails or closes. Plain forms, no script.

What it appends to the return address only informs the browser; a merchant must ask the API.
"""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from iso4217 import Currency
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .book import Book, read_settled
from .pages import page
from .params import read_body
from .payments import Payment
from .problems import Problem
from .provider import Account, Provider, account_by_id, origin_of, same
from .texts import CHALLENGE, language

ANSWERS = ("approve", "fail", "close")


async def show(request: Request) -> Response:
    """GET /authenticate/{id}?secret=...: the question, or what became of it."""
    found = await _find(request)
    if found is None:
        return _missing(request)
    _, payment = found
    texts, provider = _texts(request), _provider(request)
    values = {
        **texts,
        "base": provider.public_url,
        "amount": _amount(payment, texts["lang"]),
        "currency": payment.currency.upper(),
        "description": payment.description or payment.reference,
        "last4": payment.last4,
        "brand": payment.brand.capitalize(),
        "payment_reference": payment.reference,
    }
    if payment.status == "requires_action":
        # Browsers apply form-action to the redirect as well, so the shop's origin has to be named.
        policy = f"frame-ancestors 'none'; form-action 'self' {origin_of(payment.return_url or '')}"
        action = f"{provider.public_url}/authenticate/{payment.id}?secret={payment.challenge_secret}"
        return page("challenge.html", {**values, "action": action}, policy)
    values |= {"outcome": texts[payment.status], "back_url": _return_address(payment)}
    return page("decided.html", values, "frame-ancestors 'none'; form-action 'none'")


async def answer(request: Request) -> Response:
    """POST /authenticate/{id}?secret=...: apply the answer once, then send the browser back to the shop."""
    found = await _find(request)
    if found is None:
        return _missing(request)
    account, payment = found
    try:
        form = parse_qs((await read_body(request)).decode("ascii", "replace"))
    except Problem as problem:
        return Response(status_code=problem.status)
    chosen = form.get("answer", [""])[0]
    if chosen not in ANSWERS:
        return Response(status_code=400)
    if chosen != "close":
        provider = _provider(request)

        def decide(db: sqlite3.Connection) -> Payment:
            book = Book(db, provider, account)
            return book.authenticate(book.get(payment.id), approved=chosen == "approve")

        payment = await provider.store.write(decide)
        provider.ring()
    return RedirectResponse(_return_address(payment), 303, {"Cache-Control": "no-store"})


async def _find(request: Request) -> tuple[Account, Payment] | None:
    provider, id = _provider(request), request.path_params["id"]

    def owner(db: sqlite3.Connection) -> Account | None:
        row = db.execute("SELECT account_id FROM payments WHERE id = ?", (id,)).fetchone()
        return None if row is None else account_by_id(db, row["account_id"])

    account = await provider.store.read(owner)
    if account is None:
        return None
    payment = await read_settled(provider, account, lambda book: book.find(id))
    # Only a payment that was ever challenged has a return address for certain.
    if payment is None or payment.return_url is None:
        return None
    if not same(payment.challenge_secret, request.query_params.get("secret", "")):
        return None
    return account, payment


def _provider(request: Request) -> Provider:
    provider: Provider = request.app.state.provider
    return provider


def _texts(request: Request) -> dict[str, str]:
    lang = language(request.headers.get("accept-language", ""))
    return {**CHALLENGE[lang], "lang": lang}


def _missing(request: Request) -> Response:
    values = {**_texts(request), "base": _provider(request).public_url}
    return page("missing.html", values, "frame-ancestors 'none'; form-action 'none'", 404)


def _amount(payment: Payment, lang: str) -> str:
    decimals = Currency(payment.currency.upper()).exponent or 0
    text = f"{Decimal(payment.amount).scaleb(-decimals):,.{decimals}f}"
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def _return_address(payment: Payment) -> str:
    parts = urlsplit(payment.return_url or "")
    query = [*parse_qsl(parts.query, keep_blank_values=True)]
    query += [("payment_reference", payment.reference), ("status", payment.status)]
    return urlunsplit(parts._replace(query=urlencode(query)))


ROUTES = [
    Route("/authenticate/{id}", show, methods=["GET"]),
    Route("/authenticate/{id}", answer, methods=["POST"]),
]
