"""Pay an open invoice: how a declined first payment gets its second chance."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from backend.domain.errors import IllegalTransition, NotFound
from backend.domain.invoice import PAYABLE, InvoiceStatus
from backend.models import Invoice, Payment
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.payments.attempt_now import attempt_now
from backend.services.payments.pay_with import PayWith, check_pay_with
from backend.services.payments.start import start_payment
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class InvoicePaid:
    """The invoice and the payment that was started for it."""

    invoice: Invoice
    payment: Payment


async def pay_invoice(ctx: Context, *, invoice_id: str, pay_with: PayWith, idempotency_key: str) -> InvoicePaid:
    """Collect what is due on one of the customer's own invoices.

    Raises NotFound, IllegalTransition when nothing can be paid on it, Conflict while another payment of it is open,
    InvalidInput, and PaymentDeclined (recorded).
    """
    customer_id = ctx.actor.require_customer()
    own = Invoice.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, id=invoice_id)

    async def perform(tx: Transaction) -> Result:
        invoice = await own.select_for_update().get_or_none()
        if invoice is None:
            raise NotFound("There is no such invoice.", invoice_id)
        if InvoiceStatus(invoice.status) not in PAYABLE:
            raise IllegalTransition("This invoice is not open: there is nothing to pay.", invoice.status)
        account = await check_pay_with(ctx, pay_with, invoice.currency)
        payment = await start_payment(ctx, tx, invoice=invoice, account=account, choice=pay_with)
        return {"payment": payment.id}

    request = {"invoice": invoice_id, "pay_with": asdict(pay_with)}
    ids = await once(ctx, operation="invoicePay", key=idempotency_key, request=request, perform=perform)
    failpoint("charge.after_start")
    payment = await attempt_now(ctx, payment_id=ids["payment"])
    return InvoicePaid(await own.get(), payment)
