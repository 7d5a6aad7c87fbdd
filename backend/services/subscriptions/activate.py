"""Start a subscription whose first invoice is settled: features are on from here."""

from __future__ import annotations

from backend.domain.agenda import INCOMPLETE_FOR
from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.context import Context
from backend.services.subscriptions.move import move
from backend.services.subscriptions.shift import shifted
from backend.services.transaction import Transaction


async def activate(ctx: Context, tx: Transaction, *, subscription: Subscription) -> None:
    """Move to ACTIVE by compare-and-set. Raises Conflict when somebody else moved it first.

    Where its payment took longer than a first payment usually may, as a voucher does, the period that it pays for
    begins now: nobody pays for days on which nothing was on.
    """
    changes: dict[str, object] = {"activated_at": ctx.now}
    start = subscription.period_start
    if start is not None and ctx.now >= start + INCOMPLETE_FOR:
        changes |= await shifted(ctx, subscription, ctx.now - start)
    await move(ctx, tx, subscription, SubscriptionEvent.ACTIVATE, fact="activated", changes=changes)
