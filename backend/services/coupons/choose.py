"""Coupon codes that a customer typed, as discounts; or which of them cannot be used, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.discounts import MOST_DISCOUNTS, CouponDuration, Discount
from backend.domain.errors import FieldProblem, InvalidInput
from backend.models import Coupon
from backend.models import Discount as DiscountRow
from backend.services.context import Context
from backend.services.coupons.read import as_discounts


@dataclass(frozen=True, slots=True)
class Chosen:
    """A coupon that can be redeemed, and the discount that it makes."""

    coupon: Coupon
    discount: Discount


def coupon_code(text: str) -> str:
    """A code as it is kept: people write it in any case, with blanks around."""
    return text.strip().upper()


async def choose_coupons(
    ctx: Context,
    codes: Sequence[str],
    *,
    plan_id: str,
    currency: str,
    customer_id: str | None,
    present: int = 0,
    path: str = "coupons",
) -> list[Chosen]:
    """What these codes would take off `plan_id`, in the given order, behind `present` others.

    Raises InvalidInput for a code that is unknown, given twice, past its date, given to as many as it is for, or to
    this customer before, for other plans, or without an amount in the currency; and for too many. All at once.
    """
    if not codes:
        return []
    if present + len(codes) > MOST_DISCOUNTS:
        raise InvalidInput.at(path, "TOO_MANY", f"Use at most {MOST_DISCOUNTS} coupons.")
    wanted = [coupon_code(code) for code in codes]
    live = await Coupon.filter(merchant_id=ctx.merchant_id, code__in=wanted, archived_at=None)
    rows = {row.code: row for row in live}
    found = await as_discounts(ctx, [(row, _periods(row)) for row in live], currency)
    discounts = {discount.id: discount for discount in found}
    used = await _used_before(ctx, live, customer_id)
    problems = []
    for n, code in enumerate(wanted):
        row = rows.get(code)
        discount = discounts.get(row.id) if row else None
        problem = (
            ("TWICE", "This code is given twice.")
            if code in wanted[:n]
            else _problem(ctx, row, discount, plan_id=plan_id, currency=currency, used=used)
        )
        if problem is not None:
            problems.append(FieldProblem((path, str(n)), *problem))
    if problems:
        raise InvalidInput(problems)
    return [Chosen(rows[code], discounts[rows[code].id]) for code in wanted]


def _problem(
    ctx: Context, row: Coupon | None, discount: Discount | None, *, plan_id: str, currency: str, used: set[str]
) -> tuple[str, str] | None:
    if row is None:
        return "UNKNOWN_COUPON", "There is no such coupon."
    if row.redeem_by is not None and row.redeem_by <= ctx.now:
        return "EXPIRED", "This coupon could be used until a date that has passed."
    if row.max_redemptions is not None and row.redemptions >= row.max_redemptions:
        return "EXHAUSTED", "This coupon was used as often as it can be."
    if row.id in used:
        return "ALREADY_USED", "You have used this coupon already."
    if discount is None:
        return "NO_AMOUNT", f"This coupon takes nothing off prices in {currency}."
    if not discount.counts_for(plan_id):
        return "OTHER_PLAN", "This coupon is for other plans."
    return None


async def _used_before(ctx: Context, coupons: Sequence[Coupon], customer_id: str | None) -> set[str]:
    single = [coupon.id for coupon in coupons if coupon.once_per_customer]
    if customer_id is None or not single:
        return set()
    used = DiscountRow.filter(merchant_id=ctx.merchant_id, customer_id=customer_id, coupon_id__in=single, single=True)
    return {str(id) for id in await used.exclude(status="RETURNED").values_list("coupon_id", flat=True)}


def _periods(coupon: Coupon) -> int | None:
    if coupon.duration == CouponDuration.FOREVER:
        return None
    return coupon.periods if coupon.duration == CouponDuration.REPEATING else 1
