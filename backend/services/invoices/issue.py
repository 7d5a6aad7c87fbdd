"""Issue invoices that say exactly what quotes said. Part of the transaction that buys or renews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.invoice import InvoiceStatus
from backend.domain.ledger import Posting, invoice_finalized
from backend.domain.quotes import Quote
from backend.domain.refills import Bill
from backend.models import Invoice, InvoiceDiscount, InvoiceLine, InvoiceTax, Subscription
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.coupons.periods import use_up
from backend.services.invoices.number import take_numbers
from backend.services.invoices.rows import discount_rows, line_rows, tax_rows
from backend.services.ledger.post import Dated, post_all
from backend.services.sets import insert_rows
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Issue:
    """An invoice to be: what was quoted to whom.

    It is due now, unless `due_at` is later. A subscription has one for each period; `of_period` is off for a change
    inside one. Where it bills a period, the discounts of that have used up one of theirs; the subscription is locked.
    """

    customer_id: str
    quote: Quote | Bill
    subscription: Subscription | None = None
    due_at: datetime | None = None
    of_period: bool = True

    @property
    def is_free(self) -> bool:
        """Whether there is nothing to pay."""
        return self.quote.total.minor == 0

    @property
    def is_booked(self) -> bool:
        """Whether it moves anything in the books: a tax does, though its customer has nothing to pay."""
        return not self.is_free or self.quote.tax.minor != 0


@dataclass(frozen=True, slots=True)
class Issued:
    """An invoice that was issued, as far as what follows it depends on it."""

    id: str
    number: str
    status: InvoiceStatus
    due_at: datetime


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
    """An OPEN, numbered invoice (PAID at once when there is nothing to pay), with its lines and its ledger posting."""
    (issued,) = await issue_invoices(ctx, tx, [Issue(customer_id, quote, subscription, due_at, of_period)])
    return await Invoice.get(merchant_id=ctx.merchant_id, id=issued.id)


async def issue_invoices(ctx: Context, tx: Transaction, issues: Sequence[Issue]) -> list[Issued]:
    """The same for many, in their order; as many statements as for one."""
    if not issues:
        return []
    ids = [new_id("inv") for _ in issues]
    identified = list(zip(ids, (issue.quote for issue in issues), strict=True))
    lines, discounts, taxes = (
        [row for id, quote in identified for row in rows(ctx, id, quote)]
        for rows in (line_rows, discount_rows, tax_rows)
    )
    await use_up(ctx, _used_up(issues))
    # The counter is the one row that all want: what can be done before it is taken is done by now.
    issued = [
        Issued(id, number, InvoiceStatus.PAID if issue.is_free else InvoiceStatus.OPEN, max(issue.due_at or at, at))
        for at in (ctx.now,)
        for id, number, issue in zip(ids, await take_numbers(ctx, len(issues)), issues, strict=True)
    ]
    await insert_rows(Invoice, [_row(ctx, *pair) for pair in zip(issued, issues, strict=True)])
    await insert_rows(InvoiceLine, lines)
    await insert_rows(InvoiceDiscount, discounts)
    await insert_rows(InvoiceTax, taxes)
    postings = _postings(ctx, zip(issued, issues, strict=True))
    await post_all(ctx, [Dated(posting, ctx.now) for posting in postings], opened=())
    for one, issue in zip(issued, issues, strict=True):
        tx.announce(
            "invoice.issued",
            one.id,
            version=1,
            customer_id=issue.customer_id,
            payload={"number": one.number, "total": str(issue.quote.total)},
        )
    return issued


def _row(ctx: Context, issued: Issued, issue: Issue) -> dict[str, object]:
    quote, subscription = issue.quote, issue.subscription
    return {
        "id": issued.id,
        "merchant_id": ctx.merchant_id,
        "number": issued.number,
        "customer_id": issue.customer_id,
        "subscription_id": subscription.id if subscription else None,
        "period_start": quote.effective_at if subscription and issue.of_period else None,
        "opens_period": quote.billed_under is not None,
        "status": issued.status.value,
        "currency": quote.total.currency.code,
        "subtotal_minor": quote.subtotal.minor,
        "discount_minor": quote.discount.minor,
        "tax_minor": quote.tax.minor,
        "tax_included_minor": quote.tax_included.minor,
        "total_minor": quote.total.minor,
        "paid_minor": 0,
        "credited_minor": 0,
        "issued_at": ctx.now,
        "due_at": issued.due_at,
        "paid_at": ctx.now if issue.is_free else None,
        "created_at": ctx.now,
        "version": 1,
    }


def _used_up(issues: Iterable[Issue]) -> list[tuple[str, str]]:
    """The discounts that use up a period, as (subscription, coupon)."""
    return [
        (issue.subscription.id, discount.id)
        for issue in issues
        if issue.subscription is not None and issue.quote.billed_under is not None
        for discount in issue.quote.billed_under.discounts
    ]


def _postings(ctx: Context, invoices: Iterable[tuple[Issued, Issue]]) -> Iterator[Posting]:
    for issued, issue in invoices:
        if issue.is_booked:
            net = issue.quote.total - issue.quote.tax
            yield invoice_finalized(issued.id, ctx.merchant_id, issue.customer_id, issued.number, net, issue.quote.tax)
