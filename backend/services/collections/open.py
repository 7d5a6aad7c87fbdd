"""Have an invoice collected by itself."""

from __future__ import annotations

from backend.domain.billing import CollectionStatus
from backend.domain.subscription import Collection as Way
from backend.events.bell import Work
from backend.models import Collection, Invoice, Subscription
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.transaction import Transaction


async def open_collection(ctx: Context, tx: Transaction, *, subscription: Subscription, invoice: Invoice) -> None:
    """Due at once; an invoice that was sent ahead when it is due."""
    assert invoice.due_at is not None, "what is collected is issued"
    sent_ahead = subscription.collection == Way.INVOICE
    await Collection.create(
        id=new_id("col"),
        merchant_id=ctx.merchant_id,
        customer_id=subscription.customer_id,
        subscription_id=subscription.id,
        invoice_id=invoice.id,
        status=CollectionStatus.OPEN.value,
        tries=0,
        next_try_at=max(invoice.due_at, ctx.now) if sent_ahead else ctx.now,
        version=1,
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    tx.ring(Work.COLLECTIONS)
