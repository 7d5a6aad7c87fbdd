"""Billing periods: half-open `[start, end)` in UTC, each computed from the anchor in the merchant's time zone.

Period n is anchor + n intervals, never previous + 1: 31 January, 28 February, 31 March (no drift).
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class IntervalUnit(StrEnum):
    """The unit of a plan's interval."""

    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


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


def _boundary(anchor: datetime, interval: Interval, index: int, zone: ZoneInfo) -> datetime:
    """anchor + index intervals. Hours are elapsed time; the others keep the local wall clock of the merchant."""
    steps = interval.count * index
    if interval.unit is IntervalUnit.HOUR:
        return anchor + timedelta(hours=steps)
    local = anchor.astimezone(zone).replace(tzinfo=None)
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
