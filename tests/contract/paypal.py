"""PayPal and its double, for the conformance kit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.domain.money import Money
from backend.doubles.kit.journal import Call
from backend.doubles.paypal import ACCOUNTS, PayPalDouble
from backend.doubles.paypal.books import Funding
from backend.gateways.base import Elsewhere, Gateway, MethodKind, NewMethod
from backend.gateways.paypal.gateway import PayPalGateway

_PATHS: Mapping[Operation, tuple[str, str]] = {
    "create": ("POST", r"^/v2/checkout/orders$"),
    "fetch": ("GET", r"^/v2/checkout/orders/[^/]+$"),
    "find": ("GET", r"^/nothing-is-found-by-our-reference$"),
    "confirm": ("POST", r"^/v2/checkout/orders/[^/]+/(capture|authorize)$"),
    "capture": ("POST", r"^/v2/payments/authorizations/[^/]+/capture$"),
    "cancel": ("PATCH", r"^/v2/checkout/orders/[^/]+$"),
    "refund": ("POST", r"^/v2/payments/captures/[^/]+/refund$"),
    "fetch_refund": ("GET", r"^/v2/payments/refunds/[^/]+$"),
    "setup": ("POST", r"^/v3/vault/setup-tokens$"),
    "health": ("POST", r"^/v1/oauth2/token$"),
}
_FUNDING: Mapping[Wish, Funding] = {
    "ok": "ok",
    "challenge": "ok",
    "savable": "ok",
    "savable_then_declines": "declines_later",
    "savable_then_challenges": "challenges_later",
    "refused": "declined",
    "declined_in_success": "denied",
    "refund_pending": "refund_pending",
    "refund_fails_later": "refund_fails_later",
}


class PayPalHarness(Harness):
    """The payer never gives anything to us: what they pay with is decided on PayPal's page, so here by the double."""

    gateway: ClassVar[type[Gateway]] = PayPalGateway
    currency: ClassVar[str] = "USD"
    double: PayPalDouble

    @classmethod
    def make_double(cls, public_url: str) -> PayPalDouble:
        return PayPalDouble(public_url)

    def wire_text(self, money: Money) -> str | None:
        """Three currencies go without decimals."""
        if money.currency.code not in ("HUF", "JPY", "TWD"):
            return super().wire_text(money)
        whole, rest = divmod(money.minor, money.currency.units)
        return None if rest else str(whole)

    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        """Both accounts know the certificate, so webhooks are verified."""
        of = ACCOUNTS[account - 1]
        return {
            "mode": "test",
            "client_id": of.client_id,
            "client_secret": of.secret,
            "webhook_id": of.webhook_id,
            "webhook_certificate": self.double.certificate_pem,
            "base_url": self.double.public_url,
        }

    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        return {
            "bad_key": {"client_secret": "sandbox_secret_of_nobody"},
            "live_key_in_test": {"client_secret": "live_secret_of_somebody"},
        }

    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        if kind not in (None, MethodKind.WALLET):
            return None
        self.double.next_funding = _FUNDING[wish]
        return Elsewhere(MethodKind.WALLET)

    async def magic(self) -> Sequence[Magic]:
        """PayPal takes no method from us that could be declined."""
        return []

    def calls(self, operation: Operation) -> Sequence[Call]:
        method, path = self.path(operation)
        return [one for one in self.double.journal.calls if one.method == method and re.search(path, one.path)]

    def path(self, operation: Operation) -> tuple[str, str]:
        return _PATHS[operation]

    def amount_on_wire(self, call: Call) -> str:
        body = json.loads(call.body)
        amount = body["purchase_units"][0]["amount"] if "purchase_units" in body else body["amount"]
        assert isinstance(amount["value"], str)
        return str(amount["value"])

    def key_on_wire(self, call: Call) -> str | None:
        return call.headers.get("paypal-request-id")

    def secrets(self) -> Sequence[str]:
        return [ACCOUNTS[0].secret]

    async def settle(self, reference: str, kind: MethodKind) -> None:
        """The payer agrees on PayPal's page; `confirm_payment` collects."""
        await self.double.act(reference, "pay", {})
