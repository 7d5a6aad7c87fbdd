"""A planned change takes effect: at its instant, or because its invoice was paid."""

from __future__ import annotations

from backend.domain.billing import ChangeStatus
from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription, SubscriptionChange
from backend.services.billing.bill import period_from
from backend.services.context import Context
from backend.services.subscriptions.addons import drop_addons, hold_addons
from backend.services.subscriptions.move import move
from backend.services.subscriptions.purchase import planned_purchase
from backend.services.transaction import Transaction


async def apply_change(ctx: Context, tx: Transaction, subscription: Subscription, change: SubscriptionChange) -> None:
    """Make of the locked subscription what `change` says.

    With a new anchor, paid now, a full period begins at the change; scheduled, the period that follows is counted from
    it. Without one the periods stay as they are.
    """
    purchase = await planned_purchase(ctx, subscription, change)
    left = subscription.plan_id
    changes: dict[str, object] = {
        "plan_id": purchase.plan_id,
        "quantity": purchase.quantity,
        "unit_price_minor": purchase.unit_price.minor,
    }
    if left != purchase.plan_id:
        changes |= {"next_price_minor": None, "next_price_at": None}
    if change.new_anchor:
        changes["anchor_at"] = change.effective_at
        if subscription.period_end is not None and change.effective_at < subscription.period_end:
            first = await period_from(ctx, purchase.plan_id, change.effective_at, change.effective_at)
            changes |= {"period_start": first.start, "period_end": first.end, "billed_until": first.end}
    await move(
        ctx, tx, subscription, SubscriptionEvent.CHANGE, fact="changed", changes=changes,
        payload={"plan": purchase.plan_id, "quantity": purchase.quantity, "plan_before": left},
    )  # fmt: skip
    await drop_addons(ctx, subscription_id=subscription.id)
    await hold_addons(ctx, subscription_id=subscription.id, purchase=purchase)
    await SubscriptionChange.filter(merchant_id=ctx.merchant_id, id=change.id).update(
        status=ChangeStatus.APPLIED.value, ended_at=ctx.now
    )
