"""The invoice of a period that has not begun: sent ahead to customers who pay by hand."""

from __future__ import annotations

from datetime import datetime

from tortoise.expressions import Q

from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.models import Invoice, Subscription
from backend.services.context import Context
from backend.services.invoices.void import void_invoice
from backend.services.transaction import Transaction


def is_billed_ahead(subscription: Subscription) -> bool:
    """Whether the period after the current one is invoiced."""
    end, billed_until = subscription.period_end, subscription.billed_until
    return end is not None and billed_until is not None and billed_until > end


async def period_invoices(ctx: Context, subscription: Subscription) -> tuple[Invoice | None, Invoice | None]:
    """The invoice of the current period, and of the one that follows it.

    They are told by their order: a pause moves the periods, and not what their invoices say.
    """
    newest = await Invoice.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, period_start__isnull=False
    ).exclude(status=InvoiceStatus.VOID.value).order_by("-period_start").limit(2)  # fmt: skip
    ahead = newest.pop(0) if newest and is_billed_ahead(subscription) else None
    return (newest[0] if newest and not in_trial(subscription) else None), ahead


async def opening_invoice(ctx: Context, subscription: Subscription) -> Invoice | None:
    """The invoice that the current period was billed with: a period's own, or that of a change to another interval.

    None in a trial. A change's invoice bills nothing until it is paid.
    """
    if in_trial(subscription):
        return None
    billed = Invoice.filter(
        Q(period_start__isnull=False) | Q(status=InvoiceStatus.PAID.value),
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, opens_period=True,
    ).exclude(status=InvoiceStatus.VOID.value)  # fmt: skip
    newest, current = await billed.order_by("-created_at", "-id").limit(2), int(is_billed_ahead(subscription))
    return newest[current] if len(newest) > current else None


def in_trial(subscription: Subscription) -> bool:
    """Whether the current period is the trial, which nobody pays for."""
    return subscription.trial_start is not None and subscription.period_start == subscription.trial_start


async def take_back_ahead(ctx: Context, tx: Transaction, subscription: Subscription) -> datetime | None:
    """Until when it is billed, once an unpaid invoice of the next period is void: nobody owes what may never begin.

    A paid one stays. The subscription is locked; the caller writes what this answers as its `billed_until`.
    """
    _, ahead = await period_invoices(ctx, subscription)
    if ahead is None:
        return subscription.billed_until
    invoice = await Invoice.select_for_update().get(merchant_id=ctx.merchant_id, id=ahead.id)
    if InvoiceStatus(invoice.status) not in PAYABLE:
        return subscription.billed_until
    await void_invoice(ctx, tx, invoice=invoice)
    return subscription.period_end
