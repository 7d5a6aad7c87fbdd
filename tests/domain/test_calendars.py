"""Plans with a fixed day: a first period up to it, whole ones from it on, and which days staff may choose."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.domain.calendars import Beginning, Calendar, whole_of
from backend.domain.catalog import BillingMode, PlanAnchor, PlanTerms, ProductKind, plan_problems
from backend.domain.changes import quote_change_now, quote_interval_change, unused_value
from backend.domain.money import Currency, Money
from backend.domain.periods import CalendarDay, Interval, IntervalUnit, Period, calendar_anchor, first_period, position
from backend.domain.purchases import Purchase
from backend.domain.quotes import quote_purchase, quote_renewal
from backend.domain.trials import quote_trial

USD = Currency("USD", 2)
TICK, YEARS = timedelta(microseconds=1), timedelta(days=50 * 365)
BEGIN = datetime(1990, 1, 1, tzinfo=UTC)
ZONES = sorted(available_timezones())
MONTH = Interval(IntervalUnit.MONTH, 1)
# The 16th of June 2027, and with it half of the month.
JUNE = Period(datetime(2027, 6, 1, tzinfo=UTC), datetime(2027, 7, 1, tzinfo=UTC))
HALF, UNTIL = datetime(2027, 6, 16, tzinfo=UTC), datetime(2027, 6, 16, 0, 15, tzinfo=UTC)
FIRST = Calendar(MONTH, CalendarDay(IntervalUnit.MONTH, 1))


def plan(minor: int, quantity: int = 1) -> Purchase:
    return Purchase(f"plan_{minor}", "Hosting", Money(minor, USD), quantity)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any interval, with or without a fixed day."""
    interval = Interval(draw(st.sampled_from(list(IntervalUnit))), draw(st.integers(1, 13)))
    if interval.unit in (IntervalUnit.HOUR, IntervalUnit.DAY) or draw(st.booleans()):
        return Calendar(interval)
    if interval.unit is IntervalUnit.WEEK:
        return Calendar(interval, CalendarDay(interval.unit, draw(st.integers(1, 7))))
    if interval.unit is IntervalUnit.MONTH:
        months = st.none() if 12 % interval.count else st.none() | st.integers(1, 12)
        return Calendar(interval, CalendarDay(interval.unit, draw(st.integers(1, 31)), draw(months)))
    on = draw(st.dates(date(2000, 1, 1), date(2000, 12, 31)))
    return Calendar(interval, CalendarDay(interval.unit, on.day, on.month))


instants = st.timedeltas(timedelta(0), YEARS).map(lambda after: BEGIN + after)


@settings(max_examples=300, deadline=None)
@given(calendars(), instants, st.sampled_from(ZONES))
def test_the_first_period_goes_up_to_the_fixed_day_and_whole_ones_follow_without_a_gap(
    calendar: Calendar, start: datetime, name: str
) -> None:
    zone = ZoneInfo(name)
    first = calendar.begin(start, zone)
    assert (first.period.start, first.anchor) == (start, calendar.anchor_from(start, zone))
    assert 0 < first.share <= 1
    end = first.period.end
    for _ in range(4):
        following, share = first_period(first.anchor, end, calendar.interval, zone)
        assert (following.start, share) == (end, Fraction(1))
        # Who begins at the end of any period has the same periods from there on.
        again = calendar.begin(end, zone)
        assert again.period.start == end
        if calendar.day is not None:
            assert (again.period, again.share) == (following, share)
        end = following.end


