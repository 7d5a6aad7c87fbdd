"""What coupons take off: in order, exactly, and never more than there is."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.discounts import Discount, Priced, take_off
from backend.domain.money import Currency, Money

USD = Currency("USD", 2)


def usd(minor: int) -> Money:
    return Money(minor, USD)


def percent(hundredths: int, id: str = "cpn_p") -> Discount:
    return Discount(id, "percent", Fraction(hundredths, 10_000), None)


def fixed(minor: int, id: str = "cpn_f") -> Discount:
    return Discount(id, "fixed", None, usd(minor))


def recurring(*minor: int) -> list[Priced]:
    return [Priced(usd(one), recurring=True) for one in minor]


def steps(prices: list[Priced], *discounts: Discount) -> list[list[int]]:
    return [[left.minor for left in line] for line in take_off(prices, discounts)]


def left(prices: list[Priced], *discounts: Discount) -> list[int]:
    return [line[-1] for line in steps(prices, *discounts)]


@pytest.mark.parametrize(
    ("prices", "discounts", "expected"),
    [
        # Joist Help Center, article 9212993: 10 % off 100 and 200; 10 off both by their share of the whole.
        ([10000, 20000], [percent(1000)], [9000, 18000]),
        ([10000, 20000], [fixed(1000)], [9667, 19333]),
        # Chargebee support, article 253619: 20, less 10, less half.
        ([2000], [fixed(1000), percent(5000)], [500]),
        # The same the other way round: the order is the customer's, and it matters.
        ([2000], [percent(5000), fixed(1000)], [0]),
        # Two percentages: the second of what the first left.
        ([10000], [percent(2000), percent(1000)], [7200]),
        # 33.33 % of 0.05 is 0.016665: two cents.
        ([5], [percent(3333)], [3]),
        # Half a cent goes away from zero, as everywhere.
        ([5], [percent(1000)], [4]),
        ([100, 100, 100], [fixed(100)], [66, 67, 67]),
        ([1000], [percent(10000)], [0]),
        ([0, 0], [fixed(500), percent(2000)], [0, 0]),
        ([300], [fixed(500)], [0]),
    ],
)
def test_what_is_left(prices: list[int], discounts: list[Discount], expected: list[int]) -> None:
    assert left(recurring(*prices), *discounts) == expected


def test_each_step_is_told_beginning_with_the_price() -> None:
    assert steps(recurring(2000, 1000), fixed(600), percent(5000)) == [[2000, 1600, 800], [1000, 800, 400]]


def test_a_fixed_amount_is_taken_off_what_comes_with_the_period_first() -> None:
    prices = [*recurring(1000), Priced(usd(3000), recurring=False), *recurring(500)]
    assert left(prices, fixed(300)) == [800, 3000, 400]
    assert left(prices, fixed(2500)) == [0, 2000, 0]
    assert left(prices, fixed(9900)) == [0, 0, 0]


def test_a_percentage_is_taken_off_what_is_charged_once_too() -> None:
    assert left([*recurring(1000), Priced(usd(3000), recurring=False)], percent(1000)) == [900, 2700]


def test_a_discount_counts_while_it_has_periods_left_and_for_its_plans() -> None:
    only = Discount("cpn_1", "x", Fraction(1, 2), None, periods_left=1, plans=frozenset({"plan_a"}))
    assert only.counts_for("plan_a")
    assert not only.counts_for("plan_b")
    assert not Discount("cpn_1", "x", Fraction(1, 2), None, periods_left=0).counts_for("plan_a")
    assert Discount("cpn_1", "x", Fraction(1, 2), None, periods_left=None).counts_for("plan_a")


PRICES = st.lists(
    st.builds(Priced, price=st.integers(0, 10**9).map(usd), recurring=st.booleans()), min_size=1, max_size=6
)
DISCOUNTS = st.lists(
    st.one_of(st.integers(1, 10_000).map(percent), st.integers(1, 10**9).map(fixed)), min_size=1, max_size=5
)


@given(prices=PRICES, discounts=DISCOUNTS)
def test_nothing_ever_falls_below_zero_or_rises(prices: list[Priced], discounts: list[Discount]) -> None:
    for line, price in zip(steps(prices, *discounts), prices, strict=True):
        assert line[0] == price.price.minor
        assert len(line) == len(discounts) + 1
        assert line == sorted(line, reverse=True)
        assert line[-1] >= 0


@given(prices=PRICES, minor=st.integers(1, 10**9))
def test_a_fixed_amount_is_taken_off_to_the_cent(prices: list[Priced], minor: int) -> None:
    whole = sum(one.price.minor for one in prices)
    assert sum(left(prices, fixed(minor))) == max(whole - minor, 0)


@given(prices=PRICES, share=st.integers(1, 10_000))
def test_a_percentage_is_exact_to_half_a_cent_for_each_line(prices: list[Priced], share: int) -> None:
    for line, price in zip(steps(prices, percent(share)), prices, strict=True):
        exact = price.price.minor * Fraction(share, 10_000)
        assert abs((line[0] - line[1]) - exact) <= Fraction(1, 2)
