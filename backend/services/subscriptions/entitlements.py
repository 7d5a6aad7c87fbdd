"""Which features a customer has now: those of every subscription that is on, and of its add-ons."""

from __future__ import annotations

from backend.domain.quotes import Feature
from backend.domain.subscription import ENTITLED
from backend.models import Addon, Plan, Subscription, SubscriptionAddon
from backend.services.catalog.load_purchase import features_of
from backend.services.context import Context


async def customer_features(ctx: Context, *, customer_id: str) -> list[Feature]:
    """The features in force, by code; an add-on's value replaces its plan's, the later the earlier."""
    mine = {"merchant_id": ctx.merchant_id}
    held = await Subscription.filter(
        **mine, customer_id=customer_id, status__in=[status.value for status in ENTITLED]
    ).order_by("id")
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
