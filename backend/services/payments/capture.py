"""Money came in: it settles the invoice, what is too much becomes balance, and a waiting subscription starts."""

from __future__ import annotations

from backend.domain.invoice import TRANSITIONS, InvoiceEvent, InvoiceStatus, split_payment
from backend.domain.ledger import payment_captured
from backend.domain.lifecycle import next_status
from backend.domain.money import Money
from backend.domain.subscription import SubscriptionStatus
from backend.models import Invoice, Payment, PaymentAttempt, Subscription
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.ledger.post import post
from backend.services.subscriptions.activate import activate
from backend.services.transaction import Transaction


async def record_capture(
    ctx: Context,
    tx: Transaction,
    *,
    attempt: PaymentAttempt,
    payment: Payment,
    invoice: Invoice | None,
    subscription: Subscription | None,
) -> None:
    """Book what `attempt` brought in. The ledger key is unique for the attempt, so this can never happen twice.

    The rows must be locked by the caller, in the order subscription, invoice, payment, attempt.
    """
    received = money(payment.amount_minor, payment.currency)
    to_invoice, to_balance = _split(received, invoice)
    posting = payment_captured(
        attempt.id, payment.id, payment.gateway_account_id, payment.customer_id, to_invoice, to_balance
    )
    await post(ctx, posting)
    if invoice is not None and to_invoice.minor:
        await _pay_invoice(ctx, tx, invoice, to_invoice)
        if (
            invoice.status == InvoiceStatus.PAID
            and subscription is not None
            and subscription.status == SubscriptionStatus.INCOMPLETE
        ):
            await activate(ctx, tx, subscription=subscription)
    if to_balance.minor:
        tx.announce(
            "balance.credited",
            payment.customer_id,
            version=payment.version + 1,
            customer_id=payment.customer_id,
            payload={"amount_minor": to_balance.minor, "currency": to_balance.currency.code, "payment": payment.id},
        )


def _split(received: Money, invoice: Invoice | None) -> tuple[Money, Money]:
    if invoice is None:
        return received - received, received
    due = money(invoice.total_minor - invoice.paid_minor - invoice.credited_minor, invoice.currency)
    return split_payment(received, due, InvoiceStatus(invoice.status))


async def _pay_invoice(ctx: Context, tx: Transaction, invoice: Invoice, amount: Money) -> None:
    invoice.paid_minor += amount.minor
    if invoice.paid_minor + invoice.credited_minor == invoice.total_minor:
        invoice.status = next_status(TRANSITIONS, InvoiceStatus(invoice.status), InvoiceEvent.SETTLE).value
        invoice.paid_at = ctx.now
    invoice.version += 1
    await invoice.save(update_fields=["paid_minor", "status", "paid_at", "version"])
    tx.announce(
        "invoice.paid" if invoice.status == InvoiceStatus.PAID else "invoice.partly_paid",
        invoice.id,
        version=invoice.version,
        customer_id=invoice.customer_id,
        payload={"paid_minor": invoice.paid_minor, "total_minor": invoice.total_minor, "currency": invoice.currency},
    )
