"""A coupon is taken off a subscription: what is invoiced from now on costs what it would without."""

from __future__ import annotations

from backend.domain.errors import IllegalTransition, NotFound
from backend.domain.subscription import SubscriptionEvent
from backend.models import Discount, Subscription
from backend.services.context import Context
from backend.services.coupons.redeem import DiscountStatus
from backend.services.subscriptions.lock import lock_subscription, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.transaction import repeat_on_deadlock, transaction
from backend.services.visibility import visible


@repeat_on_deadlock
async def remove_discount(ctx: Context, *, discount_id: str) -> Subscription:
    """Take a coupon off the customer's own subscription, or as staff off any.

    It stays redeemed, and does not come back. The current period, and one that is invoiced already, stay as they were
    billed. Raises Forbidden for a visitor, NotFound, and IllegalTransition for one that was taken off before, or whose
    subscription is over or not paid for yet.
    """
    require_somebody(ctx)
    seen = await visible(ctx, Discount).get_or_none(id=discount_id)
    if seen is None:
        raise NotFound("There is no such discount.", discount_id)
    ctx = await timed(ctx, seen.subscription_id)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, seen.subscription_id)
        # Whoever took it off first held the lock.
        discount = await Discount.get(merchant_id=ctx.merchant_id, id=discount_id)
        if discount.status != DiscountStatus.ACTIVE:
            raise IllegalTransition("This coupon was taken off already.", discount.status)
        await move(
            ctx, tx, subscription, SubscriptionEvent.DISCOUNT, fact="discount_removed",
            payload={"coupon": discount.coupon_id},
        )  # fmt: skip
        mine = Discount.filter(merchant_id=ctx.merchant_id, id=discount_id)
        await mine.update(status=DiscountStatus.REMOVED.value, ended_at=ctx.now)
    return subscription
