"""How much of a period's invoices was paid and did not go back: by refunds, to the balance, or to the payers' banks."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.balance import TransactionReason
from backend.domain.refund import RefundStatus
from backend.models import BalanceTransaction, Invoice, Payment, Refund
from backend.services.context import Context
from backend.services.disputes.held import taken_by_disputes

# What went back, and what is on its way.
TAKEN = (RefundStatus.PENDING.value, RefundStatus.SUCCEEDED.value)


async def kept_of(ctx: Context, invoices: Sequence[Invoice]) -> int:
    """In minor units, at least nothing. What came beyond the invoices is balance, and counts neither way."""
    (kept,) = await kept_of_each(ctx, [invoices])
    return kept


async def kept_of_each(ctx: Context, periods: Sequence[Sequence[Invoice]]) -> list[int]:
    """The same for many periods, together."""
    place = {invoice.id: n for n, invoices in enumerate(periods) for invoice in invoices}
    kept = [sum(invoice.paid_minor for invoice in invoices) for invoices in periods]
    paid = Payment.filter(merchant_id=ctx.merchant_id, invoice_id__in=list(place))
    invoice_of: dict[str, str] = {}
    disputed: list[str] = []
    for id, invoice_id, disputed_minor in await paid.values_list("id", "invoice_id", "disputed_minor"):
        invoice_of[id] = invoice_id
        kept[place[invoice_id]] -= disputed_minor
        if disputed_minor:
            disputed.append(id)
    for id, minor in (await taken_by_disputes(ctx, disputed)).items():
        kept[place[invoice_of[id]]] += minor
    # Refunds before credits: one that fails meanwhile and becomes balance may count twice, but never not at all.
    for refund in await Refund.filter(merchant_id=ctx.merchant_id, payment_id__in=list(invoice_of), status__in=TAKEN):
        kept[place[invoice_of[refund.payment_id]]] -= refund.amount_minor - refund.from_balance_minor
    for credit in await BalanceTransaction.filter(
        merchant_id=ctx.merchant_id, invoice_id__in=list(place), reason=TransactionReason.CREDIT.value
    ):
        kept[place[str(credit.invoice_id)]] -= credit.amount_minor
    return [max(minor, 0) for minor in kept]
