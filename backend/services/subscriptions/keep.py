"""Take back what is planned: a cancellation, a change, or that nothing follows."""

from __future__ import annotations

from backend.domain.errors import IllegalTransition
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Subscription
from backend.services.billing.drop_change import drop_uninvoiced_change
from backend.services.billing.policy import life_of, open_change, policy_of
from backend.services.context import Context
from backend.services.subscriptions.lock import lock_subscription, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def keep_subscription(ctx: Context, *, subscription_id: str) -> Subscription:
    """Let the subscription go on as it is; a change that waits for its payment is forgotten, and its invoice void.

    A change stays that a period is invoiced for already.

    Raises Forbidden for a visitor, NotFound, and IllegalTransition when nothing is planned, or its instant has come.
    """
    require_somebody(ctx)
    ctx = await timed(ctx, subscription_id)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        await _check_in_time(ctx, subscription)
        dropped = await drop_uninvoiced_change(ctx, tx, subscription)
        if not dropped and subscription.cancel_at is None and subscription.auto_renew:
            raise IllegalTransition("Nothing is planned that could be taken back.", subscription.status)
        await move(
            ctx, tx, subscription, SubscriptionEvent.KEEP, fact="kept",
            changes={"cancel_at": None, "canceled_at": None, "auto_renew": True},
        )  # fmt: skip
    return subscription


async def _check_in_time(ctx: Context, subscription: Subscription) -> None:
    """What is due happens, though nobody has looked yet."""
    next_status(TRANSITIONS, SubscriptionStatus(subscription.status), SubscriptionEvent.KEEP)
    life = life_of(subscription, await open_change(ctx, subscription.id), await policy_of(ctx))
    ends_at = life.billed_until + life.grace if life.billed_until and not life.auto_renew else None
    if any(at is not None and at <= ctx.now for at in (life.cancel_at, life.change_at, ends_at)):
        raise IllegalTransition("It is too late to take that back.", subscription.status)
