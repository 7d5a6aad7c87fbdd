"""What no change of a subscription billed in advance may ever do, and which way a change goes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.catalog import AddonCharge
from backend.domain.changes import (
    Direction,
    direction,
    quote_change_later,
    quote_change_now,
    quote_interval_change,
    unused_value,
)
from backend.domain.lines import Line
from backend.domain.money import Currency, CurrencyMismatch, Money
from backend.domain.periods import Interval, IntervalUnit, Period, mean_length
from backend.domain.purchases import AddonChoice, Purchase
from backend.domain.quotes import Quote

USD, EUR = Currency("USD", 2), Currency("EUR", 2)
TICK = timedelta(microseconds=1)
MONTH, YEAR = Interval(IntervalUnit.MONTH, 1), Interval(IntervalUnit.YEAR, 1)

prices = (st.integers(0, 3) | st.integers(0, 10_000) | st.integers(0, 10**15)).map(lambda minor: Money(minor, USD))
quantities = st.integers(1, 4) | st.integers(1, 10_000)
charges = st.sampled_from(AddonCharge)
RECURRING = st.just(AddonCharge.RECURRING)


@st.composite
def purchases(draw: st.DrawFn, charge: st.SearchStrategy[AddonCharge] = charges) -> Purchase:
    names = draw(st.lists(st.sampled_from("abcd"), max_size=4, unique=True))
    addons = tuple(AddonChoice(f"addon_{n}", n, draw(charge), draw(prices), draw(quantities)) for n in names)
    name = draw(st.sampled_from("ABC"))
    return Purchase(f"plan_{name}", name, draw(prices), draw(quantities), addons)


@st.composite
def next_purchases(draw: st.DrawFn, held: Purchase, charge: st.SearchStrategy[AddonCharge]) -> Purchase:
    """Anything else, in which some of what is held often stays as it is."""
    wanted = draw(purchases(charge))
    if draw(st.booleans()):
        wanted = replace(wanted, plan_id=held.plan_id, unit_price=held.unit_price, quantity=held.quantity)
    kept = tuple(addon for addon in held.addons if draw(st.booleans()))
    names = {addon.addon_id for addon in kept}
    return replace(wanted, addons=kept + tuple(addon for addon in wanted.addons if addon.addon_id not in names))


@dataclass(frozen=True, slots=True)
class Case:
    """A change of `held` to `wanted` at an instant of a period."""

    held: Purchase
    wanted: Purchase
    current: Period
    at: datetime

    def now(self) -> Quote:
        return quote_change_now(self.held, self.wanted, current=self.current, at=self.at, expires_at=self.at)

    def back(self) -> Quote:
        return replace(self, held=self.wanted, wanted=self.held).now()

    def interval(self) -> Quote:
        first = Period(self.at, self.at + timedelta(days=365))
        return quote_interval_change(
            self.held, self.wanted, current=self.current, first=first, at=self.at, expires_at=self.at
        )

    def later(self) -> Quote:
        return quote_change_later(self.held, self.wanted, effective_at=self.current.end, expires_at=self.at)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = datetime(1990, 1, 1, tzinfo=UTC) + draw(st.timedeltas(timedelta(0), timedelta(days=25_567)))
    length = st.sampled_from([TICK, timedelta(days=30), timedelta(days=365)]) | st.timedeltas(TICK, timedelta(days=900))
    return Period(start, start + draw(length))


def instants(current: Period) -> st.SearchStrategy[datetime]:
    length = (current.end - current.start) // TICK
    ticks = st.sampled_from([0, length // 2, length - 1]) | st.integers(0, length - 1)
    return ticks.map(lambda n: current.start + n * TICK)


@st.composite
def cases(draw: st.DrawFn, charge: st.SearchStrategy[AddonCharge] = charges) -> Case:
    held, current = draw(purchases(charge)), draw(periods())
    return Case(held, draw(next_purchases(held, charge)), current, draw(instants(current)))


def total(lines: Sequence[Line]) -> int:
    return sum(line.amount.minor for line in lines)


def net(quote: Quote) -> int:
    return quote.due_now.minor - quote.credited.minor


def charged_once(held: Purchase, wanted: Purchase) -> int:
    had = {addon.addon_id: addon.quantity for addon in held.addons if addon.charge is AddonCharge.ONE_TIME}
    return sum(
        addon.unit_price.minor * max(addon.quantity - had.get(addon.addon_id, 0), 0)
        for addon in wanted.addons
        if addon.charge is AddonCharge.ONE_TIME
    )


@given(cases())
def test_lines_sum_to_the_total_which_is_never_negative_and_is_what_is_due(case: Case) -> None:
    for quote in (case.now(), case.interval(), case.later()):
        assert total(quote.lines) == quote.total.minor >= 0
        assert quote.subtotal == quote.total == quote.due_now
        assert quote.discount == quote.tax == quote.balance_applied == Money(0, USD)
        to_balance = [line.amount for line in quote.lines if line.description == "To your balance"]
        assert to_balance == ([quote.credited] if quote.credited.minor else [])
        assert quote.credited.minor == 0 or (quote.credited.minor > 0 and quote.total.minor == 0)


@given(cases())
def test_each_line_is_its_derivation_rounded_once_to_the_nearest_and_half_away_from_zero(case: Case) -> None:
    for line in (*case.now().lines, *case.interval().lines):
        exact = line.derivation.unit_price.minor * line.derivation.quantity * line.derivation.share
        off = line.amount.minor - exact
        assert abs(off) <= Fraction(1, 2)
        assert abs(off) < Fraction(1, 2) or abs(line.amount.minor) > abs(exact)
        assert abs(line.derivation.share) <= 1


@given(cases())
def test_credits_never_exceed_what_is_held_costs_for_the_interval(case: Case) -> None:
    for quote in (case.now(), case.interval()):
        given_back = [line for line in quote.lines if line.amount.minor < 0]
        assert all(
            -line.amount.minor <= line.derivation.unit_price.minor * line.derivation.quantity for line in given_back
        )
        assert quote.credited.minor <= -total(given_back) <= case.held.each_interval.minor


@given(st.data())
def test_a_later_instant_never_gives_back_more(data: st.DataObject) -> None:
    held, current = data.draw(purchases()), data.draw(periods())
    sooner, later = sorted([data.draw(instants(current)), data.draw(instants(current))])
    before, after = (unused_value(held, current=current, at=at) for at in (sooner, later))
    assert all(0 >= late.amount.minor >= soon.amount.minor for soon, late in zip(before, after, strict=True))
    assert total(unused_value(held, current=current, at=current.start)) == -held.each_interval.minor


@given(st.data())
def test_a_change_to_the_same_thing_has_no_lines_and_costs_nothing(data: st.DataObject) -> None:
    case = data.draw(cases())
    same = replace(case.held, addons=tuple(data.draw(st.permutations(case.held.addons))))
    quote = replace(case, wanted=same).now()
    assert (quote.lines, net(quote)) == ((), 0)


@given(cases(RECURRING) | cases())
def test_there_and_back_at_the_same_instant_sums_to_zero_and_what_is_charged_once(case: Case) -> None:
    once = charged_once(case.held, case.wanted) + charged_once(case.wanted, case.held)
    assert net(case.now()) + net(case.back()) == once


@given(cases())
def test_a_change_at_the_start_of_the_period_costs_exactly_the_difference(case: Case) -> None:
    quote = replace(case, at=case.current.start).now()
    difference = case.wanted.each_interval.minor - case.held.each_interval.minor
    assert net(quote) == difference + charged_once(case.held, case.wanted)


@given(st.data())
def test_changes_in_a_row_charge_each_piece_of_the_period_within_half_a_unit_for_each_prorated_line(
    data: st.DataObject,
) -> None:
    """Bound: a line is off by at most 1/2, and what has no line is exact, so the sum is off by at most lines / 2."""
    current, held = data.draw(periods()), data.draw(purchases(RECURRING))
    turns = sorted(data.draw(st.lists(instants(current), min_size=1, max_size=6)))
    charged, prorated, piece_start = held.each_interval.minor, 0, current.start
    exact, length = Fraction(0), (current.end - current.start) // TICK
    for at in turns:
        exact += held.each_interval.minor * Fraction((at - piece_start) // TICK, length)
        wanted = data.draw(next_purchases(held, RECURRING))
        quote = Case(held, wanted, current, at).now()
        charged += net(quote)
        prorated += sum(line.period is not None for line in quote.lines)
        held, piece_start = wanted, at
    exact += held.each_interval.minor * Fraction((current.end - piece_start) // TICK, length)
    assert abs(charged - exact) <= Fraction(prorated, 2)


@given(cases())
def test_what_recurs_unchanged_has_no_line_and_all_else_a_credit_and_a_charge(case: Case) -> None:
    def recurring(purchase: Purchase) -> set[tuple[str, Money, int]]:
        chosen = [addon for addon in purchase.addons if addon.charge is AddonCharge.RECURRING]
        return {(purchase.plan_id, purchase.unit_price, purchase.quantity)} | {
            (addon.addon_id, addon.unit_price, addon.quantity) for addon in chosen
        }

    had, will_have = recurring(case.held), recurring(case.wanted)
    prorated = [line.derivation for line in case.now().lines if line.period is not None]
    credits = [(part.unit_price, part.quantity) for part in prorated if part.share < 0]
    charges = [(part.unit_price, part.quantity) for part in prorated if part.share > 0]
    assert Counter(credits) == Counter((price, quantity) for _, price, quantity in had - will_have)
    assert Counter(charges) == Counter((price, quantity) for _, price, quantity in will_have - had)


@given(cases())
def test_another_interval_costs_a_whole_one_and_gives_back_all_that_is_unused(case: Case) -> None:
    unused = total(unused_value(case.held, current=case.current, at=case.at))
    quote = case.interval()
    assert net(quote) == case.wanted.each_interval.minor + charged_once(case.held, case.wanted) + unused
    assert quote.next_charge == case.wanted.each_interval


@given(cases())
def test_a_later_change_costs_nothing_before_and_then_the_new_price_with_what_is_new(case: Case) -> None:
    quote = case.later()
    assert (quote.lines, net(quote)) == ((), 0)
    assert quote.next_charge.minor == case.wanted.each_interval.minor + charged_once(case.held, case.wanted)


@given(cases(), *[st.builds(Interval, st.sampled_from(IntervalUnit), st.integers(1, 24))] * 2)
def test_dearer_per_mean_second_is_an_upgrade_and_cheaper_a_downgrade(case: Case, of: Interval, to: Interval) -> None:
    way = direction(case.held, of, case.wanted, to)
    before = Fraction(case.held.each_interval.minor, mean_length(of) // TICK)
    after = Fraction(case.wanted.each_interval.minor, mean_length(to) // TICK)
    assert (way is Direction.UPGRADE, way is Direction.SAME) == (after > before, after == before)


def plan(minor: int, *addons: AddonChoice, quantity: int = 1, currency: Currency = USD) -> Purchase:
    return Purchase("plan_A", "A", Money(minor, currency), quantity, addons)


def test_direction_compares_what_each_interval_costs_addons_and_quantity_included() -> None:
    seat = AddonChoice("addon_a", "Seat", AddonCharge.RECURRING, Money(400, USD), 1)
    setup = AddonChoice("addon_b", "Set-up", AddonCharge.ONE_TIME, Money(4900, USD), 1)
    held = plan(1000, seat, setup)
    assert direction(held, MONTH, plan(700, quantity=2), MONTH) is Direction.SAME
    assert direction(held, MONTH, plan(1401), MONTH) is Direction.UPGRADE
    assert direction(held, MONTH, plan(1399), MONTH) is Direction.DOWNGRADE
    with pytest.raises(CurrencyMismatch):
        direction(held, MONTH, plan(1000, currency=EUR), MONTH)


@pytest.mark.parametrize(
    ("held", "of", "wanted", "to", "expected"),
    [
        (1000, MONTH, 12000, YEAR, Direction.SAME),
        (1000, MONTH, 12001, YEAR, Direction.UPGRADE),
        (1000, MONTH, 11999, YEAR, Direction.DOWNGRADE),
        (24, Interval(IntervalUnit.DAY, 1), 1, Interval(IntervalUnit.HOUR, 1), Direction.SAME),
        (7, Interval(IntervalUnit.WEEK, 1), 2, Interval(IntervalUnit.DAY, 2), Direction.SAME),
        # A mean month is 30.436875 days: 4.348125 weeks.
        (434812, MONTH, 100000, Interval(IntervalUnit.WEEK, 1), Direction.UPGRADE),
        (434813, MONTH, 100000, Interval(IntervalUnit.WEEK, 1), Direction.DOWNGRADE),
        (0, MONTH, 0, YEAR, Direction.SAME),
    ],
)
def test_direction_compares_different_intervals_per_mean_second(
    held: int, of: Interval, wanted: int, to: Interval, expected: Direction
) -> None:
    assert direction(plan(held), of, plan(wanted), to) is expected


def test_mean_lengths_are_those_of_the_gregorian_calendars_400_years() -> None:
    centuries = datetime(2400, 1, 1, tzinfo=UTC) - datetime(2000, 1, 1, tzinfo=UTC)
    assert mean_length(Interval(IntervalUnit.YEAR, 400)) == mean_length(Interval(IntervalUnit.MONTH, 4800)) == centuries
    assert mean_length(Interval(IntervalUnit.WEEK, 2)) == mean_length(Interval(IntervalUnit.DAY, 14)) == timedelta(14)
    assert mean_length(Interval(IntervalUnit.HOUR, 24)) == timedelta(1)
