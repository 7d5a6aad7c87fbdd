"""Money: exact, never lost in a split, never read from a float."""

import operator
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.money import (
    MAX_MINOR,
    Currency,
    CurrencyMismatch,
    MalformedAmount,
    Money,
    parse_amount,
    round_half_up,
)

USD, JPY, KWD = Currency("USD", 2), Currency("JPY", 0), Currency("KWD", 3)
amounts = st.integers(-MAX_MINOR, MAX_MINOR)


@given(amounts, st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any))
def test_the_parts_of_a_split_always_sum_to_the_whole(minor: int, weights: list[int]) -> None:
    parts = Money(minor, USD).allocate(weights)
    assert sum(part.minor for part in parts) == minor


@given(amounts, st.lists(st.integers(0, 10**9), min_size=1, max_size=20).filter(any))
def test_no_part_is_a_whole_minor_unit_away_from_its_exact_share(minor: int, weights: list[int]) -> None:
    for part, weight in zip(Money(minor, USD).allocate(weights), weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1


def test_a_hundred_cents_in_three_are_34_33_33() -> None:
    assert [part.minor for part in Money(100, USD).allocate([1, 1, 1])] == [34, 33, 33]
    assert [part.minor for part in Money(-100, USD).allocate([1, 1, 1])] == [-34, -33, -33]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_a_split_without_positive_weights_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100, USD).allocate(weights)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("1/2", 1), ("3/2", 2), ("-1/2", -1), ("-3/2", -2), ("49/100", 0), ("-49/100", 0), ("51/100", 1), ("7", 7)],
)
def test_exactly_half_is_rounded_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_up(Fraction(value)) == rounded


@given(st.fractions())
def test_a_credit_rounds_like_the_charge_it_undoes(value: Fraction) -> None:
    assert round_half_up(-value) == -round_half_up(value)


@given(amounts, st.sampled_from([USD, JPY, KWD]))
def test_what_is_written_is_read_back_to_the_unit(minor: int, currency: Currency) -> None:
    money = Money(minor, currency)
    assert parse_amount(money.major(), currency) == money


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(1050, USD), "10.50"),
        (Money(5, USD), "0.05"),
        (Money(-5, USD), "-0.05"),
        (Money(500, JPY), "500"),
        (Money(1250, KWD), "1.250"),
        (Money(0, KWD), "0.000"),
    ],
)
def test_major_units_have_exactly_the_currencys_decimals(money: Money, text: str) -> None:
    assert money.major() == text


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("10.505", USD), ("500.0", JPY), ("1.2345", KWD), ("1e3", USD), ("+1", USD), (" 1", USD), ("01", USD),
        ("", USD), ("1.", USD), (".5", USD), ("NaN", USD), ("Infinity", USD), ("١", USD), ("10000000000000.01", USD),
    ],
)  # fmt: skip
def test_text_that_is_not_an_exact_amount_is_refused(text: str, currency: Currency) -> None:
    with pytest.raises(MalformedAmount):
        parse_amount(text, currency)


def test_two_currencies_never_meet() -> None:
    for meeting in (operator.add, operator.sub, operator.lt, operator.le):
        with pytest.raises(CurrencyMismatch):
            meeting(Money(1, USD), Money(1, JPY))
