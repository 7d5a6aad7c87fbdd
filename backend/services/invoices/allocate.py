"""Put money that is in the books to an invoice; what hangs on it being paid in full happens here."""

from __future__ import annotations

from backend.domain.invoice import TRANSITIONS, InvoiceEvent, InvoiceStatus
from backend.domain.lifecycle import next_status
from backend.domain.money import Money
from backend.domain.subscription import SubscriptionStatus
from backend.models import Invoice, Payment, Subscription
from backend.services.billing.paid_change import change_is_paid
from backend.services.collections.finish import invoice_collected
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.payments.recall import recall_payments
from backend.services.subscriptions.activate import activate
from backend.services.transaction import Transaction
from backend.services.units.grant import grant_units


def amount_due(invoice: Invoice) -> Money:
    """What is still to be paid."""
    return money(invoice.total_minor - invoice.paid_minor - invoice.credited_minor, invoice.currency)


async def allocate(
    ctx: Context,
    tx: Transaction,
    *,
    invoice: Invoice,
    subscription: Subscription | None,
    payment: Payment,
    amount: Money,
) -> None:
    """Count `amount` of `payment` as paid. Paid in full: a waiting subscription starts, a refill's units are granted.

    The rows are locked by the caller; `amount` is at most what is due.
    """
    invoice.paid_minor += amount.minor
    if invoice.paid_minor + invoice.credited_minor == invoice.total_minor:
        invoice.status = next_status(TRANSITIONS, InvoiceStatus(invoice.status), InvoiceEvent.SETTLE).value
        invoice.paid_at = ctx.now
    invoice.version += 1
    await invoice.save(update_fields=["paid_minor", "status", "paid_at", "version"])
    paid = invoice.status == InvoiceStatus.PAID
    tx.announce(
        "invoice.paid" if paid else "invoice.partly_paid",
        invoice.id,
        version=invoice.version,
        customer_id=invoice.customer_id,
        payload={"paid_minor": invoice.paid_minor, "total_minor": invoice.total_minor, "currency": invoice.currency},
    )
    if not paid:
        return
    await recall_payments(ctx, tx, invoice_id=invoice.id, by=payment)
    if subscription is not None and subscription.status == SubscriptionStatus.INCOMPLETE:
        await activate(ctx, tx, subscription=subscription)
    elif subscription is not None:
        await invoice_collected(ctx, tx, invoice=invoice, subscription=subscription)
        await change_is_paid(ctx, tx, invoice=invoice, subscription=subscription)
    await grant_units(ctx, tx, invoice=invoice, payment=payment)
