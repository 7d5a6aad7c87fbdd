"""Issue an invoice that says exactly what a quote said. Part of the transaction that buys."""

from __future__ import annotations

from datetime import datetime

from backend.domain.invoice import InvoiceStatus
from backend.domain.ledger import invoice_finalized
from backend.domain.quotes import ROUNDING, Line, Quote
from backend.domain.refills import Bill
from backend.models import Invoice, InvoiceLine, Subscription
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.invoices.number import take_number
from backend.services.ledger.post import post
from backend.services.transaction import Transaction


async def issue_invoice(
    ctx: Context,
    tx: Transaction,
    *,
    customer_id: str,
    quote: Quote | Bill,
    subscription: Subscription | None = None,
    due_at: datetime | None = None,
    of_period: bool = True,
) -> Invoice:
    """An OPEN, numbered invoice (PAID at once when there is nothing to pay), with its lines and its ledger posting.

    It is due now, unless `due_at` is later. A subscription has one for each period; `of_period` is off for a change
    inside one.
    """
    free = quote.total.minor == 0
    invoice = await Invoice.create(
        id=new_id("inv"),
        merchant_id=ctx.merchant_id,
        number=await take_number(ctx),
        customer_id=customer_id,
        subscription_id=subscription.id if subscription else None,
        period_start=quote.effective_at if subscription and of_period else None,
        status=(InvoiceStatus.PAID if free else InvoiceStatus.OPEN).value,
        currency=quote.total.currency.code,
        subtotal_minor=quote.subtotal.minor,
        discount_minor=quote.discount.minor,
        tax_minor=quote.tax.minor,
        total_minor=quote.total.minor,
        paid_minor=0,
        credited_minor=0,
        issued_at=ctx.now,
        due_at=max(due_at or ctx.now, ctx.now),
        paid_at=ctx.now if free else None,
        created_at=ctx.now,
        version=1,
    )
    await InvoiceLine.bulk_create([_line(ctx, invoice.id, n, line) for n, line in enumerate(quote.lines, start=1)])
    if not free:
        net = quote.total - quote.tax
        await post(
            ctx,
            invoice_finalized(invoice.id, ctx.merchant_id, invoice.customer_id, invoice.number or "", net, quote.tax),
        )
    tx.announce(
        "invoice.issued",
        invoice.id,
        version=1,
        customer_id=invoice.customer_id,
        payload={"number": invoice.number, "total": str(quote.total)},
    )
    return invoice


def _line(ctx: Context, invoice_id: str, position: int, line: Line) -> InvoiceLine:
    return InvoiceLine(
        id=new_id("line"),
        merchant_id=ctx.merchant_id,
        invoice_id=invoice_id,
        position=position,
        description=line.description,
        amount_minor=line.amount.minor,
        period_start=line.period.start if line.period else None,
        period_end=line.period.end if line.period else None,
        unit_price_minor=line.derivation.unit_price.minor,
        quantity=line.derivation.quantity,
        numerator=str(line.derivation.share.numerator),
        denominator=str(line.derivation.share.denominator),
        rounding=ROUNDING,
    )
