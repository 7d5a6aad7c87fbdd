"""The periods that a coupon has yet to lower: used up by invoices, given back when one is void."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tortoise.expressions import F

from backend.models import Discount, Invoice, InvoiceDiscount
from backend.services.context import Context
from backend.services.sets import as_table
from backend.services.sql import rows_of


async def use_up(ctx: Context, used: Sequence[tuple[str, str]]) -> None:
    """One period less for each (locked subscription, coupon), as often as it is named; what is for ever stays so."""
    if not used:
        return
    counted = Counter(used)
    table, values = as_table(
        {
            "subscription": ("TEXT", [subscription_id for subscription_id, _ in counted]),
            "coupon": ("TEXT", [coupon_id for _, coupon_id in counted]),
            "count": ("INT", list(counted.values())),
        }
    )
    await rows_of(
        f"""
        UPDATE discounts
        SET periods_left = CASE WHEN periods_left > given.count THEN periods_left - given.count ELSE 0 END
        FROM {table}
        WHERE subscription_id = given.subscription AND coupon_id = given.coupon AND periods_left IS NOT NULL
          AND merchant_id = ${len(values) + 1}
        """,  # noqa: S608 - built from placeholders only
        *values,
        ctx.merchant_id,
    )


async def give_back(ctx: Context, invoice: Invoice) -> None:
    """What the invoice used up can be used again: it is void. Its subscription is locked."""
    if invoice.subscription_id is None or not invoice.opens_period:
        return
    counted = InvoiceDiscount.filter(merchant_id=ctx.merchant_id, invoice_id=invoice.id, counts=True)
    ids = [str(id) for id in await counted.values_list("coupon_id", flat=True)]
    mine = Discount.filter(merchant_id=ctx.merchant_id, subscription_id=invoice.subscription_id, coupon_id__in=ids)
    if ids:
        await mine.filter(periods_left__isnull=False).update(periods_left=F("periods_left") + 1)
