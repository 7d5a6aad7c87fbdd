"""The delivery queue: claiming, recording, retrying. Several processes share it by leases taken with one UPDATE."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field

from .book import Book
from .payments import Payment
from .provider import Provider, account_by_id
from .refund_book import RefundBook
from .refunds import Refund

BATCH = 8
# Longer than a whole batch of unanswered posts takes; afterwards another process may send again.
LEASE_MS = 90_000
KEEP_TRYING_MS = 3 * 24 * 60 * 60 * 1000
LONGEST_PAUSE_MS = 60 * 60 * 1000
KEYS_KEPT_MS = 24 * 60 * 60 * 1000
JOURNAL_KEPT = 20_000

_HAS_WORK = """
SELECT EXISTS (
    SELECT 1 FROM payments p JOIN accounts a ON a.id = p.account_id
    WHERE p.status IN ('requires_action', 'processing') AND p.due_ms <= :now + a.clock_offset_ms
) OR EXISTS (
    SELECT 1 FROM refunds r JOIN accounts a ON a.id = r.account_id WHERE r.due_ms <= :now + a.clock_offset_ms
) OR EXISTS (
    SELECT 1 FROM deliveries d JOIN accounts a ON a.id = d.account_id
    WHERE d.state = 'pending' AND d.next_ms <= :now + a.clock_offset_ms AND d.lease_until_ms <= :now
)
"""

_DUE_PAYMENTS = """
SELECT p.* FROM payments p JOIN accounts a ON a.id = p.account_id
WHERE p.status IN ('requires_action', 'processing') AND p.due_ms <= :now + a.clock_offset_ms
ORDER BY p.due_ms LIMIT 100
"""

_DUE_REFUNDS = """
SELECT r.* FROM refunds r JOIN accounts a ON a.id = r.account_id
WHERE r.due_ms <= :now + a.clock_offset_ms ORDER BY r.due_ms LIMIT 100
"""

_CLAIM = """
UPDATE deliveries SET lease_owner = :owner, lease_until_ms = :now + :lease WHERE id IN (
    SELECT d.id FROM deliveries d JOIN accounts a ON a.id = d.account_id
    WHERE d.state = 'pending' AND d.next_ms <= :now + a.clock_offset_ms AND d.lease_until_ms <= :now
    ORDER BY d.position, d.id LIMIT :batch
) RETURNING id
"""

_CLAIMED = """
SELECT d.id, d.account_id, d.tamper AND d.attempts = 0 AS tamper, a.webhook_url, a.webhook_secret, e.body
FROM deliveries d JOIN events e ON e.id = d.event_id JOIN accounts a ON a.id = d.account_id
WHERE d.id IN (SELECT value FROM json_each(?)) ORDER BY d.position, d.id
"""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One claimed copy of an event, with all that is needed to send it."""

    id: int
    account_id: str
    url: str
    secret: str = field(repr=False)
    body: bytes = field(repr=False)
    tamper: bool


def has_work(db: sqlite3.Connection, provider: Provider) -> bool:
    """A cheap look, so that an idle provider takes no write lock."""
    return bool(db.execute(_HAS_WORK, {"now": provider.now_ms()}).fetchone()[0])


def settle_due(db: sqlite3.Connection, provider: Provider) -> None:
    """Write down what time has done while nobody looked: challenges expire, slow payments and refunds are decided."""
    rows = db.execute(_DUE_PAYMENTS, {"now": provider.now_ms()}).fetchall()
    for row in rows:
        payment = Payment.of(row)
        Book(db, provider, account_by_id(db, payment.account_id)).settle(payment)
    for row in db.execute(_DUE_REFUNDS, {"now": provider.now_ms()}).fetchall():
        refund = Refund.of(row)
        RefundBook(db, provider, account_by_id(db, refund.account_id)).settle(refund)


def claim(db: sqlite3.Connection, provider: Provider, owner: str) -> list[Delivery]:
    """Lease the next deliveries for `owner`, in the order of their positions."""
    terms = {"owner": owner, "now": provider.now_ms(), "lease": LEASE_MS, "batch": BATCH}
    ids = [row["id"] for row in db.execute(_CLAIM, terms).fetchall()]
    return [
        Delivery(
            id=row["id"],
            account_id=row["account_id"],
            url=row["webhook_url"] or "",
            secret=row["webhook_secret"],
            body=row["body"],
            tamper=bool(row["tamper"]),
        )
        for row in db.execute(_CLAIMED, (json.dumps(ids),))
    ]


def record(provider: Provider, owner: str, delivery: Delivery, answer: int | None, db: sqlite3.Connection) -> None:
    """Note the receiver's answer: done on 2xx, else tried again later, for three days."""
    account = account_by_id(db, delivery.account_id)
    now_ms = provider.account_now_ms(account)
    row = db.execute("SELECT * FROM deliveries WHERE id = ? AND lease_owner = ?", (delivery.id, owner)).fetchone()
    if row is None:
        return
    attempts = row["attempts"] + 1
    state = "pending"
    if answer is not None and 200 <= answer < 300:
        state = "delivered"
    elif now_ms - row["created_ms"] >= KEEP_TRYING_MS:
        state = "given_up"
    db.execute(
        "UPDATE deliveries SET state = ?, attempts = ?, last_answer = ?, next_ms = ?, lease_owner = NULL,"
        " lease_until_ms = 0 WHERE id = ?",
        (state, attempts, answer, now_ms + pause_ms(attempts), delivery.id),
    )


def pause_ms(attempts: int) -> int:
    """How long to wait after so many attempts: half a second, doubling up to an hour."""
    return int(min(LONGEST_PAUSE_MS, 250 * 2 ** min(attempts, 20)))


def release(db: sqlite3.Connection, owner: str) -> None:
    """Give back what `owner` has leased and not recorded."""
    db.execute("UPDATE deliveries SET lease_owner = NULL, lease_until_ms = 0 WHERE lease_owner = ?", (owner,))


def forget_old(db: sqlite3.Connection, provider: Provider) -> None:
    """Drop idempotency keys after a day, as real providers do, and the oldest part of a long journal."""
    db.execute(
        "DELETE FROM idempotency_keys WHERE created_ms < :now - :kept +"
        " (SELECT clock_offset_ms FROM accounts a WHERE a.id = account_id)",
        {"now": provider.now_ms(), "kept": KEYS_KEPT_MS},
    )
    db.execute("DELETE FROM journal WHERE id <= (SELECT MAX(id) FROM journal) - ?", (JOURNAL_KEPT,))
