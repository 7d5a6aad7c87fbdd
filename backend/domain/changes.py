"""What changing a subscription that is billed in advance costs: now, to another interval, or at the period's end.

Prorated amount = unit price x quantity x remaining time / length of the period, to the microsecond, rounded once per
line (Stripe, "Prorations": a credit for unused time, a charge for remaining time). What is credited is what the
customer holds, not what was charged last, so upgrades may follow each other inside one period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from backend.domain.catalog import AddonCharge
from backend.domain.money import Money, zero
from backend.domain.periods import Interval, Period, mean_length
from backend.domain.quotes import Line, Purchase, Quote, add_up, make_quote, merge_features, priced_line

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


def quote_change_now(held: Purchase, wanted: Purchase, *, current: Period, at: datetime, expires_at: datetime) -> Quote:
    """Change inside the period, which goes on: what differs is credited and charged for the time from `at` to its end.

    `current` is the whole interval that holds `at`, also where only a part of it was billed. What is the same on both
    sides has no line. One-time add-ons are charged in full where they are new, and never credited.
    """
    kept = set(_recurring(held)) & set(_recurring(wanted))
    left, rest = _remaining(current, at), Period(at, current.end)
    credits = [_credit(part, current, at) for part in _recurring(held) if part not in kept]
    charges = [
        priced_line(f"Remaining time: {part.name}", part.unit_price, part.quantity, left, rest)
        if part.charge is AddonCharge.RECURRING
        else priced_line(part.name, part.unit_price, part.quantity, Fraction(1), None)
        for part in _to_charge(held, wanted)
        if part not in kept
    ]
    return _quote(
        held, wanted, [*credits, *charges], effective_at=at, next_charge_at=current.end, expires_at=expires_at
    )


def quote_interval_change(
    held: Purchase, wanted: Purchase, *, current: Period, first: Period, at: datetime, expires_at: datetime
) -> Quote:
    """Change to another interval: all that is unused of `current` is credited, and `first`, from `at`, charged in full.

    One-time add-ons are charged where they are new, and never credited.
    """
    assert first.start == at, "the new interval starts with the change"
    charges = [
        priced_line(
            part.name,
            part.unit_price,
            part.quantity,
            Fraction(1),
            first if part.charge is AddonCharge.RECURRING else None,
        )
        for part in _to_charge(held, wanted)
    ]
    lines = [*unused_value(held, current=current, at=at), *charges]
    return _quote(held, wanted, lines, effective_at=at, next_charge_at=first.end, expires_at=expires_at)


def quote_change_later(held: Purchase, wanted: Purchase, *, effective_at: datetime, expires_at: datetime) -> Quote:
    """Change when the period ends: nothing now; the next charge is the new price, and new one-time add-ons with it."""
    quote = _quote(held, wanted, (), effective_at=effective_at, next_charge_at=effective_at, expires_at=expires_at)
    following = [part.unit_price * part.quantity for part in _to_charge(held, wanted)]
    return replace(quote, next_charge=add_up(zero(wanted.unit_price.currency), following))


def unused_value(held: Purchase, *, current: Period, at: datetime) -> tuple[Line, ...]:
    """A credit for each recurring thing held, for the time from `at` to the end of the whole interval `current`.

    Never more than it costs for the interval. What was charged once is used up.
    """
    return tuple(_credit(part, current, at) for part in _recurring(held))


@dataclass(frozen=True, slots=True)
class _Part:
    """The plan or an add-on. Two are equal when the same thing costs the same, whatever it is called by now."""

    id: str
    charge: AddonCharge
    unit_price: Money
    quantity: int
    name: str = field(compare=False)


def _parts(purchase: Purchase) -> list[_Part]:
    plan = _Part(
        purchase.plan_id, AddonCharge.RECURRING, purchase.unit_price, purchase.quantity, name=purchase.plan_name
    )
    addons = [
        _Part(addon.addon_id, addon.charge, addon.unit_price, addon.quantity, name=addon.name)
        for addon in purchase.addons
    ]
    parts = [plan, *addons]
    assert len({part.id for part in parts}) == len(parts), "each thing is named once, with its quantity"
    return parts


def _recurring(purchase: Purchase) -> list[_Part]:
    return [part for part in _parts(purchase) if part.charge is AddonCharge.RECURRING]


def _to_charge(held: Purchase, wanted: Purchase) -> list[_Part]:
    """All that comes with each period of `wanted`, and so much of what is charged once as goes beyond `held`."""
    had = {part.id: part.quantity for part in _parts(held) if part.charge is AddonCharge.ONE_TIME}
    parts = [
        part if part.charge is AddonCharge.RECURRING else replace(part, quantity=part.quantity - had.get(part.id, 0))
        for part in _parts(wanted)
    ]
    return [part for part in parts if part.quantity > 0]


def _remaining(current: Period, at: datetime) -> Fraction:
    assert current.start <= at < current.end, "a change is made inside the current period"
    return Fraction((current.end - at) // _TICK, (current.end - current.start) // _TICK)


def _credit(part: _Part, current: Period, at: datetime) -> Line:
    share = -_remaining(current, at)
    return priced_line(f"Unused time: {part.name}", part.unit_price, part.quantity, share, Period(at, current.end))


def _quote(
    held: Purchase,
    wanted: Purchase,
    lines: Sequence[Line],
    *,
    effective_at: datetime,
    next_charge_at: datetime,
    expires_at: datetime,
) -> Quote:
    assert held.unit_price.currency == wanted.unit_price.currency, "a subscription keeps its currency"
    return make_quote(
        wanted, lines, effective_at=effective_at, next_charge_at=next_charge_at, expires_at=expires_at,
        held=merge_features(held),
    )  # fmt: skip