@settings(max_examples=300, deadline=None)
@given(calendars(), instants, st.sampled_from(ZONES))
def test_a_part_and_its_share_are_enough_to_know_the_whole(calendar: Calendar, start: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    first = calendar.begin(start, zone)
    whole = whole_of(first.period, first.share)
    assert first.share == 1 - (position(first.anchor, start, calendar.interval, zone) % 1)
    assert first_period(first.anchor, whole.start, calendar.interval, zone) == (whole, Fraction(1))
    # Moved by a pause, it is the end of a whole one of the same length.
    later = timedelta(days=3, microseconds=1)
    moved = whole_of(Period(first.period.start + later, first.period.end + later), first.share)
    assert (moved.start, moved.end) == (whole.start + later, whole.end + later)


def test_without_a_fixed_day_periods_begin_with_the_subscription() -> None:
    july = HALF + timedelta(days=30)
    assert Calendar(MONTH).begin(HALF, ZoneInfo("UTC")) == Beginning(HALF, Period(HALF, july), Fraction(1))


def test_a_plan_from_the_1st_that_begins_on_the_16th_of_june_has_half_a_month_first() -> None:
    first = FIRST.begin(HALF, ZoneInfo("UTC"))
    assert first == Beginning(JUNE.start, Period(HALF, JUNE.end), Fraction(1, 2))
    quote = quote_purchase(plan(2999, 2), first.period, UNTIL, share=first.share)
    (line,) = quote.lines
    assert (line.amount.minor, line.period, line.derivation.share) == (2999, first.period, Fraction(1, 2))
    assert (quote.due_now.minor, quote.next_charge.minor, quote.next_charge_at) == (2999, 5998, JUNE.end)
    trial = quote_trial(plan(2999), HALF, first.period, UNTIL, share=first.share)
    assert (trial.due_now.minor, trial.next_charge.minor, trial.next_charge_at) == (0, 1500, HALF)


@settings(deadline=None)
@given(calendars(), instants, st.sampled_from(ZONES), st.integers(0, 10**6), st.integers(1, 50), st.data())
def test_a_prorated_period_never_gives_back_more_than_it_cost(
    calendar: Calendar, start: datetime, name: str, minor: int, quantity: int, data: st.DataObject
) -> None:
    first = calendar.begin(start, ZoneInfo(name))
    assume(first.period.end - start > TICK)
    held, whole = plan(minor, quantity), whole_of(first.period, first.share)
    paid = quote_renewal(held, first.period, charged={}, share=first.share).total.minor
    assert paid == quote_purchase(held, first.period, UNTIL, share=first.share).total.minor
    length = (first.period.end - start) // TICK
    at = start + data.draw(st.sampled_from([0, length - 1]) | st.integers(0, length - 1)) * TICK
    (back,) = unused_value(held, current=whole, at=at)
    assert 0 <= -back.amount.minor <= paid
    if at == start:
        assert -back.amount.minor == paid
    now = quote_change_now(held, replace(held, plan_id="other"), current=whole, at=at, expires_at=at)
    assert (now.total.minor, now.credited.minor, now.next_charge_at) == (0, 0, first.period.end)


def test_a_change_inside_a_prorated_period_is_by_the_length_of_the_whole_one() -> None:
    """On the 16th half of June was charged; on the 23rd and a half, half of that is left: a quarter of the month."""
    at, whole = HALF + timedelta(days=7, hours=12), whole_of(Period(HALF, JUNE.end), Fraction(1, 2))
    assert whole == JUNE
    dearer = quote_change_now(plan(1000), plan(2000), current=whole, at=at, expires_at=at)
    assert [line.amount.minor for line in dearer.lines] == [-250, 500]
    later = quote_change_now(plan(1000), plan(2000), current=whole, at=at, expires_at=at, next_share=Fraction(3, 4))
    assert (later.due_now, later.next_charge.minor) == (dearer.due_now, 1500)
    weeks = Calendar(Interval(IntervalUnit.WEEK, 1), CalendarDay(IntervalUnit.WEEK, 1)).begin(at, ZoneInfo("UTC"))
    assert weeks.share == Fraction(9, 14)
    other = quote_interval_change(
        plan(1000), plan(1400), current=whole, first=weeks.period, at=at, expires_at=at, share=weeks.share
    )
    assert [line.amount.minor for line in other.lines] == [-250, 900]
    assert (other.next_charge.minor, other.next_charge_at) == (1400, datetime(2027, 6, 28, tzinfo=UTC))


def problems(anchor: PlanAnchor, interval: Interval | None, **terms: object) -> list[tuple[str, str]]:
    asked = PlanTerms(ProductKind.SUBSCRIPTION, BillingMode.IN_ADVANCE, interval, 0, has_grants=False, anchor=anchor)
    return [(".".join(one.path), one.code) for one in plan_problems(replace(asked, **terms))]  # type: ignore[arg-type]


@given(
    st.sampled_from(list(IntervalUnit)),
    st.integers(1, 24),
    st.integers(-1, 33),
    st.none() | st.integers(-1, 14),
    instants,
)
def test_what_staff_may_choose_is_exactly_what_the_calendar_has(
    unit: IntervalUnit, count: int, day: int, month: int | None, start: datetime
) -> None:
    interval = Interval(unit, count)
    found = problems(PlanAnchor(day, month), interval)
    try:
        calendar_anchor(CalendarDay(unit, day, month), interval, start, ZoneInfo("UTC"))
    except AssertionError:
        assert found
    else:
        # Every month begins with every month: one would say nothing.
        only_said = unit is IntervalUnit.MONTH and count == 1 and month is not None
        assert found == ([("anchor.month", "NOT_OFFERED")] if only_said else [])


@pytest.mark.parametrize(
    ("interval", "anchor", "wrong"),
    [
        (Interval(IntervalUnit.HOUR, 1), PlanAnchor(1), [("anchor", "NOT_OFFERED")]),
        (Interval(IntervalUnit.DAY, 7), PlanAnchor(1), [("anchor", "NOT_OFFERED")]),
        (Interval(IntervalUnit.WEEK, 2), PlanAnchor(8), [("anchor.day", "OUT_OF_RANGE")]),
        (Interval(IntervalUnit.WEEK, 2), PlanAnchor(7, 1), [("anchor.month", "NOT_OFFERED")]),
        (MONTH, PlanAnchor(0), [("anchor.day", "OUT_OF_RANGE")]),
        (Interval(IntervalUnit.MONTH, 5), PlanAnchor(1, 1), [("anchor.month", "NOT_OFFERED")]),
        (Interval(IntervalUnit.MONTH, 3), PlanAnchor(1, 13), [("anchor.month", "OUT_OF_RANGE")]),
        (Interval(IntervalUnit.YEAR, 1), PlanAnchor(1), [("anchor.month", "REQUIRED")]),
        (Interval(IntervalUnit.YEAR, 1), PlanAnchor(30, 2), [("anchor.day", "OUT_OF_RANGE")]),
        (
            Interval(IntervalUnit.YEAR, 1),
            PlanAnchor(32, 0),
            [("anchor.month", "OUT_OF_RANGE"), ("anchor.day", "OUT_OF_RANGE")],
        ),
        (None, PlanAnchor(99), [("interval", "REQUIRED")]),
    ],
)
def test_an_impossible_day_is_named(
    interval: Interval | None, anchor: PlanAnchor, wrong: list[tuple[str, str]]
) -> None:
    assert problems(anchor, interval) == wrong


def test_what_has_no_invoiced_periods_has_no_fixed_day() -> None:
    assert problems(PlanAnchor(1), MONTH, billing=BillingMode.FROM_BALANCE) == [("anchor", "NOT_OFFERED")]
    assert problems(PlanAnchor(1), None, kind=ProductKind.REFILL, has_grants=True) == [("anchor", "NOT_OFFERED")]
