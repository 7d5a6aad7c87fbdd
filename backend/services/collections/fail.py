"""A try to collect failed: the subscription is behind; try again later, ask the customer, or give up."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.billing import CollectionStatus, FinalAction, Wants, gives_up_at, next_try
from backend.domain.subscription import ENDED, SubscriptionEvent, SubscriptionStatus
from backend.domain.subscription import Collection as Way
from backend.models import Collection, Subscription
from backend.services.billing.drop_change import drop_change
from backend.services.billing.end import end
from backend.services.billing.policy import policy_of
from backend.services.collections.change import change_collection
from backend.services.context import Context
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction

# The subscription lives, and its renewals are owed.
_RUNNING = frozenset({SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing was collected. `may_pass`: the same method may work later without anybody doing something.

    Not `tried`: what would be charged was declined for good before, or the customer began to pay and left.
    """

    reason: str
    wants: Wants
    may_pass: bool
    tried: bool = True


async def fail_collection(
    ctx: Context, tx: Transaction, *, subscription: Subscription, collection: Collection, failure: Failure
) -> None:
    """Count the failed try and decide what comes next, by the merchant's schedule and what the failure advises.

    Retries that would be useless are left out; the end comes when the last of them would have been. A customer who
    pays by hand has the grace days instead, and of what has ended nothing is collected. All rows are locked by the
    caller.
    """
    policy = await policy_of(ctx)
    first = collection.first_failed_at or ctx.now
    status = SubscriptionStatus(subscription.status)
    by_hand = subscription.collection == Way.INVOICE
    end_at = gives_up_at(policy.retries, first)
    over = status in ENDED or (not by_hand and ctx.now >= end_at)
    waits = not over and not by_hand
    again = next_try(policy.retries, first, ctx.now) if waits and failure.may_pass else None
    await change_collection(
        ctx,
        collection,
        {
            "payment_id": None,
            "tries": collection.tries + failure.tried,
            "first_failed_at": first,
            "last_reason": failure.reason[:300],
            "wants": failure.wants.value,
            "next_try_at": (again or end_at) if waits else None,
            **({"status": CollectionStatus.GAVE_UP.value} if over else {}),
        },
    )
    if status not in _RUNNING:
        return
    if failure.tried:
        about = {
            "invoice": collection.invoice_id,
            "reason": failure.reason,
            "wants": failure.wants.value,
            "next_try_at": again and again.isoformat(),
            "gives_up_at": end_at.isoformat() if waits else None,
        }
        await move(ctx, tx, subscription, SubscriptionEvent.MISS, fact="past_due", payload=about)
    if over:
        await _give_up(ctx, tx, subscription, collection, policy.final_action)


async def _give_up(
    ctx: Context, tx: Transaction, subscription: Subscription, collection: Collection, action: FinalAction
) -> None:
    """What was to end anyway ends now: there is nothing to pause it for."""
    payload = {"reason": "collection_failed", "invoice": collection.invoice_id}
    if action is FinalAction.CANCEL or (action is FinalAction.PAUSE and subscription.cancel_at is not None):
        await end(ctx, tx, subscription, SubscriptionEvent.CANCEL, fact="canceled", payload=payload)
    elif action is FinalAction.PAUSE:
        await move(ctx, tx, subscription, SubscriptionEvent.PAUSE, fact="paused", payload=payload)
        await drop_change(ctx, tx, subscription)
