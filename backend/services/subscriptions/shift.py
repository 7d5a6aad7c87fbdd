"""Periods that are served later than they were reckoned: they move as a whole, and none of their seconds is lost."""

from __future__ import annotations

from datetime import timedelta

from backend.models import Subscription
from backend.services.billing.calendar import begin_on
from backend.services.context import Context


async def shifted(ctx: Context, subscription: Subscription, by: timedelta) -> dict[str, object]:
    """Where the current period, and what is billed ahead, are when they move `by` so much.

    From where that ends the calendar counts anew; on a plan with a fixed day the period after it is the part that is
    left until that day. A price that counts from a later period on goes with the periods: what is invoiced keeps its
    own.
    """
    start, end, billed_until = subscription.period_start, subscription.period_end, subscription.billed_until
    assert start is not None, "it has a period"
    assert end is not None, "a period has an end"
    assert billed_until is not None, "what is billed in advance knows until when"
    counts_from = subscription.next_price_at
    return {
        "period_start": start + by,
        "period_end": end + by,
        "billed_until": billed_until + by,
        "anchor_at": (await begin_on(ctx, subscription.plan_id, billed_until + by)).anchor,
        "next_price_at": counts_from + by if counts_from is not None else None,
    }
