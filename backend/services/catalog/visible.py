"""Who may see what of the catalogue: everybody what is on sale, staff all of it, customers also what they hold."""

from __future__ import annotations

from tortoise.expressions import Subquery

from backend.models import Addon, Plan, Product, RefillPurchase, Subscription, SubscriptionAddon, SubscriptionChange
from backend.services.context import Context


async def sees_product(ctx: Context, product: Product) -> bool:
    """Whether the actor may see it: also what they ever bought a plan of."""
    if product.archived_at is None or ctx.actor.is_staff:
        return True
    mine, customer_id = ctx.merchant_id, ctx.actor.customer_id
    if customer_id is None:
        return False
    plans = Subquery(Plan.filter(merchant_id=mine, product_id=product.id).values("id"))
    return (
        await Subscription.exists(merchant_id=mine, customer_id=customer_id, product_id=product.id)
        or await RefillPurchase.exists(merchant_id=mine, customer_id=customer_id, plan_id__in=plans)
    )  # fmt: skip


async def sees_plan(ctx: Context, plan: Plan, product: Product) -> bool:
    """Whether the actor may see it: also what they have, had, or change to."""
    if (plan.archived_at is None and product.archived_at is None) or ctx.actor.is_staff:
        return True
    mine, customer_id = ctx.merchant_id, ctx.actor.customer_id
    if customer_id is None:
        return False
    return (
        await Subscription.exists(merchant_id=mine, customer_id=customer_id, plan_id=plan.id)
        or await SubscriptionChange.exists(
            merchant_id=mine, plan_id=plan.id, subscription_id__in=_subscriptions(mine, customer_id)
        )
        or await RefillPurchase.exists(merchant_id=mine, customer_id=customer_id, plan_id=plan.id)
    )


async def sees_addon(ctx: Context, addon: Addon, plan: Plan, product: Product) -> bool:
    """Whether the actor may see it: also what they hold."""
    sold = all(row.archived_at is None for row in (addon, plan, product))
    if sold or ctx.actor.is_staff:
        return True
    mine, customer_id = ctx.merchant_id, ctx.actor.customer_id
    return customer_id is not None and await SubscriptionAddon.exists(
        merchant_id=mine, addon_id=addon.id, subscription_id__in=_subscriptions(mine, customer_id)
    )


def _subscriptions(merchant_id: str, customer_id: str) -> Subquery:
    return Subquery(Subscription.filter(merchant_id=merchant_id, customer_id=customer_id).values("id"))
