"""All rows of the books at one instant, read once: what the invariants look through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from backend.models import (
    BalanceHold,
    BalanceTransaction,
    Coupon,
    Discount,
    Dispute,
    Event,
    Invoice,
    InvoiceDiscount,
    InvoiceLine,
    InvoiceTax,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentAttempt,
    PaymentReceipt,
    Refund,
    Subscription,
)

R = TypeVar("R")


class Books:
    """The rows by table, each in the order of its ids."""

    accounts: list[LedgerAccount]
    attempts: list[PaymentAttempt]
    coupons: list[Coupon]
    discounts: list[Discount]
    disputes: list[Dispute]
    entries: list[LedgerEntry]
    events: list[Event]
    holds: list[BalanceHold]
    invoices: list[Invoice]
    invoice_discounts: list[InvoiceDiscount]
    invoice_taxes: list[InvoiceTax]
    lines: list[InvoiceLine]
    log: list[BalanceTransaction]
    payments: list[Payment]
    receipts: list[PaymentReceipt]
    refunds: list[Refund]
    subscriptions: list[Subscription]
    transactions: list[LedgerTransaction]

    @classmethod
    async def read(cls) -> Books:
        """As they are now."""
        books = cls()
        for name, kind in _TABLES.items():
            setattr(books, name, await kind.all().order_by("id"))
        kinds = {account.id: account.kind for account in books.accounts}
        subjects = {row.id: row.subject_id for row in books.transactions}
        books._posted = defaultdict(int)
        for entry in books.entries:
            books._posted[subjects[entry.transaction_id], kinds[entry.account_id]] += entry.amount_minor
        return books

    _posted: defaultdict[tuple[str, str], int]

    def posted(self, subject_id: str, kind: str) -> int:
        """The sum of all entries about one subject on the accounts of one kind."""
        return self._posted[subject_id, kind]

    @property
    def balances(self) -> list[LedgerAccount]:
        """The accounts of customers' prepaid money."""
        return [account for account in self.accounts if account.kind == "CUSTOMER_BALANCE"]


_TABLES: dict[str, Any] = {
    "accounts": LedgerAccount,
    "attempts": PaymentAttempt,
    "receipts": PaymentReceipt,
    "coupons": Coupon,
    "discounts": Discount,
    "disputes": Dispute,
    "entries": LedgerEntry,
    "events": Event,
    "holds": BalanceHold,
    "invoices": Invoice,
    "invoice_discounts": InvoiceDiscount,
    "invoice_taxes": InvoiceTax,
    "lines": InvoiceLine,
    "log": BalanceTransaction,
    "payments": Payment,
    "refunds": Refund,
    "subscriptions": Subscription,
    "transactions": LedgerTransaction,
}


def by(rows: Iterable[R], column: str) -> defaultdict[Any, list[R]]:
    """The rows with each value of a column, in their order."""
    found: defaultdict[Any, list[R]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found
