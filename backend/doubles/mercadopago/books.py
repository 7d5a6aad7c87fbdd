"""What the double knows: payments with their refunds, pages, chargebacks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from .accounts import Account
from .cards import Token

# What becomes of the refunds of a payment.
Returns = Literal["approved", "in_process"]
COLLECTED = frozenset({"approved", "refunded", "charged_back"})


@dataclass(slots=True)
class Refund:
    """Money that goes back. `counted` is false for one that came back."""

    id: int
    amount: Decimal
    status: str
    created: datetime
    number: int

    @property
    def counted(self) -> bool:
        """Whether it takes from what is left."""
        return self.status not in ("rejected", "cancelled")


@dataclass(slots=True)
class Payment:
    """A payment."""

    id: int
    account: Account
    amount: Decimal
    status: str
    status_detail: str
    method: str
    type: str
    created: datetime
    number: int
    description: str | None = None
    external_reference: str | None = None
    notification_url: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    token: Token | None = None
    captured: bool = True
    expires: datetime | None = None
    reference: str | None = None
    page: Preference | None = None
    returns: Returns = "approved"
    refunds: list[Refund] = field(default_factory=list)

    def left(self) -> Decimal:
        """What can still be given back."""
        return self.amount - sum((one.amount for one in self.refunds if one.counted), Decimal(0))

    @property
    def waits(self) -> bool:
        """Whether it may still be paid or cancelled."""
        return self.status in ("pending", "in_process", "authorized")


@dataclass(slots=True)
class Preference:
    """A page on which something can be paid."""

    id: str
    account: Account
    items: list[dict[str, Any]]
    amount: Decimal
    created: datetime
    number: int
    external_reference: str | None = None
    notification_url: str | None = None
    back_urls: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    expires: bool = False
    expires_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        """Whether something can be begun there."""
        return not self.expires or self.expires_at is None or now < self.expires_at


@dataclass(slots=True)
class Chargeback:
    """What a payer's bank wants back."""

    id: str
    payment: Payment
    covered: bool | None
    created: datetime
