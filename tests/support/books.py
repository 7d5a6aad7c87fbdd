"""What must hold of the books and of every charge, whatever happened before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tests.support.sql import rows


def assert_books_balance(url: str) -> None:
    """Each ledger transaction sums to zero in each currency, none is unsealed; caches equal entries, and logs both."""
    unbalanced = rows(
        url,
        "SELECT transaction_id, currency, SUM(amount_minor) AS total FROM ledger_entries"
        " GROUP BY transaction_id, currency HAVING SUM(amount_minor) <> 0",
    )
    assert unbalanced == []
    unsealed = rows(
        url, "SELECT id FROM ledger_entries WHERE transaction_id NOT IN (SELECT id FROM ledger_transactions)"
    )
    assert unsealed == []
    wrong_balances = rows(
        url,
        "SELECT a.id FROM ledger_accounts a WHERE a.kind = 'CUSTOMER_BALANCE'"
        " AND (a.balance_minor < 0 OR"
        " a.balance_minor <> -COALESCE("
        "(SELECT SUM(e.amount_minor) FROM ledger_entries e WHERE e.account_id = a.id), 0))",
    )
    assert wrong_balances == []
    wrong_logs = rows(
        url,
        "SELECT a.id FROM ledger_accounts a WHERE a.kind = 'CUSTOMER_BALANCE' AND ("
        " a.last_number <> (SELECT COUNT(*) FROM balance_transactions t WHERE t.account_id = a.id)"
        " OR a.last_number <> COALESCE((SELECT MAX(t.number) FROM balance_transactions t WHERE t.account_id = a.id), 0)"
        " OR a.balance_minor <> COALESCE("
        "(SELECT SUM(t.amount_minor) FROM balance_transactions t WHERE t.account_id = a.id), 0)"
        " OR a.held_minor < 0 OR a.held_minor > a.balance_minor)",
    )
    assert wrong_logs == []
    wrong_payments = rows(
        url,
        "SELECT i.id FROM invoices i WHERE i.status = 'PAID' AND i.paid_minor <> i.total_minor - i.credited_minor",
    )
    assert wrong_payments == []


def assert_charged_once(url: str, charges: Sequence[dict[str, Any]], *, attempts: int | None = None) -> None:
    """The provider took money exactly for the attempts that we booked, once for each, and the books say as much."""
    booked = rows(
        url,
        "SELECT a.id AS attempt, p.amount_minor AS amount, p.currency AS currency FROM payment_attempts a"
        " JOIN payments p ON p.id = a.payment_id WHERE a.status = 'SUCCEEDED'",
    )
    ours = Counter((row["attempt"], row["amount"], row["currency"].lower()) for row in booked)
    theirs = Counter((charge["reference"], charge["amount"], charge["currency"]) for charge in charges)
    assert ours == theirs
    assert set(theirs.values()) <= {1}
    captures = rows(url, "SELECT key FROM ledger_transactions WHERE key LIKE ?", "attempt:%:captured")
    assert len(captures) == len(booked)
    if attempts is not None:
        assert len(booked) == attempts
