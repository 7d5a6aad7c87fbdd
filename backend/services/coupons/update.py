"""Staff change what a coupon is called, until when and how often it is redeemed; never what it takes off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.models import Coupon
from backend.services.catalog.inputs import Problems
from backend.services.context import Context
from backend.services.coupons.inputs import read_redeem_by
from backend.services.coupons.own import lock_coupon, write_coupon
from backend.services.transaction import repeat_on_deadlock, transaction


@dataclass(frozen=True, slots=True)
class Until:
    """The first instant at which it cannot be redeemed any more; None for no end."""

    redeem_by: datetime | None


@dataclass(frozen=True, slots=True)
class AtMost:
    """How often it can be redeemed; None for no limit."""

    max_redemptions: int | None


@repeat_on_deadlock
async def update_coupon(
    ctx: Context, *, coupon_id: str, name: str | None = None, until: Until | None = None, at_most: AtMost | None = None
) -> Coupon:
    """Change what is given, for staff; what is the same already changes nothing.

    The name is the one on invoices, past ones too. Raises Forbidden, NotFound, and InvalidInput that names each wrong
    field: also a limit below what was redeemed already.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        coupon = await lock_coupon(ctx, coupon_id)
        wrong, given = Problems(), dict[str, Any]()
        if name is not None:
            wrong.name(name)
            given["name"] = name
        if until is not None and until.redeem_by != coupon.redeem_by:
            given["redeem_by"] = read_redeem_by(ctx, wrong, until.redeem_by)
        if at_most is not None:
            _check_limit(wrong, coupon, at_most.max_redemptions)
            given["max_redemptions"] = at_most.max_redemptions
        wrong.refuse()
        changes = {field: value for field, value in given.items() if getattr(coupon, field) != value}
        if changes:
            await write_coupon(tx, coupon, "updated", changes)
    return coupon


def _check_limit(wrong: Problems, coupon: Coupon, most: int | None) -> None:
    if most is not None and most < max(1, coupon.redemptions):
        told = f"It was redeemed {coupon.redemptions} times: give no less." if coupon.redemptions else "Give 1 or more."
        wrong.at("maxRedemptions", "OUT_OF_RANGE", told)
