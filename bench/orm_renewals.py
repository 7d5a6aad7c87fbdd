"""The peer of row 2: the same renewals one row after the other, as an ORM invites one to write them.

Each is a transaction: read the row and what belongs to it, compute with the same functions, create the objects, save.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from backend.domain.ledger import invoice_finalized
from backend.domain.lines import ROUNDING
from backend.domain.quotes import Quote, quote_renewal
from backend.models import (
    Collection,
    Discount,
    Event,
    Invoice,
    InvoiceCounter,
    InvoiceDiscount,
    InvoiceLine,
    InvoiceTax,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Subscription,
)
from backend.models.ids import new_id
from backend.services.billing.calendar import period_from
from backend.services.billing.terms import next_terms
from backend.services.context import Context, Services
from backend.services.subscriptions.purchase import held_purchase
from bench.seed import MERCHANT


async def turn(services: Services, order: Mapping[str, Any]) -> dict[str, Any]:
    """Renew what is due at the instant that the order names, until the time is over."""
    now, deadline = datetime.fromisoformat(order["now"]), time.perf_counter() + order["seconds"]
    ctx = services.system(MERCHANT)
    last = ""
    while time.perf_counter() < deadline:
        due = Subscription.filter(merchant_id=MERCHANT, due_at__lte=now, id__gt=last)
        ids = await due.order_by("id").limit(100).values_list("id", flat=True)
        if not ids:
            break
        for id in ids:
            if time.perf_counter() < deadline:
                await _renew(ctx, str(id), now)
        last = str(ids[-1])
        await asyncio.sleep(0)
    return {}


async def _renew(ctx: Context, id: str, now: datetime) -> None:
    async with in_transaction():
        due = Subscription.filter(merchant_id=MERCHANT, id=id, due_at__lte=now)
        subscription = await due.select_for_update(skip_locked=True).get_or_none()
        if subscription is None:
            return
        assert subscription.billed_until is not None, "it is billed in advance"
        following, share = await period_from(
            ctx, subscription.plan_id, subscription.anchor_at, subscription.billed_until
        )
        quote = quote_renewal(
            await held_purchase(ctx, subscription), following, charged={}, terms=await next_terms(ctx, subscription),
            share=share,
        )  # fmt: skip
        invoice = await _issue(subscription, quote, now)
        await Collection.create(
            id=new_id("col"), merchant_id=MERCHANT, customer_id=subscription.customer_id,
            subscription_id=subscription.id, invoice_id=invoice.id, status="OPEN", tries=0, next_try_at=now, version=1,
            created_at=now, updated_at=now,
        )  # fmt: skip
        subscription.period_start, subscription.period_end = following.start, following.end
        subscription.billed_until = subscription.due_at = following.end
        subscription.version += 1
        await subscription.save()
        payload = {"status": "ACTIVE", "plan": subscription.plan_id, "period_end": following.end.isoformat()}
        await _tell("subscription.renewed", subscription.id, subscription, subscription.version, payload, now)


async def _issue(subscription: Subscription, quote: Quote, now: datetime) -> Invoice:
    counter = await InvoiceCounter.select_for_update().get(merchant_id=MERCHANT)
    await InvoiceCounter.filter(merchant_id=MERCHANT).update(next_number=F("next_number") + 1)
    invoice = await Invoice.create(
        id=new_id("inv"), merchant_id=MERCHANT, number=f"INV-{counter.next_number:06d}",
        customer_id=subscription.customer_id, subscription_id=subscription.id, period_start=quote.effective_at,
        opens_period=True, status="OPEN", currency=quote.total.currency.code, subtotal_minor=quote.subtotal.minor,
        discount_minor=quote.discount.minor, tax_minor=quote.tax.minor, tax_included_minor=quote.tax_included.minor,
        total_minor=quote.total.minor, paid_minor=0, credited_minor=0, issued_at=now, due_at=now, created_at=now,
        version=1,
    )  # fmt: skip
    for n, line in enumerate(quote.lines, start=1):
        assert line.period is not None, "nothing here is charged once"
        await InvoiceLine.create(
            id=new_id("line"), merchant_id=MERCHANT, invoice_id=invoice.id, position=n, description=line.description,
            amount_minor=line.amount.minor, discount_minor=line.discount.minor, tax_minor=line.tax.minor,
            tax_included_minor=line.tax_included.minor, period_start=line.period.start, period_end=line.period.end,
            unit_price_minor=line.derivation.unit_price.minor, quantity=line.derivation.quantity,
            numerator=str(line.derivation.share.numerator), denominator=str(line.derivation.share.denominator),
            rounding=ROUNDING,
        )  # fmt: skip
    for n, off in enumerate(quote.deductions, start=1):
        await InvoiceDiscount.create(
            id=new_id("invd"), merchant_id=MERCHANT, invoice_id=invoice.id, coupon_id=off.discount.id, position=n,
            amount_minor=off.amount.minor, counts=True,
        )  # fmt: skip
        mine = Discount.filter(merchant_id=MERCHANT, subscription_id=subscription.id, coupon_id=off.discount.id)
        await mine.filter(periods_left__gt=0).update(periods_left=F("periods_left") - 1)
    for n, made in enumerate(quote.taxes, start=1):
        await InvoiceTax.create(
            id=new_id("invt"), merchant_id=MERCHANT, invoice_id=invoice.id, tax_rate_id=made.rate.id, position=n,
            amount_minor=made.amount.minor, counts=True,
        )  # fmt: skip
    await _book(invoice, quote, now)
    payload = {"number": invoice.number, "total": str(quote.total)}
    await _tell("invoice.issued", invoice.id, subscription, 1, payload, now)
    return invoice


async def _book(invoice: Invoice, quote: Quote, now: datetime) -> None:
    net, customer = quote.total - quote.tax, invoice.customer_id
    posting = invoice_finalized(invoice.id, MERCHANT, customer, invoice.number or "", net, quote.tax)
    sealed = new_id("ltx")
    for leg in posting.legs:
        account = await LedgerAccount.get(
            merchant_id=MERCHANT, kind=leg.kind.value, owner_id=leg.owner_id, currency=leg.amount.currency.code
        )
        await LedgerEntry.create(
            id=new_id("lent"), merchant_id=MERCHANT, transaction_id=sealed, account_id=account.id,
            currency=account.currency, amount_minor=leg.amount.minor,
        )  # fmt: skip
    await LedgerTransaction.create(
        id=sealed, merchant_id=MERCHANT, key=posting.key, subject_id=posting.subject_id,
        description=posting.description, occurred_at=now,
    )  # fmt: skip


async def _tell(
    type: str, subject_id: str, of: Subscription, version: int, payload: dict[str, Any], now: datetime
) -> None:
    await Event.create(
        id=new_id("evt"), merchant_id=MERCHANT, type=type, subject_id=subject_id, customer_id=of.customer_id,
        version=version, payload=payload, request_id="", occurred_at=now,
    )  # fmt: skip
