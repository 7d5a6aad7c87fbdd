"""What the provider keeps: cards, customers, charges, refunds and webhooks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any


@dataclass(slots=True)
class Card:
    """A card; with an id when it is kept, by the merchant or for a customer."""

    number: str
    holder: str
    year: str
    month: str
    id: str | None = None
    customer: str | None = None
    merchant: str = ""
    created: datetime | None = None
    charged: int = 0


@dataclass(slots=True)
class Token:
    """A card that a browser gave in; usable once."""

    id: str
    merchant: str
    card: Card
    spent: bool = False


@dataclass(slots=True)
class Customer:
    """A customer. With an account (a balance) of their own, the merchant's paths do not show their charges."""

    id: str
    merchant: str
    fields: dict[str, Any]
    created: datetime
    deleted: bool = False

    @property
    def has_account(self) -> bool:
        """Whether the customer has a balance."""
        return bool(self.fields.get("requires_account"))


@dataclass(slots=True)
class Refund:
    """Money given back."""

    id: str
    amount: Decimal
    description: str | None
    created: datetime


@dataclass(slots=True)
class Charge:
    """A transaction. `amount` becomes what was really collected."""

    id: str
    merchant: str
    customer: str | None
    method: str
    amount: Decimal
    currency: str
    description: str
    status: str
    created: datetime
    operated: datetime
    order_id: str | None = None
    card: Card | None = None
    capture: bool = True
    authorization: str | None = None
    error_code: int | None = None
    error_message: str | None = None
    due: datetime | None = None
    way: dict[str, Any] | None = None
    redirect_url: str | None = None
    metadata: dict[str, Any] | None = None
    payer: dict[str, Any] | None = None
    refunds: list[Refund] = field(default_factory=list)

    @property
    def refunded(self) -> Decimal:
        """How much was given back."""
        return sum((refund.amount for refund in self.refunds), Decimal(0))


@dataclass(slots=True)
class Hook:
    """A registered webhook."""

    id: str
    merchant: str
    url: str
    user: str
    password: str
    event_types: list[str]
    status: str = "unverified"
