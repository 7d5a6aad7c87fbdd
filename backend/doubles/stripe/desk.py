"""Where one thing is done: an account's book at an instant, ids to give out, and events to tell of."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..kit.webhooks import Delivery, Signer, SignWith
from .book import Book, Thing

if TYPE_CHECKING:
    from .double import StripeDouble

VERSION = "2026-10-28.endive"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Desk:
    """One account, now. `version` is what the caller pinned, `by_browser` whether it has a publishable key only.

    `request_id` and `key` are those of an API call.
    """

    def __init__(
        self,
        double: StripeDouble,
        book: Book,
        *,
        version: str | None = None,
        request_id: str = "",
        key: str = "",
        by_browser: bool = False,
    ) -> None:
        self.double = double
        self.book = book
        self.version = version
        self.by_browser = by_browser
        self._request = {"id": request_id or None, "idempotency_key": key or None}
        self.began = False

    @property
    def now(self) -> int:
        """The double's time in seconds."""
        return int(self.double.now().timestamp())

    def begin(self) -> None:
        """The request is valid: from here on its answer is kept for its idempotency key."""
        self.began = True

    def id(self, prefix: str) -> str:
        """A fresh id in Stripe's style."""
        return self.double.ids.new(f"{prefix}_", letters=_LETTERS)

    def add(self, prefix: str, kind: str, fields: Mapping[str, Any]) -> Thing:
        """A new object."""
        thing: Thing = {"id": self.id(prefix), "object": kind, "created": self.now, "livemode": False, **fields}
        self.book.things[thing["id"]] = thing
        return thing

    def tell(self, type: str, thing: Thing, previous: Mapping[str, Any] | None = None) -> None:
        """An event: kept, and sent to every endpoint that wants it, as the object is right now."""
        data: Thing = {"object": copy.deepcopy(thing)}
        if previous is not None:
            data["previous_attributes"] = dict(previous)
        event = self.add("evt", "event", {"api_version": VERSION, "data": data, "request": self._request, "type": type})
        endpoints = self._listening(type)
        event["pending_webhooks"] = len(endpoints)
        for book, endpoint in endpoints:
            content = {**event, "api_version": endpoint["api_version"] or VERSION}
            if book is not self.book:
                content["account"] = self.book.account.id
            self.double.webhooks.make(
                Delivery(
                    event["id"],
                    type,
                    endpoint["url"],
                    json.dumps(content, ensure_ascii=False).encode(),
                    _signer(book.secret(endpoint["id"])),
                    self.double.now(),
                )
            )

    def _listening(self, type: str) -> list[tuple[Book, Thing]]:
        """The account's own endpoints, and those of its platform that listen to connected accounts."""
        platform = self.book.account.platform
        books = [(self.book, False)]
        if platform is not None:
            books.append((self.double.books[platform], True))
        return [
            (book, endpoint)
            for book, connect in books
            for endpoint in book.of("webhook_endpoint")
            if bool(book.secret(endpoint["id"]).get("connect")) is connect
            and ("*" in endpoint["enabled_events"] or type in endpoint["enabled_events"])
        ]


def _signer(secrets: Mapping[str, Any]) -> Signer:
    def sign(body: bytes, at: datetime, sign_with: SignWith) -> Mapping[str, str]:
        known = {"new": secrets["secret"], "old": secrets["old_secret"], "wrong": "whsec_of_somebody_else", "empty": ""}
        secret = known[sign_with]
        sent = str(int(at.timestamp()))
        signature = hmac.new(secret.encode(), sent.encode() + b"." + body, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={sent},v1={signature},v0={'6' * 64}", "User-Agent": "Stripe/1.0"}

    return sign
