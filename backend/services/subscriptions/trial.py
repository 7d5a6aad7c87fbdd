"""Who gets a trial: each customer one for each product, ever."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tortoise.exceptions import IntegrityError

from backend.domain.errors import Conflict
from backend.domain.periods import Interval, IntervalUnit, period
from backend.domain.subscription import SubscriptionEvent
from backend.models import Plan, Subscription, Trial
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction


async def trial_end(ctx: Context, plan: Plan, start: datetime, zone: ZoneInfo) -> datetime | None:
    """When a trial of `plan` that starts then would end, in local days; None without one, or for who had one."""
    if not plan.trial_days:
        return None
    customer_id = ctx.actor.customer_id
    if customer_id is not None and await Trial.exists(
        merchant_id=ctx.merchant_id, customer_id=customer_id, product_id=plan.product_id
    ):
        return None
    return period(start, Interval(IntervalUnit.DAY, plan.trial_days), 0, zone).end


async def start_trial(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Turn an INCOMPLETE subscription that was just written on; its period is the trial, and billing follows it.

    Raises Conflict when a twin of this request took the customer's one trial.
    """
    try:
        await Trial.create(
            id=new_id("trl"),
            merchant_id=ctx.merchant_id,
            customer_id=subscription.customer_id,
            product_id=subscription.product_id,
            subscription_id=subscription.id,
            created_at=ctx.now,
        )
    except IntegrityError as error:
        raise Conflict("You just started a trial of this product.") from error
    await move(
        ctx, tx, subscription, SubscriptionEvent.START_TRIAL, fact="trial_started", changes={"activated_at": ctx.now},
        payload={"trial_end": subscription.trial_end and subscription.trial_end.isoformat()},
    )  # fmt: skip
