"""A change that will not come: taken back, replaced, never paid for, or overtaken by the end of its period."""

from __future__ import annotations

from backend.domain.billing import ChangeStatus
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.models import Invoice, Subscription, SubscriptionChange
from backend.services.billing.policy import open_change
from backend.services.context import Context
from backend.services.invoices.void import void_invoice
from backend.services.transaction import Transaction


async def drop_change(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Forget the change that is planned or waits for its payment, if there is one.

    The invoice that waits for payment is void: money that comes for it late becomes balance. The subscription is
    locked.
    """
    change = await open_change(ctx, subscription.id)
    if change is not None:
        await _drop(ctx, tx, change)


async def drop_uninvoiced_change(ctx: Context, tx: Transaction, subscription: Subscription) -> bool:
    """The same for a subscription that goes on; False when there is none, or a period is invoiced as it says."""
    change = await open_change(ctx, subscription.id)
    if change is None or is_invoiced(subscription, change):
        return False
    await _drop(ctx, tx, change)
    return True


async def drop_unpaid_change(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Forget a change that still waits for its payment: the period that it was priced for is over, or invoiced past."""
    change = await open_change(ctx, subscription.id)
    if change is not None and change.status == ChangeStatus.AWAITING_PAYMENT:
        await _drop(ctx, tx, change)


def is_invoiced(subscription: Subscription, change: SubscriptionChange) -> bool:
    """Whether a planned change is part of an invoice that was sent ahead: it cannot be taken back then."""
    until = subscription.billed_until
    return change.status == ChangeStatus.SCHEDULED and until is not None and until > change.effective_at


async def _drop(ctx: Context, tx: Transaction, change: SubscriptionChange) -> None:
    await SubscriptionChange.filter(merchant_id=ctx.merchant_id, id=change.id).update(
        status=ChangeStatus.DROPPED.value, ended_at=ctx.now
    )
    if change.invoice_id is None:
        return
    invoice = await Invoice.select_for_update().get(merchant_id=ctx.merchant_id, id=change.invoice_id)
    if InvoiceStatus(invoice.status) in PAYABLE:
        await void_invoice(ctx, tx, invoice=invoice)
