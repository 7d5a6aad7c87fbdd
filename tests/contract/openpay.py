"""Openpay and its double, for the conformance kit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.doubles.kit.double import Double
from backend.doubles.kit.journal import Call
from backend.doubles.openpay import ACCOUNTS, OpenpayDouble, make_double
from backend.doubles.openpay.cards import DECLINED_LATER, SUSPECTED, SUSPECTED_LATER
from backend.gateways.base import DeclineAdvice, Elsewhere, Gateway, MethodKind, NewMethod
from backend.gateways.openpay.gateway import OpenpayGateway

_PATHS: Mapping[Operation, tuple[str, str]] = {
    "create": ("POST", r"/charges$"),
    "fetch": ("GET", r"/charges/[^/]+$"),
    "find": ("GET", r"/charges$"),
    "confirm": ("POST", r"/nothing-is-confirmed$"),
    "capture": ("POST", r"/charges/[^/]+/capture$"),
    "cancel": ("POST", r"/charges/[^/]+/(cancel|refund)$"),
    "refund": ("POST", r"/charges/[^/]+/refund$"),
    "fetch_refund": ("GET", r"/charges/[^/]+$"),
    "setup": ("POST", r"/cards$"),
    "health": ("GET", r"/charges$"),
}
_CARDS: Mapping[Wish, str] = {
    "ok": "4111111111111111",
    "challenge": SUSPECTED,
    "savable": "4242424242424242",
    "savable_then_declines": DECLINED_LATER,
    "savable_then_challenges": SUSPECTED_LATER,
}
_DECLINED = (
    ("4222222222222220", "GENERIC", DeclineAdvice.RETRY_LATER, "3001"),
    ("4000000000000069", "EXPIRED_CARD", DeclineAdvice.NEW_METHOD, "3002"),
    ("4444444444444448", "INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER, "3003"),
    ("4000000000000119", "GENERIC", DeclineAdvice.NEVER, "3004"),
    ("4000000000000044", "GENERIC", DeclineAdvice.NEVER, "3005"),
)
_AMOUNT = re.compile(rb'"amount": ?([0-9.eE+-]+)')


class OpenpayHarness(Harness):
    """Cards by token, with 3-D Secure when Openpay suspects fraud; stores and transfers in pesos."""

    gateway: ClassVar[type[Gateway]] = OpenpayGateway
    currency: ClassVar[str] = "MXN"
    double: OpenpayDouble

    @classmethod
    def make_double(cls, public_url: str) -> Double:
        return make_double(public_url)

    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        of = ACCOUNTS[account - 1]
        return {
            "mode": "test",
            "country": "mx",
            "merchant_id": of.merchant_id,
            "private_key": of.private_key,
            "public_key": of.public_key,
            "three_ds": "on_risk",
            "webhook_user": of.webhook_user,
            "webhook_password": of.webhook_password,
            "previous_webhook_password": of.previous_webhook_password,
            "base_url": self.double.public_url,
        }

    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        return {
            "bad_key": {"private_key": "sk_test_of_nobody_at_all"},
            "live_key_in_test": {"private_key": "sk_live_of_somebody"},
        }

    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        return self._source(0, wish, kind)

    async def source_of_other(self, wish: Wish) -> NewMethod | Elsewhere | None:
        return self._source(1, wish, None)

    async def magic(self) -> Sequence[Magic]:
        return [Magic(self._token(0, number), reason, advice, code) for number, reason, advice, code in _DECLINED]

    def calls(self, operation: Operation) -> Sequence[Call]:
        method, path = self.path(operation)
        return [
            call
            for call in self.double.journal.calls
            if call.method == method
            and re.search(path, call.path)
            and (operation != "find" or "order_id=" in call.query)
            and (operation != "health" or "order_id=" not in call.query)
        ]

    def path(self, operation: Operation) -> tuple[str, str]:
        return _PATHS[operation]

    def amount_on_wire(self, call: Call) -> str:
        (amount,) = _AMOUNT.findall(call.body)
        return str(amount.decode())

    def key_on_wire(self, call: Call) -> str | None:
        """The order id. A charge that was refused on suspicion gives it back to the one with 3-D Secure after it."""
        content = json.loads(call.body)
        secured = " with 3-D Secure" if content.get("use_3d_secure") else ""
        return f"{content['order_id']}{secured}" if "order_id" in content else None

    def secrets(self) -> Sequence[str]:
        of = ACCOUNTS[0]
        return [of.private_key, of.webhook_password, of.previous_webhook_password]

    def _source(self, account: int, wish: Wish, kind: MethodKind | None) -> NewMethod | Elsewhere | None:
        if kind in (MethodKind.STORE, MethodKind.BANK_TRANSFER):
            return Elsewhere(kind)
        if kind not in (None, MethodKind.CARD) or wish not in _CARDS:
            return None
        return self._token(account, _CARDS[wish])

    def _token(self, account: int, number: str) -> NewMethod:
        card = {
            "card_number": number,
            "holder_name": "Ana Núñez",
            "expiration_month": "12",
            "expiration_year": str(self.double.now().year + 4)[2:],
            "cvv2": "123",
        }
        token = self.double.vault.make_token(ACCOUNTS[account], json.dumps(card).encode())
        return NewMethod(MethodKind.CARD, token.id)
