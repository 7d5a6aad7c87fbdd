"""One merchant's books in one snapshot: what laws read, and how much of it they look at."""

from __future__ import annotations

import re
from typing import Any

from backend.services.proof.checkpoint import digits_of
from backend.services.proof.snapshot import Read

_PLACEHOLDER = re.compile(r"\$([0-9]+)")

# What the ledger transactions and the facts since the checkpoint are about: every change leaves one of the two.
_TOUCHED = """
    SELECT subject_id FROM ledger_transactions WHERE merchant_id = $1 AND id >= 'ltx_{since}'
    UNION SELECT subject_id FROM events WHERE merchant_id = $1 AND id >= 'evt_{since}'"""
_MOVED = "FROM unit_movements WHERE merchant_id = $1 AND id >= 'umov_{since}'"

# The name that a law's query uses: the table behind it, and which of its rows an incremental look is about.
_SETS = {
    "transactions": ("ledger_transactions", "id >= 'ltx_{since}'"),
    "entries": ("ledger_entries", "id >= 'lent_{since}'"),
    "balances": (
        "ledger_accounts",
        "id IN (SELECT account_id FROM ledger_entries WHERE merchant_id = $1 AND id >= 'lent_{since}' UNION {touched})",
    ),
    "balance_log": ("balance_transactions", "id >= 'btx_{since}'"),
    "subscriptions": ("subscriptions", "id IN ({touched})"),
    "invoices": (
        "invoices",
        "(id IN ({touched}) OR id IN (SELECT invoice_id FROM payments WHERE merchant_id = $1 AND id IN ({touched})))",
    ),
    "payments": (
        "payments",
        "(id IN ({touched}) OR id IN (SELECT payment_id FROM refunds WHERE merchant_id = $1 AND id IN ({touched}))"
        " OR id IN (SELECT payment_id FROM disputes WHERE merchant_id = $1 AND id IN ({touched})))",
    ),
    "refunds": ("refunds", "id IN ({touched})"),
    "disputes": ("disputes", "id IN ({touched})"),
    "tariffs": ("tariffs", "subscription_id IN ({touched})"),
    "debits": ("tariff_debits", "id >= 'tdeb_{since}'"),
    "unit_accounts": ("unit_accounts", "id IN (SELECT account_id {moved})"),
    "unit_grants": ("unit_grants", "id IN (SELECT grant_id {moved})"),
    "unit_holds": ("unit_holds", "id IN (SELECT hold_id {moved} AND hold_id IS NOT NULL)"),
    "refills": ("refill_purchases", "invoice_id IN ({touched})"),
    "facts": ("events", "id >= 'evt_{since}'"),
}
_ALWAYS = {"balances": "kind = 'CUSTOMER_BALANCE'"}


class Books:
    """Every query of it is about the merchant, whose id is $1.

    In a query `{payments}` is a subquery: the merchant's payments that this look is about, all of them or what was
    touched since the checkpoint. What belongs to these is joined by its id, in the order that is written: a CROSS JOIN
    keeps it, so that no database begins with the account that has most of the entries.
    """

    def __init__(self, read: Read, *, dialect: str, merchant_id: str, since: str | None) -> None:
        self._read = read
        self._is_sqlite = dialect == "sqlite"
        self._merchant_id = merchant_id
        self._sets = {name: _subquery(name, since) for name in _SETS}
        # The one function that laws need and that the dialects spell in two ways.
        self._sets["array_length"] = "json_array_length" if self._is_sqlite else "jsonb_array_length"

    async def read(self, query: str, *values: object) -> list[dict[str, Any]]:
        """The rows of a query; `values` are $2, $3 ..."""
        filled = query.format(**self._sets)
        if self._is_sqlite:
            filled = _PLACEHOLDER.sub(r"?\1", filled)
        return await self._read(filled, [self._merchant_id, *values])

    async def count(self, name: str) -> int:
        """How many rows of a set this look is about."""
        (row,) = await self.read(f"SELECT count(*) AS rows_in_it FROM {{{name}}} found")  # noqa: S608 - a name of ours
        return int(row["rows_in_it"])


def _subquery(name: str, since: str | None) -> str:
    table, touched = _SETS[name]
    conditions = ["merchant_id = $1", *([_ALWAYS[name]] if name in _ALWAYS else [])]
    if since is not None:
        digits = digits_of(since)
        filled = touched.format(touched=_TOUCHED, moved=_MOVED, since="{since}")
        conditions.append(filled.replace("{since}", digits))
    return f"(SELECT * FROM {table} WHERE {' AND '.join(conditions)})"  # noqa: S608 - names of ours, digits of an id
