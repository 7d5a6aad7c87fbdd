"""Periods: computed from the anchor, in the merchant's time zone, half-open, tiling."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from backend.domain.periods import (
    CalendarDay,
    Interval,
    IntervalUnit,
    Period,
    calendar_anchor,
    first_period,
    period,
    period_index,
    position,
)

MEXICO, NEW_YORK, KOLKATA = ZoneInfo("America/Mexico_City"), ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # DST moves the clock by half an hour
CAIRO, BERLIN = ZoneInfo("Africa/Cairo"), ZoneInfo("Europe/Berlin")  # in Cairo it begins at midnight
# These crossed the date line: they had no 30 December 2011 and no 21 August 1993.
APIA, KWAJALEIN = ZoneInfo("Pacific/Apia"), ZoneInfo("Pacific/Kwajalein")
HOUR, DAY = Interval(IntervalUnit.HOUR, 1), Interval(IntervalUnit.DAY, 1)
WEEK, MONTH, YEAR = Interval(IntervalUnit.WEEK, 1), Interval(IntervalUnit.MONTH, 1), Interval(IntervalUnit.YEAR, 1)
TICK = timedelta(microseconds=1)
QUARTER, YEAR_OF_MONTHS = Interval(IntervalUnit.MONTH, 3), Interval(IntervalUnit.MONTH, 12)


def monthly(day: int) -> CalendarDay:
    return CalendarDay(IntervalUnit.MONTH, day)


def quarterly(day: int, month: int) -> CalendarDay:
    return CalendarDay(IntervalUnit.MONTH, day, month)


def starts(anchor: datetime, interval: Interval, zone: ZoneInfo, count: int) -> list[str]:
    return [period(anchor, interval, n, zone).start.astimezone(zone).date().isoformat() for n in range(count)]


def test_months_from_the_31st_do_not_drift() -> None:
    anchor = datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert starts(anchor, MONTH, MEXICO, 5) == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("2027-01-28", ["02-28", "03-28", "04-28"]),
        ("2027-01-29", ["02-28", "03-29", "04-29"]),
        ("2028-01-30", ["02-29", "03-30", "04-30"]),
        ("2028-02-29", ["03-29", "04-29", "05-29"]),
        ("2027-03-31", ["04-30", "05-31", "06-30"]),
        ("2027-04-30", ["05-30", "06-30", "07-30"]),
    ],
)
def test_a_month_is_to_the_same_day_or_to_the_last_of_a_shorter_one(first: str, then: list[str]) -> None:
    anchor = datetime.fromisoformat(f"{first}T12:00+00:00")
    assert starts(anchor, MONTH, MEXICO, 4) == [first, *(f"{first[:4]}-{day}" for day in then)]


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


@pytest.mark.parametrize(
    ("zone", "midnight", "hours"),
    [
        (NEW_YORK, datetime(2027, 3, 14, 5, tzinfo=UTC), 23),
        (NEW_YORK, datetime(2027, 11, 7, 4, tzinfo=UTC), 25),
        (BERLIN, datetime(2027, 3, 27, 23, tzinfo=UTC), 23),
        (BERLIN, datetime(2027, 10, 30, 22, tzinfo=UTC), 25),
        (LORD_HOWE, datetime(2027, 10, 2, 13, 30, tzinfo=UTC), Fraction(47, 2)),
        (LORD_HOWE, datetime(2027, 4, 3, 13, tzinfo=UTC), Fraction(49, 2)),
        (CAIRO, datetime(2023, 4, 26, 22, tzinfo=UTC), 24),  # until 28 April, whose first instant is 01:00
        (CAIRO, datetime(2023, 10, 25, 21, tzinfo=UTC), 25),  # at its end 24:00 becomes 23:00
    ],
)
def test_a_day_of_more_or_fewer_hours_is_still_one_day(zone: ZoneInfo, midnight: datetime, hours: Fraction) -> None:
    end = midnight + int(hours * 3600) * timedelta(seconds=1)
    assert period(midnight, DAY, 0, zone) == Period(midnight, end)
    assert position(midnight, end, DAY, zone) == 1
    assert position(midnight, midnight + timedelta(hours=1), DAY, zone) == 1 / Fraction(hours)


def test_a_boundary_in_a_gap_is_as_long_after_its_beginning_and_the_next_is_on_time_again() -> None:
    anchor = datetime(2023, 4, 26, 22, 30, tzinfo=UTC)  # 27 April, 00:30; there is no 00:30 on the 28th
    ends = [period(anchor, DAY, n, CAIRO).end.astimezone(CAIRO).isoformat() for n in (0, 1)]
    assert ends == ["2023-04-28T01:30:00+03:00", "2023-04-29T00:30:00+03:00"]


def test_a_month_keeps_its_local_midnight_when_a_country_gives_up_dst() -> None:
    october = datetime(2022, 10, 1, 5, tzinfo=UTC)  # Mexico's last summer time ended on the 30th
    assert period(october, MONTH, 0, MEXICO).end == datetime(2022, 11, 1, 6, tzinfo=UTC)
    assert period(october, MONTH, 8, MEXICO).end == datetime(2023, 7, 1, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "anchor", "days"),
    [
        (APIA, "2011-12-28T00:00-10:00", ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]),
        (APIA, "2011-12-28T23:59-10:00", ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]),
        (KWAJALEIN, "1993-08-19T10:00-12:00", ["1993-08-19", "1993-08-20", "1993-08-22", "1993-08-23"]),
        # It had come to that side of the date line by a night of 23 hours more.
        (KWAJALEIN, "1969-09-29T10:00+11:00", ["1969-09-29", "1969-09-30", "1969-09-30", "1969-10-01"]),
    ],
)
def test_a_day_is_one_that_the_zone_had_and_the_next_index_is_the_next_day(
    zone: ZoneInfo, anchor: str, days: list[str]
) -> None:
    first = datetime.fromisoformat(anchor).astimezone(UTC)
    assert starts(first, DAY, zone, 4) == days
    instants = [period(first, DAY, n, zone).start.astimezone(zone) for n in range(4)]
    assert {instant.time() for instant in instants} == {instants[0].time()}
    assert [period_index(first, instant.astimezone(UTC), DAY, zone) for instant in instants] == [0, 1, 2, 3]


def test_a_date_that_was_left_out_has_no_length_no_index_and_no_price() -> None:
    anchor = datetime(2011, 12, 28, 20, tzinfo=UTC)  # 28 December, 10:00 in Apia
    left_out = datetime(2011, 12, 30, 20, tzinfo=UTC)  # as 31 December 10:00 is
    assert period(anchor, DAY, 1, APIA) == Period(anchor + timedelta(days=1), left_out)
    assert period(anchor, DAY, 2, APIA) == Period(left_out, left_out + timedelta(days=1))
    assert period_index(anchor, left_out - TICK, DAY, APIA) == 1
    assert position(anchor, left_out - TICK, DAY, APIA) == 2 - Fraction(1, 24 * 3_600_000_000)
    assert position(anchor, left_out, DAY, APIA) == 2
    assert position(anchor, left_out + timedelta(days=3650, hours=1), DAY, APIA) == 3652  # without DST
    assert period(anchor, Interval(IntervalUnit.DAY, 2), 1, APIA).end == anchor + timedelta(days=4)


def test_a_longer_period_with_a_date_that_was_left_out_keeps_to_the_calendar() -> None:
    friday = datetime(2011, 12, 23, 10, tzinfo=UTC)  # midnight in Apia, a week before the Friday that was not
    weeks = [period(friday, WEEK, n, APIA) for n in (0, 1)]
    assert [week.end - week.start for week in weeks] == [timedelta(days=7), timedelta(days=6)]
    assert starts(friday, WEEK, APIA, 3) == ["2011-12-23", "2011-12-31", "2012-01-06"]
    assert starts(datetime(2011, 10, 30, 10, tzinfo=UTC), MONTH, APIA, 4)[2:] == ["2011-12-31", "2012-01-30"]


def test_an_instant_before_the_anchor_is_our_own_bug() -> None:
    anchor = datetime(2027, 1, 31, 12, tzinfo=UTC)
    with pytest.raises(AssertionError):
        period_index(anchor, anchor - TICK, MONTH, MEXICO)
    with pytest.raises(AssertionError):
        position(anchor, anchor - TICK, MONTH, MEXICO)


def test_a_period_without_length_is_our_own_bug() -> None:
    now = datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(AssertionError):
        Period(now, now)


@pytest.mark.parametrize(
    ("day", "interval", "start", "began", "ends"),
    [
        (monthly(1), MONTH, "2027-06-16T08:00", "2027-06-01", "2027-07-01"),
        (monthly(15), MONTH, "2027-06-14T23:59", "2027-05-15", "2027-06-15"),
        (monthly(15), MONTH, "2027-06-15T00:00", "2027-06-15", "2027-07-15"),
        (monthly(31), MONTH, "2027-03-10T00:00", "2027-02-28", "2027-03-31"),
        (monthly(31), MONTH, "2028-02-29T12:00", "2028-02-29", "2028-03-31"),
        (monthly(31), QUARTER, "2027-03-10T00:00", "2027-02-28", "2027-05-31"),
        (quarterly(1, 1), QUARTER, "2027-06-16T08:00", "2027-04-01", "2027-07-01"),
        (quarterly(1, 1), QUARTER, "2027-12-31T23:59", "2027-10-01", "2028-01-01"),
        (quarterly(1, 1), QUARTER, "2028-01-01T00:00", "2028-01-01", "2028-04-01"),
        (quarterly(1, 12), QUARTER, "2027-01-16T08:00", "2026-12-01", "2027-03-01"),
        (quarterly(31, 2), QUARTER, "2028-02-28T08:00", "2027-11-30", "2028-02-29"),
        (quarterly(31, 2), QUARTER, "2028-02-29T08:00", "2028-02-29", "2028-05-31"),
        (quarterly(15, 4), YEAR_OF_MONTHS, "2028-04-14T08:00", "2027-04-15", "2028-04-15"),
        (CalendarDay(IntervalUnit.WEEK, 1), WEEK, "2027-06-16T08:00", "2027-06-14", "2027-06-21"),
        (CalendarDay(IntervalUnit.WEEK, 7), WEEK, "2027-06-16T08:00", "2027-06-13", "2027-06-20"),
        (CalendarDay(IntervalUnit.YEAR, 1, 1), YEAR, "2027-06-16T08:00", "2027-01-01", "2028-01-01"),
        (CalendarDay(IntervalUnit.YEAR, 29, 2), YEAR, "2027-06-16T08:00", "2027-02-28", "2028-02-29"),
        (CalendarDay(IntervalUnit.YEAR, 29, 2), YEAR, "2027-02-27T08:00", "2026-02-28", "2027-02-28"),
    ],
)
def test_a_fixed_day_is_the_latest_local_midnight_and_keeps_its_number(
    day: CalendarDay, interval: Interval, start: str, began: str, ends: str
) -> None:
    at = datetime.fromisoformat(start).replace(tzinfo=BERLIN).astimezone(UTC)
    anchor = calendar_anchor(day, interval, at, BERLIN)
    whole = period(anchor, interval, period_index(anchor, at, interval, BERLIN), BERLIN)
    midnights = (datetime.fromisoformat(on).replace(tzinfo=BERLIN).astimezone(UTC) for on in (began, ends))
    assert whole == Period(*midnights)
    assert first_period(anchor, at, interval, BERLIN) == (
        Period(at, whole.end),
        Fraction((whole.end - at) // TICK, (whole.end - whole.start) // TICK),
    )


def test_the_first_period_is_the_exact_share_of_the_whole_one() -> None:
    june = datetime(2027, 6, 1, 6, tzinfo=UTC)  # midnight in Mexico City
    half = june + timedelta(days=15)
    july = datetime(2027, 7, 1, 6, tzinfo=UTC)
    assert calendar_anchor(monthly(1), MONTH, half, MEXICO) == june
    assert first_period(june, half, MONTH, MEXICO) == (Period(half, july), Fraction(1, 2))
    assert first_period(june, july - TICK, MONTH, MEXICO)[1] == Fraction(1, 30 * 86_400 * 10**6)
    assert first_period(june, june, MONTH, MEXICO) == (Period(june, july), Fraction(1))
    assert first_period(june, july, MONTH, MEXICO) == (Period(july, july + timedelta(days=31)), Fraction(1))


def test_the_anchor_of_a_short_month_is_the_last_that_has_the_day() -> None:
    january = datetime(2027, 1, 31, 6, tzinfo=UTC)
    assert calendar_anchor(monthly(31), MONTH, january + timedelta(days=40), MEXICO) == january
    # In twelve months from February there is no 31st: the leap day is the most.
    yearly = Interval(IntervalUnit.MONTH, 12)
    leap = datetime(2024, 2, 29, 6, tzinfo=UTC)
    assert calendar_anchor(monthly(31), yearly, datetime(2027, 3, 10, tzinfo=UTC), MEXICO) == leap


def test_a_midnight_that_dst_skips_is_its_first_instant_and_the_next_is_midnight_again() -> None:
    fridays = CalendarDay(IntervalUnit.WEEK, 5)
    start = datetime(2023, 4, 28, 12, tzinfo=UTC)
    anchor = calendar_anchor(fridays, WEEK, start, CAIRO)
    first, share = first_period(anchor, start, WEEK, CAIRO)
    assert first.end.astimezone(CAIRO).isoformat() == "2023-05-05T00:00:00+03:00"
    began = datetime(2023, 4, 27, 22, tzinfo=UTC)  # 01:00
    assert share == Fraction((first.end - start) // TICK, (first.end - began) // TICK)


def test_a_midnight_that_is_followed_by_an_hour_of_the_evening_before_has_begun_the_day() -> None:
    st_johns = ZoneInfo("America/St_Johns")  # on 1 November 2009 at 00:01 it became 23:01 of October again
    midnight = datetime(2009, 11, 1, 2, 30, tzinfo=UTC)
    evening = midnight + timedelta(minutes=30)
    assert evening.astimezone(st_johns).isoformat() == "2009-10-31T23:30:00-03:30"
    assert calendar_anchor(monthly(1), MONTH, evening, st_johns) == midnight


@pytest.mark.parametrize(
    ("unit", "day", "month"),
    [
        (IntervalUnit.HOUR, 1, None),
        (IntervalUnit.DAY, 1, None),
        (IntervalUnit.WEEK, 0, None),
        (IntervalUnit.WEEK, 8, None),
        (IntervalUnit.WEEK, 1, 1),
        (IntervalUnit.MONTH, 0, None),
        (IntervalUnit.MONTH, 32, None),
        (IntervalUnit.MONTH, 1, 0),
        (IntervalUnit.MONTH, 1, 13),
        (IntervalUnit.MONTH, 32, 2),
        (IntervalUnit.YEAR, 1, None),
        (IntervalUnit.YEAR, 1, 0),
        (IntervalUnit.YEAR, 1, 13),
        (IntervalUnit.YEAR, 30, 2),
        (IntervalUnit.YEAR, 31, 4),
    ],
)
def test_a_day_that_no_calendar_has_is_our_own_bug(unit: IntervalUnit, day: int, month: int | None) -> None:
    with pytest.raises(AssertionError):
        CalendarDay(unit, day, month)


def test_a_month_for_an_interval_that_begins_with_others_each_year_is_our_own_bug() -> None:
    with pytest.raises(AssertionError):
        calendar_anchor(quarterly(1, 1), Interval(IntervalUnit.MONTH, 5), datetime(2027, 1, 1, tzinfo=UTC), MEXICO)


def test_a_weekday_for_a_monthly_plan_is_our_own_bug() -> None:
    with pytest.raises(AssertionError):
        calendar_anchor(CalendarDay(IntervalUnit.WEEK, 1), MONTH, datetime(2027, 1, 1, tzinfo=UTC), MEXICO)
