"""What goes in and out of a gateway: methods, payments, refunds, setups. Import it from `backend.gateways.base`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backend.domain.money import Money
from backend.gateways.actions import Action


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
class Elsewhere:
    """No method yet: the payer pays on the gateway's own page, at a counter, from their bank or in cash.

    The result says how: REQUIRES_ACTION with a Redirect, or PENDING with a Voucher, BankTransfer or Instructions.
    """

    kind: MethodKind


@dataclass(frozen=True, slots=True)
class InApp:
    """No method yet: the payer's app or page enters it with the gateway's SDK, and completes the payment there.

    The result is REQUIRES_ACTION with a ClientConfirm.
    """

    kind: MethodKind


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
    phone: str | None = None
    ip: str | None = None
    # What the gateway's own script made of the browser, against fraud.
    device_id: str | None = None


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Make a customer at the provider, for methods that are kept and for SDKs. The same key leads to the same one."""

    key: str
    our_reference: str
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

    With `capture` false the money is only authorized (`Capabilities.manual_capture`). `expires_at` is until when a
    voucher or a transfer may be paid; the provider may shorten it, and then says so in the action.
    """

    key: str
    our_reference: str
    amount: Money
    description: str
    source: NewMethod | SavedMethod | Elsewhere | InApp
    payer: Payer
    return_url: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    save_method: bool = False
    off_session: bool = False
    customer_reference: str | None = None
    capture: bool = True
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RefundResult:
    """A refund as the provider states it at `observed_at`; `amount` is what the provider says, not what we asked.

    `our_reference` is None for one that was not made by us: in the provider's dashboard. `failure_reason` is None
    unless the state is FAILED. It is one of EXCEEDS (more than what is left), ALREADY_REFUNDED (nothing is left),
    DISPUTED, TOO_LATE, METHOD (the payer's card or account takes no money), FUNDS (the merchant's account at the
    provider is short) and GENERIC.
    """

    state: RefundState
    reference: str | None
    our_reference: str | None
    payment_reference: str | None
    amount: Money
    observed_at: datetime
    failure_reason: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentResult:
    """A payment as the provider states it at `observed_at`. Amounts are what the provider says, not what we asked.

    `saved_method` is there when this payment made the gateway keep its method: in every answer and webhook from then
    on, because the first one may be lost. A charge of a method that was saved before has none.

    `received` is what was really collected where that may differ from `amount`: a transfer, cash, a capture in part.
    None means all of `amount`. `confirmable` says that the payer agreed and that no money moves until the core calls
    `confirm_payment`. `refunds` are those that the provider lists with its payment, where it has no other way to
    tell of them.
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
    received: Money | None = None
    confirmable: bool = False
    refunds: Sequence[RefundResult] = ()


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """Some of the provider's payments, and where the next ones begin; None at the end."""

    payments: Sequence[PaymentResult]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class SetupRequest:
    """Keep a method without charging it. The same key with the same payload leads to the same setup."""

    key: str
    our_reference: str
    source: NewMethod | Elsewhere | InApp
    payer: Payer
    customer_reference: str | None = None
    return_url: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetupResult:
    """A setup as the provider states it. SUCCEEDED brings `saved_method`; FAILED leaves no usable method."""

    state: PaymentState
    reference: str | None
    our_reference: str | None
    observed_at: datetime
    action: Action | None = None
    decline: Decline | None = None
    saved_method: SavedMethodDetails | None = None


@dataclass(frozen=True, slots=True)
class ClientSessionRequest:
    """What a payer's mobile app needs beside a payment made with InApp. `sdk_version` is the app's SDK's own."""

    key: str
    customer_reference: str
    sdk_version: str


@dataclass(frozen=True, slots=True)
class ClientSession:
    """The short-lived key with which the app may read and keep the customer's methods."""

    ephemeral_key: str = field(repr=False)
    publishable_key: str


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
