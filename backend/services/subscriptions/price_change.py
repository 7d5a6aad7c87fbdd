"""What a change of a subscription that is billed in advance costs, and when it takes effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
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
from backend.domain.invoice import InvoiceStatus
from backend.domain.periods import first_period
from backend.domain.purchases import Purchase
from backend.domain.quotes import Quote, each_period
from backend.domain.subscription import SubscriptionStatus
from backend.domain.terms import Terms
from backend.domain.trials import quote_trial
from backend.models import Invoice, Subscription, SubscriptionChange
from backend.services.billing.bill import at_next_price
from backend.services.billing.calendar import whole_period
from backend.services.billing.drop_change import is_invoiced
from backend.services.billing.policy import current_period, open_change, policy_of
from backend.services.billing.terms import current_terms, next_terms
from backend.services.catalog.load_purchase import Loaded
from backend.services.context import Context
from backend.services.subscriptions.ahead import opening_invoice
from backend.services.subscriptions.held import Held
from backend.services.tariffs.meters import merchant_zone


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """A priced change. `new_anchor`: periods are counted anew; `later`: it waits until the quote's instant."""

    quote: Quote
    new_anchor: bool
    later: bool = False


async def price_change(
    ctx: Context, held: Held, loaded: Loaded, as_of: datetime, timing: ChangeTiming | None
) -> ChangeOutcome:
    """The one computation behind preview, charge and credit.

    Another calendar is charged as another interval is, also where both are by the month: a plan from the 1st, one from
    the 15th and one from any day have their periods at different times, so a new one begins with the change. Raises
    Conflict while the period is being renewed or paid for, and when an invoice that was sent ahead says already what
    the subscription will become.
    """
    subscription, wanted = held.subscription, loaded.purchase
    current = current_period(subscription)
    assert current is not None, "what is billed in advance has a period"
    assert subscription.billed_until is not None, "what is billed in advance knows until when"
    if not current.start <= as_of < current.end:
        raise Conflict("The subscription is being renewed right now; try again in a moment.")
    planned = await open_change(ctx, subscription.id)
    if planned is not None and is_invoiced(subscription, planned):
        raise Conflict("What is planned is invoiced already; change it again when it has taken effect.")
    zone = await merchant_zone(ctx)
    moves, expires_at = loaded.calendar != held.calendar, as_of + ctx.services.limits.quote
    invoiced_ahead, following = subscription.billed_until > current.end, await next_terms(ctx, subscription)
    then = in_next_period(subscription, wanted)
    if subscription.status == SubscriptionStatus.TRIALING and not invoiced_ahead:
        # Nothing was paid, so nothing is prorated: the trial goes on, and another first period follows it.
        tried = replace(loaded, purchase=then)
        trial = _in_trial(held.purchase, tried, as_of, current.end, zone, expires_at, following)
        return ChangeOutcome(trial, new_anchor=moves)
    next_share = _share_after(subscription, loaded, zone, moves=moves)
    chosen = timing or _timing(await policy_of(ctx), held, loaded)
    if chosen is ChangeTiming.PERIOD_END or invoiced_ahead:
        quote = quote_change_later(
            held.purchase, then, effective_at=subscription.billed_until, expires_at=expires_at, following=following,
            share=next_share,
        )  # fmt: skip
        return ChangeOutcome(quote, new_anchor=moves, later=True)
    if await _is_owed(ctx, subscription, planned):
        raise Conflict("The current period is not paid for yet; try again when it is.")
    opening = await opening_invoice(ctx, subscription)
    whole, terms = await whole_period(ctx, subscription, opening), await current_terms(ctx, subscription, opening)
    if not moves:
        quote = quote_change_now(
            held.purchase, wanted, current=whole, at=as_of, expires_at=expires_at, terms=terms, following=following,
            next_share=next_share,
        )  # fmt: skip
        if then != wanted:
            quote = replace(quote, next_charge=each_period(then, following, share=next_share))
        return ChangeOutcome(quote, new_anchor=False)
    first = loaded.calendar.begin(as_of, zone)
    quote = quote_interval_change(
        held.purchase, wanted, current=whole, first=first.period, at=as_of, expires_at=expires_at, terms=terms,
        following=following, share=first.share,
    )  # fmt: skip
    return ChangeOutcome(quote, new_anchor=True)


def in_next_period(subscription: Subscription, wanted: Purchase) -> Purchase:
    """`wanted` as the next period to be invoiced charges it: at the price that staff moved its plan to, if they did."""
    return at_next_price(subscription, wanted) if wanted.plan_id == subscription.plan_id else wanted


async def _is_owed(ctx: Context, subscription: Subscription, waiting: SubscriptionChange | None) -> bool:
    """Whether an invoice is open, but for that of the change that waits: what was not paid for is not credited."""
    mine = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=InvoiceStatus.OPEN.value)
    if waiting is not None and waiting.invoice_id is not None:
        mine = mine.exclude(id=waiting.invoice_id)
    return await mine.exists()


def _timing(policy: Policy, held: Held, loaded: Loaded) -> ChangeTiming:
    """A year instead of months may be cheaper by the day, but more is paid at once: that is no downgrade."""
    cheaper = direction(held.purchase, held.interval, loaded.purchase, loaded.interval) is Direction.DOWNGRADE
    smaller = loaded.purchase.each_interval < held.purchase.each_interval
    return policy.downgrade if cheaper and smaller else policy.upgrade


def _share_after(subscription: Subscription, loaded: Loaded, zone: ZoneInfo, *, moves: bool) -> Fraction:
    """What the next period to be invoiced is of a whole one: less than all of it before a fixed day."""
    start = subscription.billed_until
    assert start is not None, "what is billed in advance knows until when"
    if moves:
        return loaded.calendar.begin(start, zone).share
    return first_period(subscription.anchor_at, start, loaded.interval, zone)[1]


def _in_trial(
    held: Purchase,
    loaded: Loaded,
    as_of: datetime,
    trial_end: datetime,
    zone: ZoneInfo,
    expires_at: datetime,
    terms: Terms,
) -> Quote:
    later = quote_change_later(held, loaded.purchase, effective_at=trial_end, expires_at=expires_at)
    first = loaded.calendar.begin(trial_end, zone)
    trial = quote_trial(loaded.purchase, as_of, first.period, expires_at, terms=terms, share=first.share)
    return replace(trial, features_gained=later.features_gained, features_lost=later.features_lost)
