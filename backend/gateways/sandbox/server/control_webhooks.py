"""Steering webhooks from a test: hold them back, let them go in a wrong order, duplicate, drop, tamper, send again."""

from __future__ import annotations

import random
import sqlite3
from typing import Any

from .events import queue_delivery
from .params import Params
from .problems import invalid, not_found
from .provider import Account, timestamp

_SWITCHES = {
    "hold": "UPDATE accounts SET hold = ? WHERE id = ?",
    "duplicate": "UPDATE accounts SET copies = ? WHERE id = ?",
    "drop": "UPDATE accounts SET drops = ? WHERE id = ?",
    "tamper": "UPDATE accounts SET tampers = ? WHERE id = ?",
}


def overview(db: sqlite3.Connection, account: Account) -> dict[str, Any]:
    """Every event of the account, oldest first, with the state of each copy."""
    deliveries: dict[str, list[dict[str, Any]]] = {}
    for row in db.execute("SELECT * FROM deliveries WHERE account_id = ? ORDER BY position, id", (account.id,)):
        copy = {"state": row["state"], "attempts": row["attempts"], "last_answer": row["last_answer"]}
        deliveries.setdefault(row["event_id"], []).append(copy)
    events = db.execute("SELECT * FROM events WHERE account_id = ? ORDER BY sequence", (account.id,))
    return {
        "events": [
            {
                "id": row["id"],
                "type": row["type"],
                "sequence": row["sequence"],
                "payment_id": row["payment_id"],
                "refund_id": row["refund_id"],
                "created": timestamp(row["created_ms"]),
                "deliveries": deliveries.get(row["id"], []),
            }
            for row in events
        ]
    }


def steer(db: sqlite3.Connection, account: Account, params: Params, now_ms: int) -> None:
    """One of: hold, release, release_shuffled {seed}, duplicate {n}, drop {n}, tamper {n}, resend {id}.

    `duplicate` sends every further event n times in all; `drop` and `tamper` concern the next n events.
    """
    action = params.text("action", longest=40)
    if action == "hold":
        params.done()
        db.execute(_SWITCHES[action], (1, account.id))
    elif action in ("release", "release_shuffled"):
        seed = params.whole("seed", lowest=0, highest=2**32, default=0) if action == "release_shuffled" else None
        params.done()
        _release(db, account, seed)
    elif action == "resend":
        event_id = params.text("id", longest=64)
        params.done()
        _resend(db, account, event_id, now_ms)
    elif action in ("duplicate", "drop", "tamper"):
        count = params.whole("n", lowest=1 if action == "duplicate" else 0, highest=1_000)
        params.done()
        db.execute(_SWITCHES[action], (count, account.id))
    else:
        raise invalid("parameter_invalid", "There is no such action for webhooks.", "action")


def _release(db: sqlite3.Connection, account: Account, seed: int | None) -> None:
    db.execute(_SWITCHES["hold"], (0, account.id))
    rows = db.execute(
        "SELECT id, position FROM deliveries WHERE account_id = ? AND state = 'held' ORDER BY position, id",
        (account.id,),
    ).fetchall()
    positions = [row["position"] for row in rows]
    if seed is not None:
        random.Random(seed).shuffle(positions)  # noqa: S311 - the order of a test, not a secret
    for row, position in zip(rows, positions, strict=True):
        db.execute("UPDATE deliveries SET state = 'pending', position = ? WHERE id = ?", (position, row["id"]))


def _resend(db: sqlite3.Connection, account: Account, event_id: str, now_ms: int) -> None:
    event = db.execute("SELECT * FROM events WHERE id = ? AND account_id = ?", (event_id, account.id)).fetchone()
    if event is None:
        raise not_found("event")
    if account.webhook_url is None:
        raise invalid("webhook_url_missing", "The account has no address for webhooks.")
    queue_delivery(db, account.id, event_id, event["sequence"], now_ms)
