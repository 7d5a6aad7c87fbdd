"""Double entry: what every ledger transaction and every entry must be."""

from backend.services.proof.law import RowLaw

SUMS_TO_ZERO = RowLaw(
    name="ledger.sums_to_zero",
    says="The entries of a ledger transaction sum to zero in each currency.",
    query="""
        SELECT t.id, e.currency, SUM(e.amount_minor) AS total_minor, SUM(e.amount_minor) <> 0 AS broken
        FROM {transactions} t
        JOIN ledger_entries e ON e.transaction_id = t.id
        GROUP BY t.id, e.currency""",
    message="the entries in {currency} sum to {total_minor}",
    rows=("id",),
)

HAS_ENTRIES = RowLaw(
    name="ledger.transaction_has_entries",
    says="Every ledger transaction has entries.",
    query="""
        SELECT t.id, t.key, NOT EXISTS (
            SELECT 1 FROM ledger_entries e WHERE e.transaction_id = t.id
        ) AS broken
        FROM {transactions} t""",
    message="the ledger transaction {key} has no entries",
)

HAS_TRANSACTION = RowLaw(
    name="ledger.entry_has_transaction",
    says="Every entry belongs to a ledger transaction.",
    query="""
        SELECT e.id, e.transaction_id, t.id IS NULL AS broken
        FROM {entries} e
        LEFT JOIN ledger_transactions t ON t.id = e.transaction_id""",
    message="its ledger transaction {transaction_id} is not there",
)

CURRENCY = RowLaw(
    name="ledger.entry_currency",
    says="An entry has the currency of its account.",
    query="""
        SELECT e.id, e.currency, e.account_id, a.currency AS account_currency, e.currency <> a.currency AS broken
        FROM {entries} e
        LEFT JOIN ledger_accounts a ON a.id = e.account_id""",
    message="an entry in {currency} on an account in {account_currency}",
    rows=("id", "account_id"),
)

LAWS = (SUMS_TO_ZERO, HAS_ENTRIES, HAS_TRANSACTION, CURRENCY)
