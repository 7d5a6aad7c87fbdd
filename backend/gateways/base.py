"""The contract between Perennial and a gateway plugin (`api_version` 1). See docs/adding-a-gateway.md.

A plugin translates. It never touches the database, never sleeps, never retries and never decides: time, HTTP client
and settings come from `GatewayContext`; amounts and references are compared by the core, not here.

Three things are results, not exceptions: a decline, an action that the payer has to take, and a refund that failed
after the provider had accepted it. Everything else is an exception; `failures.py` draws their tree. `values.py` holds
what goes in and out. Import all of it from here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

import httpx
from pydantic import BaseModel

from backend.gateways.failures import (
    ConfigurationError,
    Conflict,
    GatewayError,
    InvalidRequest,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    RefundRejected,
    StateConflict,
    Unavailable,
    WebhookRejected,
)
from backend.gateways.values import (
    Action,
    CreatePayment,
    CreateRefund,
    Decline,
    DeclineAdvice,
    GatewayEvent,
    MethodKind,
    MethodSummary,
    NewMethod,
    Payer,
    PaymentResult,
    PaymentState,
    RawWebhook,
    Redirect,
    RefundResult,
    RefundState,
    SavedMethod,
    SavedMethodDetails,
    Trust,
    WebhookOutcome,
)

__all__ = [
    "GATEWAY_API_VERSION",
    "Action",
    "BrowserFields",
    "Capabilities",
    "ConfigurationError",
    "Conflict",
    "CreatePayment",
    "CreateRefund",
    "Decline",
    "DeclineAdvice",
    "Gateway",
    "GatewayContext",
    "GatewayError",
    "GatewayEvent",
    "Health",
    "InvalidRequest",
    "MethodKind",
    "MethodSummary",
    "NewMethod",
    "NotFound",
    "NotSupported",
    "OutcomeUnknown",
    "Payer",
    "PaymentResult",
    "PaymentState",
    "RawWebhook",
    "Redirect",
    "RefundRejected",
    "RefundResult",
    "RefundState",
    "SavedMethod",
    "SavedMethodDetails",
    "StateConflict",
    "Trust",
    "Unavailable",
    "WebhookOutcome",
    "WebhookRejected",
]

GATEWAY_API_VERSION = 1


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the account can take payments, with a sentence for staff."""

    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do, as data. A false flag, or "none", means that the method raises NotSupported.

    `saved_methods`: it keeps a method when `CreatePayment.save_method` asks for it, and charges a SavedMethod.
    `off_session`: it also charges one while the payer is away; that needs `saved_methods`.
    `refunds`: with "full" the core asks only for a whole payment, with "partial" for any part, several times as well.
    """

    kinds: frozenset[MethodKind]
    currencies: frozenset[str] | Literal["*"]
    redirect: bool = False
    cancel_pending: bool = False
    lookup_by_our_reference: bool = False
    idempotency: Literal["native", "unique_reference", "none"] = "none"
    webhooks: Literal["none", "hmac", "rsa", "basic_auth", "thin"] = "none"
    settles: str = "at once"
    saved_methods: bool = False
    off_session: bool = False
    refunds: Literal["none", "full", "partial"] = "none"


@dataclass(frozen=True, slots=True)
class GatewayContext:
    """What the core hands to every call: the time, an HTTP client without retries, and the account's settings."""

    now: datetime
    http: httpx.AsyncClient
    settings: BaseModel


@dataclass(frozen=True, slots=True)
class BrowserFields:
    """What the payer's browser needs to enter a method: the gateway's own page or script, and a publishable key."""

    fields_url: str | None
    publishable_key: str | None


class Gateway(ABC):
    """One class for each provider, one stateless instance for the process; accounts differ only by the context.

    Every method may raise GatewayError and must pass cancellation on. `key` is the idempotency key of one attempt:
    the same key with the same payload must lead to the same payment, however often it is sent.
    """

    slug: ClassVar[str]
    name: ClassVar[str]
    api_version: ClassVar[int] = GATEWAY_API_VERSION
    capabilities: ClassVar[Capabilities]
    Settings: ClassVar[type[BaseModel]]

    @abstractmethod
    def browser_fields(self, settings: Any) -> BrowserFields:
        """What the browser needs to make a token. Reads only `settings`; nothing secret may be returned."""

    @abstractmethod
    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """Collect money. Called with no transaction open; called again with the same key after a lost answer.

        Raises NotSupported, before anything is sent, for a kind of method, a saved method, a method to be kept or an
        absent payer that the capabilities don't promise. A SavedMethod that the provider no longer has is a decline
        with advice NEW_METHOD.
        """

    @abstractmethod
    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """The provider's present truth about a payment, by the provider's reference."""

    @abstractmethod
    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """The payment that carries our reference, or None: how a lost answer is recovered."""

    @abstractmethod
    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Stop a payment that is not final. Raises StateConflict when it is."""

    @abstractmethod
    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Verify on the raw bytes and translate; no side effects, no network. Raises WebhookRejected."""

    @abstractmethod
    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether the settings work, by the cheapest harmless call."""

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """Give money back. Called with no transaction open; called again with the same key after a lost answer.

        The same key with the same payload must lead to the same refund, however often it is sent. PENDING is a good
        answer: the core fetches later, or hears by webhook. Raises RefundRejected when the provider refuses it (no
        refund exists then), StateConflict for a payment that has not succeeded, NotFound for one that is not known, and
        Unavailable, OutcomeUnknown or Conflict as `create_payment` does. A gateway whose `Capabilities.refunds` is
        "none" leaves this method as it is.
        """
        raise NotSupported(f"{self.name} cannot give money back.")

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """The provider's present truth about a refund, by the provider's reference of the refund. Raises NotFound."""
        raise NotSupported(f"{self.name} cannot give money back.")

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """The refund that carries our reference, or None: how a lost answer is recovered."""
        raise NotSupported(f"{self.name} cannot give money back.")
