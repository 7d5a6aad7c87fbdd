"""The law of metering: however time is cut into runs, the books are the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.metering import Debit, Meter, Tariff, due_at, funded_until, next_step, owed, run_meters
from backend.domain.periods import Interval, IntervalUnit, period

FAR = datetime(9000, 1, 1, tzinfo=UTC)

ZONES = [
    ZoneInfo(name) for name in ("UTC", "America/Mexico_City", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Kathmandu")
]
SECOND, TICK = timedelta(seconds=1), timedelta(microseconds=1)
# Around these, some of the zones change their clocks; the last is a leap day.
BASES = [datetime(2027, *day, tzinfo=UTC) for day in ((1, 30), (3, 27), (4, 3), (10, 2), (10, 30))]
BASES.append(datetime(2028, 2, 28, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Case:
    """Meters on one balance, and until when they run."""

    meters: tuple[Meter, ...]
    available: int
    start: datetime
    end: datetime

    def exact(self, until: datetime) -> dict[str, Fraction]:
        return {m.tariff.id: m.carried + owed(m.tariff, m.billed_until, until) for m in self.meters}


def instants(start: datetime, end: datetime) -> st.SearchStrategy[datetime]:
    """Microseconds, whole seconds, and the odd one at the very start or end."""
    ticks = st.integers(0, (end - start) // TICK).map(lambda n: start + n * TICK)
    return ticks | ticks.map(lambda at: max(start, at.replace(microsecond=0)))


@st.composite
def cases(draw: st.DrawFn, *, funded: bool = False) -> Case:
    units = draw(st.lists(st.sampled_from(list(IntervalUnit)), min_size=1, max_size=3))
    base = draw(st.sampled_from(BASES))
    days = 3 if IntervalUnit.HOUR in units else 40
    end = base + timedelta(days=draw(st.integers(1, days)), seconds=draw(st.integers(0, 86_400)))
    begun = draw(instants(base, base + timedelta(hours=20)))
    meters = []
    for number, unit in enumerate(units):
        price = draw(st.integers(0, 5) | st.integers(0, 10_000) | st.integers(10**7, 10**9))
        interval = Interval(unit, draw(st.integers(1, 6)))
        anchor = begun - draw(
            st.sampled_from([timedelta(0), TICK, timedelta(days=400)]) | st.timedeltas(timedelta(0), timedelta(days=90))
        )
        tariff = Tariff(f"tar_{5 - number}", price, interval, anchor, draw(st.sampled_from(ZONES)))
        carried = draw(st.fractions(0, 1, max_denominator=997).filter(lambda part: part < 1))
        meters.append(Meter(tariff, begun, carried))
    # The last may be ahead, as a job leaves it: no other has a step until there.
    ahead = begun + timedelta(minutes=17, microseconds=3)
    if draw(st.booleans()) and all(next_step(meter.tariff, begun) > ahead for meter in meters):
        meters[-1] = Meter(meters[-1].tariff, ahead, meters[-1].carried)
    case = Case(tuple(meters), 0, begun, end)
    total = sum(floor(amount) for amount in case.exact(end).values())
    if funded:
        available = total + draw(st.integers(1, 10**6))
    else:
        share = Fraction(draw(st.integers(0, 24)), draw(st.sampled_from([1, 7, 16, 24])))
        available = max(0, floor(total * share) + draw(st.sampled_from([0, 0, 1, -1])))
    return Case(case.meters, min(available, 10**15), begun, end)


class Book:
    """A balance as the services keep it: run after run, and a suspended tariff runs no more."""

    def __init__(self, case: Case) -> None:
        self.standing = {meter.tariff.id: meter for meter in case.meters}
        self.left = case.available
        self.suspended_at: datetime | None = None
        self.debits: list[Debit] = []

    def run(self, until: datetime, *, finish: bool) -> int:
        """Answers how many debits it made."""
        running = [m for m in self.standing.values() if self.suspended_at is None or m.tariff.amount_minor == 0]
        run = run_meters(running, self.left, until, finish=finish)
        assert [m.tariff for m in run.meters] == [m.tariff for m in running]
        assert list(run.debits) == sorted(run.debits, key=lambda debit: (debit.period.end, debit.tariff_id))
        assert 0 <= run.left_minor == self.left - sum(debit.amount_minor for debit in run.debits)
        if run.suspended_at is not None:
            assert self.suspended_at is None
            assert run.left_minor == 0
            assert run.suspended_at <= until
            self.suspended_at = run.suspended_at
        self.standing |= {m.tariff.id: m for m in run.meters}
        self.left = run.left_minor
        self.debits += run.debits
        return len(run.debits)

    def state(self) -> tuple[list[Debit], dict[str, Meter], datetime | None, int]:
        debits = sorted(self.debits, key=lambda debit: (debit.period.end, debit.tariff_id))
        return debits, self.standing, self.suspended_at, self.left


def in_one_run(case: Case, *, finish: bool = True) -> Book:
    book = Book(case)
    book.run(case.end, finish=finish)
    return book


@settings(max_examples=150, deadline=None)
@given(st.data(), cases(), st.booleans())
def test_however_often_jobs_run_the_debits_are_the_same(data: st.DataObject, case: Case, finish: bool) -> None:
    book = Book(case)
    for until in sorted(data.draw(st.lists(instants(case.start, case.end), max_size=8), label="jobs")):
        book.run(until, finish=False)
        assert book.run(until, finish=False) == 0
    book.run(case.end, finish=finish)
    assert book.run(case.end, finish=finish) == 0
    assert book.state() == in_one_run(case, finish=finish).state()


@settings(max_examples=60, deadline=None)
@given(cases())
def test_a_job_that_runs_exactly_when_it_is_due_makes_the_same_debits(case: Case) -> None:
    book = Book(case)
    running = list(case.meters)
    while running and (due := due_at(running, funded_until(running, book.left, FAR))) <= case.end:
        moved = book.run(due, finish=False)
        assert moved or book.suspended_at == due, "the job is never called for nothing"
        running = [m for m in book.standing.values() if book.suspended_at is None or m.tariff.amount_minor == 0]
    book.run(case.end, finish=True)
    assert book.state() == in_one_run(case).state()


@settings(max_examples=100, deadline=None)
@given(st.data(), cases(funded=True))
def test_finishing_in_between_changes_no_total_while_the_money_lasts(data: st.DataObject, case: Case) -> None:
    book = Book(case)
    for until in sorted(data.draw(st.lists(instants(case.start, case.end), max_size=6), label="cuts")):
        book.run(until, finish=data.draw(st.booleans(), label="finish"))
    book.run(case.end, finish=True)
    whole = in_one_run(case)
    assert book.suspended_at is whole.suspended_at is None
    assert (book.standing, book.left) == (whole.standing, whole.left)
    for tariff_id, exact in case.exact(case.end).items():
        for kept in (book, whole):
            charged = sum(debit.amount_minor for debit in kept.debits if debit.tariff_id == tariff_id)
            assert charged == floor(exact)
            assert kept.standing[tariff_id].carried == exact - charged


@settings(max_examples=100, deadline=None)
@given(st.data(), cases())
def test_finishing_in_between_does_not_change_when_the_money_ends(data: st.DataObject, case: Case) -> None:
    book, whole = Book(case), in_one_run(case)
    cuts = sorted(data.draw(st.lists(instants(case.start, case.end), max_size=6), label="cuts"))
    if whole.suspended_at is not None and data.draw(st.booleans(), label="within the last second"):
        cuts = sorted([*cuts, max(case.start, whole.suspended_at - data.draw(st.integers(1, 999_999)) * TICK)])
    for until in cuts:
        book.run(until, finish=True)
    book.run(case.end, finish=True)
    assert book.left == whole.left
    if book.suspended_at == whole.suspended_at:
        return
    # A finish within the begun second that takes the last money is where the money ends.
    assert whole.suspended_at is not None
    assert book.suspended_at in cuts
    assert whole.suspended_at - SECOND < book.suspended_at < whole.suspended_at


@settings(max_examples=100, deadline=None)
@given(cases())
def test_nothing_is_debited_beyond_the_end_of_the_money(case: Case) -> None:
    book = in_one_run(case)
    priced = {m.tariff.id for m in case.meters if m.tariff.amount_minor}
    for meter in case.meters:
        after = book.standing[meter.tariff.id]
        own = [debit for debit in book.debits if debit.tariff_id == meter.tariff.id]
        ends = book.suspended_at if meter.tariff.id in priced and book.suspended_at else case.end
        assert after.billed_until == ends
        assert [meter.billed_until, *(debit.period.end for debit in own)] == [
            *(debit.period.start for debit in own),
            after.billed_until,
        ], "debits tile the time"
        assert [meter.carried, *(debit.carried_out for debit in own)] == [
            *(debit.carried_in for debit in own),
            after.carried,
        ]
        for debit in own:
            due = debit.carried_in + meter.tariff.amount_minor * debit.share
            if debit.amount_minor == floor(due):
                assert debit.carried_out == due - debit.amount_minor
            else:
                assert debit.amount_minor < due
                assert debit.carried_out == 0
                assert debit.period.end == book.suspended_at, "only the last debit may be short"


@settings(max_examples=100, deadline=None)
@given(cases(), st.integers(0, 90), st.integers(0, 10**9), st.booleans())
def test_the_end_of_the_money_is_the_first_instant_that_a_slow_search_finds(
    case: Case, seconds: int, available: int, step_at_end: bool
) -> None:
    start = max(meter.billed_until for meter in case.meters)
    if step_at_end:  # so that a boundary lies in the searched stretch
        start = max(start, next_step(case.meters[0].tariff, start) - timedelta(seconds=45))
    meters = [Meter(meter.tariff, start, meter.carried) for meter in case.meters]
    horizon = start + timedelta(seconds=seconds, milliseconds=1)
    priced = [meter for meter in meters if meter.tariff.amount_minor]
    boundaries = {next_step(meter.tariff, start) for meter in priced}
    wholes = {(start + n * SECOND).replace(microsecond=0) for n in range(1, seconds + 2)}
    looks = sorted(at for at in {start} | boundaries | wholes if start <= at <= horizon)
    costs = [sum(floor(m.carried + owed(m.tariff, start, at)) for m in priced) for at in looks]
    available %= costs[-1] + 2
    expected = next((at for at, cost in zip(looks, costs, strict=True) if cost >= available), None) if priced else None
    assert funded_until(meters, available, horizon) == expected


@settings(max_examples=100, deadline=None)
@given(cases(), st.integers(1, 12))
def test_whole_intervals_cost_whole_prices_whatever_the_calendar_does(case: Case, count: int) -> None:
    for meter in case.meters:
        tariff = meter.tariff
        end = period(tariff.anchor, tariff.interval, count, tariff.zone).start
        assert owed(tariff, tariff.anchor, end) == count * tariff.amount_minor
