"""Go on after a pause: the part of the period that was paid for and not used is still there."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.errors import IllegalTransition
from backend.domain.subscription import SubscriptionEvent, SubscriptionStatus
from backend.models import Subscription
from backend.services.collections.owed import owes_renewals
from backend.services.context import Context
from backend.services.subscriptions.lock import lock_subscription, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.subscriptions.shift import shifted
from backend.services.tariffs.stop import start_again
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


@repeat_on_deadlock
async def resume_subscription(ctx: Context, *, subscription_id: str) -> Subscription:
    """Resume a paused subscription.

    Raises Forbidden for a visitor, NotFound, and IllegalTransition unless it is paused and owes no renewal that could
    not be collected.
    """
    require_somebody(ctx)
    ctx = await timed(ctx, subscription_id)
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        if subscription.status != SubscriptionStatus.PAUSED:
            raise IllegalTransition("Only what is paused can be resumed.", subscription.status)
        if await owes_renewals(ctx, subscription):
            raise IllegalTransition("Pay what is owed first; then it can go on.", subscription.status)
        await resume_now(ctx, tx, subscription)
    return subscription


async def resume_now(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Part of a transaction that has locked it.

    The current period and what is billed ahead move by the length of the pause, so that every second that was paid for
    is served. What owes a renewal by now is behind with it at once.
    """
    pause = ctx.now - subscription.paused_at if subscription.paused_at else timedelta(0)
    changes = await shifted(ctx, subscription, pause) if pause and subscription.period_start is not None else {}
    await move(ctx, tx, subscription, SubscriptionEvent.RESUME, fact="resumed", changes=changes)
    if subscription.period_start is None:
        await start_again(ctx, tx, subscription)
        await subscription.refresh_from_db()
    elif await owes_renewals(ctx, subscription):
        about = {"reason": "A renewal was not paid during the pause."}
        await move(ctx, tx, subscription, SubscriptionEvent.MISS, fact="past_due", payload=about)
