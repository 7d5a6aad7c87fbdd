"""What a debit must come to, and what it carries on. Its fractions are larger than any integer of a database."""

from __future__ import annotations

from fractions import Fraction

from backend.services.proof.books import Books
from backend.services.proof.judged import JudgedLaw, Row

# Each debit with what follows it: the next one, or where the tariff stands now.
_DEBITS = """
    SELECT d.id, d.subscription_id, d.amount_minor, d.unit_price_minor, d.numerator, d.denominator, d.period_end,
        d.carried_numerator, d.carried_denominator, t.account_id, t.customer_id, n.id AS next_id,
        COALESCE(n.carried_numerator, t.carried_numerator) AS next_numerator,
        COALESCE(n.carried_denominator, t.carried_denominator) AS next_denominator,
        COALESCE(t.suspended_at = d.period_end, FALSE)
            OR COALESCE(n.period_start, t.last_billed_at) > d.period_end
            OR (n.id IS NULL AND t.due_at IS NULL AND t.suspended_at IS NULL) AS stopped
    FROM {debits} d
    JOIN tariffs t ON t.subscription_id = d.subscription_id
    LEFT JOIN tariff_debits n ON n.subscription_id = d.subscription_id
        AND n.period_start = (
            SELECT min(f.period_start) FROM tariff_debits f
            WHERE f.subscription_id = d.subscription_id
                AND f.period_start > d.period_start
        )"""

# The money ended and came again at the same instant: then nothing stopped, but what came is in the books.
_MONEY_CAME = """
    SELECT d.id FROM tariff_debits d
    WHERE d.merchant_id = $1 AND d.id = $2 AND (
        EXISTS (
            SELECT 1 FROM balance_transactions b WHERE b.account_id = $3
                AND b.amount_minor > 0 AND b.occurred_at = d.period_end
        ) OR EXISTS (
            SELECT 1 FROM balance_holds h WHERE h.account_id = $3
                AND h.closed_at = d.period_end
        ) OR EXISTS (
            SELECT 1 FROM refunds r WHERE r.merchant_id = d.merchant_id AND r.customer_id = $4
                AND r.status = 'FAILED' AND r.updated_at = d.period_end
        )
    )"""


def _carried_in(row: Row) -> Fraction:
    return Fraction(int(row["carried_numerator"]), int(row["carried_denominator"]))


def _owed(row: Row) -> Fraction:
    share = Fraction(int(row["numerator"]), int(row["denominator"]))
    owed: Fraction = _carried_in(row) + row["unit_price_minor"] * share
    return owed


async def _judge_amount(books: Books, row: Row) -> str | None:
    due = _owed(row) // 1
    amount = row["amount_minor"]
    if amount == due or (0 <= amount < due and await _money_ended(books, row)):
        return None
    return f"the debit is {amount}, but {due} was owed and the money had not ended"


async def _money_ended(books: Books, row: Row) -> bool:
    return bool(row["stopped"]) or bool(await books.read(_MONEY_CAME, row["id"], row["account_id"], row["customer_id"]))


async def _judge_carried(books: Books, row: Row) -> str | None:
    carried, owed = _carried_in(row), _owed(row)
    if not 0 <= carried < 1:
        return f"{carried} of a minor unit was carried into it"
    # A debit that took all the money that was left forgives the rest.
    expected = Fraction(0) if row["amount_minor"] < owed // 1 else owed % 1
    following = Fraction(int(row["next_numerator"]), int(row["next_denominator"]))
    return None if following == expected else f"{expected} of a minor unit was to be carried on, not {following}"


AMOUNT = JudgedLaw(
    name="tariff.amount",
    says="A debit is the whole part of what was carried in and owed; less only where the money ended.",
    query=_DEBITS,
    judge=_judge_amount,
)

CARRIED = JudgedLaw(
    name="tariff.carried",
    says="What a debit leaves below one minor unit is carried into the next, exactly.",
    query=_DEBITS,
    judge=_judge_carried,
    rows=("id", "next_id"),
)
