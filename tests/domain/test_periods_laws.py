"""The laws of periods, in every time zone there is: they tile time, keep the calendar, and do not drift."""

import calendar
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.periods import (
    CalendarDay,
    Interval,
    IntervalUnit,
    calendar_anchor,
    first_period,
    period,
    period_index,
    position,
)

TICK, SECOND, HOUR, DAY = timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
BEGIN, END = datetime(1990, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
YEARS = 50 * 365 * DAY
ZONES = sorted(available_timezones())
LENGTHS = {
    IntervalUnit.HOUR: HOUR,
    IntervalUnit.DAY: DAY,
    IntervalUnit.WEEK: 7 * DAY,
    IntervalUnit.MONTH: 31 * DAY,
    IntervalUnit.YEAR: 366 * DAY,
}
CALENDAR_UNITS = [IntervalUnit.WEEK, IntervalUnit.MONTH, IntervalUnit.YEAR]


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    shift = at.astimezone(zone).utcoffset()
    assert shift is not None
    return shift


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


@cache
def changes(name: str) -> tuple[datetime, ...]:
    """The first seconds of a new offset from UTC, but for one that lasts a few days only (Gaza, in Ramadan 2054)."""
    zone, found = ZoneInfo(name), []
    looks = [BEGIN + n * 20 * DAY for n in range((END - BEGIN) // DAY // 20)]
    for low, high in pairwise(looks):
        before = offset(low, zone)
        if before == offset(high, zone):
            continue
        while high - low > SECOND:
            middle = low + (high - low) // SECOND // 2 * SECOND
            low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
        found.append(high)
    return tuple(found)


@cache
def clocks() -> tuple[str, ...]:
    """The name of one zone for each clock: more than half of the names tell the same time since 1990."""
    same = {}
    for name in ZONES:
        zone = ZoneInfo(name)
        same[tuple((at, offset(at, zone)) for at in (BEGIN, *changes(name)))] = name
    return tuple(same.values())


def kinds_of_change(name: str) -> Iterator[datetime]:
    """The first change of each kind: from which offset, to which, and at what time of the day."""
    zone = ZoneInfo(name)
    kinds = {(offset(at - TICK, zone), offset(at, zone), wall(at, zone).time()): at for at in reversed(changes(name))}
    yield from kinds.values()


@st.composite
def instants(draw: st.DrawFn, name: str) -> datetime:
    """From 1990 to 2060; half of them within two days of a change of the zone's clock, and half on a full minute."""
    if draw(st.booleans()) and changes(name):
        at = draw(st.sampled_from(changes(name))) + draw(st.timedeltas(-2 * DAY, 2 * DAY))
    else:
        at = BEGIN + draw(st.timedeltas(timedelta(0), END - BEGIN))
    return at.replace(second=0, microsecond=0) if draw(st.booleans()) else at


@st.composite
def cases(draw: st.DrawFn) -> tuple[datetime, Interval, int, ZoneInfo]:
    """An anchor, an interval, the index of a period of the fifty years that follow, and a zone."""
    name = draw(st.sampled_from(ZONES))
    interval = Interval(draw(st.sampled_from(list(IntervalUnit))), draw(st.integers(1, 24)))
    anchor = draw(instants(name))
    last = YEARS // (LENGTHS[interval.unit] * interval.count)
    if draw(st.booleans()):
        to = draw(instants(name))
        if anchor <= to <= anchor + YEARS:
            return anchor, interval, period_index(anchor, to, interval, ZoneInfo(name)), ZoneInfo(name)
    return anchor, interval, draw(st.integers(0, last)), ZoneInfo(name)


def assert_tiles(anchor: datetime, interval: Interval, first: int, count: int, zone: ZoneInfo) -> None:
    """Some periods in a row: no gap, no overlap, each with a length, each with the indices and positions of its own."""
    run = [period(anchor, interval, n, zone) for n in range(first, first + count)]
    assert [one.end for one in run[:-1]] == [one.start for one in run[1:]]
    for index, one in enumerate(run, first):
        assert one.start < one.end
        middle = one.start + (one.end - one.start) // 2
        inside = [one.start, middle, one.end - TICK]
        assert [period_index(anchor, at, interval, zone) for at in inside] == [index] * 3
        places = [position(anchor, at, interval, zone) for at in inside]
        assert index == places[0] < places[1] < places[2] < index + 1
    assert period_index(anchor, run[-1].end, interval, zone) == first + count
    assert position(anchor, run[-1].end, interval, zone) == first + count


def test_periods_tile_time_around_every_kind_of_clock_change_of_every_zone() -> None:
    intervals = [Interval(IntervalUnit.DAY, 1), Interval(IntervalUnit.DAY, 2), Interval(IntervalUnit.WEEK, 1)]
    seen = 0
    for name in clocks():
        zone = ZoneInfo(name)
        for change in kinds_of_change(name):
            # By the day these are at the first instant of the change two days later, within it, before and after it.
            for early in (-2 * DAY, -2 * DAY + HOUR / 2, -2 * DAY - HOUR / 2, -DAY - HOUR, -TICK, timedelta(0)):
                seen += 1
                for interval in intervals[:1] if early < -DAY - HOUR else intervals:
                    assert_tiles(change + early, interval, 0, 4 if interval.count == 1 else 2, zone)
    assert seen > 4_000


def test_days_are_the_days_that_a_zone_had() -> None:
    """Counted the slow way, date by date, over every change of the clock by more than three hours."""
    skipping = set()
    for name in ZONES:
        zone = ZoneInfo(name)
        for change in kinds_of_change(name):
            if abs(offset(change, zone) - offset(change - TICK, zone)) <= 3 * HOUR:
                continue
            anchor = change - 5 * DAY + HOUR
            dates = [wall(anchor, zone).replace(tzinfo=zone) + n * DAY for n in range(10)]
            lived = [at.astimezone(UTC) for at in dates if wall(at.astimezone(UTC), zone).date() == at.date()]
            if len(lived) < 10:
                skipping.add(name)
            daily = Interval(IntervalUnit.DAY, 1)
            assert [period(anchor, daily, n, zone).start for n in range(len(lived))] == lived
    assert skipping == {
        "Kwajalein",
        *(f"Pacific/{place}" for place in ("Apia", "Enderbury", "Fakaofo", "Kanton", "Kiritimati", "Kwajalein")),
    }


@settings(max_examples=300, deadline=None)
@given(cases())
def test_periods_tile_time(case: tuple[datetime, Interval, int, ZoneInfo]) -> None:
    anchor, interval, index, zone = case
    assert_tiles(anchor, interval, max(0, index - 1), 3, zone)


@settings(max_examples=300, deadline=None)
@given(cases(), st.timedeltas(timedelta(0), YEARS), st.timedeltas(TICK, YEARS))
def test_every_instant_is_in_the_period_of_its_index_and_later_ones_have_a_greater_position(
    case: tuple[datetime, Interval, int, ZoneInfo], after: timedelta, later: timedelta
) -> None:
    anchor, interval, _, zone = case
    places = []
    for at in (anchor + after, anchor + after + TICK, anchor + after + later + TICK):
        index = period_index(anchor, at, interval, zone)
        current = period(anchor, interval, index, zone)
        assert current.start <= at < current.end
        places.append(position(anchor, at, interval, zone))
        assert places[-1] == index + Fraction((at - current.start) // TICK, (current.end - current.start) // TICK)
    assert places == sorted(set(places))


def calendar_date(first: date, interval: Interval, index: int) -> date:
    """Where the calendar puts the date of a boundary, a month at a time."""
    if interval.unit is IntervalUnit.WEEK:
        return date.fromordinal(first.toordinal() + 7 * interval.count * index)
    months = first.month + interval.count * index * (12 if interval.unit is IntervalUnit.YEAR else 1)
    year, month = first.year + (months - 1) // 12, (months - 1) % 12 + 1
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


def assert_first_reading(at: datetime, local: datetime, zone: ZoneInfo) -> None:
    """The first instant at which the local clock shows `local`; in a gap, as long after its beginning as local is."""
    late = wall(at, zone) - local
    if late:
        assert timedelta(0) < late <= DAY
        assert late == offset(at, zone) - offset(at - late, zone), "only by the length of the gap"
    else:
        for hours in (1, 2, 3, 23, 24):
            assert wall(at - hours * HOUR, zone) != local


@settings(max_examples=600, deadline=None)
@given(cases())
def test_no_boundary_drifts(case: tuple[datetime, Interval, int, ZoneInfo]) -> None:
    anchor, interval, index, zone = case
    first, boundary = wall(anchor, zone), period(anchor, interval, index, zone).end
    elapsed = interval.count * (index + 1) * LENGTHS[interval.unit]
    if interval.unit is IntervalUnit.HOUR:
        assert boundary == anchor + elapsed
    elif interval.unit is IntervalUnit.DAY:
        assert abs(boundary - anchor - elapsed) < 12 * HOUR
        local = datetime.combine(wall(boundary, zone), first.time())
        if local > wall(boundary, zone):
            local -= DAY  # a gap that ends on the next date
        assert_first_reading(boundary, local, zone)
    else:
        local = datetime.combine(calendar_date(first.date(), interval, index + 1), first.time())
        assert_first_reading(boundary, local, zone)


def is_wanted(on: date, day: CalendarDay, interval: Interval) -> bool:
    if day.unit is IntervalUnit.WEEK:
        return on.isoweekday() == day.day
    last = (on + DAY).day == 1
    every = 12 if day.unit is IntervalUnit.YEAR else interval.count
    is_month = day.month is None or on.month in range(day.month % every, 13, every)
    return is_month and (on.day == day.day or (last and on.day < day.day))


def assert_midnight(at: datetime, on: date, zone: ZoneInfo) -> None:
    """Local midnight of the date, or the first instant after the gap that it is in."""
    if wall(at, zone) != datetime.combine(on, time()):
        assert offset(at - TICK, zone) < offset(at, zone)
        assert wall(at - TICK, zone) < datetime.combine(on, time()) < wall(at, zone)


def days_of(interval: Interval) -> st.SearchStrategy[CalendarDay]:
    """Any day; more often than by chance one that some months do not have."""
    unit = interval.unit
    if unit is IntervalUnit.WEEK:
        return st.integers(1, 7).map(lambda day: CalendarDay(unit, day))
    if unit is IntervalUnit.MONTH:
        months = st.none() if 12 % interval.count else st.none() | st.integers(1, 12)
        return st.builds(CalendarDay, st.just(unit), st.integers(1, 31) | st.integers(28, 31), months)
    dates = st.dates(date(2000, 1, 1), date(2000, 12, 31)) | st.just(date(2000, 2, 29))
    return dates.map(lambda on: CalendarDay(unit, on.day, on.month))


def assert_calendar(day: CalendarDay, interval: Interval, start: datetime, index: int, zone: ZoneInfo) -> None:
    """The anchor, the period of the start, and the one `index` later begin at midnights of the wanted day."""
    anchor = calendar_anchor(day, interval, start, zone)
    assert anchor <= start
    current = period_index(anchor, start, interval, zone)
    whole = period(anchor, interval, current, zone)
    back = (wall(start, zone).date() + n * DAY for n in range(1, -367, -1))
    wanted = (on for on in back if is_wanted(on, day, interval))
    latest = next(on for on in wanted if datetime.combine(on, time(), zone).astimezone(UTC) <= start)
    assert_midnight(whole.start, latest, zone)
    assert whole.start <= start
    assert is_wanted(wall(anchor, zone).date(), day, interval)
    assert wall(anchor, zone).time() == time()
    later = period(anchor, interval, current + index, zone).end
    on = calendar_date(wall(anchor, zone).date(), interval, current + index + 1)
    assert is_wanted(on, day, interval), "no drift to the 28th, nor to another month"
    assert_midnight(later, on, zone)
    first, share = first_period(anchor, start, interval, zone)
    assert (first.start, first.end) == (start, whole.end)
    assert share == current + 1 - position(anchor, start, interval, zone)
    assert (share == 1) == (start == whole.start)
    assert first_period(anchor, whole.start, interval, zone) == (whole, Fraction(1))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_fixed_day_is_the_local_midnight_of_that_day_for_ever(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(ZONES))
    unit = data.draw(st.sampled_from(CALENDAR_UNITS))
    interval = Interval(unit, data.draw(st.integers(1, 24) | st.sampled_from([2, 3, 4, 6, 12])))
    index = data.draw(st.integers(0, YEARS // (LENGTHS[unit] * interval.count)))
    assert_calendar(data.draw(days_of(interval)), interval, data.draw(instants(name)), index, ZoneInfo(name))


def test_a_fixed_day_on_which_the_clock_changes_is_billed_from_its_midnight_in_every_zone() -> None:
    for name in clocks():
        zone = ZoneInfo(name)
        for change in kinds_of_change(name):
            before, after = wall(change - TICK, zone), wall(change, zone)
            for on in {before.date(), after.date()}:
                for start in (change - HOUR, change, change + HOUR / 2):
                    weekly = CalendarDay(IntervalUnit.WEEK, on.isoweekday())
                    assert_calendar(weekly, Interval(IntervalUnit.WEEK, 1), start, 0, zone)
                    monthly = CalendarDay(IntervalUnit.MONTH, on.day)
                    assert_calendar(monthly, Interval(IntervalUnit.MONTH, 1), start, 0, zone)
                    quarterly = CalendarDay(IntervalUnit.MONTH, on.day, on.month)
                    assert_calendar(quarterly, Interval(IntervalUnit.MONTH, 3), start, 0, zone)
