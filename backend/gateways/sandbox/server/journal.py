"""The journal: what was called, with which key and amount, and what came of it. Tests count charges and refunds here.

Only named fields are kept, never a body: a card number has no way in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .provider import timestamp


@dataclass(slots=True)
class Entry:
    """One call. Handlers fill in what they have understood, as soon as they have."""

    endpoint: str
    at_ms: int
    idempotency_key: str | None = None
    reference: str | None = None
    payment_id: str | None = None
    refund_id: str | None = None
    amount: int | None = None
    currency: str | None = None
    status: int = 0
    result: str = ""
    fault: str | None = None

    def describe(self, body: Mapping[str, Any], *, replayed: bool) -> None:
        """Take the result from the answer."""
        if body.get("object") == "refund":
            about = body
            self.refund_id, self.payment_id = body["id"], body["payment"]
        else:
            about = body if body.get("object") == "payment" else body.get("payment", {})
            self.payment_id = about.get("id")
        if not about:
            self.result = "ok"
            return
        self.reference, self.amount, self.currency = about["reference"], about["amount"], about["currency"]
        self.result = ("replayed " if replayed else "") + about["status"]


def write_entry(db: sqlite3.Connection, account_id: str, entry: Entry) -> None:
    """Add the entry to the account's journal."""
    db.execute(
        "INSERT INTO journal (account_id, at_ms, endpoint, idempotency_key, reference, payment_id, refund_id, amount,"
        " currency, status, result, fault) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            account_id,
            entry.at_ms,
            entry.endpoint,
            entry.idempotency_key,
            entry.reference,
            entry.payment_id,
            entry.refund_id,
            entry.amount,
            entry.currency,
            entry.status,
            entry.result,
            entry.fault,
        ),
    )


def read_entries(db: sqlite3.Connection, account_id: str) -> list[dict[str, Any]]:
    """The account's journal, oldest first."""
    rows = db.execute("SELECT * FROM journal WHERE account_id = ? ORDER BY id", (account_id,))
    return [
        {"sequence": row["id"], "at": timestamp(row["at_ms"])}
        | {name: row[name] for name in row.keys() if name not in ("id", "at_ms", "account_id")}  # noqa: SIM118
        for row in rows
    ]
