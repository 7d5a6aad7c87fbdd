"""Periods: computed from the anchor, in the merchant's time zone, half-open, tiling."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.periods import Interval, IntervalUnit, Period, period, period_index, position

MEXICO, NEW_YORK, KOLKATA = ZoneInfo("America/Mexico_City"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # DST moves the clock by half an hour
HOUR, DAY = Interval(IntervalUnit.HOUR, 1), Interval(IntervalUnit.DAY, 1)
MONTH, YEAR = Interval(IntervalUnit.MONTH, 1), Interval(IntervalUnit.YEAR, 1)
TICK = timedelta(microseconds=1)


def starts(anchor: datetime, interval: Interval, zone: ZoneInfo, count: int) -> list[str]:
    return [period(anchor, interval, n, zone).start.astimezone(zone).date().isoformat() for n in range(count)]


def test_months_from_the_31st_do_not_drift() -> None:
    anchor = datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert starts(anchor, MONTH, MEXICO, 5) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


def test_years_from_the_29th_of_february_are_the_28th_in_common_years() -> None:
    anchor = datetime(2028, 2, 29, 12, tzinfo=UTC)
    yearly = Interval(IntervalUnit.YEAR, 1)
    assert starts(anchor, yearly, MEXICO, 5) == ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]


def test_a_month_keeps_the_merchants_wall_clock_over_a_dst_change() -> None:
    anchor = datetime(2027, 3, 1, 14, tzinfo=UTC)  # 09:00 in New York, winter time
    march = period(anchor, MONTH, 0, NEW_YORK)
    assert march.end == datetime(2027, 4, 1, 13, tzinfo=UTC)  # 09:00 again, summer time
    assert march.end - march.start == timedelta(days=31, hours=-1)


def test_hours_are_elapsed_time_over_a_dst_change() -> None:
    anchor = datetime(2027, 3, 14, 6, tzinfo=UTC)
    day = period(anchor, Interval(IntervalUnit.HOUR, 24), 0, NEW_YORK)
    assert day.end - day.start == timedelta(hours=24)


@given(
    st.integers(0, 20 * 365 * 86_400).map(
        lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    ),
    st.sampled_from([MEXICO, NEW_YORK, KOLKATA]),
    st.sampled_from([Interval(unit, count) for unit in IntervalUnit for count in (1, 2, 3)]),
    st.integers(0, 40),
)
def test_periods_tile_time_without_gap_or_overlap(
    anchor: datetime, zone: ZoneInfo, interval: Interval, index: int
) -> None:
    assert period(anchor, interval, index, zone).end == period(anchor, interval, index + 1, zone).start


def test_the_first_period_starts_at_the_anchor_even_in_the_second_reading_of_a_repeated_hour() -> None:
    anchor = datetime(2027, 11, 7, 6, 30, tzinfo=UTC)  # New York's second 01:30 of that day
    first = period(anchor, DAY, 0, NEW_YORK)
    assert (first.start, first.end) == (anchor, datetime(2027, 11, 8, 6, 30, tzinfo=UTC))
    # A year later that wall-clock time is read once, in summer time.
    assert period(anchor, YEAR, 0, NEW_YORK).end == datetime(2028, 11, 7, 6, 30, tzinfo=UTC)
    # 7 November 2032 is a day of repetition again: the first reading, whatever the anchor's was.
    assert period(anchor, YEAR, 5, NEW_YORK).start == datetime(2032, 11, 7, 5, 30, tzinfo=UTC)


def test_the_index_changes_at_the_boundary_to_the_microsecond() -> None:
    anchor = datetime(2027, 1, 31, 12, tzinfo=UTC)
    boundary = datetime(2027, 2, 28, 12, tzinfo=UTC)
    assert period_index(anchor, anchor, MONTH, MEXICO) == 0
    assert period_index(anchor, boundary - TICK, MONTH, MEXICO) == 0
    assert period_index(anchor, boundary, MONTH, MEXICO) == 1


def test_the_index_is_exact_a_thousand_years_away() -> None:
    anchor = datetime(2027, 1, 31, 12, tzinfo=UTC)
    far = datetime(3027, 1, 31, 12, tzinfo=UTC)
    assert (period_index(anchor, far - TICK, MONTH, KOLKATA), period_index(anchor, far, MONTH, KOLKATA)) == (
        11_999,
        12_000,
    )
    assert period_index(anchor, far, HOUR, KOLKATA) == 365_242 * 24


def test_the_position_is_the_index_and_the_exact_share_of_the_period() -> None:
    anchor = datetime(2027, 1, 31, 18, tzinfo=UTC)
    assert position(anchor, anchor, MONTH, MEXICO) == 0
    # February's period is 31 January to 28 February: 28 days; March's 31.
    assert position(anchor, anchor + timedelta(days=7), MONTH, MEXICO) == Fraction(1, 4)
    assert position(anchor, datetime(2027, 3, 1, 18, tzinfo=UTC), MONTH, MEXICO) == 1 + Fraction(1, 31)
    assert position(anchor, anchor + TICK, HOUR, MEXICO) == Fraction(1, 3_600_000_000)


def test_a_day_of_half_an_hour_less_is_still_one_day() -> None:
    anchor = datetime(2027, 10, 2, 13, 30, tzinfo=UTC)  # midnight on Lord Howe; at 02:00 it becomes 02:30
    assert position(anchor, anchor + timedelta(hours=23, minutes=30), DAY, LORD_HOWE) == 1
    assert position(anchor, anchor + timedelta(hours=1), DAY, LORD_HOWE) == Fraction(2, 47)


def test_a_day_that_a_zone_left_out_belongs_to_the_next_index() -> None:
    apia = ZoneInfo("Pacific/Apia")  # had no 30 December 2011
    anchor = datetime(2011, 12, 28, 20, tzinfo=UTC)  # 28 December, 10:00
    assert period_index(anchor, datetime(2011, 12, 30, 20, tzinfo=UTC) - TICK, DAY, apia) == 1
    assert period_index(anchor, datetime(2011, 12, 30, 20, tzinfo=UTC), DAY, apia) == 3


def test_an_instant_before_the_anchor_is_our_own_bug() -> None:
    anchor = datetime(2027, 1, 31, 12, tzinfo=UTC)
    with pytest.raises(AssertionError):
        period_index(anchor, anchor - TICK, MONTH, MEXICO)
    with pytest.raises(AssertionError):
        position(anchor, anchor - TICK, MONTH, MEXICO)


@given(
    st.timedeltas(timedelta(0), timedelta(days=60 * 365)).map(lambda after: datetime(2000, 1, 1, tzinfo=UTC) + after),
    st.sampled_from([MEXICO, NEW_YORK, KOLKATA, LORD_HOWE]),
    st.sampled_from([Interval(unit, count) for unit in IntervalUnit for count in (1, 2, 5, 6)]),
    st.integers(0, 5_000),
    st.fractions(0, 1, max_denominator=1000).filter(lambda share: share < 1),
)
def test_the_index_and_the_position_of_any_instant_of_any_period(
    anchor: datetime, zone: ZoneInfo, interval: Interval, index: int, share: Fraction
) -> None:
    index = index % 300 if interval.unit is IntervalUnit.YEAR else index
    within = period(anchor, interval, index, zone)
    ticks = int((within.end - within.start) // TICK * share)
    at = within.start + ticks * TICK
    assert period_index(anchor, at, interval, zone) == index
    assert position(anchor, at, interval, zone) == index + Fraction(ticks, (within.end - within.start) // TICK)
    assert period_index(anchor, within.end - TICK, interval, zone) == index


def test_a_period_without_length_is_our_own_bug() -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(AssertionError):
        Period(now, now)
