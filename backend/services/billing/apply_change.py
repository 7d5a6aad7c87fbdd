"""A planned change takes effect: at its instant, or because its invoice was paid."""

from __future__ import annotations

from datetime import datetime

from backend.domain.billing import ChangeStatus
from backend.domain.subscription import SubscriptionEvent
from backend.models import Subscription, SubscriptionChange
from backend.services.billing.calendar import begin_on
from backend.services.context import Context
from backend.services.subscriptions.addons import drop_addons, hold_addons
from backend.services.subscriptions.ahead import in_trial
from backend.services.subscriptions.move import move
from backend.services.subscriptions.purchase import planned_purchase
from backend.services.transaction import Transaction


async def apply_change(ctx: Context, tx: Transaction, subscription: Subscription, change: SubscriptionChange) -> None:
    """Make of the locked subscription what `change` says.

    With a new anchor, paid now, a first period begins at the change; scheduled, or in a trial, the one that follows is
    counted from the plan's fixed day, or from its own start. Without one the periods stay as they are.
    """
    purchase = await planned_purchase(ctx, subscription, change)
    left = subscription.plan_id
    changes: dict[str, object] = {
        "plan_id": purchase.plan_id,
        "quantity": purchase.quantity,
        "unit_price_minor": purchase.unit_price.minor,
    }
    if left != purchase.plan_id or subscription.next_price_minor == purchase.unit_price.minor:
        changes |= {"next_price_minor": None, "next_price_at": None}
    elif subscription.next_price_at is not None:
        changes["next_price_at"] = _next_price_at(subscription, subscription.next_price_at, change)
    if change.new_anchor:
        changes |= await _first_period(ctx, subscription, change)
    await move(
        ctx, tx, subscription, SubscriptionEvent.CHANGE, fact="changed", changes=changes,
        payload={"plan": purchase.plan_id, "quantity": purchase.quantity, "plan_before": left},
    )  # fmt: skip
    await drop_addons(ctx, subscription_id=subscription.id)
    await hold_addons(ctx, subscription_id=subscription.id, purchase=purchase)
    await SubscriptionChange.filter(merchant_id=ctx.merchant_id, id=change.id).update(
        status=ChangeStatus.APPLIED.value, ended_at=ctx.now
    )


def _next_price_at(subscription: Subscription, counts_from: datetime, change: SubscriptionChange) -> datetime:
    """From when the price counts that staff moved the plan to: not for a period that is invoiced as `change` says."""
    end, until = subscription.period_end, subscription.billed_until
    at_the_end = end is not None and change.effective_at >= end
    return max(counts_from, until) if at_the_end and until is not None else counts_from


async def _first_period(ctx: Context, subscription: Subscription, change: SubscriptionChange) -> dict[str, object]:
    """Where the periods are from the change on."""
    now = subscription.period_end is not None and change.effective_at < subscription.period_end
    if now and in_trial(subscription):
        assert subscription.period_end is not None, "a trial ends"
        return {"anchor_at": (await begin_on(ctx, change.plan_id, subscription.period_end)).anchor}
    first = await begin_on(ctx, change.plan_id, change.effective_at)
    if not now:
        return {"anchor_at": first.anchor}
    starts, ends = first.period.start, first.period.end
    return {"anchor_at": first.anchor, "period_start": starts, "period_end": ends, "billed_until": ends}
