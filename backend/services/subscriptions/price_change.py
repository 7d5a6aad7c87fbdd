"""What a change of a subscription that is billed in advance costs, and when it takes effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from backend.domain.billing import ChangeTiming, Policy
from backend.domain.changes import (
    Direction,
    direction,
    quote_change_later,
    quote_change_now,
    quote_interval_change,
)
from backend.domain.errors import Conflict
from backend.domain.periods import Interval, period
from backend.domain.quotes import Purchase, Quote
from backend.domain.subscription import SubscriptionStatus
from backend.domain.trials import quote_trial
from backend.models import Merchant
from backend.services.billing.bill import interval_of_plan
from backend.services.billing.policy import current_period, policy_of
from backend.services.catalog.load_purchase import Loaded
from backend.services.context import Context
from backend.services.subscriptions.held import Held
from backend.services.subscriptions.purchase import held_purchase


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """A priced change. `new_anchor`: periods are counted from it; `later`: it waits until the quote's instant."""

    quote: Quote
    new_anchor: bool
    later: bool = False


async def price_change(
    ctx: Context, held: Held, loaded: Loaded, as_of: datetime, timing: ChangeTiming | None
) -> ChangeOutcome:
    """The one computation behind preview, charge and credit. Raises Conflict while the period is being renewed."""
    subscription, wanted = held.subscription, loaded.purchase
    current = current_period(subscription)
    assert current is not None, "what is billed in advance has a period"
    assert subscription.billed_until is not None, "what is billed in advance knows until when"
    if not current.start <= as_of < current.end:
        raise Conflict("The subscription is being renewed right now; try again in a moment.")
    zone = ZoneInfo((await Merchant.get(id=ctx.merchant_id)).timezone)
    before = await interval_of_plan(ctx, subscription.plan_id)
    purchase = await held_purchase(ctx, subscription)
    expires_at = as_of + ctx.services.limits.quote
    if subscription.status == SubscriptionStatus.TRIALING:
        # Nothing was paid, so nothing is prorated: the trial goes on, and another first period follows it.
        return ChangeOutcome(_in_trial(purchase, loaded, as_of, current.end, zone, expires_at), new_anchor=False)
    chosen = timing or _timing(await policy_of(ctx), purchase, before, wanted, loaded.interval)
    moves = loaded.interval != before
    if chosen is ChangeTiming.PERIOD_END or subscription.billed_until > current.end:
        quote = quote_change_later(purchase, wanted, effective_at=subscription.billed_until, expires_at=expires_at)
        return ChangeOutcome(quote, new_anchor=moves, later=True)
    if not moves:
        quote = quote_change_now(purchase, wanted, current=current, at=as_of, expires_at=expires_at)
        return ChangeOutcome(quote, new_anchor=False)
    first = period(as_of, loaded.interval, 0, zone)
    quote = quote_interval_change(purchase, wanted, current=current, first=first, at=as_of, expires_at=expires_at)
    return ChangeOutcome(quote, new_anchor=True)


def _timing(policy: Policy, held: Purchase, before: Interval, wanted: Purchase, after: Interval) -> ChangeTiming:
    cheaper = direction(held, before, wanted, after) is Direction.DOWNGRADE
    return policy.downgrade if cheaper else policy.upgrade


def _in_trial(
    held: Purchase, loaded: Loaded, as_of: datetime, trial_end: datetime, zone: ZoneInfo, expires_at: datetime
) -> Quote:
    later = quote_change_later(held, loaded.purchase, effective_at=trial_end, expires_at=expires_at)
    trial = quote_trial(loaded.purchase, as_of, period(trial_end, loaded.interval, 0, zone), expires_at)
    return replace(trial, features_gained=later.features_gained, features_lost=later.features_lost)
