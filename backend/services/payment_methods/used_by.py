"""What a saved method pays by itself: it cannot be removed while something counts on it."""

from __future__ import annotations

from tortoise.expressions import Q

from backend.domain.billing import CollectionStatus
from backend.domain.subscription import LIVE
from backend.domain.subscription import Collection as Way
from backend.models import AutoTopUp, Collection, PaymentMethod, Plan, Product, Subscription
from backend.services.catalog.load_purchase import plan_title
from backend.services.context import Context


async def used_by(ctx: Context, method: PaymentMethod) -> list[str]:
    """In words: each live subscription that renews with it, then each automatic top-up of the balance.

    A subscription without a method of its own renews with the customer's default.
    """
    own = {"merchant_id": ctx.merchant_id, "customer_id": method.customer_id}
    kept = await PaymentMethod.filter(removed_at=None, **own).values_list("id", flat=True)
    with_it = Q(payment_method_id=method.id)
    if method.is_default:
        with_it |= Q(payment_method_id=None) | ~Q(payment_method_id__in=list(kept))
    owing = await Collection.filter(status=CollectionStatus.OPEN.value, **own).values_list("subscription_id", flat=True)
    goes_on = Q(auto_renew=True, cancel_at=None) | Q(id__in=list(owing))
    renewing = await Subscription.filter(
        with_it, goes_on, status__in=[status.value for status in LIVE], collection=Way.METHOD.value, **own
    ).order_by("id")
    uses = [f"the subscription {await _title(ctx, one)}" for one in renewing]
    orders = await AutoTopUp.filter(enabled=True, payment_method_id=method.id, **own).order_by("currency")
    return uses + [f"the automatic top-up in {order.currency}" for order in orders]


async def _title(ctx: Context, subscription: Subscription) -> str:
    plan = await Plan.get(merchant_id=ctx.merchant_id, id=subscription.plan_id)
    return plan_title(await Product.get(merchant_id=ctx.merchant_id, id=plan.product_id), plan)
