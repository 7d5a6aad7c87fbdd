"""Periods, counted by hand: on the merchant's wall, one boundary after the other from the anchor."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from tests.scenarios.recomputed.script import ZONE, Plan

_WALL = ZoneInfo(ZONE)
# How long each is on average, in seconds: only to say which of two prices is higher.
_SECONDS = {"HOUR": 3600, "DAY": 86_400, "WEEK": 604_800, "MONTH": 2_629_746, "YEAR": 31_556_952}


def boundary(anchor: datetime, plan: Plan, number: int) -> datetime:
    """Where the period of that number starts; number 0 at the anchor."""
    steps = number * plan.count
    if number == 0:
        return anchor
    if plan.unit == "HOUR":
        return anchor + timedelta(hours=steps)
    wall = anchor.astimezone(_WALL).replace(tzinfo=None, fold=0)
    if plan.unit == "DAY":
        return _at(wall + timedelta(days=steps))
    if plan.unit == "WEEK":
        return _at(wall + timedelta(days=7 * steps))
    months = wall.year * 12 + wall.month - 1 + steps * (12 if plan.unit == "YEAR" else 1)
    year, month = months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return _at(wall.replace(year=year, month=month, day=min(wall.day, last)))


def following(anchor: datetime, plan: Plan, start: datetime) -> datetime:
    """Where the period ends that starts at `start`, which is a boundary."""
    number = _not_after(anchor, plan, start)
    assert boundary(anchor, plan, number) == start, "periods follow each other without a gap"
    return boundary(anchor, plan, number + 1)


def elapsed(anchor: datetime, plan: Plan, at: datetime) -> Fraction:
    """How many intervals, and which part of one, `at` is after the anchor."""
    number = _not_after(anchor, plan, at)
    start, end = boundary(anchor, plan, number), boundary(anchor, plan, number + 1)
    return number + share(start, end, at)


def share(start: datetime, end: datetime, at: datetime) -> Fraction:
    """Which part of a period is over at an instant."""
    tick = timedelta(microseconds=1)
    return Fraction((at - start) // tick, (end - start) // tick)


def days_later(at: datetime, days: int) -> datetime:
    """The same time on the wall, so many days later: when a trial ends."""
    return _at(at.astimezone(_WALL).replace(tzinfo=None, fold=0) + timedelta(days=days))


def next_debit(anchor: datetime, plan: Plan, after: datetime) -> datetime:
    """What is metered is debited by the full hour or the full day, both counted from the anchor."""
    step = Plan("", "HOUR" if plan.unit == "HOUR" else "DAY", 1, 0, ())
    return boundary(anchor, step, _not_after(anchor, step, after) + 1)


def for_a_second(plan: Plan, minor: int) -> Fraction:
    """What an interval's price is for one second of an average interval."""
    return Fraction(minor, plan.count * _SECONDS[plan.unit])


def _not_after(anchor: datetime, plan: Plan, at: datetime) -> int:
    """The number of the period that runs at an instant: count on from where it certainly has begun."""
    number = max(0, int((at - anchor).total_seconds()) // (plan.count * _SECONDS[plan.unit]) - 2)
    while boundary(anchor, plan, number + 1) <= at:
        number += 1
    return number


def _at(wall: datetime) -> datetime:
    """A time that the wall shows twice is its first showing; one that it skips is read by the clock before."""
    return wall.replace(tzinfo=_WALL, fold=0).astimezone(UTC)
