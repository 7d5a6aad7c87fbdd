"""A coupon comes to a subscription that runs: it lowers the periods that are invoiced from now on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from backend.domain.errors import InvalidInput, NotSupported
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Discount, Subscription
from backend.services.context import Context
from backend.services.coupons.choose import choose_coupons
from backend.services.coupons.redeem import DiscountStatus, redeem_coupons
from backend.services.subscriptions.lock import lock_subscription, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def add_coupon(ctx: Context, *, subscription_id: str, code: str) -> Subscription:
    """Redeem a code for the customer's own subscription, or as staff for any, behind the coupons that it has.

    The current period, and one that is invoiced already, stay as they were billed. Raises Forbidden for a visitor,
    NotFound, NotSupported for what is billed from the balance, IllegalTransition for what is over or not paid for yet,
    and InvalidInput for a code that cannot be used: as in a quote, or because the subscription had it before.
    """
    require_somebody(ctx)
    ctx = await timed(ctx, subscription_id)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        if subscription.period_start is None:
            raise NotSupported("Coupons do not lower what is billed from the balance.")
        next_status(TRANSITIONS, SubscriptionStatus(subscription.status), SubscriptionEvent.DISCOUNT)
        with _named_by_the_code():
            coupon_id = await _redeem(ctx, subscription, code)
        await move(
            ctx, tx, subscription, SubscriptionEvent.DISCOUNT, fact="discount_added", payload={"coupon": coupon_id}
        )
    return subscription


async def _redeem(ctx: Context, subscription: Subscription, code: str) -> str:
    had = await Discount.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id).order_by("position")
    at_work = [one for one in had if one.status == DiscountStatus.ACTIVE and one.periods_left != 0]
    chosen = await choose_coupons(
        ctx, [code], plan_id=subscription.plan_id, currency=subscription.currency,
        customer_id=subscription.customer_id, present=len(at_work),
    )  # fmt: skip
    coupon = chosen[0].coupon
    if coupon.id in {one.coupon_id for one in had}:
        raise InvalidInput.at("code", "ALREADY_USED", "This subscription has, or had, this coupon.")
    await redeem_coupons(ctx, subscription, chosen, behind=had[-1].position if had else 0)
    return coupon.id


@contextmanager
def _named_by_the_code() -> Iterator[None]:
    """There is one code here, and no list of them."""
    try:
        yield
    except InvalidInput as refusal:
        raise InvalidInput([replace(problem, path=("code",)) for problem in refusal.fields]) from refusal
