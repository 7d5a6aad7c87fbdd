"""Stripe and its double, for the conformance kit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal
from urllib.parse import parse_qs

from backend.conformance.harness import Harness, Magic, Operation, Wish
from backend.domain.money import Money
from backend.doubles.kit.double import Double
from backend.doubles.kit.journal import Call
from backend.doubles.stripe import ONE, TWO, Account, StripeDouble, make_double
from backend.gateways.base import DeclineAdvice, Elsewhere, Gateway, MethodKind, NewMethod
from backend.gateways.stripe.gateway import StripeGateway

_NEVER, _LATER, _OTHER = DeclineAdvice.NEVER, DeclineAdvice.RETRY_LATER, DeclineAdvice.NEW_METHOD
_INTENT, _SESSION = r"/v1/payment_intents", r"/v1/checkout/sessions"
_PATHS: Mapping[Operation, tuple[str, str]] = {
    "create": ("POST", rf"^({_INTENT}|{_SESSION})$"),
    "fetch": ("GET", rf"^({_INTENT}|{_SESSION})/(pi|cs)_[A-Za-z0-9_]+$"),
    "find": ("GET", rf"^({_INTENT}|{_SESSION})(/search)?$"),
    "confirm": ("POST", r"^/v1/nothing_is_confirmed$"),
    "capture": ("POST", rf"^{_INTENT}/[^/]+/capture$"),
    "cancel": ("POST", rf"^({_INTENT}|{_SESSION})/[^/]+/(cancel|expire)$"),
    "refund": ("POST", r"^/v1/refunds$"),
    "fetch_refund": ("GET", r"^/v1/refunds/re_[A-Za-z0-9]+$"),
    "setup": ("POST", r"^/v1/setup_intents$"),
    "health": ("GET", r"^/v1/balance$"),
}
_CARDS: Mapping[Wish, str] = {
    "ok": "4242424242424242",
    "challenge": "4000002760003184",
    "savable": "5555555555554444",
    "savable_then_declines": "4242424242424242",
    "savable_then_challenges": "4000002760003184",
    "refund_pending": "4000000000007726",
    "refund_fails_later": "4000000000005126",
}
_DECLINED = (
    ("4000000000000002", "GENERIC", _LATER, "generic_decline"),
    ("4000000000009995", "INSUFFICIENT_FUNDS", _LATER, "insufficient_funds"),
    ("4000000000009987", "GENERIC", _NEVER, "lost_card"),
    ("4000000000009979", "GENERIC", _NEVER, "stolen_card"),
    ("4000000000000069", "EXPIRED_CARD", _OTHER, "expired_card"),
    ("4000000000000127", "INCORRECT_CVC", _OTHER, "incorrect_cvc"),
    ("4000000000000119", "PROCESSING_ERROR", _LATER, "processing_error"),
    ("4000000000006975", "LIMIT_EXCEEDED", _LATER, "card_velocity_exceeded"),
    ("4000000000000341", "GENERIC", _LATER, "generic_decline"),
    ("4000008400001280", "GENERIC", _LATER, "generic_decline"),
)


class StripeHarness(Harness):
    """Cards that a browser made into payment methods with the publishable key."""

    gateway: ClassVar[type[Gateway]] = StripeGateway
    currency: ClassVar[str] = "USD"
    amounts: ClassVar[Literal["minor", "decimal"]] = "minor"
    double: StripeDouble

    @classmethod
    def make_double(cls, public_url: str) -> Double:
        return make_double(public_url)

    async def prepare(self) -> None:
        for account in (ONE, TWO):
            self.double.dashboard_endpoint(account, f"https://billing.example/webhooks/{account.id}")

    def wire_text(self, money: Money) -> str | None:
        """Stripe's units: hundredths of krónur and of Ugandan shillings; no third decimal."""
        if money.currency.code in ("ISK", "UGX"):
            return f"{money.minor}00"
        return None if money.currency.exponent == 3 and money.minor % 10 else str(money.minor)

    def settings(self, account: Literal[1, 2] = 1) -> dict[str, Any]:
        of = self._account(account)
        return {
            "mode": "test",
            "publishable_key": of.publishable_key,
            "secret_key": of.secret_key,
            "webhook_secret": of.webhook_secret,
            "previous_webhook_secret": of.old_webhook_secret,
            "base_url": self.double.public_url,
        }

    def _account(self, number: Literal[1, 2]) -> Account:
        return ONE if number == 1 else TWO

    def wrong_settings(self) -> Mapping[Literal["bad_key", "live_key_in_test"], dict[str, Any]]:
        return {
            "bad_key": {"secret_key": "sk_test_of_nobody_at_all_0123456789"},
            "live_key_in_test": {"secret_key": "sk_live_of_somebody_0123456789"},
        }

    async def source(self, wish: Wish, *, kind: MethodKind | None = None) -> NewMethod | Elsewhere | None:
        return await self._source(ONE, wish, kind)

    async def source_of_other(self, wish: Wish) -> NewMethod | Elsewhere | None:
        return await self._source(TWO, wish, None)

    async def _source(self, account: Account, wish: Wish, kind: MethodKind | None) -> NewMethod | None:
        if kind not in (None, MethodKind.CARD):
            return None
        source = await self._entered(account, _CARDS[wish])
        if wish == "savable_then_declines":
            self.double.empty_after_a_charge(source.token)
        return source

    async def _entered(self, account: Account, number: str) -> NewMethod:
        """As Stripe.js does it."""
        card = {"number": number, "exp_month": "12", "exp_year": "2034", "cvc": "123"}
        form = {"key": account.publishable_key, "type": "card", **{f"card[{name}]": card[name] for name in card}}
        async with self.browser() as browser:
            made = await browser.post("/v1/payment_methods", data=form)
        return NewMethod(MethodKind.CARD, made.raise_for_status().json()["id"])

    async def magic(self) -> Sequence[Magic]:
        return [
            Magic(await self._entered(ONE, number), reason, advice, code) for number, reason, advice, code in _DECLINED
        ]

    def calls(self, operation: Operation) -> Sequence[Call]:
        method, path = _PATHS[operation]
        return [call for call in self.double.journal.calls if call.method == method and re.search(path, call.path)]

    def path(self, operation: Operation) -> tuple[str, str]:
        return _PATHS[operation]

    def amount_on_wire(self, call: Call) -> str:
        form = parse_qs(call.body.decode())
        return (form.get("amount") or form["line_items[0][price_data][unit_amount]"])[0]

    def key_on_wire(self, call: Call) -> str | None:
        return call.headers.get("idempotency-key")

    def secrets(self) -> Sequence[str]:
        given = self.settings()
        return [given[name] for name in ("secret_key", "webhook_secret", "previous_webhook_secret")]
