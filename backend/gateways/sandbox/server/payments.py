"""Payments: the record, its public form, and the request that leads to one."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, fields
from typing import Any

from .cards import DECLINES
from .provider import timestamp

OPEN = frozenset({"requires_action", "processing"})


@dataclass(frozen=True, slots=True)
class Payment:
    """A row of `payments`. `due_ms` is when a challenge expires, or when a slow payment comes through.

    `method_id` is the saved method that pays, or with `save` the one that was kept when the payment succeeded.
    """

    id: str
    account_id: str
    reference: str
    amount: int
    currency: str
    description: str
    metadata: str
    return_url: str | None
    status: str
    outcome: str
    decline_code: str | None
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    challenge_secret: str
    due_ms: int | None
    created_ms: int
    updated_ms: int
    succeeded_ms: int | None
    version: int
    customer_id: str | None
    method_id: str | None
    save: int
    off_session: int
    refunded: int

    @classmethod
    def of(cls, row: sqlite3.Row) -> Payment:
        """The payment in a row."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    def is_due(self, now_ms: int) -> bool:
        """Whether time alone has already changed this payment."""
        return self.status in OPEN and self.due_ms is not None and self.due_ms <= now_ms

    def public(self, public_url: str) -> dict[str, Any]:
        """The payment as the API shows it."""
        action = decline = None
        if self.status == "requires_action" and self.due_ms is not None:
            url = f"{public_url}/authenticate/{self.id}?secret={self.challenge_secret}"
            action = {"type": "redirect_to_url", "url": url, "expires_at": timestamp(self.due_ms)}
        if self.decline_code is not None:
            text = DECLINES[self.decline_code]
            decline = {"code": self.decline_code, "advice": text.advice, "message": text.message}
        return {
            "id": self.id,
            "object": "payment",
            "status": self.status,
            "amount": self.amount,
            "currency": self.currency,
            "reference": self.reference,
            "description": self.description,
            "metadata": json.loads(self.metadata),
            "next_action": action,
            "decline": decline,
            "card": {
                "brand": self.brand,
                "last4": self.last4,
                "exp_month": self.exp_month,
                "exp_year": self.exp_year,
            },
            "customer": self.customer_id,
            "method": self.method_id,
            "method_saved": bool(self.save) and self.method_id is not None,
            "off_session": bool(self.off_session),
            "amount_refunded": self.refunded,
            "created": timestamp(self.created_ms),
            "updated": timestamp(self.updated_ms),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Order:
    """A validated request to collect money, by a token or by a saved method."""

    amount: int
    currency: str
    reference: str
    token: str | None
    method: str | None
    customer: str | None
    save: bool
    off_session: bool
    description: str
    metadata: dict[str, str]
    return_url: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """The card that pays: a fresh one (`method_id` is None) or a saved one. `refusal` is a decline known beforehand."""

    outcome: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    customer_id: str | None = None
    method_id: str | None = None
    refusal: str | None = None
