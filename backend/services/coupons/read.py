"""Coupons as discounts: what they take off in one currency, and for which plans."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from backend.domain.discounts import Discount
from backend.models import Coupon, CouponAmount, CouponPlan
from backend.services.context import Context
from backend.services.currencies import money

# (coupon, periods that it has yet to lower: None for ever)
At = tuple[str, int | None]


async def read_discounts(ctx: Context, chosen: Sequence[At], currency: str) -> tuple[Discount, ...]:
    """The discounts in the same order. One of a fixed amount has one in the currency: it was redeemed in it."""
    if not chosen:
        return ()
    ids = [id for id, _ in chosen]
    rows = {row.id: row for row in await Coupon.filter(merchant_id=ctx.merchant_id, id__in=ids)}
    return await as_discounts(ctx, [(rows[id], left) for id, left in chosen], currency)


async def as_discounts(
    ctx: Context, coupons: Sequence[tuple[Coupon, int | None]], currency: str
) -> tuple[Discount, ...]:
    """The same from rows; one without an amount in the currency is left out."""
    ids = [coupon.id for coupon, _ in coupons]
    amounts = {
        row.coupon_id: row.amount_minor
        for row in await CouponAmount.filter(merchant_id=ctx.merchant_id, coupon_id__in=ids, currency=currency)
    }
    plans: dict[str, set[str]] = {}
    for row in await CouponPlan.filter(merchant_id=ctx.merchant_id, coupon_id__in=ids):
        plans.setdefault(row.coupon_id, set()).add(row.plan_id)
    return tuple(
        Discount(
            id=coupon.id,
            name=coupon.name,
            share=None if coupon.percent_bp is None else Fraction(coupon.percent_bp, 10_000),
            amount=None if coupon.percent_bp is not None else money(amounts[coupon.id], currency),
            periods_left=left,
            plans=frozenset(plans.get(coupon.id, ())),
        )
        for coupon, left in coupons
        if coupon.percent_bp is not None or coupon.id in amounts
    )
