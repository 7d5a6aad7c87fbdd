"""When a plan's periods begin: with the subscription, or on a fixed day of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from backend.domain.periods import CalendarDay, Interval, Period, calendar_anchor, first_period

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first period on a calendar, its share of a whole one, and what the periods that follow are counted from."""

    anchor: datetime
    period: Period
    share: Fraction


@dataclass(frozen=True, slots=True)
class Calendar:
    """What stretch of time a plan's price is for, and the fixed day that it begins on. Without one that is any."""

    interval: Interval
    day: CalendarDay | None = None

    def anchor_from(self, start: datetime, zone: ZoneInfo) -> datetime:
        """What is counted from when something begins at the UTC instant `start`: that, or a fixed day before it."""
        return start if self.day is None else calendar_anchor(self.day, self.interval, start, zone)

    def begin(self, start: datetime, zone: ZoneInfo) -> Beginning:
        """From `start`, the whole of an interval, or the part of one that is left until the fixed day."""
        anchor = self.anchor_from(start, zone)
        return Beginning(anchor, *first_period(anchor, start, self.interval, zone))


def whole_of(part: Period, share: Fraction) -> Period:
    """The whole interval that ends with a `part` of it, which is `share` of its length."""
    assert 0 < share <= 1, "a part is no more than the whole"
    ticks = (part.end - part.start) // _TICK * share.denominator // share.numerator
    return Period(part.end - ticks * _TICK, part.end)
