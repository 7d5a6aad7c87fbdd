"""The terms that a subscription's periods are billed under: of the one that runs, and of the one that follows."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.discounts import Discount
from backend.domain.terms import PLAIN, Terms
from backend.models import Invoice, InvoiceDiscount, InvoiceTax, Subscription
from backend.services.context import Context
from backend.services.coupons.read import At, read_discounts
from backend.services.coupons.redeem import DiscountStatus
from backend.services.sets import rows_among
from backend.services.taxes.rates import rates_for_all, read_rates


async def current_terms(ctx: Context, subscription: Subscription, opening: Invoice | None) -> Terms:
    """What the current period was billed under, by its `opening_invoice`; nothing in a trial."""
    if opening is None:
        return PLAIN
    counted = {"merchant_id": ctx.merchant_id, "invoice_id": opening.id, "counts": True}
    coupons = await InvoiceDiscount.filter(**counted).order_by("position").values_list("coupon_id", flat=True)
    rates = await InvoiceTax.filter(**counted).order_by("position").values_list("tax_rate_id", flat=True)
    return Terms(
        discounts=await read_discounts(ctx, [(str(id), None) for id in coupons], subscription.currency),
        taxes=await read_rates(ctx, [str(id) for id in rates]),
    )


async def next_terms(ctx: Context, subscription: Subscription) -> Terms:
    """What the next period to be invoiced will be billed under, as things stand."""
    return (await next_terms_of_all(ctx, [subscription]))[subscription.id]


async def next_terms_of_all(ctx: Context, subscriptions: Sequence[Subscription]) -> dict[str, Terms]:
    """The same of many by their ids. Those that are billed under the same share them."""
    chosen = await _chosen(ctx, [one.id for one in subscriptions])
    rates = await rates_for_all(ctx, {one.customer_id for one in subscriptions})
    found: dict[tuple[str, At], Discount] = {}
    for currency in {one.currency for one in subscriptions if one.id in chosen}:
        wanted = {at for one in subscriptions if one.currency == currency for at in chosen.get(one.id, ())}
        for discount in await read_discounts(ctx, list(wanted), currency):
            found[currency, (discount.id, discount.periods_left)] = discount
    shared: dict[tuple[object, ...], Terms] = {}
    terms = {}
    for one in subscriptions:
        discounts, taxes = chosen.get(one.id, ()), rates[one.customer_id]
        what = (one.currency, discounts, tuple(rate.id for rate in taxes))
        if what not in shared:
            known = (found.get((one.currency, at)) for at in discounts)
            shared[what] = Terms(tuple(discount for discount in known if discount is not None), taxes)
        terms[one.id] = shared[what]
    return terms


async def _chosen(ctx: Context, subscription_ids: Sequence[str]) -> dict[str, tuple[At, ...]]:
    """The coupons that are at work on subscriptions, in their order."""
    rows = await rows_among(
        """
        SELECT subscription_id, coupon_id, periods_left FROM discounts
        WHERE merchant_id = $1 AND subscription_id = ANY($2) AND status = $3 ORDER BY position
        """,
        ctx.merchant_id,
        subscription_ids,
        DiscountStatus.ACTIVE.value,
    )
    chosen: dict[str, tuple[At, ...]] = {}
    for row in rows:
        at = (row["coupon_id"], row["periods_left"])
        chosen[row["subscription_id"]] = (*chosen.get(row["subscription_id"], ()), at)
    return chosen
