"""Pause a subscription: features off, nothing billed; what was paid for and not used is kept until it goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.domain.errors import IllegalTransition, InvalidInput
from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.billing.policy import open_change
from backend.services.context import Context
from backend.services.subscriptions.lock import lock_subscription, timed
from backend.services.subscriptions.move import move
from backend.services.tariffs.stop import stop_tariff
from backend.services.transaction import repeat_on_deadlock, transaction

LONGEST = timedelta(days=366)


@repeat_on_deadlock
async def pause_subscription(
    ctx: Context, *, subscription_id: str, resume_at: datetime | None = None, reason: str | None = None
) -> Subscription:
    """Pause it until it is resumed, or until `resume_at` (an instant in the future, within 366 days).

    What is billed from the balance is charged up to now. Raises NotFound, IllegalTransition unless it is active and
    nothing is planned, and InvalidInput for an impossible instant.
    """
    ctx = await timed(ctx, subscription_id)
    if resume_at is not None and not ctx.now < resume_at <= ctx.now + LONGEST:
        raise InvalidInput.at("resumeAt", "OUT_OF_RANGE", "Choose an instant in the future, within a year.")
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        planned = await open_change(ctx, subscription.id)
        if subscription.cancel_at is not None or not subscription.auto_renew or planned is not None:
            raise IllegalTransition("Take back what is planned before you pause.", subscription.status)
        if subscription.period_end is None:
            await stop_tariff(ctx, tx, subscription)
            await subscription.refresh_from_db()
        await move(
            ctx, tx, subscription, SubscriptionEvent.PAUSE, fact="paused",
            changes={"resume_at": resume_at, "due_at": resume_at},
            payload={"resume_at": resume_at and resume_at.isoformat(), "reason": reason},
        )  # fmt: skip
    return subscription
