"""Customers and the cards that they left here for later: what is kept is the outcome's name, never a card number."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from .payments import Order, Source
from .problems import invalid, not_found
from .provider import EPOCH, Account, new_id, timestamp


@dataclass(frozen=True, slots=True)
class SavedMethod:
    """A row of `saved_methods`. A removed one stays, so that a charge of it is a decline and not a riddle."""

    id: str
    account_id: str
    customer_id: str
    outcome: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    created_ms: int
    removed_ms: int | None

    @classmethod
    def of(cls, row: sqlite3.Row) -> SavedMethod:
        """The method in a row."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})

    def public(self) -> dict[str, Any]:
        """The method as the API shows it."""
        return {
            "id": self.id,
            "object": "method",
            "customer": self.customer_id,
            "card": {
                "brand": self.brand,
                "last4": self.last4,
                "exp_month": self.exp_month,
                "exp_year": self.exp_year,
            },
            "created": timestamp(self.created_ms),
            "removed": self.removed_ms is not None,
        }


class Wallet:
    """The customers of one account and their saved methods, inside one transaction, at one instant."""

    def __init__(self, db: sqlite3.Connection, account: Account, now_ms: int) -> None:
        self._db = db
        self._account = account
        self._now_ms = now_ms

    def knows_customer(self, id: str) -> bool:
        """Whether this account has such a customer."""
        query = "SELECT EXISTS (SELECT 1 FROM customers WHERE account_id = ? AND id = ?)"
        return bool(self._db.execute(query, (self._account.id, id)).fetchone()[0])

    def methods_of(self, customer_id: str) -> list[SavedMethod]:
        """What the customer has now, oldest first."""
        rows = self._db.execute(
            "SELECT * FROM saved_methods WHERE account_id = ? AND customer_id = ? AND removed_ms IS NULL"
            " ORDER BY created_ms, rowid",
            (self._account.id, customer_id),
        )
        return [SavedMethod.of(row) for row in rows]

    def find(self, id: str) -> SavedMethod | None:
        """A method of this account, removed or not, or None."""
        query = "SELECT * FROM saved_methods WHERE account_id = ? AND id = ?"
        row = self._db.execute(query, (self._account.id, id)).fetchone()
        return None if row is None else SavedMethod.of(row)

    def get(self, id: str) -> SavedMethod:
        """A method of this account, removed or not; a problem when there is none."""
        method = self.find(id)
        if method is None:
            raise not_found("method")
        return method

    def keep(self, source: Source, customer_id: str | None) -> SavedMethod:
        """Save the card of `source`, for a new customer unless there is one."""
        if customer_id is None:
            customer_id = new_id("sbx_cus")
            self._db.execute("INSERT INTO customers VALUES (?, ?, ?)", (customer_id, self._account.id, self._now_ms))
        id = new_id("sbx_pm")
        self._db.execute(
            "INSERT INTO saved_methods (id, account_id, customer_id, outcome, brand, last4, exp_month, exp_year,"
            " created_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                id,
                self._account.id,
                customer_id,
                source.outcome,
                source.brand,
                source.last4,
                source.exp_month,
                source.exp_year,
                self._now_ms,
            ),
        )
        return self.get(id)

    def remove(self, method: SavedMethod) -> SavedMethod:
        """Never charge it again. Removing it twice changes nothing more."""
        self._db.execute(
            "UPDATE saved_methods SET removed_ms = COALESCE(removed_ms, ?) WHERE id = ?", (self._now_ms, method.id)
        )
        return self.get(method.id)

    def source_of(self, order: Order) -> Source:
        """The saved method that `order` names, as the card that pays. Another customer's method is a problem."""
        assert order.method is not None, "only for an order by a saved method"
        method = self.find(order.method)
        if method is None:
            raise invalid("method_unknown", "There is no such method.", "method")
        if order.customer is not None and order.customer != method.customer_id:
            raise invalid("method_of_another_customer", "The method belongs to another customer.", "customer")
        today = EPOCH + timedelta(milliseconds=self._now_ms)
        refusal = None
        if method.removed_ms is not None:
            refusal = "method_removed"
        elif (method.exp_year, method.exp_month) < (today.year, today.month):
            refusal = "expired_card"
        return Source(
            outcome=method.outcome,
            brand=method.brand,
            last4=method.last4,
            exp_month=method.exp_month,
            exp_year=method.exp_year,
            customer_id=method.customer_id,
            method_id=method.id,
            refusal=refusal,
        )
