"""Debits of tariffs in the books: one for each stretch of time, posted with exactly their amount."""

from backend.services.proof.law import RowLaw
from backend.services.proof.laws.metering import AMOUNT, CARRIED

NO_OVERLAP = RowLaw(
    name="tariff.no_overlap",
    says="The debits of a subscription do not overlap: no time is paid for twice.",
    query="""
        SELECT d.id, n.id AS next_id, d.period_end, n.period_start,
            d.period_start >= d.period_end OR COALESCE(n.period_start < d.period_end, FALSE) AS broken
        FROM {debits} d
        LEFT JOIN tariff_debits n ON n.subscription_id = d.subscription_id
            AND n.period_start = (
                SELECT min(f.period_start) FROM tariff_debits f
                WHERE f.subscription_id = d.subscription_id
                    AND f.period_start > d.period_start
            )""",
    message="the debit ends at {period_end}, the next one begins at {period_start}",
    rows=("id", "next_id"),
)

POSTED = RowLaw(
    name="tariff.debit_posted",
    says="Each debit of more than nothing has its ledger transaction, which took exactly its amount from the balance.",
    query="""
        SELECT x.*, amount_minor <> posted_minor AS broken FROM (
            SELECT d.id, d.ledger_transaction_id, d.amount_minor, COALESCE((
                SELECT SUM(e.amount_minor) FROM ledger_transactions t
                CROSS JOIN ledger_entries e CROSS JOIN tariffs r
                WHERE t.id = d.ledger_transaction_id AND t.key = 'tariff:' || d.id AND t.subject_id = d.subscription_id
                    AND e.transaction_id = t.id AND r.subscription_id = t.subject_id AND r.account_id = e.account_id
            ), 0) AS posted_minor
            FROM {debits} d
        ) x""",
    message="the debit is {amount_minor}, {posted_minor} was posted for it",
    rows=("id", "ledger_transaction_id"),
)

BILLED_UNTIL = RowLaw(
    name="tariff.billed_until",
    says="A tariff is billed up to the end of its last debit, or later.",
    query="""
        SELECT t.id, t.subscription_id, t.last_billed_at, d.period_end, t.last_billed_at < d.period_end AS broken
        FROM {tariffs} t
        JOIN tariff_debits d ON d.subscription_id = t.subscription_id
            AND d.period_start = (
                SELECT max(l.period_start) FROM tariff_debits l
                WHERE l.subscription_id = t.subscription_id
            )""",
    message="it is billed up to {last_billed_at}, but its last debit ends at {period_end}",
    rows=("id", "subscription_id"),
)

LAWS = (NO_OVERLAP, AMOUNT, CARRIED, POSTED, BILLED_UNTIL)
