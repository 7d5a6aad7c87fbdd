"""A period ends and the next one begins: it is invoiced already."""

from __future__ import annotations

from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.billing.bill import period_from
from backend.services.context import Context
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction


async def renew(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Move to the period after the current one. A trial ends with that; what is behind with its payments stays so."""
    assert subscription.period_end is not None, "what is renewed has a period"
    following = await period_from(ctx, subscription.plan_id, subscription.anchor_at, subscription.period_end)
    await move(
        ctx, tx, subscription, SubscriptionEvent.RENEW, fact="renewed",
        changes={"period_start": subscription.period_end, "period_end": following.end},
        payload={"period_end": following.end.isoformat()},
    )  # fmt: skip
