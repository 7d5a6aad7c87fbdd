"""The refunds of one account inside one transaction: what is left of a payment, and the bank's late decisions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import asdict

from .book import Book
from .cards import OUTCOMES
from .events import append_event
from .problems import conflict, invalid, not_found
from .provider import Account, Provider, new_id
from .refunds import Refund, RefundOrder

BANK_MS = 3_000

# For each way of giving back: the status at once, and what it becomes when the bank has decided.
_COURSES = {"at_once": ("succeeded", None), "later": ("pending", "succeeded"), "returned": ("succeeded", "failed")}

_INSERT = """
INSERT INTO refunds (
    id, account_id, payment_id, reference, amount, currency, reason, metadata, status, failure_code, due_ms, becomes,
    created_ms, updated_ms, version
) VALUES (
    :id, :account_id, :payment_id, :reference, :amount, :currency, :reason, :metadata, :status, :failure_code, :due_ms,
    :becomes, :created_ms, :updated_ms, :version
)
"""


class RefundBook:
    """The refunds of one account, inside one transaction, at one instant."""

    def __init__(self, db: sqlite3.Connection, provider: Provider, account: Account) -> None:
        self._db = db
        self._account = account
        self._payments = Book(db, provider, account)
        self.now_ms = provider.account_now_ms(account)

    def find(self, id: str) -> Refund | None:
        """A refund of this account, or None."""
        return self._one("SELECT * FROM refunds WHERE account_id = ? AND id = ?", id)

    def get(self, id: str) -> Refund:
        """A refund of this account; a problem when there is none."""
        refund = self.find(id)
        if refund is None:
            raise not_found("refund")
        return refund

    def find_by_reference(self, reference: str) -> Refund | None:
        """The refund that carries the merchant's reference, or None."""
        return self._one("SELECT * FROM refunds WHERE account_id = ? AND reference = ?", reference)

    def all(self) -> list[Refund]:
        """Every refund, whatever became of it, oldest first: what a test counts."""
        rows = self._db.execute(
            "SELECT * FROM refunds WHERE account_id = ? ORDER BY created_ms, rowid", (self._account.id,)
        )
        return [Refund.of(row) for row in rows]

    def create(self, order: RefundOrder) -> Refund:
        """Give back a part of a payment; a problem when it has not succeeded or when too little of it is left."""
        payment = self._payments.settle(self._payments.get(order.payment))
        if payment.status != "succeeded":
            raise conflict(
                "payment_state_conflict", "Only a payment that succeeded is refunded.", payment_status=payment.status
            )
        if order.currency != payment.currency:
            raise invalid("currency_mismatch", "A refund has the currency of its payment.", "currency")
        if payment.refunded == payment.amount:
            raise invalid("payment_already_refunded", "Nothing of the payment is left.", "payment")
        if not self._payments.give_back(payment, order.amount):
            raise invalid("refund_exceeds_payment", "The refund is more than what is left of the payment.", "amount")
        status, becomes = _COURSES[OUTCOMES[payment.outcome].refund]
        refund = Refund(
            id=new_id("sbx_ref"),
            account_id=self._account.id,
            payment_id=payment.id,
            reference=order.reference,
            amount=order.amount,
            currency=order.currency,
            reason=order.reason,
            metadata=json.dumps(order.metadata),
            status=status,
            failure_code=None,
            due_ms=None if becomes is None else self.now_ms + BANK_MS,
            becomes=becomes,
            created_ms=self.now_ms,
            updated_ms=self.now_ms,
            version=1,
        )
        self._db.execute(_INSERT, asdict(refund))
        self._announce(refund)
        return refund

    def settle(self, refund: Refund) -> Refund:
        """Apply what the bank has decided in the meantime."""
        if not refund.is_due(self.now_ms):
            return refund
        assert refund.becomes is not None, "a refund that is due becomes something"
        return self.move(refund, refund.becomes, "expired_or_canceled_card" if refund.becomes == "failed" else None)

    def move(self, refund: Refund, status: str, failure: str | None = None) -> Refund:
        """Change the status and write the event; what a failed refund did not give back can be refunded again."""
        changed = self._db.execute(
            "UPDATE refunds SET status = ?, failure_code = ?, due_ms = NULL, becomes = NULL, updated_ms = ?,"
            " version = version + 1 WHERE id = ? AND version = ? AND status <> 'failed' RETURNING *",
            (status, failure, self.now_ms, refund.id, refund.version),
        ).fetchone()
        assert changed is not None, "the caller read the refund in this very transaction, and failed is final"
        if status == "failed":
            self._payments.give_back(self._payments.get(refund.payment_id), -refund.amount)
        moved = Refund.of(changed)
        self._announce(moved)
        return moved

    def _announce(self, refund: Refund) -> None:
        append_event(
            self._db,
            self._account.id,
            "refund.updated",
            refund.public(),
            self.now_ms,
            payment_id=refund.payment_id,
            refund_id=refund.id,
        )

    def _one(self, query: str, value: str) -> Refund | None:
        row = self._db.execute(query, (self._account.id, value)).fetchone()
        return None if row is None else Refund.of(row)


async def read_settled_refund(
    provider: Provider, account: Account, look_up: Callable[[RefundBook], Refund | None]
) -> Refund | None:
    """A refund as it is now, with the bank's decision written down first."""
    refund = await provider.store.read(lambda db: look_up(RefundBook(db, provider, account)))
    if refund is None or not refund.is_due(provider.account_now_ms(account)):
        return refund
    id = refund.id

    def settle(db: sqlite3.Connection) -> Refund:
        book = RefundBook(db, provider, account)
        return book.settle(book.get(id))

    refund = await provider.store.write(settle)
    provider.ring()
    return refund
