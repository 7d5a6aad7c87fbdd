"""What the renewals of many subscriptions will say: read in a few statements, computed once where it is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from backend.domain.periods import Period
from backend.domain.purchases import Purchase
from backend.domain.quotes import Quote, quote_renewal, renewal_of
from backend.domain.subscription import SubscriptionStatus
from backend.domain.terms import Terms
from backend.models import Plan, Subscription
from backend.services.billing.bill import at_next_price, charged_before
from backend.services.billing.calendar import calendar_of, period_in
from backend.services.billing.terms import next_terms_of_all
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.subscriptions.purchase import read_all_held
from backend.services.tariffs.meters import merchant_zone


@dataclass(frozen=True, slots=True)
class _Priced:
    """A quote, what it was made of, and the terms that are left after it."""

    quote: Quote
    held: Purchase
    terms: Terms
    after: Terms


@dataclass(slots=True)
class Renewals:
    """Subscriptions as they are: no change is planned for them. They are locked, and only billed and renewed."""

    zone: ZoneInfo
    plans: Mapping[str, Plan]
    held: dict[str, Purchase]
    terms: dict[str, Terms]
    _priced: dict[tuple[object, ...], _Priced] = field(default_factory=dict)

    def next_quote(self, subscription: Subscription) -> Quote:
        """What the invoice after the last one will say; the one after that is under the terms that this leaves."""
        assert subscription.billed_until is not None, "what is billed in advance knows until when"
        following, share = self._period(subscription, subscription.billed_until)
        priced = self._price(subscription, following, share)
        self.terms[subscription.id] = priced.after
        return renewal_of(priced.quote, following)

    def _period(self, subscription: Subscription, start: datetime) -> tuple[Period, Fraction]:
        return period_in(calendar_of(self.plans[subscription.plan_id]), subscription.anchor_at, start, self.zone)

    def _price(self, subscription: Subscription, following: Period, share: Fraction) -> _Priced:
        held, terms = self._held(subscription), self.terms[subscription.id]
        wanted = at_next_price(subscription, held)
        in_trial = subscription.status == SubscriptionStatus.TRIALING
        # What is shared is one object, and is kept alive here; to compare two by their values takes longer.
        what = (id(held), id(terms), wanted.unit_price.minor, in_trial, share)
        priced = self._priced.get(what)
        if priced is None:
            charged = charged_before(subscription, held)
            quote = quote_renewal(wanted, following, charged=charged, terms=terms, share=share)
            priced = self._priced[what] = _Priced(quote, held, terms, terms.after(wanted.plan_id))
        return priced

    def _held(self, subscription: Subscription) -> Purchase:
        """At the price that counts by now: a renewal may have brought another."""
        held = self.held[subscription.id]
        if held.unit_price.minor != subscription.unit_price_minor:
            held = replace(held, unit_price=money(subscription.unit_price_minor, subscription.currency))
            self.held[subscription.id] = held
        return held


async def read_renewals(ctx: Context, subscriptions: Sequence[Subscription]) -> Renewals:
    """Everything that their renewals depend on, beside their own rows."""
    held = await read_all_held(ctx, subscriptions)
    return Renewals(
        zone=await merchant_zone(ctx),
        plans={plan.id: plan for plan, _ in held.values()},
        held={id: purchase for id, (_, purchase) in held.items()},
        terms=await next_terms_of_all(ctx, subscriptions),
    )
