"""What of a payment is out of the customer's balance when it goes back: what became balance goes back first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from backend.domain.balance import TransactionReason
from backend.models import BalanceTransaction, Payment, Refund
from backend.services.context import Context
from backend.services.disputes.held import taken_by_disputes
from backend.services.refunds.kept import TAKEN

_CAME = (TransactionReason.TOP_UP.value, TransactionReason.OVERPAYMENT.value, TransactionReason.CREDIT.value)


async def in_balance(ctx: Context, payments: Sequence[Payment]) -> Counter[str]:
    """In minor units by the payment's id: what became balance when it came, or when its refund failed.

    Less what refunds, disputes and reversed receipts took out of the balance again; at least nothing.
    """
    mine = {"merchant_id": ctx.merchant_id, "payment_id__in": [payment.id for payment in payments]}
    left: Counter[str] = Counter()
    for came in await BalanceTransaction.filter(**mine, reason__in=_CAME):
        left[str(came.payment_id)] += came.amount_minor
    for refund in await Refund.filter(**mine, status__in=TAKEN):
        left[refund.payment_id] -= refund.from_balance_minor
    left.subtract(await taken_by_disputes(ctx, [payment.id for payment in payments if payment.disputed_minor]))
    # More than became balance is taken where the same money was credited besides.
    return +left


def due_from_balance(part: int, became_balance: int, kept: int | None) -> int:
    """How much of a part that goes back the balance owes, in minor units: what became balance, or was credited.

    `kept` is what is kept of the period before this goes back; None for a payment of no invoice.
    """
    of_payment = min(part, became_balance)
    return of_payment if kept is None else max(of_payment, part - kept)
