"""What providers tell by themselves: webhooks, and disputes. Import it from `backend.gateways.base`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from backend.domain.money import Money
from backend.gateways.values import PaymentResult, RefundResult, SavedMethodDetails, SetupResult


class DisputeState(StrEnum):
    """How a provider sees a dispute. INQUIRY: the bank asks, no money was taken; OPEN: it was taken until a decision.

    WON gives it back, LOST keeps it.
    """

    INQUIRY = "INQUIRY"
    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


@dataclass(frozen=True, slots=True)
class DisputeResult:
    """A dispute as the provider states it: the payer's bank takes, or asks about, `amount` of a payment.

    `refunded` is there when it ended by a refund of so much, which the provider also tells of as a refund: the dispute
    itself keeps none of that money.
    """

    state: DisputeState
    reference: str
    payment_reference: str
    amount: Money
    observed_at: datetime
    reason: str | None = None
    respond_by: datetime | None = None
    refunded: Money | None = None

    @property
    def by_refund(self) -> bool:
        """Whether its money went back as a refund."""
        return self.refunded is not None


@dataclass(frozen=True, slots=True)
class WebhookInstall:
    """A webhook that the provider now sends to us. `settings` are to be stored with the account's: a new secret.

    `verified` says that the provider has tried the address and believes it: no code is to be typed in any more.
    """

    reference: str
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    message: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class RawWebhook:
    """An inbound webhook exactly as it came; header names in lower case."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    received_at: datetime
    query: Mapping[str, str] = field(default_factory=dict)


Trust = Literal["signed_full", "signed_thin", "hint"]
Subject = Literal["payment", "refund", "dispute", "setup", "method"]


@dataclass(frozen=True, slots=True)
class GatewayEvent:
    """One fact of a webhook. Unless `trust` is signed_full, the core fetches what it is about before it believes it.

    `subject` says what `reference` and `our_reference` name, and which claim it brings: `claimed` for a payment,
    `claimed_refund`, `claimed_dispute`, `claimed_setup`, or `claimed_method` (kind "method.updated"; "method.removed"
    brings none). A refund and a dispute also name their payment: `payment_reference`.

    `account_reference` is the provider's account that it is about, where one address serves several.
    """

    dedupe_key: str
    kind: str
    trust: Trust
    occurred_at: datetime
    reference: str | None = None
    our_reference: str | None = None
    claimed: PaymentResult | None = None
    subject: Subject = "payment"
    claimed_refund: RefundResult | None = None
    claimed_dispute: DisputeResult | None = None
    claimed_setup: SetupResult | None = None
    claimed_method: SavedMethodDetails | None = None
    payment_reference: str | None = None
    account_reference: str | None = None


@dataclass(frozen=True, slots=True)
class WebhookOutcome:
    """The verified content of a webhook; `ignored_reason` says why there is nothing to apply.

    `verification_code` is a code of the provider's that staff may have to type in there; the core shows it. `answer` is
    the body with which the provider wants to be answered.
    """

    events: Sequence[GatewayEvent] = ()
    ignored_reason: str | None = None
    verification_code: str | None = None
    answer: str = ""
