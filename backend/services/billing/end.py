"""A subscription ends: canceled, not renewed, or never paid for. What it planned is dropped, and its tariff stops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from backend.domain.billing import CollectionStatus
from backend.domain.subscription import SubscriptionEvent, SubscriptionStatus
from backend.models import Collection, Subscription
from backend.services.billing.drop_change import drop_change
from backend.services.context import Context
from backend.services.coupons.redeem import return_coupons
from backend.services.subscriptions.move import move
from backend.services.transaction import Transaction


async def end(
    ctx: Context,
    tx: Transaction,
    subscription: Subscription,
    event: SubscriptionEvent,
    *,
    fact: str,
    payload: Mapping[str, object] | None = None,
    at: datetime | None = None,
) -> None:
    """Apply an `event` that ends it: now, or at the earlier instant `at` that was planned.

    What never began gives its coupons back. Open invoices stay owed; nothing is collected by itself any more. The
    subscription is locked. Whoever ends a tariff has stopped it before, with its balance open.
    """
    changes: dict[str, object] = {"cancel_at": None, "ended_at": at or ctx.now}
    if event is SubscriptionEvent.CANCEL:
        changes["canceled_at"] = subscription.canceled_at or ctx.now
    began = subscription.status != SubscriptionStatus.INCOMPLETE
    await move(ctx, tx, subscription, event, fact=fact, changes=changes, payload=payload)
    if not began:
        await return_coupons(ctx, subscription)
    await drop_change(ctx, tx, subscription)
    await Collection.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=CollectionStatus.OPEN.value,
        payment_id=None,
    ).update(status=CollectionStatus.GAVE_UP.value, next_try_at=None, updated_at=ctx.now)  # fmt: skip
