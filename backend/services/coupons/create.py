"""Staff give out a coupon: what it takes off, for how long, off which plans, and how often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.coupons import CouponRules, coupon_problems
from backend.domain.discounts import CouponDuration
from backend.models import Coupon, CouponAmount, CouponPlan
from backend.models.ids import new_id
from backend.services.catalog.inputs import Amount, Problems
from backend.services.context import Context
from backend.services.coupons.choose import coupon_code
from backend.services.coupons.inputs import (
    check_code,
    check_plans,
    coupon_code_taken_at_once,
    read_amounts,
    read_percent,
    read_redeem_by,
)
from backend.services.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewCoupon:
    """A coupon as staff write it: `percent` is decimal text, or there is an amount in each of its currencies."""

    code: str
    name: str
    duration: CouponDuration
    percent: str | None = None
    amounts: Sequence[Amount] = ()
    periods: int | None = None
    plan_ids: Sequence[str] = ()
    once_per_customer: bool = False
    redeem_by: datetime | None = None
    max_redemptions: int | None = None


async def create_coupon(ctx: Context, *, coupon: NewCoupon) -> Coupon:
    """A coupon that can be redeemed at once, for staff. What it takes off, and off what, never changes.

    Raises Forbidden, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    wrong, code = Problems(), coupon_code(coupon.code)
    await check_code(ctx, wrong, code)
    wrong.name(coupon.name)
    percent_bp, amounts = read_percent(wrong, coupon.percent), read_amounts(wrong, coupon.amounts)
    rules = CouponRules(
        coupon.duration, coupon.periods, has_percent=coupon.percent is not None, has_amounts=bool(coupon.amounts),
        max_redemptions=coupon.max_redemptions,
    )  # fmt: skip
    wrong.add(coupon_problems(rules))
    await check_plans(ctx, wrong, coupon.plan_ids)
    redeem_by = read_redeem_by(ctx, wrong, coupon.redeem_by)
    wrong.refuse()
    async with coupon_code_taken_at_once(), transaction(ctx) as tx:
        row = await Coupon.create(
            id=new_id("cpn"),
            merchant_id=ctx.merchant_id,
            code=code,
            name=coupon.name,
            percent_bp=percent_bp,
            duration=coupon.duration.value,
            periods=coupon.periods,
            once_per_customer=coupon.once_per_customer,
            redeem_by=redeem_by,
            max_redemptions=coupon.max_redemptions,
            redemptions=0,
            created_at=ctx.now,
            version=1,
        )
        await _write_amounts(ctx, row, amounts)
        await _write_plans(ctx, row, coupon.plan_ids)
        told = {
            "code": code, "name": row.name, "percent_bp": percent_bp, "amounts": amounts, "duration": row.duration,
            "periods": row.periods, "plans": list(coupon.plan_ids),
        }  # fmt: skip
        tx.announce("coupon.created", row.id, version=1, customer_id=None, payload=told)
    return row


async def _write_amounts(ctx: Context, coupon: Coupon, amounts: Mapping[str, int]) -> None:
    rows = [
        CouponAmount(
            id=new_id("cpna"), merchant_id=ctx.merchant_id, coupon_id=coupon.id, currency=code, amount_minor=minor
        )
        for code, minor in amounts.items()
    ]
    if rows:
        await CouponAmount.bulk_create(rows)


async def _write_plans(ctx: Context, coupon: Coupon, ids: Sequence[str]) -> None:
    rows = [CouponPlan(id=new_id("cpnp"), merchant_id=ctx.merchant_id, coupon_id=coupon.id, plan_id=id) for id in ids]
    if rows:
        await CouponPlan.bulk_create(rows)
