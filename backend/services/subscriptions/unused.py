"""What a subscription has paid for and not used: never more than was paid for it and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from backend.domain.changes import unused_value
from backend.domain.invoice import PAYABLE
from backend.domain.money import Money, add_up
from backend.domain.subscription import SubscriptionStatus
from backend.models import Invoice, Subscription
from backend.services.billing.calendar import whole_period
from backend.services.billing.policy import current_period
from backend.services.billing.terms import current_terms
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.invoices.period import lock_period
from backend.services.refunds.kept import kept_of
from backend.services.subscriptions.ahead import in_trial, opening_invoice, period_invoices
from backend.services.subscriptions.purchase import held_purchase

_SERVED = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAUSED})


@dataclass(frozen=True, slots=True)
class Unused:
    """Money that was paid for time not used, and how much of it is tax. `invoices` are those of the period."""

    amount: Money
    tax: Money
    invoices: Sequence[Invoice] = ()


async def unused_money(ctx: Context, subscription: Subscription) -> list[Unused]:
    """What is left of the current period, by the second, and the whole of one that was paid ahead: that one first.

    A paused one has what it had when the pause began. Nothing for a trial, nor while anything of it is owed. A period
    gives at most what was paid for it, less what went back already: as refunds, or to the balance. The periods are
    locked with this, which holds refunds off.
    """
    mine = Invoice.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id)
    owed = await mine.filter(status__in=[status.value for status in PAYABLE]).exists()
    if owed or SubscriptionStatus(subscription.status) not in _SERVED:
        return []
    current, ahead = await period_invoices(ctx, subscription)
    parts = []
    if ahead is not None:
        whole = Unused(money(ahead.total_minor, ahead.currency), money(ahead.tax_minor, ahead.currency))
        parts.append(await _at_most_kept(ctx, whole, ahead))
    if current is not None:
        parts.append(await _at_most_kept(ctx, await _rest(ctx, subscription), current))
    return [part for part in parts if part.amount.minor]


async def _rest(ctx: Context, subscription: Subscription) -> Unused:
    """What is held for the rest of the current period, at the agreed prices and under the terms of the period."""
    nothing = money(0, subscription.currency)
    current, at = current_period(subscription), subscription.paused_at or ctx.now
    if current is None or in_trial(subscription) or at >= current.end:
        return Unused(nothing, nothing)
    opening = await opening_invoice(ctx, subscription)
    whole, terms = await whole_period(ctx, subscription, opening), await current_terms(ctx, subscription, opening)
    lines = unused_value(await held_purchase(ctx, subscription), current=whole, at=at, terms=terms)
    return Unused(-add_up(nothing, [line.total for line in lines]), -add_up(nothing, [line.tax for line in lines]))


async def _at_most_kept(ctx: Context, unused: Unused, invoice: Invoice) -> Unused:
    """All of it, or so much of it as is kept of the invoice's period, with its share of the tax."""
    invoices = await lock_period(ctx, invoice)
    kept = await kept_of(ctx, invoices)
    if unused.amount.minor <= kept:
        return replace(unused, invoices=invoices)
    share = Fraction(kept, unused.amount.minor)
    return Unused(Money(kept, unused.amount.currency), unused.tax.fraction(share), invoices)
