"""Start a subscription whose first invoice is settled: features are on from here."""

from __future__ import annotations

from backend.domain.errors import Conflict
from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Subscription
from backend.services.context import Context
from backend.services.transaction import Transaction


async def activate(ctx: Context, tx: Transaction, *, subscription: Subscription) -> None:
    """Move to ACTIVE by compare-and-set. Raises Conflict when somebody else moved it first."""
    before = SubscriptionStatus(subscription.status)
    status = next_status(TRANSITIONS, before, SubscriptionEvent.ACTIVATE)
    changed = await Subscription.filter(
        merchant_id=ctx.merchant_id, id=subscription.id, status=before.value, version=subscription.version
    ).update(status=status.value, activated_at=ctx.now, version=subscription.version + 1)
    if changed != 1:
        raise Conflict("The subscription was changed at the same moment.")
    await subscription.refresh_from_db()
    tx.announce(
        "subscription.activated",
        subscription.id,
        version=subscription.version,
        customer_id=subscription.customer_id,
        payload={"status": status.value, "plan": subscription.plan_id},
    )
