"""The contract between Perennial and a gateway plugin (`api_version` 1). See docs/adding-a-gateway.md.

A plugin translates. It never touches the database, never sleeps, never retries and never decides: time, HTTP client
and settings come from `GatewayContext`; amounts and references are compared by the core, not here.

Two things are results, not exceptions: a decline, and an action that the payer has to take. Exceptions are:

GatewayError
├ ConfigurationError   key, permission or currency is wrong: nothing was executed, a person must act
├ InvalidRequest       the provider refused the request itself: nothing was executed, repeating is useless
├ Unavailable          certainly NOT executed (no connection, 429): may be repeated with the same key
├ OutcomeUnknown       may have been executed (timeout, 5xx, unreadable answer): ask, never start a fresh attempt
├ Conflict             the key or reference is in use: look it up and adopt what is found
├ NotFound             the provider does not know the reference
├ StateConflict        the payment is in a state that forbids the act
├ NotSupported         this gateway cannot do it
└ WebhookRejected      signature, timestamp or form of an inbound webhook is wrong: nothing is stored
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

import httpx
from pydantic import BaseModel

from backend.domain.money import Money

GATEWAY_API_VERSION = 1


class GatewayError(Exception):
    """A gateway call that did not end in a result. `message` is for staff and holds no secret."""

    def __init__(
        self, message: str, *, gateway_code: str | None = None, retry_after_seconds: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.gateway_code = gateway_code
        self.retry_after_seconds = retry_after_seconds


class ConfigurationError(GatewayError):
    """The account is set up wrongly; every further call would fail as well."""


class InvalidRequest(GatewayError):
    """The provider refused the request as such; it executed nothing."""


class Unavailable(GatewayError):
    """The request was certainly not executed; the same key may be sent again."""


class OutcomeUnknown(GatewayError):
    """The request may have been executed; only asking the provider tells."""


class Conflict(GatewayError):
    """The key or reference is already in use at the provider."""


class NotFound(GatewayError):
    """The provider does not know the reference."""


class StateConflict(GatewayError):
    """The payment is in a state that forbids the act."""


class NotSupported(GatewayError):
    """The gateway cannot do this."""


class WebhookRejected(GatewayError):
    """An inbound webhook that must not be believed: bad signature, stale, from the future or malformed."""


class PaymentState(StrEnum):
    """How a provider sees a payment, in our words. UNKNOWN is never success and never failure."""

    REQUIRES_ACTION = "REQUIRES_ACTION"
    PENDING = "PENDING"
    AUTHORIZED = "AUTHORIZED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"
    UNKNOWN = "UNKNOWN"


class MethodKind(StrEnum):
    """What the payer pays with."""

    CARD = "CARD"
    STORE = "STORE"
    BANK_TRANSFER = "BANK_TRANSFER"
    CASH = "CASH"
    BALANCE = "BALANCE"
    WALLET = "WALLET"


class DeclineAdvice(StrEnum):
    """What should happen after a decline; dunning reads only this."""

    RETRY_LATER = "RETRY_LATER"
    NEW_METHOD = "NEW_METHOD"
    AUTHENTICATE = "AUTHENTICATE"
    CONTACT_ISSUER = "CONTACT_ISSUER"
    NEVER = "NEVER"
    MERCHANT_FIX = "MERCHANT_FIX"


@dataclass(frozen=True, slots=True)
class Decline:
    """Why money was not collected. `reason` is one of `DeclineReason` in the API; `gateway_code` is kept as it came."""

    reason: str
    advice: DeclineAdvice
    gateway_code: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the payer's browser to `url` (3-D Secure, a hosted page)."""

    url: str
    expires_at: datetime | None = None


Action = Redirect


@dataclass(frozen=True, slots=True)
class MethodSummary:
    """What may be shown of a payment method."""

    kind: MethodKind
    brand: str | None = None
    last4: str | None = None
    expires_month: int | None = None
    expires_year: int | None = None


@dataclass(frozen=True, slots=True)
class NewMethod:
    """A method that the payer just entered in the gateway's own field; `token` stands for it, usually once."""

    kind: MethodKind
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, as far as a gateway may know."""

    name: str
    email: str
    locale: str


@dataclass(frozen=True, slots=True)
class CreatePayment:
    """Collect `amount` once. `key` makes the request repeatable; `our_reference` finds the payment again."""

    key: str
    our_reference: str
    amount: Money
    description: str
    source: NewMethod
    payer: Payer
    return_url: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """A payment as the provider states it at `observed_at`. Amounts are what the provider says, not what we asked."""

    state: PaymentState
    reference: str | None
    our_reference: str | None
    amount: Money
    observed_at: datetime
    action: Action | None = None
    decline: Decline | None = None
    method: MethodSummary | None = None
    gateway_status: str | None = None


@dataclass(frozen=True, slots=True)
class RawWebhook:
    """An inbound webhook exactly as it came; header names in lower case."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    received_at: datetime


Trust = Literal["signed_full", "signed_thin", "hint"]


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """One fact of a webhook. Unless `trust` is signed_full, the core fetches the payment before it believes it."""

    dedupe_key: str
    kind: str
    trust: Trust
    occurred_at: datetime
    reference: str | None = None
    our_reference: str | None = None
    claimed: PaymentResult | None = None


@dataclass(frozen=True, slots=True)
class WebhookOutcome:
    """The verified content of a webhook; `ignored_reason` says why there is nothing to apply."""

    events: Sequence[GatewayEvent] = ()
    ignored_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the account can take payments, with a sentence for staff."""

    ok: bool
    message: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a gateway can do, as data. A false flag means that the method raises NotSupported."""

    kinds: frozenset[MethodKind]
    currencies: frozenset[str] | Literal["*"]
    redirect: bool = False
    cancel_pending: bool = False
    lookup_by_our_reference: bool = False
    idempotency: Literal["native", "unique_reference", "none"] = "none"
    webhooks: Literal["none", "hmac", "rsa", "basic_auth", "thin"] = "none"
    settles: str = "at once"


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
        """Collect money. Called with no transaction open; called again with the same key after a lost answer."""

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
