"""Take back what is planned: a cancellation, a change, or that nothing follows."""

from __future__ import annotations

from backend.domain.errors import IllegalTransition
from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.billing.end import drop_change
from backend.services.context import Context
from backend.services.subscriptions.lock import lock_subscription, timed
from backend.services.subscriptions.move import move
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def keep_subscription(ctx: Context, *, subscription_id: str) -> Subscription:
    """Let the subscription go on as it is. Raises NotFound, and IllegalTransition when nothing is planned."""
    ctx = await timed(ctx, subscription_id)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        dropped = await drop_change(ctx, subscription.id)
        if not dropped and subscription.cancel_at is None and subscription.auto_renew:
            raise IllegalTransition("Nothing is planned that could be taken back.", subscription.status)
        await move(
            ctx, tx, subscription, SubscriptionEvent.KEEP, fact="kept",
            changes={"cancel_at": None, "canceled_at": None, "auto_renew": True},
        )  # fmt: skip
    return subscription
