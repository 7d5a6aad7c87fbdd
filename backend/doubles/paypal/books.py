"""What the double knows: orders with what was done to them, vaulted methods, disputes, webhooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from .accounts import Account

# What the payer's PayPal account is like.
Funding = Literal[
    "ok",
    "declined",  # the capture is refused: INSTRUMENT_DECLINED
    "denied",  # the capture is made, and its status is DECLINED
    "pending",  # an eCheck: the capture is PENDING
    "declines_later",  # once vaulted, it is refused
    "challenges_later",  # once vaulted, the payer has to agree again
    "refund_pending",
    "refund_fails_later",
]
COLLECTED = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})


@dataclass(slots=True)
class Refund:
    """Money that goes back."""

    id: str
    hundredths: int
    value: str
    currency: str
    status: str
    custom_id: str | None
    invoice_id: str | None
    note: str | None
    created: datetime
    number: int


@dataclass(slots=True)
class Capture:
    """Money that was collected, or was to be."""

    id: str
    hundredths: int
    value: str
    currency: str
    status: str
    reason: str | None
    invoice_id: str | None
    custom_id: str | None
    authorization_id: str | None
    created: datetime
    number: int
    refunds: list[Refund] = field(default_factory=list)

    def left(self) -> int:
        """What can still be given back, in hundredths."""
        return self.hundredths - sum(
            one.hundredths for one in self.refunds if one.status not in ("FAILED", "CANCELLED")
        )

    def restate(self) -> None:
        """Let the status say how much went back."""
        if self.status in COLLECTED:
            left = self.left()
            self.status = "REFUNDED" if not left else "COMPLETED" if left == self.hundredths else "PARTIALLY_REFUNDED"


@dataclass(slots=True)
class Authorization:
    """Money that is held."""

    id: str
    status: str
    created: datetime


@dataclass(slots=True)
class Order:
    """An order of one purchase unit."""

    id: str
    account: Account
    intent: str
    hundredths: int
    value: str
    currency: str
    reference_id: str
    description: str | None
    invoice_id: str | None
    custom_id: str | None
    status: str
    created: datetime
    funding: Funding
    has_source: bool
    return_url: str | None = None
    cancel_url: str | None = None
    keeps: bool = False
    customer_id: str | None = None
    vault_id: str | None = None
    kept: Kept | None = None
    approved: datetime | None = None
    gone: bool = False
    authorization: Authorization | None = None
    captures: list[Capture] = field(default_factory=list)


@dataclass(slots=True)
class Kept:
    """A PayPal account in the vault."""

    id: str
    account: Account
    customer_id: str
    funding: Funding


@dataclass(slots=True)
class Dispute:
    """What a payer complains about."""

    id: str
    order: Order
    capture: Capture
    status: str
    outcome: str | None
    created: datetime


@dataclass(slots=True)
class Hook:
    """A webhook: where to, and for which types."""

    id: str
    account: Account
    url: str
    types: list[str]

    def wants(self, kind: str) -> bool:
        """Whether it is sent events of this type."""
        return "*" in self.types or kind in self.types
