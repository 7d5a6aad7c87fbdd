"""Mercado Pago and its double, for the conformance kit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.doubles.kit.journal import Call
from backend.doubles.mercadopago import ACCOUNTS, MercadoPagoDouble
from backend.gateways.base import DeclineAdvice, Elsewhere, Gateway, MethodKind, NewMethod
from backend.gateways.mercadopago.gateway import MercadoPagoGateway

_PATHS: Mapping[Operation, tuple[str, str]] = {
    "create": ("POST", r"^/(v1/payments|checkout/preferences)$"),
    "fetch": ("GET", r"^/(v1/payments|checkout/preferences)/(?!search$)[^/]+$"),
    "find": ("GET", r"^/(v1/payments|checkout/preferences)/search$"),
    "confirm": ("POST", r"^/nothing-is-confirmed$"),
    "capture": ("PUT", r"^/v1/payments/[^/]+$"),
    "cancel": ("PUT", r"^/(v1/payments|checkout/preferences)/[^/]+$"),
    "refund": ("POST", r"^/v1/payments/[^/]+/refunds$"),
    "fetch_refund": ("GET", r"^/v1/payments/[^/]+/refunds/[^/]+$"),
    "setup": ("POST", r"^/nothing-is-kept$"),
    "health": ("GET", r"^/users/me$"),
}
NEW, LATER, NEVER, ISSUER = (
    DeclineAdvice.NEW_METHOD,
    DeclineAdvice.RETRY_LATER,
    DeclineAdvice.NEVER,
    DeclineAdvice.CONTACT_ISSUER,
)
_REJECTED = {
    "OTHE": ("GENERIC", LATER, "cc_rejected_other_reason"),
    "CALL": ("GENERIC", ISSUER, "cc_rejected_call_for_authorize"),
    "FUND": ("INSUFFICIENT_FUNDS", LATER, "cc_rejected_insufficient_amount"),
    "SECU": ("INCORRECT_CVC", NEW, "cc_rejected_bad_filled_security_code"),
    "EXPI": ("EXPIRED_CARD", NEW, "cc_rejected_bad_filled_date"),
    "FORM": ("GENERIC", NEW, "cc_rejected_bad_filled_other"),
    "CARD": ("INCORRECT_NUMBER", NEW, "cc_rejected_bad_filled_card_number"),
    "DUPL": ("GENERIC", NEW, "cc_rejected_duplicated_payment"),
    "LOCK": ("GENERIC", ISSUER, "cc_rejected_card_disabled"),
    "CTNA": ("GENERIC", NEW, "cc_rejected_card_type_not_allowed"),
    "ATTE": ("LIMIT_EXCEEDED", NEW, "cc_rejected_max_attempts"),
    "BLAC": ("GENERIC", NEVER, "cc_rejected_blacklist"),
    "RISK": ("GENERIC", NEVER, "cc_rejected_high_risk"),
}


class MercadoPagoHarness(Harness):
    """The holder's name on a test card decides what becomes of a payment."""

    gateway: ClassVar[type[Gateway]] = MercadoPagoGateway
    currency: ClassVar[str] = "MXN"
    double: MercadoPagoDouble

    @classmethod
    def make_double(cls, public_url: str) -> MercadoPagoDouble:
        return MercadoPagoDouble(public_url)

    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        of = ACCOUNTS[account - 1]
        return {
            "mode": "test",
            "country": "mx",
            "access_token": of.access_token,
            "public_key": of.public_key,
            "webhook_secret": of.webhook_secret,
            "previous_webhook_secret": of.retired_secret,
            "base_url": self.double.public_url,
        }

    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        return {
            "bad_key": {"access_token": "TEST-token-of-nobody"},
            "live_key_in_test": {"access_token": "APP_USR-token-of-somebody"},
        }

    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        if kind is not None and kind is not MethodKind.CARD:
            return Elsewhere(kind)
        if wish == "challenge":
            # The bank's own questions happen on Mercado Pago's page.
            return Elsewhere(MethodKind.WALLET) if kind is None else None
        if wish in ("savable", "savable_then_declines", "savable_then_challenges"):
            return None
        if wish == "refund_pending":
            self.double.next_returns = "in_process"
        return await self._card("APRO")

    async def source_of_other(self, wish: Wish) -> NewMethod | Elsewhere | None:
        return await self._card("APRO", account=2)

    async def magic(self) -> Sequence[Magic]:
        return [
            Magic(await self._card(holder), reason, advice, code)
            for holder, (reason, advice, code) in _REJECTED.items()
        ]

    def calls(self, operation: Operation) -> Sequence[Call]:
        method, path = self.path(operation)
        return [one for one in self.double.journal.calls if one.method == method and re.search(path, one.path)]

    def path(self, operation: Operation) -> tuple[str, str]:
        return _PATHS[operation]

    def amount_on_wire(self, call: Call) -> str:
        body = json.loads(call.body, parse_float=str, parse_int=str)
        if "items" in body:
            return str(body["items"][0]["unit_price"])
        return str(body["transaction_amount"] if "transaction_amount" in body else body["amount"])

    def key_on_wire(self, call: Call) -> str | None:
        return call.headers.get("x-idempotency-key")

    def secrets(self) -> Sequence[str]:
        of = ACCOUNTS[0]
        return [of.access_token, of.webhook_secret, of.retired_secret]

    async def _card(self, holder: str, account: Literal[1, 2] = 1) -> NewMethod:
        """A token, made as the browser's script makes it."""
        card = {
            "card_number": "5474925432670366",
            "security_code": "123",
            "expiration_month": 11,
            "expiration_year": 2040,
            "cardholder": {"name": holder},
        }
        async with self.browser() as browser:
            address = f"{self.double.public_url}/v1/card_tokens"
            answer = await browser.post(address, params={"public_key": ACCOUNTS[account - 1].public_key}, json=card)
        assert answer.status_code == 201, answer.text
        return NewMethod(MethodKind.CARD, answer.json()["id"])
