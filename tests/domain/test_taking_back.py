"""What goes back of a refunded bag, and how much of its price its use still allows."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.taking_back import Stock, most_refundable, to_take_back, why_not
from backend.domain.units import MICRO

HUNDRED = 100 * MICRO


def stock(quantity: int = HUNDRED, *, used: int = 0, held: int = 0, expired: int = 0, taken_back: int = 0) -> Stock:
    return Stock("g", "hours", quantity, quantity - used - held - expired - taken_back, held, expired, taken_back)


@pytest.mark.parametrize(
    ("share", "micro"),
    [(Fraction(1), HUNDRED), (Fraction(1, 4), 25 * MICRO), (Fraction(1, 3), 33_333_334), (Fraction(1, 10**15), 1)],
)
def test_a_share_is_taken_back_rounded_up(share: Fraction, micro: int) -> None:
    assert to_take_back(stock(), share) == micro


def test_three_thirds_take_back_exactly_everything() -> None:
    third = Fraction(1, 3)
    first = to_take_back(stock(), third)
    second = to_take_back(stock(taken_back=first), third)
    last = to_take_back(stock(taken_back=first + second), third)
    assert (first, second, last) == (33_333_334, 33_333_334, 33_333_332)


def test_what_is_not_there_is_still_asked_for() -> None:
    assert to_take_back(stock(used=37 * MICRO), Fraction(1)) == HUNDRED


@pytest.mark.parametrize(
    ("stocks", "most"),
    [
        ([stock()], 10_000),
        ([stock(used=37 * MICRO)], 6_300),
        ([stock(held=37 * MICRO)], 6_300),
        ([stock(expired=37 * MICRO)], 6_300),
        ([stock(used=HUNDRED)], 0),
        ([stock(used=1)], 9_999),
        ([stock(), stock(used=50 * MICRO), stock(used=10 * MICRO)], 5_000),
        # A half went back already, a tenth was used: of the price, two fifths can follow.
        ([stock(taken_back=50 * MICRO, used=10 * MICRO)], 4_000),
        ([stock(taken_back=50 * MICRO)], 10_000),
    ],
)
def test_the_most_that_can_be_refunded(stocks: list[Stock], most: int) -> None:
    assert most_refundable(stocks, 10_000) == most


@given(st.integers(1, 10**9), st.integers(1, 10**6), st.data())
def test_exactly_up_to_the_most_the_units_are_there(quantity: int, total_minor: int, data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, quantity))
    taken = data.draw(st.integers(0, quantity - gone))
    one = stock(quantity, used=gone, taken_back=taken)
    most = most_refundable([one], total_minor)
    if most:
        assert to_take_back(one, Fraction(most, total_minor)) <= one.remaining
    if most < total_minor:
        assert to_take_back(one, Fraction(most + 1, total_minor)) > one.remaining


def test_the_reason_says_what_became_of_the_units() -> None:
    assert why_not(stock(used=37 * MICRO)) == "37 of the 100 hours are used"
    assert why_not(stock(used=1, held=MICRO, expired=2 * MICRO)) == (
        "0.000001 of the 100 hours are used, 1 are held, 2 are expired"
    )
    assert why_not(stock(held=5 * MICRO)) == "5 of the 100 hours are held"
