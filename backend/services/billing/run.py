"""The periodic look at subscriptions: everything that is due happens, in order, under each one's lock.

Late, doubled or left out it changes no figure: what is due follows from the rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import structlog
from tortoise.queryset import QuerySet

from backend.domain.agenda import Act, Due, next_due
from backend.domain.billing import Policy
from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.billing.apply_change import apply_change
from backend.services.billing.bill import bill
from backend.services.billing.end import end
from backend.services.billing.give_up import give_up, waits_for_payment
from backend.services.billing.policy import life_of, open_change, policy_of
from backend.services.billing.renew import renew
from backend.services.billing.together import Batch, look_together
from backend.services.context import Context, Services
from backend.services.failpoints import failpoint
from backend.services.subscriptions.resume import resume_now
from backend.services.timelines import Timeline, timelines
from backend.services.transaction import Transaction, is_away, lost_its_turn, repeat_on_deadlock, transaction

# Claimed at once: others who want an invoice number wait for the end of a batch.
BATCH = 2_000
# Acts of one subscription in one transaction; what is left is due at once.
MOST_ACTS = 200

log = structlog.get_logger(__name__)


async def run_due_subscriptions(services: Services) -> int:
    """Look at every subscription that is due, on every timeline; answers how many were looked at."""
    return sum([await run_on(services, timeline) for timeline in await timelines(services)])


async def run_on(services: Services, timeline: Timeline) -> int:
    """Go through what is due on one timeline, the longest waiting first.

    One that somebody else holds is left to them, one that lost its turn to somebody to the next look. One that fails is
    set aside with the reason, and stops no other.
    """
    looked_at = 0
    while True:
        ctx = timeline.context(services)
        due = timeline.only(Subscription.filter(due_at__lte=timeline.now))
        # Most looks find nothing, and need no transaction for it.
        done = await _look_at_all(ctx, due.order_by("due_at", "id").limit(BATCH)) if await due.exists() else 0
        looked_at += done
        if not done:
            return looked_at


async def _look_at_all(ctx: Context, due: QuerySet[Subscription]) -> int:
    """Together; if that fails each half by itself, until the one that cannot be done stands alone."""
    batch = Batch()
    try:
        await look_together(ctx, batch, due, most_acts=MOST_ACTS)
    except Exception as error:
        if is_away(error):
            raise
        if len(batch.ids) > 1:
            log.warning("subscriptions.batch_failed", subscriptions=len(batch.ids), reason=str(error)[:500])
            half = len(batch.ids) // 2
            mine = Subscription.filter(merchant_id=ctx.merchant_id, due_at__lte=ctx.now).order_by("due_at", "id")
            return sum(
                [await _look_at_all(ctx, mine.filter(id__in=part)) for part in (batch.ids[:half], batch.ids[half:])]
            )
        batch.others, batch.done = batch.ids, 0
    return batch.done + sum([await _look(ctx, id) for id in batch.others])


async def _look(ctx: Context, subscription_id: str) -> bool:
    try:
        return await look_at(ctx, subscription_id=subscription_id)
    except Exception as error:
        if is_away(error):
            raise
        if lost_its_turn(error):
            log.warning("subscriptions.lost_its_turn", subscription=subscription_id)
            return False
        reason = f"{type(error).__name__}: {error}"[:500]
        log.exception("subscriptions.set_aside", subscription=subscription_id)
        await Subscription.filter(merchant_id=ctx.merchant_id, id=subscription_id, due_at__lte=ctx.now).update(
            due_at=None, stuck_reason=reason
        )
        return True


@repeat_on_deadlock
async def look_at(ctx: Context, *, subscription_id: str) -> bool:
    """Do what is due of one subscription, in one transaction; False when it is not due, or somebody holds it."""
    mine = Subscription.filter(merchant_id=ctx.merchant_id, id=subscription_id)
    async with transaction(ctx) as tx:
        subscription = await mine.filter(due_at__lte=ctx.now).select_for_update(skip_locked=True).get_or_none()
        if subscription is None:
            return False
        policy = await policy_of(ctx)
        due = await _next(ctx, subscription, policy)
        for _ in range(MOST_ACTS):
            if due is None or due.at > ctx.now:
                break
            await _act(ctx, tx, subscription, due)
            failpoint("subscriptions.after_act")
            due = await _next(ctx, subscription, policy)
        await mine.update(due_at=due.at if due else None, stuck_reason=None)
    return True


async def _next(ctx: Context, subscription: Subscription, policy: Policy) -> Due | None:
    due = next_due(life_of(subscription, await open_change(ctx, subscription.id), policy))
    if due is not None and due.act is Act.GIVE_UP and due.at <= ctx.now:
        later = await waits_for_payment(ctx, subscription)
        return Due(later + timedelta(seconds=1), Act.GIVE_UP) if later else due
    return due


async def _act(ctx: Context, tx: Transaction, subscription: Subscription, due: Due) -> None:
    if due.act is Act.BILL:
        await bill(ctx, tx, subscription)
    elif due.act is Act.RENEW:
        await renew(ctx, tx, subscription)
    elif due.act is Act.CHANGE:
        change = await open_change(ctx, subscription.id)
        assert change is not None, "a change that is due is planned"
        await apply_change(ctx, tx, subscription, change)
    elif due.act is Act.RESUME:
        await resume_now(_as_planned(ctx, subscription, due), tx, subscription)
    elif due.act is Act.CANCEL:
        canceled = SubscriptionEvent.CANCEL
        await end(ctx, tx, subscription, canceled, fact="canceled", payload={"reason": "planned"}, at=due.at)
    elif due.act is Act.EXPIRE:
        await end(ctx, tx, subscription, SubscriptionEvent.EXPIRE, fact="expired", at=due.at)
    else:
        await give_up(ctx, tx, subscription)


def _as_planned(ctx: Context, subscription: Subscription, due: Due) -> Context:
    """A pause ends when that was planned, however late it is looked at. A balance is never charged for the past."""
    return replace(ctx, now=due.at) if subscription.period_start is not None else ctx
