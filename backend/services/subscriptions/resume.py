"""Go on after a pause: the part of the period that was paid for and not used is still there."""

from __future__ import annotations

from backend.domain.errors import IllegalTransition
from backend.domain.subscription import SubscriptionEvent, SubscriptionStatus
from backend.models import Subscription
from backend.services.billing.bill import period_from
from backend.services.collections.owed import owes_renewals
from backend.services.context import Context
from backend.services.subscriptions.lock import lock_subscription, timed
from backend.services.subscriptions.move import move
from backend.services.tariffs.stop import start_again
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


@repeat_on_deadlock
async def resume_subscription(ctx: Context, *, subscription_id: str) -> Subscription:
    """Resume a paused subscription. Raises NotFound, and IllegalTransition unless it is paused."""
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

    The current period, what is billed ahead and the anchor of all periods move by the length of the pause, so that
    every second that was paid for is served.
    """
    changes: dict[str, object] = {}
    if subscription.period_start is not None and subscription.paused_at is not None:
        pause = ctx.now - subscription.paused_at
        assert subscription.period_end is not None, "a period has an end"
        end = subscription.period_end + pause
        ahead = subscription.billed_until is not None and subscription.billed_until > subscription.period_end
        # The next period begins where this one ends now; from there the calendar counts.
        following = await period_from(ctx, subscription.plan_id, end, end)
        changes = {
            "period_start": subscription.period_start + pause, "period_end": end, "anchor_at": end,
            "billed_until": following.end if ahead else end,
        }  # fmt: skip
    await move(ctx, tx, subscription, SubscriptionEvent.RESUME, fact="resumed", changes=changes)
    if subscription.period_start is None:
        await start_again(ctx, tx, subscription)
        await subscription.refresh_from_db()
