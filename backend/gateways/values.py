"""What goes in and out of a gateway: methods, payments, refunds, webhooks. Import it from `backend.gateways.base`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from backend.domain.money import Money


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


class RefundState(StrEnum):
    """How a provider sees a refund, in our words. UNKNOWN is never success and never failure.

    SUCCEEDED may still become FAILED: a bank can send the money back days later. FAILED is final.
    """

    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
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
class SavedMethod:
    """A method that the gateway kept earlier, by what `SavedMethodDetails` told us then.

    `reference` is the provider's name of the method; `customer_reference` of the customer it belongs to there, None
    for a provider that knows no customers.
    """

    kind: MethodKind
    customer_reference: str | None
    reference: str


@dataclass(frozen=True, slots=True)
class SavedMethodDetails:
    """A method that the gateway keeps for later charges. The same method always has the same `reference`."""

    reference: str
    customer_reference: str | None
    summary: MethodSummary


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, as far as a gateway may know."""

    name: str
    email: str
    locale: str


@dataclass(frozen=True, slots=True)
class CreatePayment:
    """Collect `amount` once. `key` makes the request repeatable; `our_reference` finds the payment again.

    `save_method` asks the gateway to keep a NewMethod when the payment succeeds, under `customer_reference` where that
    customer is known there already (from an earlier `SavedMethodDetails`), else under a new one. It is asked only of a
    gateway with `Capabilities.saved_methods`, as is a SavedMethod as source.

    `off_session` says that the payer is not there, so nobody can take an action: a demand for authentication is then a
    decline with reason AUTHENTICATION_REQUIRED and advice AUTHENTICATE, never REQUIRES_ACTION. It comes only with a
    SavedMethod, without a `return_url`, and only to a gateway with `Capabilities.off_session`.
    """

    key: str
    our_reference: str
    amount: Money
    description: str
    source: NewMethod | SavedMethod
    payer: Payer
    return_url: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    save_method: bool = False
    off_session: bool = False
    customer_reference: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """A payment as the provider states it at `observed_at`. Amounts are what the provider says, not what we asked.

    `saved_method` is there when this payment made the gateway keep its method: in every answer and webhook from then
    on, because the first one may be lost. A charge of a method that was saved before has none.
    """

    state: PaymentState
    reference: str | None
    our_reference: str | None
    amount: Money
    observed_at: datetime
    action: Action | None = None
    decline: Decline | None = None
    method: MethodSummary | None = None
    gateway_status: str | None = None
    saved_method: SavedMethodDetails | None = None


@dataclass(frozen=True, slots=True)
class CreateRefund:
    """Give back `amount` of a payment that succeeded: all of it, or a part when the gateway can.

    `key` makes the request repeatable; `our_reference` finds the refund again. `payment_reference` is the provider's
    own reference of the payment. `reason` is a sentence of staff's, for the provider's records.
    """

    key: str
    our_reference: str
    payment_reference: str
    amount: Money
    reason: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefundResult:
    """A refund as the provider states it at `observed_at`; `amount` is what the provider says, not what we asked.

    `failure_reason` is None unless the state is FAILED. It is one of EXCEEDS (more than what is left), ALREADY_REFUNDED
    (nothing is left), DISPUTED, TOO_LATE, METHOD (the payer's card or account takes no money), FUNDS (the merchant's
    account at the provider is short) and GENERIC.
    """

    state: RefundState
    reference: str | None
    our_reference: str | None
    payment_reference: str | None
    amount: Money
    observed_at: datetime
    failure_reason: str | None = None


@dataclass(frozen=True, slots=True)
class RawWebhook:
    """An inbound webhook exactly as it came; header names in lower case."""

    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    received_at: datetime


Trust = Literal["signed_full", "signed_thin", "hint"]


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """One fact of a webhook. Unless `trust` is signed_full, the core fetches what it is about before it believes it.

    `subject` says what `reference` and `our_reference` name. A fact about a payment brings `claimed`; a fact about a
    refund (`kind` "refund.updated") has subject "refund", the refund's two references, and brings `claimed_refund`.
    """

    dedupe_key: str
    kind: str
    trust: Trust
    occurred_at: datetime
    reference: str | None = None
    our_reference: str | None = None
    claimed: PaymentResult | None = None
    subject: Literal["payment", "refund"] = "payment"
    claimed_refund: RefundResult | None = None


@dataclass(frozen=True, slots=True)
class WebhookOutcome:
    """The verified content of a webhook; `ignored_reason` says why there is nothing to apply."""

    events: Sequence[GatewayEvent] = ()
    ignored_reason: str | None = None
