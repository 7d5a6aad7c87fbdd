"""Periods: computed from the anchor, in the merchant's time zone, half-open, tiling."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.periods import Interval, IntervalUnit, Period, period

MEXICO, NEW_YORK, KOLKATA = ZoneInfo("America/Mexico_City"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
MONTH = Interval(IntervalUnit.MONTH, 1)


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


def test_a_period_without_length_is_our_own_bug() -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(AssertionError):
        Period(now, now)
