"""A subscription ends: canceled, not renewed, or never paid for. What it planned is dropped, and its tariff stops."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.billing import ChangeStatus, CollectionStatus
from backend.domain.subscription import SubscriptionEvent
from backend.models import Collection, Subscription, SubscriptionChange
from backend.services.billing.policy import OPEN_CHANGES
from backend.services.context import Context
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
) -> None:
    """Apply an `event` that ends it. Open invoices stay owed; nothing is collected by itself any more.

    The subscription is locked. Whoever ends a tariff has stopped it before, with its balance open.
    """
    canceled = {"canceled_at": subscription.canceled_at or ctx.now} if event is SubscriptionEvent.CANCEL else {}
    await move(ctx, tx, subscription, event, fact=fact, changes={**canceled, "cancel_at": None}, payload=payload)
    await drop_change(ctx, subscription.id)
    await Collection.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=CollectionStatus.OPEN.value,
        payment_id=None,
    ).update(status=CollectionStatus.GAVE_UP.value, next_try_at=None, updated_at=ctx.now)  # fmt: skip


async def drop_change(ctx: Context, subscription_id: str) -> bool:
    """Forget the change that is planned or waits for its payment; False when there is none."""
    dropped = await SubscriptionChange.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription_id, status__in=OPEN_CHANGES
    ).update(status=ChangeStatus.DROPPED.value, ended_at=ctx.now)
    return bool(dropped)
