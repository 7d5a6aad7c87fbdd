"""Staff take a coupon back: nobody redeems it any more. Where it is at work it goes on; its code is free again."""

from __future__ import annotations

from backend.models import Coupon
from backend.services.context import Context
from backend.services.coupons.own import lock_coupon, write_coupon
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def archive_coupon(ctx: Context, *, coupon_id: str) -> Coupon:
    """End a coupon, for staff; twice is once. Raises Forbidden and NotFound."""
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        coupon = await lock_coupon(ctx, coupon_id)
        if coupon.archived_at is None:
            await write_coupon(tx, coupon, "archived", {"archived_at": ctx.now})
    return coupon
