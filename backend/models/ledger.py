"""The books: accounts, transactions, entries. Append-only; debits are positive, credits negative; each sums to zero."""

from tortoise import fields

from backend.models.base import Row, ref


class LedgerAccount(Row):
    """One account by (kind, owner, currency). `balance_minor` is kept for customer balances only: money we owe them.

    Of a customer balance `held_minor` cannot be spent, `last_number` counts its balance transactions, and `version` its
    changes.
    """

    kind = fields.CharField(max_length=30)
    owner_id = ref()
    currency = fields.CharField(max_length=3)
    balance_minor = fields.BigIntField(null=True)
    held_minor = fields.BigIntField(default=0)
    last_number = fields.BigIntField(default=0)
    version = fields.BigIntField(default=0)
    created_at = fields.DatetimeField()

    class Meta:
        table = "ledger_accounts"


class LedgerTransaction(Row):
    """The seal of a set of entries. Written after them: the database refuses it unless they sum to zero."""

    key = fields.CharField(max_length=150)
    subject_id = ref()
    description = fields.CharField(max_length=300)
    occurred_at = fields.DatetimeField()

    class Meta:
        table = "ledger_transactions"


class LedgerEntry(Row):
    """One leg. `balance_after_minor` is the customer balance after it, where the account keeps one."""

    transaction_id = ref()
    account_id = ref()
    currency = fields.CharField(max_length=3)
    amount_minor = fields.BigIntField()
    balance_after_minor = fields.BigIntField(null=True)

    class Meta:
        table = "ledger_entries"
