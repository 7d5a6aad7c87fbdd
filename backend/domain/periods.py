"""Billing periods: half-open `[start, end)` in UTC, each computed from the anchor in the merchant's time zone.

Period n is anchor + n intervals, never previous + 1: 31 January, 28 February, 31 March (no drift).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo


class IntervalUnit(StrEnum):
    """The unit of a plan's interval."""

    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


_TICK = timedelta(microseconds=1)
# Of the Gregorian calendar; only a first guess is made of it.
_MEAN_LENGTH = {
    IntervalUnit.HOUR: timedelta(hours=1),
    IntervalUnit.DAY: timedelta(days=1),
    IntervalUnit.WEEK: timedelta(weeks=1),
    IntervalUnit.MONTH: timedelta(seconds=2_629_746),
    IntervalUnit.YEAR: timedelta(seconds=31_556_952),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """So many units of time."""

    unit: IntervalUnit
    count: int


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open stretch of time between two UTC instants."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        assert self.start.utcoffset() == self.end.utcoffset() == timedelta(0), "periods are UTC"
        assert self.start < self.end, "a period has a length"


def period(anchor: datetime, interval: Interval, index: int, zone: ZoneInfo) -> Period:
    """The period number `index` (0 is the first) of a subscription anchored at the UTC instant `anchor`."""
    return Period(_boundary(anchor, interval, index, zone), _boundary(anchor, interval, index + 1, zone))


def period_index(anchor: datetime, at: datetime, interval: Interval, zone: ZoneInfo) -> int:
    """The number of the period that contains the UTC instant `at`, however far it is. `at` is not before the anchor."""
    assert at >= anchor, "nothing is counted before the anchor"
    index = (at - anchor) // (interval.count * _MEAN_LENGTH[interval.unit])
    # The mean is off by days and hours, never by much more than one period.
    while _boundary(anchor, interval, index, zone) > at:
        index -= 1
    while _boundary(anchor, interval, index + 1, zone) <= at:
        index += 1
    return index


def position(anchor: datetime, at: datetime, interval: Interval, zone: ZoneInfo) -> Fraction:
    """How many intervals `at` is after the anchor: whole periods, and the exact share of the one that runs then."""
    index = period_index(anchor, at, interval, zone)
    current = period(anchor, interval, index, zone)
    return index + Fraction((at - current.start) // _TICK, (current.end - current.start) // _TICK)


def _boundary(anchor: datetime, interval: Interval, index: int, zone: ZoneInfo) -> datetime:
    """anchor + index intervals. Hours are elapsed time; the others keep the local wall clock of the merchant."""
    if index == 0:
        return anchor  # even when its wall-clock time is the second reading of an hour that DST repeats
    steps = interval.count * index
    if interval.unit is IntervalUnit.HOUR:
        return anchor + timedelta(hours=steps)
    local = anchor.astimezone(zone).replace(tzinfo=None, fold=0)
    if interval.unit is IntervalUnit.DAY:
        moved = local + timedelta(days=steps)
    elif interval.unit is IntervalUnit.WEEK:
        moved = local + timedelta(weeks=steps)
    else:
        moved = _add_months(local, steps * (12 if interval.unit is IntervalUnit.YEAR else 1))
    # A wall-clock time that a DST change skips or repeats is taken as its first reading (PEP 495, fold=0).
    return moved.replace(tzinfo=zone).astimezone(UTC)


def _add_months(local: datetime, months: int) -> datetime:
    """The same day of the month `months` later, or that month's last day when it is shorter."""
    year, month0 = divmod(local.year * 12 + local.month - 1 + months, 12)
    day = min(local.day, calendar.monthrange(year, month0 + 1)[1])
    return local.replace(year=year, month=month0 + 1, day=day)
