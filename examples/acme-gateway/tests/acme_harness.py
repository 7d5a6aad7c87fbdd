"""What the conformance kit must know of Acme Pay: settings, methods to pay with, and where to look in the journal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from acme_double import MERCHANTS, AcmePay, Merchant
from acme_perennial.gateway import AcmeGateway

from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.doubles.kit.double import Double
from backend.doubles.kit.journal import Call
from backend.gateways.base import DeclineAdvice, Elsewhere, MethodKind, NewMethod

_PATHS: dict[Operation, tuple[str, str]] = {
    "create": ("POST", r"^/v1/charges$"),
    "fetch": ("GET", r"^/v1/charges/[^/]+$"),
    "find": ("GET", r"^/v1/charges$"),
    "cancel": ("POST", r"^/v1/charges/[^/]+/cancel$"),
    "refund": ("POST", r"^/v1/refunds$"),
    "fetch_refund": ("GET", r"^/v1/refunds/[^/]+$"),
    "health": ("GET", r"^/v1/account$"),
}


class AcmeHarness(Harness):
    """Acme Pay and its plugin."""

    gateway = AcmeGateway
    currency = "USD"
    amounts = "minor"
    double: AcmePay

    @classmethod
    def make_double(cls, public_url: str) -> Double:
        """Acme Pay."""
        return AcmePay(public_url)

    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        """Of the two merchants."""
        merchant = MERCHANTS[account - 1]
        return {
            "mode": "test",
            "publishable_key": merchant.publishable_key,
            "secret_key": merchant.secret_key,
            "webhook_secret": merchant.webhook_secret,
            "previous_webhook_secret": merchant.previous_secret,
            "base_url": self.double.public_url,
        }

    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        """A key of nobody, and one of the other mode."""
        return {
            "bad_key": {"secret_key": "ask_test_of_nobody"},
            "live_key_in_test": {"secret_key": "ask_live_merchant1"},
        }

    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        """A good card, or the page; Acme Pay keeps no cards."""
        return self._source(MERCHANTS[0], wish)

    async def source_of_other(self, wish: Wish) -> NewMethod | Elsewhere | None:
        """The same at the second merchant's."""
        return self._source(MERCHANTS[1], wish)

    def _source(self, merchant: Merchant, wish: Wish) -> NewMethod | Elsewhere | None:
        if wish == "challenge":
            return Elsewhere(MethodKind.CARD)
        return NewMethod(MethodKind.CARD, self.double.token(merchant, "4001")) if wish == "ok" else None

    async def magic(self) -> Sequence[Magic]:
        """The cards that Acme Pay declines."""
        expected = (
            ("4002", "INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER, "no_funds"),
            ("4003", "EXPIRED_CARD", DeclineAdvice.NEW_METHOD, "card_expired"),
            ("4004", "GENERIC", DeclineAdvice.NEVER, "card_stolen"),
        )
        return [
            Magic(NewMethod(MethodKind.CARD, self.double.token(MERCHANTS[0], number)), reason, advice, code)
            for number, reason, advice, code in expected
        ]

    def calls(self, operation: Operation) -> Sequence[Call]:
        """By method and path."""
        method, path = self.path(operation)
        return [call for call in self.double.journal.calls if call.method == method and re.search(path, call.path)]

    def path(self, operation: Operation) -> tuple[str, str]:
        """Where faults are armed."""
        return _PATHS[operation]

    def amount_on_wire(self, call: Call) -> str:
        """The token as it was written, before anything made a number of it."""
        return str(json.loads(call.body, parse_int=str, parse_float=str)["amount"])

    def key_on_wire(self, call: Call) -> str | None:
        """The idempotency key."""
        return call.headers.get("idempotency-key")

    def secrets(self) -> Sequence[str]:
        """Of the first merchant."""
        return [MERCHANTS[0].secret_key, MERCHANTS[0].webhook_secret, MERCHANTS[0].previous_secret]
