"""Quantities of units, what a plan's rules say, and which grant is used first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.periods import Interval, IntervalUnit
from backend.domain.units import (
    CHANGES,
    MAX_MICRO,
    MICRO,
    GrantRule,
    Lot,
    MalformedQuantity,
    MalformedRule,
    MovementKind,
    Portion,
    format_quantity,
    is_unit,
    parse_quantity,
    read_rules,
    take,
)

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("0", 0),
        ("0.000001", 1),
        ("1", MICRO),
        ("2.5", 2_500_000),
        ("2.500000", 2_500_000),
        ("100", 100 * MICRO),
        ("1000000000", MAX_MICRO),
        ("999999999.999999", MAX_MICRO - 1),
    ],
)
def test_a_quantity_is_read_exactly(text: str, micro: int) -> None:
    assert parse_quantity(text) == micro


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "-1", "+1", "1e3", "1E3", ".5", "1.", "01", "1,5", "1 000", " 1", "1\n", "NaN", "Infinity", "0x10",
        "1_000", "１", "٣", "--1", "1.2.3",
    ],
)  # fmt: skip
def test_text_that_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(MalformedQuantity, match="plain digits"):
        parse_quantity(text)


def test_more_than_six_decimals_are_refused_even_when_they_are_zeros() -> None:
    with pytest.raises(MalformedQuantity, match="at most 6 decimals; this one has 7"):
        parse_quantity("1.0000000")


@pytest.mark.parametrize("text", ["1000000000.000001", "1000000001", "9" * 15, "9" * 5000])
def test_more_than_a_billion_is_refused(text: str) -> None:
    with pytest.raises(MalformedQuantity, match="the largest is 1000000000"):
        parse_quantity(text)


@pytest.mark.parametrize(
    ("micro", "text"),
    [(0, "0"), (1, "0.000001"), (MICRO, "1"), (2_500_000, "2.5"), (100 * MICRO, "100"), (10 * MICRO + 10, "10.00001")],
)
def test_a_quantity_is_written_without_zeros_at_its_end(micro: int, text: str) -> None:
    assert format_quantity(micro) == text


@given(st.integers(0, MAX_MICRO))
def test_what_is_written_reads_as_it_was(micro: int) -> None:
    assert parse_quantity(format_quantity(micro)) == micro


def test_a_plans_rules_are_read() -> None:
    column: list[dict[str, object]] = [
        {"unit": "hours", "quantity": "100"},
        {"unit": "GB out", "quantity": "0.5", "expires_after": {"unit": "MONTH", "count": 3}},
    ]
    assert read_rules(column) == (
        GrantRule("hours", 100 * MICRO, None),
        GrantRule("GB out", 500_000, Interval(IntervalUnit.MONTH, 3)),
    )
    assert read_rules([]) == ()


@pytest.mark.parametrize(
    "rule",
    [
        {"quantity": "1"},
        {"unit": "", "quantity": "1"},
        {"unit": 3, "quantity": "1"},
        {"unit": "u" * 51, "quantity": "1"},
        {"unit": "hours"},
        {"unit": "hours", "quantity": "0"},
        {"unit": "hours", "quantity": "-1"},
        {"unit": "hours", "quantity": "1.0000001"},
        {"unit": "hours", "quantity": "1", "expires_after": "MONTH"},
        {"unit": "hours", "quantity": "1", "expires_after": {}},
        {"unit": "hours", "quantity": "1", "expires_after": {"unit": "MOON", "count": 1}},
        {"unit": "hours", "quantity": "1", "expires_after": {"unit": "MONTH"}},
        {"unit": "hours", "quantity": "1", "expires_after": {"unit": "MONTH", "count": 0}},
        {"unit": "hours", "quantity": "1", "expires_after": {"unit": "MONTH", "count": True}},
        {"unit": "hours", "quantity": "1", "expires_after": {"unit": "YEAR", "count": 101}},
    ],
)
def test_a_rule_that_cannot_be_granted_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(MalformedRule):
        read_rules([{"unit": "good", "quantity": "1"}, rule])


@pytest.mark.parametrize(
    ("text", "good"), [("hours", True), ("GB out", True), ("", False), (" a", False), ("a\n", False)]
)
def test_the_name_of_a_unit_is_one_line(text: str, good: bool) -> None:
    assert is_unit(text) is good


def lot(id: str, micro: int, *, granted: int = 0, expires: int | None = None) -> Lot:
    """Granted so many days after NOW; expiring so many days after NOW."""
    return Lot(id, micro, NOW + timedelta(days=granted), None if expires is None else NOW + timedelta(days=expires))


def test_soonest_expiry_goes_first_then_the_oldest_and_what_never_expires_last() -> None:
    lots = [
        lot("never-new", 10, granted=5),
        lot("never-old", 10),
        lot("late", 10, expires=9),
        lot("soon-new", 10, granted=2, expires=3),
        lot("soon-old", 10, granted=1, expires=3),
    ]
    assert take(lots, 45) == [
        Portion("soon-old", 10), Portion("soon-new", 10), Portion("late", 10), Portion("never-old", 10),
        Portion("never-new", 5),
    ]  # fmt: skip
    assert take(lots, 1) == [Portion("soon-old", 1)]


def test_equal_lots_go_by_id_and_empty_ones_are_passed_over() -> None:
    assert take([lot("b", 1), lot("a", 1), lot("empty", 0, expires=1)], 2) == [Portion("a", 1), Portion("b", 1)]


def test_all_or_nothing() -> None:
    assert take([lot("a", 3), lot("b", 4)], 7) == [Portion("a", 3), Portion("b", 4)]
    assert take([lot("a", 3), lot("b", 4)], 8) is None
    assert take([], 1) is None


@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 3), st.none() | st.integers(1, 4)), max_size=8),
    st.integers(1, 200),
)
def test_the_portions_are_exact_within_their_lots_and_do_not_depend_on_the_order_of_asking(
    shapes: list[tuple[int, int, int | None]], micro: int
) -> None:
    lots = [lot(f"g{n}", size, granted=old, expires=end) for n, (size, old, end) in enumerate(shapes)]
    portions = take(lots, micro)
    assert portions == take(reversed(lots), micro)
    if portions is None:
        assert sum(one.micro for one in lots) < micro
        return
    assert sum(portion.micro for portion in portions) == micro
    sizes = {one.grant_id: one.micro for one in lots}
    assert all(0 < portion.micro <= sizes[portion.grant_id] for portion in portions)
    assert all(portion.micro == sizes[portion.grant_id] for portion in portions[:-1])
    assert len({portion.grant_id for portion in portions}) == len(portions)


def test_each_kind_of_movement_moves_something_by_one() -> None:
    assert set(CHANGES) == set(MovementKind)
    assert all(change in {(1, 0), (-1, 0), (-1, 1), (1, -1), (0, -1)} for change in CHANGES.values())
