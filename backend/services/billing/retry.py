"""Staff repaired what hindered a subscription: it is looked at again."""

from __future__ import annotations

from backend.domain.errors import IllegalTransition
from backend.events.bell import Work
from backend.models import Subscription
from backend.services.context import Context
from backend.services.subscriptions.lock import lock_subscription, timed
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def retry_subscription(ctx: Context, *, subscription_id: str) -> Subscription:
    """Make a subscription that was set aside due now; everything that it missed happens at the next look.

    For staff only. Raises Forbidden, NotFound, and IllegalTransition when nothing hindered it.
    """
    ctx.actor.require_staff()
    ctx = await timed(ctx, subscription_id)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        if subscription.stuck_reason is None:
            raise IllegalTransition("Nothing hinders this subscription.", subscription.status)
        subscription.due_at, subscription.stuck_reason = ctx.now, None
        await subscription.save(update_fields=["due_at", "stuck_reason"])
        tx.ring(Work.SUBSCRIPTIONS)
    return subscription
