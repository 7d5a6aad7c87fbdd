"""Metering by hand: what a tariff debits, when, and the instant at which the money ends."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from time import process_time
from zoneinfo import ZoneInfo

import pytest

from backend.domain.metering import (
    Debit,
    Meter,
    Run,
    Tariff,
    due_at,
    first_step,
    funded_until,
    next_step,
    owed,
    run_meters,
)
from backend.domain.periods import Interval, IntervalUnit, Period

MEXICO, LORD_HOWE = ZoneInfo("America/Mexico_City"), ZoneInfo("Australia/Lord_Howe")
HOUR, DAY, MONTH = (Interval(unit, 1) for unit in (IntervalUnit.HOUR, IntervalUnit.DAY, IntervalUnit.MONTH))
TEN = datetime(2027, 3, 1, 10, tzinfo=UTC)
CENTURY = timedelta(days=36_525)
NONE = Fraction(0)


def at(hour: int, minute: int = 0, second: int = 0, microsecond: int = 0) -> datetime:
    return TEN.replace(hour=hour, minute=minute, second=second, microsecond=microsecond)


def meter(
    amount_minor: int, interval: Interval = HOUR, start: datetime = TEN, *, tariff_id: str = "tar_a", **more: Fraction
) -> Meter:
    return Meter(Tariff(tariff_id, amount_minor, interval, start, MEXICO), start, **more)


def amounts(run: Run) -> list[tuple[str, datetime, int]]:
    return [(debit.tariff_id, debit.period.end, debit.amount_minor) for debit in run.debits]


def test_money_for_one_hour_lasts_one_hour() -> None:
    hourly = meter(100)
    run = run_meters([hourly], 100, at(12), finish=False)
    assert run.debits == (Debit("tar_a", Period(TEN, at(11)), 100, Fraction(1), NONE, NONE),)
    assert run.meters == (Meter(hourly.tariff, at(11)),)
    assert (run.suspended_at, run.left_minor) == (at(11), 0)
    assert funded_until([hourly], 100, at(12)) == due_at([hourly], at(11)) == at(11)


def test_the_money_ends_at_the_first_second_that_it_does_not_cover() -> None:
    hourly = meter(700)
    run = run_meters([hourly], 1000, at(13), finish=False)
    ends = TEN + timedelta(seconds=5143)  # 10/7 of an hour: 5142.86 s
    assert amounts(run) == [("tar_a", at(11), 700), ("tar_a", ends, 300)]
    assert (run.suspended_at, run.left_minor) == (ends, 0)
    last = run.debits[-1]
    assert (last.share, last.carried_in, last.carried_out) == (Fraction(1543, 3600), NONE, Fraction(1, 36))
    assert run.meters[0].carried == Fraction(1, 36)  # it stays for when money comes


def test_a_start_within_a_second_still_ends_at_the_step() -> None:
    start = at(10, 0, 0, 500_000)
    run = run_meters([meter(100, start=start)], 200, at(20), finish=False)
    ends = at(12, 0, 0, 500_000)
    assert amounts(run) == [("tar_a", at(11, 0, 0, 500_000), 100), ("tar_a", ends, 100)]
    assert (run.suspended_at, run.left_minor) == (ends, 0)


def test_a_job_that_looks_too_early_does_nothing() -> None:
    hourly = meter(700)
    early = run_meters([hourly], 1000, at(10, 59, 59), finish=False)
    assert early == Run((), (hourly,), None, 1000)
    ends = TEN + timedelta(seconds=5143)
    assert funded_until([hourly], 1000, at(12)) == ends
    assert due_at([hourly], ends) == at(11)
    on_time = run_meters([hourly], 1000, at(11), finish=False)
    assert (amounts(on_time), on_time.suspended_at, on_time.left_minor) == ([("tar_a", at(11), 700)], None, 300)
    assert funded_until(on_time.meters, on_time.left_minor, at(12)) == due_at(on_time.meters, ends) == ends


def test_finishing_debits_the_begun_step_and_carries_the_rest() -> None:
    run = run_meters([meter(700)], 1000, at(10, 0, 10), finish=True)
    assert run.debits == (Debit("tar_a", Period(TEN, at(10, 0, 10)), 1, Fraction(1, 360), NONE, Fraction(17, 18)),)
    again = run_meters(run.meters, run.left_minor, at(10, 0, 10), finish=True)
    assert again == Run((), run.meters, None, 999)
    rest = run_meters(run.meters, run.left_minor, at(11), finish=True)
    assert amounts(rest) == [("tar_a", at(11), 699)]
    assert (rest.debits[0].carried_in, rest.debits[0].carried_out) == (Fraction(17, 18), NONE)


def test_a_debit_of_nothing_moves_the_meter_and_carries_everything() -> None:
    cheap = meter(1, MONTH, datetime(2027, 1, 1, 6, tzinfo=UTC))
    run = run_meters([cheap], 5, datetime(2027, 1, 3, 6, tzinfo=UTC), finish=False)
    assert [(debit.amount_minor, debit.carried_out) for debit in run.debits] == [
        (0, Fraction(1, 31)),
        (0, Fraction(2, 31)),
    ]
    assert run.meters[0].billed_until == datetime(2027, 1, 3, 6, tzinfo=UTC)


def test_two_tariffs_spend_one_balance_in_order_of_time() -> None:
    meters = [meter(60, start=at(10, 30), tariff_id="tar_b"), meter(100)]
    run = run_meters(meters, 250, at(20), finish=False)
    # 210 until 11:30; the last 40 at 160 an hour: a quarter of an hour.
    assert amounts(run) == [
        ("tar_a", at(11), 100),
        ("tar_b", at(11, 30), 60),
        ("tar_a", at(11, 45), 75),
        ("tar_b", at(11, 45), 15),
    ]
    assert (run.suspended_at, run.left_minor) == (at(11, 45), 0)
    assert [after.tariff.id for after in run.meters] == ["tar_b", "tar_a"]
    assert {after.billed_until for after in run.meters} == {at(11, 45)}
    assert funded_until(meters, 250, at(11, 44, 59)) is None


def test_a_step_that_ends_where_the_money_ends_is_debited_once() -> None:
    meters = [meter(100), meter(50, tariff_id="tar_b")]
    run = run_meters(meters, 150, at(11), finish=True)
    assert amounts(run) == [("tar_a", at(11), 100), ("tar_b", at(11), 50)]
    assert (run.suspended_at, run.left_minor) == (at(11), 0)


def test_what_a_begun_second_is_short_of_is_forgiven() -> None:
    dear = [meter(3_600_000, tariff_id=tariff_id) for tariff_id in ("tar_b", "tar_a")]  # 1000 a second each
    run = run_meters(dear, 2500, at(10, 1), finish=False)
    # 2000 after one second, 4000 after two: b gets what a left.
    assert amounts(run) == [("tar_a", at(10, 0, 2), 2000), ("tar_b", at(10, 0, 2), 500)]
    assert (run.suspended_at, run.left_minor) == (at(10, 0, 2), 0)


def test_a_forgiven_tariff_carries_nothing_on() -> None:
    dear = meter(3_600_001, carried=Fraction(1, 2))
    run = run_meters([dear], 999, at(10, 1), finish=False)
    assert amounts(run) == [("tar_a", at(10, 0, 1), 999)]
    assert (run.debits[0].carried_in, run.meters[0].carried) == (Fraction(1, 2), NONE)


def test_a_run_that_finishes_on_the_last_money_says_so() -> None:
    dear = meter(3_600_000)
    finished = at(10, 0, 0, 600_000)
    run = run_meters([dear], 500, finished, finish=True)
    assert (amounts(run), run.suspended_at, run.left_minor) == ([("tar_a", finished, 500)], finished, 0)
    job = run_meters([dear], 500, finished, finish=False)  # the second is not over: it looks then
    assert job == Run((), (dear,), None, 500)


def test_with_nothing_available_the_money_has_ended_already() -> None:
    start = at(10, 0, 0, 500_000)
    meters = [meter(100, start=start, carried=Fraction(1, 3)), meter(50, start=start, tariff_id="tar_b")]
    for finish in (False, True):
        assert run_meters(meters, 0, at(12), finish=finish) == Run((), tuple(meters), start, 0)
    assert funded_until(meters, 0, at(12)) == start


def test_a_tariff_without_a_price_runs_on() -> None:
    meters = [meter(100), meter(0, tariff_id="tar_free")]
    run = run_meters(meters, 100, at(12, 30), finish=True)
    assert amounts(run) == [
        ("tar_a", at(11), 100),
        ("tar_free", at(11), 0),
        ("tar_free", at(12), 0),
        ("tar_free", at(12, 30), 0),
    ]
    assert run.suspended_at == at(11)
    assert [after.billed_until for after in run.meters] == [at(11), at(12, 30)]


def test_without_a_price_the_money_never_ends() -> None:
    free = meter(0)
    assert run_meters([free], 0, at(10, 30), finish=False) == Run((), (free,), None, 0)
    assert funded_until([free], 0, TEN + CENTURY) is None
    assert due_at([free], None) == at(11)
    assert funded_until([], 0, TEN + CENTURY) is None
    assert run_meters([], 7, TEN, finish=True) == Run((), (), None, 7)


def test_a_monthly_plan_of_31_debits_one_a_day_in_january() -> None:
    start = datetime(2027, 1, 1, 6, tzinfo=UTC)  # midnight in Mexico City
    run = run_meters([meter(3100, MONTH, start)], 10_000, datetime(2027, 2, 2, 6, tzinfo=UTC), finish=False)
    assert [debit.amount_minor for debit in run.debits] == [100] * 31 + [110]  # 3100 / 28 = 110.71
    assert run.debits[0].period == Period(start, start + timedelta(days=1))
    assert run.meters[0].carried == Fraction(5, 7)


def test_steps_of_a_six_hour_plan_are_hours_and_of_a_weekly_plan_days() -> None:
    six_hours, weekly = Interval(IntervalUnit.HOUR, 6), Interval(IntervalUnit.WEEK, 1)
    run = run_meters([meter(600, six_hours), meter(700, weekly, tariff_id="tar_b")], 1000, at(12), finish=False)
    assert amounts(run) == [("tar_a", at(11), 100), ("tar_a", at(12), 100)]
    tomorrow = TEN + timedelta(days=1)
    assert next_step(meter(700, weekly).tariff, TEN) == tomorrow
    assert next_step(meter(700, weekly).tariff, tomorrow - timedelta(microseconds=1)) == tomorrow
    assert next_step(meter(700, weekly).tariff, tomorrow) == tomorrow + timedelta(days=1)


def test_the_first_step_is_covered_by_its_price_rounded_up() -> None:
    start = datetime(2027, 1, 1, 6, tzinfo=UTC)
    assert first_step(meter(700).tariff) == (at(11), 700)
    assert first_step(meter(3100, MONTH, start).tariff) == (start + timedelta(days=1), 100)
    assert first_step(meter(3101, MONTH, start).tariff) == (start + timedelta(days=1), 101)
    assert first_step(meter(1, MONTH, start).tariff)[1] == 1
    assert first_step(meter(0, MONTH, start).tariff)[1] == 0


def test_a_day_that_dst_makes_shorter_costs_a_whole_day() -> None:
    start = datetime(2027, 10, 2, 13, 30, tzinfo=UTC)  # midnight on Lord Howe; at 02:00 it becomes 02:30
    tariff = Tariff("tar_a", 2350, DAY, start, LORD_HOWE)
    assert owed(tariff, start, start + timedelta(hours=1)) == 100
    run = run_meters([Meter(tariff, start)], 10_000, start + timedelta(hours=23, minutes=30), finish=False)
    assert amounts(run) == [("tar_a", datetime(2027, 10, 3, 13, tzinfo=UTC), 2350)]


def test_a_day_that_starts_in_the_repeated_half_hour_is_paid_from_there() -> None:
    start = datetime(2027, 4, 3, 15, 10, tzinfo=UTC)  # Lord Howe's second 01:40 of 4 April
    tariff = Tariff("tar_a", 2400, DAY, start, LORD_HOWE)
    assert owed(tariff, start, start + timedelta(hours=1)) == 100
    assert next_step(tariff, start) == start + timedelta(days=1)


def test_hours_run_through_a_dst_change() -> None:
    start = datetime(2027, 10, 2, 13, 30, tzinfo=UTC)
    tariff = Tariff("tar_a", 100, HOUR, start, LORD_HOWE)
    run = run_meters([Meter(tariff, start)], 10_000, start + timedelta(hours=24), finish=False)
    assert amounts(run) == [("tar_a", start + timedelta(hours=n), 100) for n in range(1, 25)]


def test_a_cheap_plan_on_a_huge_balance_outlasts_any_horizon() -> None:
    start = datetime(2027, 1, 1, 6, tzinfo=UTC)
    yearly = Interval(IntervalUnit.YEAR, 1)
    assert funded_until([meter(1, yearly, start)], 10**15, start + CENTURY) is None
    assert funded_until([meter(1, yearly, start)], 10**15, datetime(9990, 1, 1, tzinfo=UTC)) is None
    assert funded_until([meter(1, yearly, start)], 100, start + CENTURY) == datetime(2127, 1, 1, 6, tzinfo=UTC)
    # The horizon itself still counts, not a microsecond less.
    before = datetime(2127, 1, 1, 6, tzinfo=UTC) - timedelta(microseconds=1)
    assert funded_until([meter(1, yearly, start)], 100, before) is None


def test_three_days_of_an_hourly_plan_are_caught_up_cheaply() -> None:
    started = process_time()
    run = run_meters([meter(700)], 10**6, TEN + timedelta(hours=72), finish=False)
    assert (len(run.debits), run.left_minor) == (72, 10**6 - 72 * 700)
    assert process_time() - started < 0.5  # about 3 ms; of this process, however busy the machine is


def test_impossible_meters_are_our_own_bugs() -> None:
    with pytest.raises(AssertionError):
        meter(-1)
    with pytest.raises(AssertionError):
        meter(100, carried=Fraction(1))
    with pytest.raises(AssertionError):
        Meter(meter(100).tariff, TEN - timedelta(seconds=1))
    with pytest.raises(AssertionError):
        run_meters([meter(100), meter(200)], 100, at(12), finish=False)
    with pytest.raises(AssertionError):
        funded_until([meter(100)], -1, at(12))
