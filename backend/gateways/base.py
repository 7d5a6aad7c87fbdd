"""The contract between Perennial and a gateway plugin (`api_version` 1). See docs/adding-a-gateway.md.

A plugin translates. It never touches the database, never sleeps, never retries and never decides: time, HTTP client
and settings come from `GatewayContext`; amounts and references are compared by the core, not here.

Three things are results, not exceptions: a decline, an action that the payer has to take, and a refund that failed
after the provider had accepted it. Everything else is an exception; `failures.py` draws their tree. `values.py`,
`actions.py` and `facts.py` hold what goes in and out, `capabilities.py` what a gateway promises. Import all of it from
here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Literal

import httpx
from pydantic import BaseModel

from backend.domain.money import Money
from backend.gateways.actions import (
    Action,
    BankTransfer,
    ClientConfirm,
    Instructions,
    Redirect,
    Voucher,
)
from backend.gateways.capabilities import Capabilities
from backend.gateways.facts import (
    DisputeResult,
    DisputeState,
    GatewayEvent,
    RawWebhook,
    Subject,
    Trust,
    WebhookInstall,
    WebhookOutcome,
)
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
    ClientSession,
    ClientSessionRequest,
    CreatePayment,
    CreateRefund,
    Decline,
    DeclineAdvice,
    Elsewhere,
    InApp,
    MethodKind,
    MethodSummary,
    NewCustomer,
    NewMethod,
    Payer,
    PaymentPage,
    PaymentResult,
    PaymentState,
    RefundResult,
    RefundState,
    SavedMethod,
    SavedMethodDetails,
    SetupRequest,
    SetupResult,
)

__all__ = [
    "GATEWAY_API_VERSION",
    "Action",
    "BankTransfer",
    "BrowserFields",
    "Capabilities",
    "ClientConfirm",
    "ClientSession",
    "ClientSessionRequest",
    "ConfigurationError",
    "Conflict",
    "CreatePayment",
    "CreateRefund",
    "Decline",
    "DeclineAdvice",
    "DisputeResult",
    "DisputeState",
    "Elsewhere",
    "Gateway",
    "GatewayContext",
    "GatewayError",
    "GatewayEvent",
    "Health",
    "InApp",
    "Instructions",
    "InvalidRequest",
    "MethodKind",
    "MethodSummary",
    "NewCustomer",
    "NewMethod",
    "NotFound",
    "NotSupported",
    "OutcomeUnknown",
    "Payer",
    "PaymentPage",
    "PaymentResult",
    "PaymentState",
    "RawWebhook",
    "Redirect",
    "RefundRejected",
    "RefundResult",
    "RefundState",
    "SavedMethod",
    "SavedMethodDetails",
    "SetupRequest",
    "SetupResult",
    "StateConflict",
    "Subject",
    "Trust",
    "Unavailable",
    "Voucher",
    "WebhookInstall",
    "WebhookOutcome",
    "WebhookRejected",
]

GATEWAY_API_VERSION = 1


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the account can take payments, with a sentence for staff.

    `refused` says that it never will with these settings: the key is wrong, or of another mode or country. A provider
    that is away or out of order refuses nothing.
    """

    ok: bool
    message: str
    refused: bool = False

    @classmethod
    def failed(cls, error: GatewayError) -> Health:
        """What a call that ended so says of the account."""
        return cls(False, error.message, refused=isinstance(error, ConfigurationError))


@dataclass(frozen=True, slots=True)
class GatewayContext:
    """What the core hands to every call: the time, an HTTP client without retries, and the account's settings.

    `webhook_url` is where this account's webhooks are received. `memory` is for what may be forgotten at any time, such
    as an access token: it belongs to this account in this process, and is emptied when the settings change.
    """

    now: datetime
    http: httpx.AsyncClient
    settings: BaseModel
    webhook_url: str = ""
    memory: MutableMapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class BrowserFields:
    """What the payer's browser needs to enter a method: the gateway's own page or script, and a publishable key.

    `protocol` says how the client speaks with it: "frame" is a page in a frame that posts a token to its parent (see
    docs/adding-a-gateway.md); the others are providers' own scripts that the client knows. `account` is the merchant's
    public name at the provider, where the script wants it.
    """

    fields_url: str | None
    publishable_key: str | None
    protocol: Literal["frame", "stripe", "openpay", "mercadopago"] = "frame"
    account: str | None = None


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

    def currencies(self, settings: Any, kind: MethodKind) -> frozenset[str] | Literal["*"]:
        """In which currencies this account takes that kind: those of the capabilities, or fewer. No network."""
        return self.capabilities.currencies

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

    async def confirm_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Collect what the payer agreed to. Called when a result was `confirmable`; with `Capabilities.confirms` only.

        Called again with the same key after a lost answer; money moves once. Raises StateConflict when the payer has
        not agreed, or it is final.
        """
        raise NotSupported(f"{self.name} has nothing to confirm.")

    async def capture_payment(
        self, ctx: GatewayContext, reference: str, amount: Money | None, key: str
    ) -> PaymentResult:
        """Collect an AUTHORIZED payment: all of it, or `amount` (`Capabilities.partial_capture`), once.

        Raises InvalidRequest for more than was authorized, StateConflict when it is not authorized (any more).
        """
        raise NotSupported(f"{self.name} collects at once.")

    async def create_customer(self, ctx: GatewayContext, request: NewCustomer) -> str:
        """The provider's reference of a customer of ours; the same one for the same key or our reference."""
        raise NotSupported(f"{self.name} knows no customers.")

    async def begin_setup(self, ctx: GatewayContext, request: SetupRequest) -> SetupResult:
        """Keep a method without charging it. May need an action of the payer's; a decline is a result."""
        raise NotSupported(f"{self.name} keeps no method without a charge.")

    async def fetch_setup(self, ctx: GatewayContext, reference: str) -> SetupResult:
        """The provider's present truth about a setup. Raises NotFound."""
        raise NotSupported(f"{self.name} keeps no method without a charge.")

    async def detach_method(self, ctx: GatewayContext, method: SavedMethod) -> None:
        """Forget a saved method. One that is gone already is no error."""
        raise NotSupported(f"{self.name} keeps no methods.")

    async def client_session(self, ctx: GatewayContext, request: ClientSessionRequest) -> ClientSession:
        """What a payer's app needs to speak with the provider for one customer; with `Capabilities.in_app` only."""
        raise NotSupported(f"{self.name} has no kit for apps.")

    async def install_webhook(self, ctx: GatewayContext, url: str, key: str) -> WebhookInstall:
        """Make the provider send its webhooks to `url`. One that is there already is adopted or replaced."""
        raise NotSupported(f"{self.name}'s webhook is set up in its dashboard.")

    async def list_payments(
        self, ctx: GatewayContext, since: datetime, until: datetime, after: str | None
    ) -> PaymentPage:
        """The payments that were made from `since` to before `until`, in pages; `after` is a page's `next`."""
        raise NotSupported(f"{self.name} cannot list payments.")

    async def fetch_dispute(self, ctx: GatewayContext, reference: str) -> DisputeResult:
        """The provider's present truth about a dispute. Raises NotFound."""
        raise NotSupported(f"{self.name} knows no disputes.")
