"""Which features a customer has now: those of every subscription that is on, and of its add-ons."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.billing import features_are_on
from backend.domain.purchases import Feature
from backend.domain.subscription import ENTITLED, SubscriptionStatus
from backend.models import Addon, Plan, Subscription, SubscriptionAddon
from backend.services.billing.policy import policy_of
from backend.services.catalog.load_purchase import features_of
from backend.services.context import Context
from backend.services.timelines import at_customers_time

_PERHAPS = [status.value for status in (*ENTITLED, SubscriptionStatus.PAST_DUE)]


async def customer_features(ctx: Context, *, customer_id: str) -> list[Feature]:
    """The features in force, by code; an add-on's value replaces its plan's, the later the earlier."""
    mine = {"merchant_id": ctx.merchant_id}
    rows = await Subscription.filter(**mine, customer_id=customer_id, status__in=_PERHAPS).order_by("id")
    held = await _in_force(ctx, rows, customer_id)
    if not held:
        return []
    plans = {row.id: row for row in await Plan.filter(**mine, id__in=[sub.plan_id for sub in held])}
    extras = await SubscriptionAddon.filter(**mine, subscription_id__in=[sub.id for sub in held]).order_by("id")
    addons = {row.id: row for row in await Addon.filter(**mine, id__in=[extra.addon_id for extra in extras])}
    merged: dict[str, Feature] = {}
    for sub in held:
        columns = [plans[sub.plan_id].features]
        columns += [addons[extra.addon_id].features for extra in extras if extra.subscription_id == sub.id]
        for column in columns:
            merged.update({feature.code: feature for feature in features_of(column)})
    return list(merged.values())


async def _in_force(ctx: Context, rows: list[Subscription], customer_id: str) -> list[Subscription]:
    """Those of `rows`, of one customer, that are on at their present instant."""
    timely = [row for row in rows if row.past_due_at is not None or row.cancel_at is not None]
    if not timely:
        return rows
    ctx = await at_customers_time(ctx, customer_id)
    behind = any(row.past_due_at is not None for row in timely)
    grace = (await policy_of(ctx)).grace if behind else timedelta(0)
    return [
        row
        for row in rows
        if features_are_on(
            SubscriptionStatus(row.status), past_due_at=row.past_due_at, cancel_at=row.cancel_at, grace=grace,
            now=ctx.now,
        )
    ]  # fmt: skip
