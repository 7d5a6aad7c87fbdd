"""Move a locked subscription: write what changed by compare-and-set on its version, and tell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.errors import Conflict
from backend.domain.lifecycle import next_status
from backend.domain.subscription import ENDED, TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.events.bell import Work
from backend.models import Subscription
from backend.services.context import Context
from backend.services.transaction import Transaction


async def move(
    ctx: Context,
    tx: Transaction,
    subscription: Subscription,
    event: SubscriptionEvent,
    *,
    fact: str,
    changes: Mapping[str, object] | None = None,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Apply `event` and `changes`; announce `subscription.<fact>`; then it is looked at anew.

    `subscription` is what was written afterwards. Raises IllegalTransition, and Conflict when somebody else moved it
    first.
    """
    values = moved(ctx, subscription, event, changes or {})
    mine = Subscription.filter(
        merchant_id=ctx.merchant_id, id=subscription.id, status=subscription.status, version=subscription.version
    )
    if await mine.update(**values) != 1:
        raise Conflict("The subscription was changed at the same moment.")
    subscription.update_from_dict(values)
    tell_moved(tx, subscription, values, fact=fact, payload=payload)


def moved(
    ctx: Context, subscription: Subscription, event: SubscriptionEvent, changes: Mapping[str, object]
) -> dict[str, object]:
    """What `event` writes, with `changes`: the status and all that it implies, and the next version.

    Implied are `past_due_at`, `paused_at` and `ended_at`, and that it is looked at anew. Raises IllegalTransition.
    """
    before = SubscriptionStatus(subscription.status)
    status = next_status(TRANSITIONS, before, event)
    return {
        **_implied(ctx, subscription, before, status),
        **changes,
        "status": status.value,
        "version": subscription.version + 1,
    }


def tell_moved(
    tx: Transaction,
    subscription: Subscription,
    values: Mapping[str, Any],
    *,
    fact: str,
    payload: Mapping[str, object] | None = None,
) -> None:
    """Announce `subscription.<fact>` of the `values` that were written."""
    tx.announce(
        f"subscription.{fact}",
        subscription.id,
        version=values["version"],
        customer_id=subscription.customer_id,
        payload={"status": values["status"], "plan": subscription.plan_id, **(payload or {})},
    )
    if subscription.due_at is not None:
        tx.ring(Work.SUBSCRIPTIONS)


def _implied(
    ctx: Context, subscription: Subscription, before: SubscriptionStatus, after: SubscriptionStatus
) -> dict[str, object]:
    values: dict[str, object] = {}
    if after is not SubscriptionStatus.PAST_DUE:
        values["past_due_at"] = None
    elif before is not SubscriptionStatus.PAST_DUE:
        values["past_due_at"] = ctx.now
    if after is SubscriptionStatus.PAUSED and before is not SubscriptionStatus.PAUSED:
        values["paused_at"] = ctx.now
    elif after is not SubscriptionStatus.PAUSED:
        values |= {"paused_at": None, "resume_at": None}
    if after in ENDED:
        values |= {"ended_at": ctx.now, "due_at": None, "stuck_reason": None}
    elif subscription.period_start is not None:
        values["due_at"] = ctx.now
    return values
