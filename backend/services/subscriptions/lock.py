"""Take a subscription for one operation: lock it, in the present of its customer."""

from __future__ import annotations

from backend.domain.errors import Forbidden, NotFound
from backend.models import Subscription
from backend.services.balances.inputs import text_input
from backend.services.balances.standing import lock_standing
from backend.services.context import Context, Role
from backend.services.timelines import at_customers_time
from backend.services.visibility import visible


def require_somebody(ctx: Context) -> None:
    """Pass for whoever is signed in, and for our own jobs. Raises Forbidden for a visitor."""
    if ctx.actor.role is Role.ANONYMOUS:
        raise Forbidden("Sign in to do this.")


def reason_input(reason: str | None) -> str | None:
    """Why, in one line; nothing said is nothing. Raises InvalidInput."""
    return text_input(reason, "reason") if reason is not None and reason.strip() else None


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
