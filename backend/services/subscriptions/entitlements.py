"""Which features a customer has now: those of every subscription that is on, and of its add-ons."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.domain.agenda import ends_at
from backend.domain.billing import Policy, features_are_on
from backend.domain.purchases import Feature
from backend.domain.subscription import ENTITLED, SubscriptionStatus
from backend.models import Addon, Plan, Subscription, SubscriptionAddon, Tariff
from backend.services.billing.policy import life_of, policy_of
from backend.services.catalog.load_purchase import features_of
from backend.services.context import Context
from backend.services.timelines import at_customers_time

_NEVER = datetime.max.replace(tzinfo=UTC)
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
    funded = await _funded_until(ctx, [row.id for row in rows if row.period_start is None])
    if not funded and not any(_may_end(row) for row in rows):
        return rows
    ctx = await at_customers_time(ctx, customer_id)
    policy = await policy_of(ctx)
    return [row for row in rows if ctx.now < funded.get(row.id, _NEVER) and _is_on(row, policy, ctx.now)]


async def _funded_until(ctx: Context, subscription_ids: list[str]) -> dict[str, datetime]:
    """Until when the balance lasts for those of them that are billed from it, and cost something."""
    if not subscription_ids:
        return {}
    priced = Tariff.filter(
        merchant_id=ctx.merchant_id, subscription_id__in=subscription_ids, funded_until__isnull=False
    )
    return {row.subscription_id: row.funded_until for row in await priced if row.funded_until is not None}


def _may_end(row: Subscription) -> bool:
    return row.past_due_at is not None or row.cancel_at is not None or not row.auto_renew


def _is_on(row: Subscription, policy: Policy, now: datetime) -> bool:
    """By its status, until its features go off, or it ends, though the job that ends it may come late."""
    on = features_are_on(
        SubscriptionStatus(row.status), past_due_at=row.past_due_at, cancel_at=row.cancel_at, grace=policy.grace,
        now=now,
    )  # fmt: skip
    end = ends_at(life_of(row, None, policy)) if on else None
    return on and (end is None or now < end)
