"""Pay an open invoice, in full or in part: how a declined first payment gets its second chance."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import IllegalTransition, InvalidInput, NotFound
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.domain.money import Money
from backend.models import Invoice, Payment, PaymentAttempt, Subscription
from backend.services.context import Context
from backend.services.currencies import amount_input
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.invoices.allocate import amount_due
from backend.services.invoices.lock import lock_invoice
from backend.services.invoices.purpose import purpose_of
from backend.services.payments.attempt_now import attempt_now
from backend.services.payments.from_balance import pay_from_balance
from backend.services.payments.pay_with import PayWith, check_pay_with, is_balance, said
from backend.services.payments.start import Collect, start_payment
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class InvoicePaid:
    """The invoice and the payment that was started for it."""

    invoice: Invoice
    payment: Payment


async def pay_invoice(
    ctx: Context,
    *,
    invoice_id: str,
    pay_with: PayWith,
    idempotency_key: str,
    amount: tuple[str, str] | None = None,
) -> InvoicePaid:
    """Collect what is due on one of the customer's own invoices, or `amount` (decimal text, currency) of it.

    Raises NotFound, IllegalTransition when nothing can be paid on it, Conflict while another payment of it is open,
    InvalidInput, InsufficientBalance, and PaymentDeclined (recorded).
    """
    customer_id = ctx.actor.require_customer()
    own = Invoice.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, id=invoice_id)

    async def perform(tx: Transaction) -> Result:
        if not await own.exists():
            raise NotFound("There is no such invoice.", invoice_id)
        subscription, invoice = await lock_invoice(ctx, invoice_id)
        if InvoiceStatus(invoice.status) not in PAYABLE:
            raise IllegalTransition("This invoice is not open: there is nothing to pay.", invoice.status)
        part = _part(invoice, amount)
        collect = Collect(customer_id, part, await purpose_of(ctx, invoice), invoice.id)
        payment = await pay_now_or_start(
            ctx, tx, collect=collect, invoice=invoice, subscription=subscription, pay_with=pay_with
        )
        return {"payment": payment.id}

    request = {"invoice": invoice_id, "pay_with": said(pay_with), "amount": amount}
    ids = await once(ctx, operation="invoicePay", key=idempotency_key, request=request, perform=perform)
    failpoint("charge.after_start")
    payment = await walk_payment(ctx, ids["payment"])
    return InvoicePaid(await own.get(), payment)


async def pay_now_or_start(
    ctx: Context,
    tx: Transaction,
    *,
    collect: Collect,
    invoice: Invoice,
    subscription: Subscription | None,
    pay_with: PayWith,
) -> Payment:
    """From the balance: paid at once. Through a gateway: started, to be walked after the commit."""
    if is_balance(pay_with):
        return await pay_from_balance(ctx, tx, collect=collect, invoice=invoice, subscription=subscription)
    method = await check_pay_with(
        ctx, pay_with, invoice.currency, customer_id=collect.customer_id, amount=collect.amount
    )
    return await start_payment(ctx, tx, collect=collect, method=method)


async def walk_payment(ctx: Context, payment_id: str) -> Payment:
    """The payment after its gateway was asked, if it has one. Raises PaymentDeclined."""
    if await PaymentAttempt.exists(merchant_id=ctx.merchant_id, payment_id=payment_id):
        return await attempt_now(ctx, payment_id=payment_id)
    return await Payment.get(merchant_id=ctx.merchant_id, id=payment_id)


def _part(invoice: Invoice, amount: tuple[str, str] | None) -> Money:
    """The part to pay: all that is due, unless the caller named less."""
    due = amount_due(invoice)
    if amount is None:
        return due
    if amount[1] != invoice.currency:
        raise InvalidInput.at("amount.currency", "OTHER_CURRENCY", f"This invoice is in {invoice.currency}.")
    part = amount_input(*amount, "amount")
    if not 0 < part.minor <= due.minor:
        raise InvalidInput.at("amount.amount", "OUT_OF_RANGE", f"Pay more than nothing and at most {due}.")
    return part
