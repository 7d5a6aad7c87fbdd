"""How much of payments can still go back, as a refund of each alone would find it."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.balance import TransactionReason
from backend.models import BalanceTransaction, Invoice, Payment
from backend.services.context import Context
from backend.services.invoices.period import periods_of
from backend.services.refunds.in_balance import in_balance
from backend.services.refunds.kept import kept_of_each


def left_of(payment: Payment) -> int:
    """What neither went back, nor is about to, nor was taken by the payer's bank; in minor units."""
    back = payment.refunded_minor + payment.refund_pending_minor + payment.disputed_minor
    left: int = payment.captured_minor - back
    return max(left, 0)


async def refundable_of(ctx: Context, payments: Sequence[Payment]) -> list[int]:
    """In minor units: what is left of each, and was not credited besides. Few customers were credited anything."""
    left = [left_of(row) for row in payments]
    paid = {row.invoice_id for row, minor in zip(payments, left, strict=True) if minor and row.invoice_id}
    credits = BalanceTransaction.filter(
        merchant_id=ctx.merchant_id, customer_id__in=list({row.customer_id for row in payments}),
        reason=TransactionReason.CREDIT.value, invoice_id__isnull=False,
    )  # fmt: skip
    credited = {str(id) for id in await credits.values_list("invoice_id", flat=True)} if paid else set()
    if not credited:
        return left
    invoices = await Invoice.filter(merchant_id=ctx.merchant_id, id__in=list(paid | credited))
    touched = {invoice.subscription_id or invoice.id for invoice in invoices if invoice.id in credited}
    concerned = [row for row in invoices if row.id in paid and (row.subscription_id or row.id) in touched]
    periods = await periods_of(ctx, concerned)
    each = {period[0].id: period for period in periods}
    kept_of = dict(zip(each, await kept_of_each(ctx, list(each.values())), strict=True))
    kept = {invoice.id: kept_of[period[0].id] for invoice, period in zip(concerned, periods, strict=True)}
    became_balance = await in_balance(ctx, payments)
    return [
        min(minor, became_balance[row.id] + kept[row.invoice_id]) if row.invoice_id in kept else minor
        for row, minor in zip(payments, left, strict=True)
    ]
