"""Refunds: the record, its public form, and the request that leads to one."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, fields
from typing import Any

from .provider import timestamp

FAILURES = {
    "expired_or_canceled_card": "The bank sent the money back: the card is expired or canceled.",
    "declined": "The bank refused the refund.",
}


@dataclass(frozen=True, slots=True)
class Refund:
    """A row of `refunds`. At `due_ms` the bank decides, and the refund takes the status `becomes`."""

    id: str
    account_id: str
    payment_id: str
    reference: str
    amount: int
    currency: str
    reason: str
    metadata: str
    status: str
    failure_code: str | None
    due_ms: int | None
    becomes: str | None
    created_ms: int
    updated_ms: int
    version: int

    @classmethod
    def of(cls, row: sqlite3.Row) -> Refund:
        """The refund in a row."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    def is_due(self, now_ms: int) -> bool:
        """Whether time alone has already changed this refund."""
        return self.due_ms is not None and self.due_ms <= now_ms

    def public(self) -> dict[str, Any]:
        """The refund as the API shows it."""
        failure = None
        if self.failure_code is not None:
            failure = {"code": self.failure_code, "message": FAILURES[self.failure_code]}
        return {
            "id": self.id,
            "object": "refund",
            "status": self.status,
            "payment": self.payment_id,
            "amount": self.amount,
            "currency": self.currency,
            "reference": self.reference,
            "reason": self.reason,
            "metadata": json.loads(self.metadata),
            "failure": failure,
            "created": timestamp(self.created_ms),
            "updated": timestamp(self.updated_ms),
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """A validated request to give money back."""

    payment: str
    amount: int
    currency: str
    reference: str
    reason: str
    metadata: dict[str, str]
