"""A period ends and the next one begins: it is invoiced already."""

from __future__ import annotations

from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription
from backend.services.context import Context
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction

RENEWED = "renewed"


async def renew(ctx: Context, tx: Transaction, subscription: Subscription) -> None:
    """Move to the period after the current one. A trial ends with that; what is behind with its payments stays so."""
    event, changes = SubscriptionEvent.RENEW, period_after(ctx, subscription)
    await move(ctx, tx, subscription, event, fact=RENEWED, changes=changes, payload=what_is_told(subscription))


def period_after(ctx: Context, subscription: Subscription) -> dict[str, object]:
    """What the period that was invoiced last makes of it, whatever a pause has done to the calendar since."""
    assert subscription.billed_until is not None, "what is renewed is invoiced"
    changes: dict[str, object] = {"period_start": subscription.period_end, "period_end": subscription.billed_until}
    if subscription.next_price_at is not None and subscription.next_price_at <= (subscription.period_end or ctx.now):
        changes |= {"unit_price_minor": subscription.next_price_minor, "next_price_minor": None, "next_price_at": None}
    return changes


def what_is_told(subscription: Subscription) -> dict[str, object]:
    """Of a renewal, beside what every move tells."""
    assert subscription.billed_until is not None, "what is renewed is invoiced"
    return {"period_end": subscription.billed_until.isoformat()}
