"""Void an invoice that nobody will pay: nothing is owed, and what is kept of it becomes the customer's balance."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.billing import CollectionStatus
from backend.domain.invoice import TRANSITIONS, InvoiceEvent, InvoiceStatus
from backend.domain.ledger import invoice_voided
from backend.domain.lifecycle import next_status
from backend.models import Collection, Invoice
from backend.services.balances.open import Subjects, open_balance
from backend.services.collections.change import change_collection
from backend.services.context import Context
from backend.services.coupons.periods import give_back
from backend.services.currencies import money
from backend.services.ledger.post import post
from backend.services.payments.recall import recall_payments
from backend.services.refunds.kept import kept_of
from backend.services.transaction import Transaction


async def void_invoice(ctx: Context, tx: Transaction, *, invoice: Invoice) -> None:
    """The invoice and its subscription are locked by the caller. Raises IllegalTransition unless it is open.

    What was paid of it and went back before, or is about to, is not given back again. Nothing is collected for it any
    more, and its discounts have back the period that it used up. Money that arrives later becomes balance.
    """
    invoice.status = next_status(TRANSITIONS, InvoiceStatus(invoice.status), InvoiceEvent.VOID).value
    tax, paid = money(invoice.tax_minor, invoice.currency), money(invoice.paid_minor, invoice.currency)
    net = money(invoice.total_minor, invoice.currency) - tax
    credited = min(paid, money(await kept_of(ctx, [invoice]), invoice.currency)) if paid.minor else paid
    posting = invoice_voided(
        invoice.id, ctx.merchant_id, invoice.customer_id, invoice.number or "", net, tax, paid=paid, credited=credited
    )
    if credited.minor:
        async with open_balance(ctx, tx, customer_id=invoice.customer_id, currency=invoice.currency) as balance:
            subjects = Subjects(invoice_id=invoice.id, subscription_id=invoice.subscription_id)
            await balance.move(posting, reason=TransactionReason.CREDIT, subjects=subjects)
    else:
        await post(ctx, posting)
    invoice.version += 1
    await invoice.save(update_fields=["status", "version"])
    await recall_payments(ctx, tx, invoice_id=invoice.id)
    await _stop_collecting(ctx, invoice)
    await give_back(ctx, invoice)
    tx.announce(
        "invoice.voided",
        invoice.id,
        version=invoice.version,
        customer_id=invoice.customer_id,
        payload={"number": invoice.number, "given_back_minor": credited.minor, "currency": invoice.currency},
    )


async def _stop_collecting(ctx: Context, invoice: Invoice) -> None:
    """Also what is in flight: when that ends, nobody falls behind because of it."""
    collection = await Collection.select_for_update().get_or_none(
        merchant_id=ctx.merchant_id, invoice_id=invoice.id, status=CollectionStatus.OPEN.value
    )
    if collection is not None:
        given_up = {"status": CollectionStatus.GAVE_UP.value, "payment_id": None, "next_try_at": None, "wants": None}
        await change_collection(ctx, collection, given_up)
