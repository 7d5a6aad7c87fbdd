"""The payments of one account inside one transaction: the one place where a status changes and its event is written."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import asdict

from .cards import OUTCOMES
from .events import append_event
from .methods import Wallet
from .payments import OPEN, Order, Payment, Source
from .problems import conflict, not_found
from .provider import Account, Provider, new_id

CHALLENGE_MS = 24 * 60 * 60 * 1000

_INSERT = """
INSERT INTO payments (
    id, account_id, reference, amount, currency, description, metadata, return_url, status, outcome, decline_code,
    brand, last4, exp_month, exp_year, challenge_secret, due_ms, created_ms, updated_ms, succeeded_ms, version,
    customer_id, method_id, save, off_session, refunded
) VALUES (
    :id, :account_id, :reference, :amount, :currency, :description, :metadata, :return_url, :status, :outcome,
    :decline_code, :brand, :last4, :exp_month, :exp_year, :challenge_secret, :due_ms, :created_ms, :updated_ms,
    :succeeded_ms, :version, :customer_id, :method_id, :save, :off_session, :refunded
)
"""


class Book:
    """The payments of one account, inside one transaction, at one instant."""

    def __init__(self, db: sqlite3.Connection, provider: Provider, account: Account) -> None:
        self._db = db
        self._public_url = provider.public_url
        self._account = account
        self.now_ms = provider.account_now_ms(account)

    def find(self, id: str) -> Payment | None:
        """A payment of this account, or None."""
        return self._one("SELECT * FROM payments WHERE account_id = ? AND id = ?", id)

    def get(self, id: str) -> Payment:
        """A payment of this account; a problem when there is none."""
        payment = self.find(id)
        if payment is None:
            raise not_found("payment")
        return payment

    def find_by_reference(self, reference: str) -> Payment | None:
        """The payment that carries the merchant's reference, or None."""
        return self._one("SELECT * FROM payments WHERE account_id = ? AND reference = ?", reference)

    def charges(self) -> list[Payment]:
        """Payments that took money, oldest first: what a test counts."""
        rows = self._db.execute(
            "SELECT * FROM payments WHERE account_id = ? AND succeeded_ms IS NOT NULL ORDER BY succeeded_ms, id",
            (self._account.id,),
        )
        return [Payment.of(row) for row in rows]

    def create(self, order: Order, source: Source) -> Payment:
        """Record the payment in the state that its card leads to at once."""
        status, decline, due_ms = self._beginning(order, source)
        payment = Payment(
            id=new_id("sbx_pay"),
            account_id=self._account.id,
            reference=order.reference,
            amount=order.amount,
            currency=order.currency,
            description=order.description,
            metadata=json.dumps(order.metadata),
            return_url=order.return_url,
            status=status,
            outcome=source.outcome,
            decline_code=decline,
            brand=source.brand,
            last4=source.last4,
            exp_month=source.exp_month,
            exp_year=source.exp_year,
            challenge_secret=secrets.token_urlsafe(24),
            due_ms=due_ms,
            created_ms=self.now_ms,
            updated_ms=self.now_ms,
            succeeded_ms=self.now_ms if status == "succeeded" else None,
            version=1,
            customer_id=source.customer_id,
            method_id=source.method_id,
            save=int(order.save),
            off_session=int(order.off_session),
            refunded=0,
        )
        self._db.execute(_INSERT, asdict(payment))
        payment = self._keep_method(payment)
        self._announce(payment)
        return payment

    def settle(self, payment: Payment) -> Payment:
        """Apply what the passing of time has done: a challenge expires, a slow payment comes through."""
        if not payment.is_due(self.now_ms):
            return payment
        return self.move(payment, "expired" if payment.status == "requires_action" else "succeeded")

    def authenticate(self, payment: Payment, *, approved: bool) -> Payment:
        """The cardholder's answer to a challenge. Changes nothing once the payment is decided."""
        payment = self.settle(payment)
        if payment.status != "requires_action":
            return payment
        if not approved:
            return self.move(payment, "failed", "authentication_failed")
        decline = OUTCOMES[payment.outcome].declines(saved=payment.method_id is not None)
        return self.move(payment, "failed", decline) if decline else self.move(payment, "succeeded")

    def cancel(self, payment: Payment) -> Payment:
        """Stop an open payment; one that is canceled already stays so; any other final state is a problem."""
        payment = self.settle(payment)
        if payment.status == "canceled":
            return payment
        if payment.status not in OPEN:
            raise conflict(
                "payment_state_conflict", "The payment is final and cannot be canceled.", payment_status=payment.status
            )
        return self.move(payment, "canceled")

    def move(self, payment: Payment, status: str, decline: str | None = None) -> Payment:
        """Change the status and write the event, both or neither."""
        changed = self._db.execute(
            "UPDATE payments SET status = ?, decline_code = ?, due_ms = NULL, updated_ms = ?, version = version + 1,"
            " succeeded_ms = CASE WHEN ? = 'succeeded' THEN ? ELSE succeeded_ms END"
            " WHERE id = ? AND version = ? RETURNING *",
            (status, decline, self.now_ms, status, self.now_ms, payment.id, payment.version),
        ).fetchone()
        assert changed is not None, "the caller read the payment in this very transaction"
        moved = self._keep_method(Payment.of(changed))
        self._announce(moved)
        return moved

    def give_back(self, payment: Payment, minor: int) -> bool:
        """Take `minor` off what is left of the payment, or put it back when negative; False when too little is left."""
        changed = self._db.execute(
            "UPDATE payments SET refunded = refunded + ?, updated_ms = ?, version = version + 1"
            " WHERE id = ? AND succeeded_ms IS NOT NULL AND refunded + ? <= amount",
            (minor, self.now_ms, payment.id, minor),
        )
        return changed.rowcount == 1

    def _beginning(self, order: Order, source: Source) -> tuple[str, str | None, int | None]:
        outcome, saved = OUTCOMES[source.outcome], source.method_id is not None
        if source.refusal is not None:
            return "failed", source.refusal, None
        if outcome.asks(saved=saved):
            if order.off_session or order.return_url is None:
                return "failed", "authentication_required", None
            return "requires_action", None, self.now_ms + CHALLENGE_MS
        decline = outcome.declines(saved=saved)
        if decline is not None:
            return "failed", decline, None
        if outcome.processing_ms:
            return "processing", None, self.now_ms + outcome.processing_ms
        return "succeeded", None, None

    def _keep_method(self, payment: Payment) -> Payment:
        # Kept when the money came, in the same transaction: no card is kept that never paid.
        if payment.status != "succeeded" or not payment.save or payment.method_id is not None:
            return payment
        source = Source(payment.outcome, payment.brand, payment.last4, payment.exp_month, payment.exp_year)
        method = Wallet(self._db, self._account, self.now_ms).keep(source, payment.customer_id)
        row = self._db.execute(
            "UPDATE payments SET customer_id = ?, method_id = ? WHERE id = ? RETURNING *",
            (method.customer_id, method.id, payment.id),
        ).fetchone()
        return Payment.of(row)

    def _announce(self, payment: Payment) -> None:
        shown = payment.public(self._public_url)
        kind = f"payment.{payment.status}"
        append_event(self._db, self._account.id, kind, shown, self.now_ms, payment_id=payment.id)

    def _one(self, query: str, value: str) -> Payment | None:
        row = self._db.execute(query, (self._account.id, value)).fetchone()
        return None if row is None else Payment.of(row)


async def read_settled(
    provider: Provider, account: Account, look_up: Callable[[Book], Payment | None]
) -> Payment | None:
    """A payment as it is now. What time has done to it is written down first: nobody sees a state that has passed."""
    payment = await provider.store.read(lambda db: look_up(Book(db, provider, account)))
    if payment is None or not payment.is_due(provider.account_now_ms(account)):
        return payment
    id = payment.id

    def settle(db: sqlite3.Connection) -> Payment:
        book = Book(db, provider, account)
        return book.settle(book.get(id))

    payment = await provider.store.write(settle)
    provider.ring()
    return payment
