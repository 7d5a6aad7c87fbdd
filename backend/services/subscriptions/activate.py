"""Start a subscription whose first invoice is settled: features are on from here."""

from __future__ import annotations

from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.context import Context
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction


async def activate(ctx: Context, tx: Transaction, *, subscription: Subscription) -> None:
    """Move to ACTIVE by compare-and-set. Raises Conflict when somebody else moved it first."""
    await move(ctx, tx, subscription, SubscriptionEvent.ACTIVATE, fact="activated", changes={"activated_at": ctx.now})
