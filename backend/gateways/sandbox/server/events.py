"""Events: one for each change of a payment or a refund, numbered without gaps, and a delivery for each copy."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from .provider import new_id, timestamp


def append_event(
    db: sqlite3.Connection,
    account_id: str,
    kind: str,
    content: dict[str, Any],
    now_ms: int,
    *,
    payment_id: str,
    refund_id: str | None = None,
) -> None:
    """Write the event in the transaction of the change that it tells, and queue it as the account's switches say.

    `content` is a payment or a refund in its public form.
    """
    account = db.execute(
        "UPDATE accounts SET last_sequence = last_sequence + 1 WHERE id = ? RETURNING *", (account_id,)
    ).fetchone()
    event_id = new_id("evt")
    event = {
        "id": event_id,
        "object": "event",
        "type": kind,
        "account": account_id,
        "sequence": account["last_sequence"],
        "created": timestamp(now_ms),
        content["object"]: content,
    }
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    db.execute(
        "INSERT INTO events (id, account_id, sequence, type, payment_id, refund_id, body, created_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (event_id, account_id, account["last_sequence"], kind, payment_id, refund_id, body, now_ms),
    )
    if account["webhook_url"] is not None:
        _queue(db, account, event_id, now_ms)


def _queue(db: sqlite3.Connection, account: sqlite3.Row, event_id: str, now_ms: int) -> None:
    if account["drops"] > 0:
        db.execute("UPDATE accounts SET drops = drops - 1 WHERE id = ?", (account["id"],))
        queue_delivery(db, account["id"], event_id, account["last_sequence"], now_ms, state="dropped")
        return
    tamper = account["tampers"] > 0
    if tamper:
        db.execute("UPDATE accounts SET tampers = tampers - 1 WHERE id = ?", (account["id"],))
    for _ in range(account["copies"]):
        state = "held" if account["hold"] else "pending"
        queue_delivery(db, account["id"], event_id, account["last_sequence"], now_ms, state=state, tamper=tamper)


def queue_delivery(
    db: sqlite3.Connection,
    account_id: str,
    event_id: str,
    position: int,
    now_ms: int,
    *,
    state: str = "pending",
    tamper: bool = False,
) -> None:
    """One copy of an event to be sent; `position` orders the copies of an account."""
    db.execute(
        "INSERT INTO deliveries (event_id, account_id, state, position, tamper, created_ms, next_ms)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (event_id, account_id, state, position, int(tamper), now_ms, now_ms),
    )
