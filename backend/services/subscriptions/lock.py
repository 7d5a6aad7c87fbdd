"""Take a subscription for one operation: lock it, in the present of its customer."""

from __future__ import annotations

from backend.domain.errors import NotFound
from backend.models import Subscription
from backend.services.balances.standing import lock_standing
from backend.services.context import Context
from backend.services.timelines import at_customers_time
from backend.services.visibility import visible


async def timed(ctx: Context, subscription_id: str) -> Context:
    """The context in the present of the subscription's customer. Raises NotFound for one that may not be seen."""
    seen = await visible(ctx, Subscription).get_or_none(id=subscription_id)
    if seen is None:
        raise NotFound("There is no such subscription.", subscription_id)
    return await at_customers_time(ctx, seen.customer_id)


async def lock_subscription(ctx: Context, subscription_id: str) -> Subscription:
    """The locked row. Raises NotFound for one that may not be seen.

    Behind its balance, when it is billed from that: who charges tariffs holds the balance first, too.
    """
    seen = await visible(ctx, Subscription).get_or_none(id=subscription_id)
    if seen is not None and seen.period_start is None:
        await lock_standing(ctx, customer_id=seen.customer_id, currency=seen.currency)
    row = await visible(ctx, Subscription).select_for_update().get_or_none(id=subscription_id)
    if row is None:
        raise NotFound("There is no such subscription.", subscription_id)
    return row
