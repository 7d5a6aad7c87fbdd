"""Have invoices collected by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.billing import CollectionStatus
from backend.domain.invoice import InvoiceStatus
from backend.domain.subscription import Collection as Way
from backend.events.bell import Work
from backend.models import Collection, Subscription
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.invoices.issue import Issued
from backend.services.sets import insert_rows
from backend.services.transaction import Transaction


async def open_collections(ctx: Context, tx: Transaction, invoices: Sequence[tuple[Subscription, Issued]]) -> None:
    """For those that are open. Due at once; an invoice that was sent ahead when it is due."""
    rows = [_row(ctx, *pair) for pair in invoices if pair[1].status is InvoiceStatus.OPEN]
    await insert_rows(Collection, rows)
    if rows:
        tx.ring(Work.COLLECTIONS)


def _row(ctx: Context, subscription: Subscription, invoice: Issued) -> dict[str, object]:
    sent_ahead = subscription.collection == Way.INVOICE
    return {
        "id": new_id("col"),
        "merchant_id": ctx.merchant_id,
        "customer_id": subscription.customer_id,
        "subscription_id": subscription.id,
        "invoice_id": invoice.id,
        "status": CollectionStatus.OPEN.value,
        "tries": 0,
        "next_try_at": max(invoice.due_at, ctx.now) if sent_ahead else ctx.now,
        "version": 1,
        "created_at": ctx.now,
        "updated_at": ctx.now,
    }
