"""The pages that a payer sees: the bank's question, and Checkout. And the script that stands in for Stripe.js."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from ..kit.pages import page
from . import charging, checkout, setups
from .book import Thing
from .cards import BY_NUMBER
from .desk import Desk
from .money import shown
from .problems import Problem

if TYPE_CHECKING:
    from .double import StripeDouble

_SCRIPT = Path(__file__).with_name("stripe.js")
_OFFERS = {
    "Pay with 4242 4242 4242 4242": "4242424242424242",
    "Pay with a card that asks for 3-D Secure": "4000002760003184",
    "Pay with a card that is declined": "4000000000000002",
}


def page_routes(double: StripeDouble) -> list[Route]:
    """Pages and script."""
    pages = _Pages(double)
    return [
        Route("/v3", pages.script, methods=["GET"]),
        Route("/v3/", pages.script, methods=["GET"]),
        Route("/pages/3ds/{account}/{intent}/{secret}", pages.bank, methods=["GET", "POST"]),
        Route("/pages/checkout/{account}/{session}", pages.checkout, methods=["GET", "POST"]),
    ]


class _Pages:
    def __init__(self, double: StripeDouble) -> None:
        self._double = double

    async def script(self, request: Request) -> Response:
        """The stand-in for Stripe.js."""
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        return Response(_SCRIPT.read_bytes(), 200, headers, "text/javascript")

    async def bank(self, request: Request) -> Response:
        """The payer's bank asks; the answer is `?ok=true` or `?ok=false`. The script asks for JSON."""
        desk = self._desk(request)
        intent = desk.book.things.get(request.path_params["intent"]) if desk else None
        if desk is None or intent is None or intent.get("client_secret") != request.path_params["secret"]:
            return page("Stripe", "There is nothing here", {})
        by_script = request.headers.get("accept") == "application/json"
        if request.method == "POST" and intent["status"] == "requires_action":
            answer(desk, intent, ok=request.query_params.get("ok") == "true")
        if by_script:
            return JSONResponse({"status": intent["status"]}, headers={"Access-Control-Allow-Origin": "*"})
        if intent["status"] == "requires_action":
            here = request.url.path
            buttons = {"Approve": f"{here}?ok=true", "Fail": f"{here}?ok=false"}
            return page("Stripe", "Your bank asks: is it you?", _facts(intent), buttons, note="Close it to abandon.")
        return self._back(desk, intent)

    def _back(self, desk: Desk, intent: Thing) -> Response:
        back = desk.book.secret(intent["id"]).get("return_url")
        ok = intent["status"] in ("succeeded", "requires_capture", "processing")
        if not back:
            return page("Stripe", "Done" if ok else "Your bank refused", _facts(intent))
        kind = intent["object"]
        query = {
            kind: intent["id"],
            f"{kind}_client_secret": intent["client_secret"],
            "redirect_status": "succeeded" if ok else "failed",
        }
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}{urlencode(query)}", 303)

    async def checkout(self, request: Request) -> Response:
        """Stripe's own page: pay with a test card, or go back."""
        desk = self._desk(request)
        session = desk.book.things.get(request.path_params["session"]) if desk else None
        if desk is None or session is None:
            return page("Stripe", "There is nothing here", {})
        refusal = ""
        if request.method == "POST" and session["status"] == "open":
            try:
                checkout.pay(desk, session, BY_NUMBER[request.query_params["card"]])
            except Problem as problem:
                refusal = str(problem)
            intent = desk.book.things.get(session["payment_intent"] or session["setup_intent"] or "")
            if intent is not None and intent["status"] == "requires_action":
                return RedirectResponse(intent["next_action"]["redirect_to_url"]["url"], 303)
        if session["status"] == "complete":
            return RedirectResponse(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]), 303)
        title = str(desk.book.secret(session["id"])["title"])
        facts = {"State": session["status"]}
        if session["amount_total"] is not None:
            facts["Amount"] = shown(session["amount_total"], session["currency"])
        if session["status"] != "open":
            return page("Stripe", title, facts, note="This page has expired.")
        buttons = {label: f"{request.url.path}?card={number}" for label, number in _OFFERS.items()}
        return page("Stripe", title, facts, buttons, note=refusal)

    def _desk(self, request: Request) -> Desk | None:
        book = self._double.books.get(request.path_params["account"])
        return None if book is None else Desk(self._double, book)


def answer(desk: Desk, intent: Thing, *, ok: bool) -> None:
    """The payer approves, or fails."""
    if intent["object"] == "setup_intent":
        setups.authenticated(desk, intent, ok=ok)
    else:
        charging.authenticated(desk, intent, ok=ok)


def _facts(intent: Thing) -> dict[str, str]:
    facts = {"State": intent["status"]}
    if "amount" in intent:
        facts["Amount"] = shown(intent["amount"], intent["currency"])
    return facts
