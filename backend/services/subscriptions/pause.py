"""Pause a subscription: features off, nothing billed; what was paid for and not used is kept until it goes on."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.domain.errors import IllegalTransition, InvalidInput
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Subscription
from backend.services.balances.inputs import instant_input
from backend.services.billing.policy import open_change
from backend.services.context import Context
from backend.services.subscriptions.ahead import take_back_ahead
from backend.services.subscriptions.lock import lock_subscription, reason_input, require_somebody, timed
from backend.services.subscriptions.move import move
from backend.services.tariffs.stop import stop_tariff
from backend.services.transaction import repeat_on_deadlock, transaction

LONGEST = timedelta(days=366)


@repeat_on_deadlock
async def pause_subscription(
    ctx: Context, *, subscription_id: str, resume_at: datetime | None = None, reason: str | None = None
) -> Subscription:
    """Pause it until it is resumed, or until `resume_at` (an instant in the future, within 366 days).

    What is billed from the balance is charged up to now. An unpaid invoice of the next period is void; there will be
    another. Raises Forbidden for a visitor, NotFound, IllegalTransition unless it is active and nothing is planned, and
    InvalidInput for an impossible instant.
    """
    require_somebody(ctx)
    ctx, why = await timed(ctx, subscription_id), reason_input(reason)
    until = instant_input(resume_at, "resumeAt")
    if until is not None and not ctx.now < until <= ctx.now + LONGEST:
        raise InvalidInput.at("resumeAt", "OUT_OF_RANGE", "Choose an instant in the future, within a year.")
    async with transaction(ctx) as tx:
        subscription = await lock_subscription(ctx, subscription_id)
        await _check_pausable(ctx, subscription)
        if subscription.period_end is None:
            if await stop_tariff(ctx, tx, subscription):
                raise IllegalTransition("The balance has run out: nothing is left to pause.", subscription.status)
            await subscription.refresh_from_db()
        billed_until = await take_back_ahead(ctx, tx, subscription)
        await move(
            ctx, tx, subscription, SubscriptionEvent.PAUSE, fact="paused",
            changes={"billed_until": billed_until, "resume_at": until, "due_at": until},
            payload={"resume_at": until and until.isoformat(), "reason": why},
        )  # fmt: skip
    return subscription


async def _check_pausable(ctx: Context, subscription: Subscription) -> None:
    """The table lets a renewal that is given up pause what is behind; nobody else."""
    status = SubscriptionStatus(subscription.status)
    next_status(TRANSITIONS, status, SubscriptionEvent.PAUSE)
    if status is SubscriptionStatus.PAST_DUE:
        raise IllegalTransition("Pay what is owed first; then it can be paused.", status)
    if subscription.cancel_at is not None or not subscription.auto_renew:
        raise IllegalTransition("It ends with its period; take that back before you pause it.", status)
    if await open_change(ctx, subscription.id) is not None:
        raise IllegalTransition("A change is planned; take that back before you pause it.", status)
