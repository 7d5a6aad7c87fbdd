"""What changing a subscription that is billed in advance costs: now, to another interval, or at the period's end.

Prorated amount = unit price x quantity x remaining time / length of the period, to the microsecond, rounded once per
line (Stripe, "Prorations": a credit for unused time, a charge for remaining time). What is credited is what the
customer holds, not what was charged last, so upgrades may follow each other inside one period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from backend.domain.lines import WHOLE, Line, Reduced, charge, credit, reduce_parts
from backend.domain.periods import Interval, Period, mean_length
from backend.domain.purchases import Purchase, charged_once, merge_features, parts_to_charge, recurring_parts
from backend.domain.quotes import Quote, each_period, make_quote
from backend.domain.terms import PLAIN, Terms

_UNUSED, _REMAINING = "Unused time: ", "Remaining time: "
_TICK, _SECOND = timedelta(microseconds=1), timedelta(seconds=1)


class Direction(StrEnum):
    """Whether a change makes the subscription dearer, cheaper or neither."""

    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRADE"
    SAME = "SAME"


def direction(held: Purchase, held_interval: Interval, wanted: Purchase, wanted_interval: Interval) -> Direction:
    """Compare what each costs: in an interval that both share, otherwise in a mean second.

    Add-ons that are charged once do not count.
    """
    # a / m < b / n is a x n < b x m: exact, and in whole minor units.
    before = held.each_interval * (mean_length(wanted_interval) // _SECOND)
    after = wanted.each_interval * (mean_length(held_interval) // _SECOND)
    if before < after:
        return Direction.UPGRADE
    return Direction.DOWNGRADE if after < before else Direction.SAME


def quote_change_now(
    held: Purchase,
    wanted: Purchase,
    *,
    current: Period,
    at: datetime,
    expires_at: datetime,
    terms: Terms = PLAIN,
    following: Terms = PLAIN,
    next_share: Fraction = WHOLE,
) -> Quote:
    """Change inside the period, which goes on: what differs is credited and charged for the time from `at` to its end.

    `current` is the whole interval that holds `at`, also where only a part of it was billed. It was billed under
    `terms`, under which the rest of it stays; `following` are those of the next period, which is `next_share` of a
    whole one. What is the same on both sides has no line. One-time add-ons are charged in full where they are new, less
    percentages, and never credited.
    """
    before, after = _each(held, terms), _each(wanted, terms)
    kept = {_figures(one) for one in before} & {_figures(one) for one in after}
    left, rest = _remaining(current, at), Period(at, current.end)
    charges = {one.part.id: charge(one, left, rest, _REMAINING) for one in after if _figures(one) not in kept}
    charges |= _new_once(held, wanted, terms)
    lines = [
        *(credit(one, left, rest, _UNUSED) for one in before if _figures(one) not in kept),
        *(charges[part.id] for part in parts_to_charge(wanted, {}) if part.id in charges),
    ]
    return _quote(
        held, wanted, lines, effective_at=at, next_charge_at=current.end, expires_at=expires_at, following=following,
        next_share=next_share,
    )  # fmt: skip


def quote_interval_change(
    held: Purchase,
    wanted: Purchase,
    *,
    current: Period,
    first: Period,
    at: datetime,
    expires_at: datetime,
    terms: Terms = PLAIN,
    following: Terms = PLAIN,
    share: Fraction = WHOLE,
) -> Quote:
    """Change to another interval or calendar: all that is unused of `current` is credited, and `first` charged.

    `current` is the whole interval that holds `at`, and was billed under `terms`; `first`, from `at` on, is `share` of
    a whole one, under those that are `following`. One-time add-ons are charged where they are new, and never credited.
    """
    assert first.start == at, "the new interval starts with the change"
    reduced = reduce_parts(parts_to_charge(wanted, charged_once(held)), following.on(wanted.plan_id))
    charges = [charge(one, share, first) if one.part.is_recurring else charge(one, WHOLE, None) for one in reduced]
    lines = [*unused_value(held, current=current, at=at, terms=terms), *charges]
    return _quote(
        held, wanted, lines, effective_at=at, next_charge_at=first.end, expires_at=expires_at,
        billed_under=following.on(wanted.plan_id), following=following.after(wanted.plan_id),
    )  # fmt: skip


def quote_change_later(
    held: Purchase,
    wanted: Purchase,
    *,
    effective_at: datetime,
    expires_at: datetime,
    following: Terms = PLAIN,
    share: Fraction = WHOLE,
) -> Quote:
    """Change when the period ends: nothing now; the next charge is the new price, and new one-time add-ons with it.

    The period that follows is `share` of a whole interval.
    """
    quote = _quote(
        held, wanted, (), effective_at=effective_at, next_charge_at=effective_at, expires_at=expires_at,
        following=following,
    )  # fmt: skip
    return replace(quote, next_charge=each_period(wanted, following, charged=charged_once(held), share=share))


def unused_value(held: Purchase, *, current: Period, at: datetime, terms: Terms = PLAIN) -> tuple[Line, ...]:
    """A credit for each recurring thing held, for the time from `at` to the end of the whole interval `current`.

    Never more than it costs for the interval under the `terms` that this was billed under. What was charged once is
    used up.
    """
    left, rest = _remaining(current, at), Period(at, current.end)
    return tuple(credit(one, left, rest, _UNUSED) for one in _each(held, terms))


def _each(purchase: Purchase, terms: Terms) -> list[Reduced]:
    return reduce_parts(recurring_parts(purchase), terms.on(purchase.plan_id))


def _figures(reduced: Reduced) -> tuple[object, ...]:
    return reduced.part, reduced.net


def _new_once(held: Purchase, wanted: Purchase, terms: Terms) -> Mapping[str, Line]:
    """By id. A fixed discount was taken off what came with the period."""
    fresh = [part for part in parts_to_charge(wanted, charged_once(held)) if not part.is_recurring]
    shares = tuple(one for one in terms.discounts if one.share is not None)
    reduced = reduce_parts(fresh, replace(terms, discounts=shares).on(wanted.plan_id))
    return {one.part.id: charge(one, WHOLE, None) for one in reduced}


def _remaining(current: Period, at: datetime) -> Fraction:
    assert current.start <= at < current.end, "a change is made inside the current period"
    return Fraction((current.end - at) // _TICK, (current.end - current.start) // _TICK)


def _quote(
    held: Purchase,
    wanted: Purchase,
    lines: Sequence[Line],
    *,
    effective_at: datetime,
    next_charge_at: datetime,
    expires_at: datetime,
    following: Terms,
    billed_under: Terms | None = None,
    next_share: Fraction = WHOLE,
) -> Quote:
    assert held.unit_price.currency == wanted.unit_price.currency, "a subscription keeps its currency"
    return make_quote(
        wanted, lines, effective_at=effective_at, next_charge_at=next_charge_at, expires_at=expires_at,
        billed_under=billed_under, following=following, held=merge_features(held), next_share=next_share,
    )  # fmt: skip
