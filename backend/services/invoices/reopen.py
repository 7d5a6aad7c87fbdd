"""An invoice is owed again: money that was counted for it never came."""

from __future__ import annotations

from typing import Any

from backend.domain.billing import CollectionStatus
from backend.domain.invoice import TRANSITIONS, InvoiceEvent, InvoiceStatus
from backend.domain.lifecycle import next_status
from backend.domain.money import Money
from backend.domain.subscription import ENDED, SubscriptionStatus
from backend.events.bell import Work
from backend.models import Collection, Invoice, Subscription
from backend.models.ids import new_id
from backend.services.collections.change import change_collection
from backend.services.context import Context
from backend.services.transaction import Transaction


async def reopen_invoice(
    ctx: Context, tx: Transaction, *, invoice: Invoice, subscription: Subscription | None, unpaid: Money
) -> None:
    """Count `unpaid` less as paid; a PAID invoice is OPEN again, and collected again if its subscription lives.

    The rows are locked by the caller; at least `unpaid` was paid.
    """
    reopened = invoice.status == InvoiceStatus.PAID
    invoice.paid_minor -= unpaid.minor
    if reopened:
        invoice.status = next_status(TRANSITIONS, InvoiceStatus.PAID, InvoiceEvent.REOPEN).value
        invoice.paid_at = None
    invoice.version += 1
    await invoice.save(update_fields=["paid_minor", "status", "paid_at", "version"])
    tx.announce(
        "invoice.reopened" if reopened else "invoice.partly_unpaid",
        invoice.id,
        version=invoice.version,
        customer_id=invoice.customer_id,
        payload={"paid_minor": invoice.paid_minor, "total_minor": invoice.total_minor, "currency": invoice.currency},
    )
    if reopened and subscription is not None and SubscriptionStatus(subscription.status) not in ENDED:
        await _collect_again(ctx, tx, invoice, subscription)


async def _collect_again(ctx: Context, tx: Transaction, invoice: Invoice, subscription: Subscription) -> None:
    """From the beginning: the retries count from the first failure from now on."""
    again: dict[str, Any] = {
        "status": CollectionStatus.OPEN.value, "tries": 0, "first_failed_at": None, "last_reason": None,
        "next_try_at": ctx.now,
    }  # fmt: skip
    own = Collection.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id, invoice_id=invoice.id)
    collection = await own.select_for_update().get_or_none()
    if collection is not None:
        await change_collection(ctx, collection, again)
    else:
        # A first invoice is paid by its customer: nothing collected it before.
        await Collection.create(
            id=new_id("col"),
            merchant_id=ctx.merchant_id,
            customer_id=invoice.customer_id,
            subscription_id=subscription.id,
            invoice_id=invoice.id,
            version=1,
            created_at=ctx.now,
            updated_at=ctx.now,
            **again,
        )
    tx.ring(Work.COLLECTIONS)
