"""Billing periods: half-open `[start, end)` in UTC, each computed from the anchor in the merchant's time zone.

Period n is anchor + n intervals, never previous + 1: 31 January, 28 February, 31 March (no drift).

Hours are elapsed time. Weeks, months and years are the calendar's: the anchor's weekday or day of the month, at its
local time. Days are days that people lived: boundary n is the instant nearest to n x 24 hours after the anchor at which
the local clock shows the anchor's time. So a date that a zone skipped (Pacific/Apia, 30 December 2011) is no day: it
has no number and is not charged; one that it had twice is two. By the calendar a skipped one would start and end
at one instant, because a skipped time is read like the same time of the date after it. As it is, every index has a
period with a length, `position` moves on without a jump, and the period after the one that runs is `index + 1`, always.
A longer interval never vanishes: the week of a skipped date is a day shorter, and is one week.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo


class IntervalUnit(StrEnum):
    """The unit of a plan's interval."""

    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    YEAR = "YEAR"


_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)
# Of the Gregorian calendar, whose 400 years have 146,097 days.
_MEAN_LENGTH = {
    IntervalUnit.HOUR: timedelta(hours=1),
    IntervalUnit.DAY: timedelta(days=1),
    IntervalUnit.WEEK: timedelta(weeks=1),
    IntervalUnit.MONTH: timedelta(seconds=2_629_746),
    IntervalUnit.YEAR: timedelta(seconds=31_556_952),
}
_IN_A_YEAR = {IntervalUnit.WEEK: 52, IntervalUnit.MONTH: 12, IntervalUnit.YEAR: 1}
_LEAP_YEAR = 2000


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


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A fixed day to bill on. By the WEEK `day` is the ISO weekday, 1 (Monday) to 7.

    By the MONTH it is 1 to 31, or the last day of a shorter month; of several months, as many as a year can be divided
    into, `month` is one that they begin with: a quarter from January, April, July and October. By the YEAR it is a day
    of `month`; 29 February is the 28th in common years. Hours and days have none.
    """

    unit: IntervalUnit
    day: int
    month: int | None = None

    def __post_init__(self) -> None:
        assert self.unit in _IN_A_YEAR, "hours and days have no calendar day"
        assert self.month is not None or self.unit is not IntervalUnit.YEAR, "a day of the year has a month"
        assert self.month is None or self.unit is not IntervalUnit.WEEK, "a weekday has no month"
        assert self.month is None or 1 <= self.month <= 12, "a month is 1 to 12"
        assert 1 <= self.day <= longest_day(self.unit, self.month), "a day is one that the week or the month has"


def longest_day(unit: IntervalUnit, month: int | None) -> int:
    """The greatest number of a fixed day by the WEEK, the MONTH, or the YEAR in that `month`."""
    if unit is IntervalUnit.WEEK:
        return 7
    return calendar.monthrange(_LEAP_YEAR, month or 1)[1] if unit is IntervalUnit.YEAR else 31


def mean_length(interval: Interval) -> timedelta:
    """How long it is on average: to compare prices by or to guess an index from, never to bill by."""
    return interval.count * _MEAN_LENGTH[interval.unit]


def period(anchor: datetime, interval: Interval, index: int, zone: ZoneInfo) -> Period:
    """The period number `index` (0 is the first) of a subscription anchored at the UTC instant `anchor`."""
    return Period(_boundary(anchor, interval, index, zone), _boundary(anchor, interval, index + 1, zone))


def period_index(anchor: datetime, at: datetime, interval: Interval, zone: ZoneInfo) -> int:
    """The number of the period that contains the UTC instant `at`, however far it is. `at` is not before the anchor."""
    assert at >= anchor, "nothing is counted before the anchor"
    index = (at - anchor) // mean_length(interval)
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


def calendar_anchor(day: CalendarDay, interval: Interval, start: datetime, zone: ZoneInfo) -> datetime:
    """The anchor of a subscription that begins at the UTC instant `start` and bills on a fixed day: a local midnight.

    A period begins at the latest such midnight that is not after the start, and the anchor is that one, unless it does
    not show the day itself: periods from 28 February would stay on the 28th, and from a midnight that DST skips at one
    o'clock. Then the anchor is whole intervals earlier, at the last that does, if there is one in twelve.

    It is what Stripe calls `billing_cycle_anchor` (docs.stripe.com/billing/subscriptions/billing-cycle).
    """
    assert day.unit is interval.unit, "a week bills on a weekday, a month on a day of the month"
    by_months = day.unit is IntervalUnit.MONTH and day.month is not None
    assert not by_months or 12 % interval.count == 0, "the same months of every year"
    # From tomorrow on: a clock that goes back just after midnight (St. John's, until 2011) was there today already.
    latest = _latest_date(day, interval, (start.astimezone(zone) + _DAY).date())
    while _midnight(latest, zone) > start:
        latest = _latest_date(day, interval, latest - _DAY)
    return _midnight(max(_dates_back(day, interval, latest), key=lambda on: _shows(day, on, zone)), zone)


def first_period(anchor: datetime, start: datetime, interval: Interval, zone: ZoneInfo) -> tuple[Period, Fraction]:
    """From `start`, not before the anchor, to the end of the period it is in; and its exact share of that whole period.

    The share is 1 when the start is a boundary. It is what Stripe prorates before the first full invoice
    (docs.stripe.com/billing/subscriptions/billing-cycle).
    """
    whole = period(anchor, interval, period_index(anchor, start, interval, zone), zone)
    return Period(start, whole.end), Fraction((whole.end - start) // _TICK, (whole.end - whole.start) // _TICK)


# A period is asked for by its index right after that was found between the same two.
@lru_cache(maxsize=1024)
def _boundary(anchor: datetime, interval: Interval, index: int, zone: ZoneInfo) -> datetime:
    """anchor + index intervals."""
    if index == 0:
        return anchor  # even when its wall-clock time is the second reading of an hour that DST repeats
    steps = interval.count * index
    if interval.unit is IntervalUnit.HOUR:
        return anchor + timedelta(hours=steps)
    local = anchor.astimezone(zone).replace(tzinfo=None, fold=0)
    if interval.unit is IntervalUnit.DAY:
        return _nearest(local + steps * _DAY, anchor + steps * _DAY, zone)
    if interval.unit is IntervalUnit.WEEK:
        return _instant(local + timedelta(weeks=steps), zone)
    months = steps * (12 if interval.unit is IntervalUnit.YEAR else 1)
    return _instant(datetime.combine(_in_month(_month(local) + months, local.day), local.time()), zone)


def _instant(local: datetime, zone: ZoneInfo, fold: int = 0) -> datetime:
    """A wall-clock time that the zone skips or repeats is taken as its first reading (PEP 495, fold=0)."""
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _nearest(local: datetime, elapsed: datetime, zone: ZoneInfo) -> datetime:
    """Where the clock shows the time of `local`, on any date, nearest to the instant `elapsed`."""
    instant = _instant(local, zone)
    # DST moves it by an hour or so. More than half a day are dates that the zone left out, or had twice, since.
    skipped = (elapsed - instant + _DAY / 2) // _DAY
    return _instant(local + skipped * _DAY, zone, fold=int(skipped < 0)) if skipped else instant


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return _instant(datetime.combine(on, time()), zone)


def _month(on: date) -> int:
    """Months are numbered through all years."""
    return on.year * 12 + on.month - 1


def _in_month(number: int, day: int) -> date:
    """That day of a month, or its last when it is shorter."""
    year, month0 = divmod(number, 12)
    return date(year, month0 + 1, min(day, calendar.monthrange(year, month0 + 1)[1]))


def _latest_date(day: CalendarDay, interval: Interval, until: date) -> date:
    """The last date up to `until`, itself included, that is the day, as far as the month has it."""
    if day.unit is IntervalUnit.WEEK:
        return until - (until.isoweekday() - day.day) % 7 * _DAY
    month, every = _month(until), 1
    if day.month is not None:
        every = 12 if day.unit is IntervalUnit.YEAR else interval.count
        month -= (until.month - day.month) % every
    this = _in_month(month, day.day)
    return this if this <= until else _in_month(month - every, day.day)


def _dates_back(day: CalendarDay, interval: Interval, latest: date) -> Iterator[date]:
    """The latest date and those of whole intervals before it: none from before 1900, when zones kept the sun's time."""
    for number in range(min(12, (latest.year - 1900) * _IN_A_YEAR[day.unit] // interval.count) + 1):
        steps = interval.count * number
        if day.unit is IntervalUnit.WEEK:
            yield latest - timedelta(weeks=steps)
        else:
            yield _in_month(_month(latest) - steps * 12 // _IN_A_YEAR[day.unit], day.day)


def _shows(day: CalendarDay, on: date, zone: ZoneInfo) -> tuple[int, bool]:
    """How much of the wanted day a date is: the day of the month, and whether its midnight exists."""
    midnight = _midnight(on, zone).astimezone(zone)
    return 0 if day.unit is IntervalUnit.WEEK else on.day, midnight.replace(tzinfo=None) == datetime.combine(on, time())
