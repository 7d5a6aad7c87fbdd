"""The invoices that bill one period of a subscription: its own, and those of the changes inside it."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.invoice import InvoiceStatus
from backend.models import Invoice
from backend.services.context import Context


async def invoices_of_period(ctx: Context, invoice: Invoice) -> list[Invoice]:
    """The period that `invoice` belongs to, oldest first. One of no subscription, or a void one, stands for itself."""
    if invoice.subscription_id is None or invoice.status == InvoiceStatus.VOID:
        return [invoice]
    valid = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=invoice.subscription_id).exclude(
        status=InvoiceStatus.VOID.value
    )
    openers = valid.filter(period_start__isnull=False)
    first = await openers.filter(id__lte=invoice.id).order_by("-id").first() or invoice
    following = await openers.filter(id__gt=first.id).order_by("id").first()
    of_period = valid.filter(id__gte=first.id)
    return await (of_period.filter(id__lt=following.id) if following else of_period).order_by("id")


async def periods_of(ctx: Context, invoices: Sequence[Invoice]) -> list[list[Invoice]]:
    """The period of each, for many of few subscriptions: these are read together, from their beginning."""
    subscriptions = {invoice.subscription_id for invoice in invoices if invoice.subscription_id is not None}
    valid = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id__in=list(subscriptions)).exclude(
        status=InvoiceStatus.VOID.value
    )
    last: dict[str | None, list[Invoice]] = {}
    found: dict[str, list[Invoice]] = {}
    for invoice in await valid.order_by("id"):
        if invoice.period_start is not None or invoice.subscription_id not in last:
            last[invoice.subscription_id] = []
        last[invoice.subscription_id].append(invoice)
        found[invoice.id] = last[invoice.subscription_id]
    return [found.get(invoice.id, [invoice]) for invoice in invoices]


async def lock_period(ctx: Context, invoice: Invoice) -> list[Invoice]:
    """The same, with the first of them locked: whoever gives money of the period back holds that lock."""
    first, *_ = await invoices_of_period(ctx, invoice)
    await Invoice.select_for_update().get(merchant_id=ctx.merchant_id, id=first.id)
    return await invoices_of_period(ctx, await Invoice.get(merchant_id=ctx.merchant_id, id=invoice.id))
