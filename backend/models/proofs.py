"""Proofs of the books: what a look over the ledger found."""

from typing import Any

from tortoise import fields

from backend.models.base import Row


class LedgerProof(Row):
    """One look over a merchant's books, of all of them (`is_full`) or of what came since the last look.

    `checked_until` is the newest ledger transaction that was looked at; empty when there was none. No violations: the
    books add up.
    """

    as_of = fields.DatetimeField()
    checked_until = fields.CharField(max_length=40, null=True)
    is_full = fields.BooleanField()
    transactions = fields.BigIntField()
    entries = fields.BigIntField()
    violations = fields.JSONField[list[dict[str, Any]]]()

    class Meta:
        table = "ledger_proofs"
