"""Money came in: it settles the invoice, and what is too much, or was meant to, becomes balance."""

from __future__ import annotations

from backend.domain.balance import TransactionReason
from backend.domain.invoice import InvoiceStatus, split_payment
from backend.domain.ledger import payment_captured, received_key
from backend.domain.money import Money
from backend.domain.payment import PaymentPurpose
from backend.models import Invoice, Payment, PaymentAttempt, Subscription
from backend.services.balances.finish_auto_top_up import finish_auto_top_up
from backend.services.balances.open import Subjects, open_balance
from backend.services.context import Context
from backend.services.invoices.allocate import allocate, amount_due
from backend.services.ledger.post import post
from backend.services.transaction import Transaction


async def record_capture(
    ctx: Context,
    tx: Transaction,
    *,
    attempt: PaymentAttempt,
    payment: Payment,
    invoice: Invoice | None,
    subscription: Subscription | None,
    received: Money,
) -> None:
    """Book what `attempt` brought in when it succeeded, which may be less or more than was asked for."""
    await receive_money(
        ctx, tx, source_id=attempt.id, account_id=attempt.gateway_account_id, payment=payment, invoice=invoice,
        subscription=subscription, received=received,
    )  # fmt: skip


async def record_more(
    ctx: Context,
    tx: Transaction,
    *,
    attempt: PaymentAttempt,
    payment: Payment,
    invoice: Invoice | None,
    subscription: Subscription | None,
    more: Money,
    total_minor: int,
) -> None:
    """Book what came in after `attempt` had succeeded: now it has brought `total_minor` in all."""
    await receive_money(
        ctx, tx, source_id=attempt.id, account_id=attempt.gateway_account_id, payment=payment, invoice=invoice,
        subscription=subscription, received=more, key=received_key(attempt.id, total_minor),
    )  # fmt: skip


async def receive_money(
    ctx: Context,
    tx: Transaction,
    *,
    source_id: str,
    account_id: str,
    payment: Payment,
    invoice: Invoice | None,
    subscription: Subscription | None,
    received: Money,
    key: str | None = None,
) -> None:
    """Book money that came in for `payment`; its caller raises `captured_minor`.

    `source_id` is the attempt or the receipt that brought it: the ledger's key is unique for it, so that this can never
    happen twice. The rows must be locked by the caller, in the order subscription, invoice, payment, attempt.
    """
    to_invoice, to_balance = _split(received, invoice)
    posting = payment_captured(
        source_id, payment.id, account_id, payment.customer_id, to_invoice, to_balance, key=key
    )  # fmt: skip
    if to_balance.minor:
        async with open_balance(ctx, tx, customer_id=payment.customer_id, currency=payment.currency) as balance:
            subjects = Subjects(payment.id, payment.invoice_id)
            await balance.move(posting, reason=_reason(payment), subjects=subjects, payment=payment)
            await finish_auto_top_up(ctx, tx, payment=payment)
    else:
        await post(ctx, posting)
    if invoice is not None and to_invoice.minor:
        await allocate(ctx, tx, invoice=invoice, subscription=subscription, payment=payment, amount=to_invoice)


def _split(received: Money, invoice: Invoice | None) -> tuple[Money, Money]:
    if invoice is None:
        return received - received, received
    return split_payment(received, amount_due(invoice), InvoiceStatus(invoice.status))


def _reason(payment: Payment) -> TransactionReason:
    top_up = payment.purpose == PaymentPurpose.TOP_UP
    return TransactionReason.TOP_UP if top_up else TransactionReason.OVERPAYMENT
