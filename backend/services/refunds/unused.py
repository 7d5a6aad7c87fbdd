"""Refund what is not used of a period: through the payments that paid it, newest first, as far as that goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.ledger import unused_refunded
from backend.domain.money import Money, zero
from backend.domain.payment import PaymentStatus
from backend.domain.refund import Source, share_out
from backend.events.bell import Work
from backend.models import Invoice, Payment
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.ledger.post import post
from backend.services.refunds.ability import refund_ability
from backend.services.refunds.in_balance import in_balance
from backend.services.refunds.kept import kept_of
from backend.services.refunds.refundable import left_of
from backend.services.refunds.reserve import reserve_refund
from backend.services.transaction import Transaction

WHY = "Unused time"


@dataclass(frozen=True, slots=True)
class Part:
    """So much of a payment, which is of an invoice of the period, is to go back."""

    invoice: Invoice
    payment: Payment
    amount: Money


async def plan_refunds(ctx: Context, invoices: Sequence[Invoice], amount: Money, *, lock: bool = False) -> list[Part]:
    """Which payments of a period give `amount` back, or less: none gives more than is kept, or than its gateway can.

    With `lock` they are locked; the period is locked by the caller.
    """
    by_id = {invoice.id: invoice for invoice in invoices}
    paid = Payment.filter(
        merchant_id=ctx.merchant_id, invoice_id__in=list(by_id), status=PaymentStatus.SUCCEEDED.value
    ).order_by("id")
    newest_first = list(reversed(await (paid.select_for_update() if lock else paid)))
    became_balance = await in_balance(ctx, newest_first)
    sources = [_source(ctx, payment, became_balance[payment.id]) for payment in newest_first]
    most = min(amount, money(await kept_of(ctx, invoices), amount.currency.code))
    return [
        Part(by_id[str(payment.invoice_id)], payment, part)
        for payment, part in zip(newest_first, share_out(most, sources), strict=True)
        if part.minor
    ]


def _source(ctx: Context, payment: Payment, became_balance: int) -> Source:
    """What paid the invoice and is still there. What became balance beyond it stays that."""
    left = left_of(payment) - became_balance
    ability = refund_ability(ctx, payment)
    if ability == "none" or (ability == "full" and left != payment.captured_minor):
        left = 0
    return Source(money(max(left, 0), payment.currency), whole=ability == "full")


async def refund_unused(
    ctx: Context, tx: Transaction, part: Part, *, subject_id: str, tax: Money, reason: str | None = None
) -> None:
    """Reserve a locked part, and make its books ready; `tax` is so much of it. A worker asks the gateway.

    Should the refund fail, the money becomes the customer's balance. `subject_id` is the subscription or the change's
    invoice that gives it back.
    """
    rows = await reserve_refund(
        ctx, tx, invoice=part.invoice, payment=part.payment, part=part.amount,
        from_balance=zero(part.amount.currency), reason=reason or WHY,
    )  # fmt: skip
    tx.ring(Work.REFUNDS)
    await post(ctx, unused_refunded(rows.refund.id, subject_id, ctx.merchant_id, part.amount - tax, tax))
