"""The double of Stripe: accounts, what falls due, and what really moved."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from starlette.routing import BaseRoute, Route

from ..kit.double import Double, Movement
from . import checkout_end, endpoints, intent_state, refunds
from .accounts import ALL, ONE, Account
from .acts import act
from .api import Api
from .book import Book, Thing
from .desk import Desk
from .pages import page_routes
from .problems import Problem


class StripeDouble(Double):
    """Stripe in test mode, with two merchants and an account that is connected to the first of them."""

    name: ClassVar[str] = "Stripe"

    # How long a new object stays hidden from search.
    search_lag_seconds = 60
    # While it is there and not set, requests with an idempotency key are worked on; a second one meets a 409.
    gate: asyncio.Event | None = None
    # How many of the next requests that change something are executed and answered with Stripe's own 500.
    internal_errors = 0

    def routes(self) -> Sequence[BaseRoute]:
        """The API, the pages and the script."""
        self.forget()
        api = Api(self)
        return [Route("/v1/{rest:path}", api.handle, methods=["GET", "POST", "DELETE", "OPTIONS"]), *page_routes(self)]

    def forget(self) -> None:
        """Empty every book."""
        self.books = {account.id: Book(account) for account in ALL}
        self.internal_errors, self.gate = 0, None

    def dashboard_endpoint(self, account: Account, url: str, *, version: str | None = None) -> None:
        """A webhook endpoint for every event, made by hand in the dashboard: signed with the account's secret."""
        endpoints.add(
            Desk(self, self.books[account.id]),
            url,
            ["*"],
            account.webhook_secret,
            account.old_webhook_secret,
            version=version,
        )

    def empty_after_a_charge(self, method_id: str) -> None:
        """The account behind a payment method holds enough for one more charge only. No test card of Stripe's does."""
        for book in self.books.values():
            if method_id in book.things:
                book.secret(method_id)["for_one_charge"] = True
                return
        raise KeyError(method_id)

    def deliver_to(self, url: str) -> None:
        """An endpoint of the first account."""
        self.dashboard_endpoint(ONE, url)

    def connection(self) -> Mapping[str, str]:
        """The first account's settings."""
        return {
            "mode": "test",
            "publishable_key": ONE.publishable_key,
            "secret_key": ONE.secret_key,
            "webhook_secret": ONE.webhook_secret,
            "base_url": self.public_url,
        }

    def on_time(self) -> None:
        """Sessions and authorizations run out; slow refunds arrive, or come back."""
        for book in self.books.values():
            desk = Desk(self, book)
            for thing in list(book.things.values()):
                hidden = book.hidden.get(thing["id"], {})
                if thing["object"] == "checkout.session" and thing["status"] == "open":
                    if thing["expires_at"] <= desk.now:
                        checkout_end.expire(desk, thing)
                elif thing["object"] == "payment_intent" and thing["status"] == "requires_capture":
                    if hidden["lapses_at"] <= desk.now:
                        intent_state.end(desk, thing, "expired")
                elif hidden.get("succeeds_at", desk.now + 1) <= desk.now:
                    refunds.succeed(desk, thing)
                elif hidden.get("fails_at", desk.now + 1) <= desk.now:
                    refunds.fail(desk, thing)

    def movements(self) -> Sequence[Movement]:
        """What was collected, and what was given back and stayed there."""
        return [
            movement
            for book in self.books.values()
            for thing in book.things.values()
            if (movement := self._movement(book, thing)) is not None
        ]

    def _movement(self, book: Book, thing: Thing) -> Movement | None:
        if thing["object"] == "charge" and thing["paid"] and thing["captured"]:
            return self._moved(book, "charge", thing, thing["amount_captured"])
        if thing["object"] == "refund" and thing["status"] == "succeeded":
            return self._moved(book, "refund", thing, thing["amount"])
        return None

    def _moved(self, book: Book, kind: Any, thing: Thing, amount: int) -> Movement:
        intent = book.things[thing["payment_intent"]]
        session = checkout_end.session_of(Desk(self, book), intent["id"])
        noted = intent if kind == "charge" else thing
        return Movement(
            kind,
            thing["id"],
            session["id"] if session else intent["id"],
            noted["metadata"].get("our_reference"),
            str(amount),
            thing["currency"].upper(),
        )

    async def act(self, reference: str, act_name: str, params: Mapping[str, Any]) -> None:
        """Let something happen to an object of any account."""
        for book in self.books.values():
            if reference in book.things:
                act(Desk(self, book), book.things[reference], act_name, params)
                return
        raise KeyError(reference)

    def error_body(self, status: int, code: str) -> tuple[bytes, str]:
        """Stripe's error for a fault."""
        text = "Request rate limit exceeded." if status == 429 else "An unknown error occurred"
        kind = "invalid_request_error" if status < 500 else "api_error"
        problem = Problem(status, text, code=code, type=kind)
        return json.dumps({"error": problem.error}).encode(), "application/json"

    def is_api(self, path: str) -> bool:
        """The script and the pages are not."""
        return path.startswith("/v1/")
