"""What a coupon may be, and percentages as people write them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.coupons import CouponRules, coupon_problems, is_coupon_code
from backend.domain.discounts import CouponDuration
from backend.domain.percents import MalformedPercent, parse_percent

RULES = CouponRules(CouponDuration.ONCE, None, has_percent=True, has_amounts=False, max_redemptions=None)
REPEATING = replace(RULES, duration=CouponDuration.REPEATING, periods=3)


@pytest.mark.parametrize(
    "rules",
    [
        RULES,
        replace(RULES, duration=CouponDuration.FOREVER, max_redemptions=1),
        replace(RULES, has_percent=False, has_amounts=True),
        REPEATING,
        replace(REPEATING, periods=1),
        replace(REPEATING, periods=120),
    ],
)
def test_what_goes_together_has_no_problem(rules: CouponRules) -> None:
    assert list(coupon_problems(rules)) == []


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (replace(RULES, has_percent=False), [("percent", "REQUIRED")]),
        (replace(RULES, has_amounts=True), [("amounts", "EXCLUSIVE")]),
        (replace(REPEATING, periods=None), [("periods", "REQUIRED")]),
        (replace(REPEATING, periods=0), [("periods", "OUT_OF_RANGE")]),
        (replace(REPEATING, periods=121), [("periods", "OUT_OF_RANGE")]),
        (replace(RULES, periods=1), [("periods", "NOT_NEEDED")]),
        (replace(RULES, duration=CouponDuration.FOREVER, periods=1), [("periods", "NOT_NEEDED")]),
        (replace(RULES, max_redemptions=0), [("maxRedemptions", "OUT_OF_RANGE")]),
        (
            CouponRules(CouponDuration.ONCE, 2, has_percent=False, has_amounts=False, max_redemptions=-1),
            [("percent", "REQUIRED"), ("periods", "NOT_NEEDED"), ("maxRedemptions", "OUT_OF_RANGE")],
        ),
    ],
)
def test_what_does_not_go_together_is_named_by_field(rules: CouponRules, expected: list[tuple[str, str]]) -> None:
    assert [(".".join(problem.path), problem.code) for problem in coupon_problems(rules)] == expected


@pytest.mark.parametrize("code", ["ABC", "WELCOME-20", "_-_", "A" * 50, "2026"])
def test_a_code_is_capitals_digits_dashes_and_underlines(code: str) -> None:
    assert is_coupon_code(code)


@pytest.mark.parametrize("code", ["", "AB", "A" * 51, "abc", "A B", "ÄBC", "ABC\n", "ABC.", "٣٣٣"])
def test_nothing_else_is_a_code(code: str) -> None:
    assert not is_coupon_code(code)


@pytest.mark.parametrize(
    ("text", "decimals", "parts"),
    [
        ("0", 2, 0), ("0.01", 2, 1), ("12.5", 2, 1250), ("33.33", 2, 3333), ("100", 2, 10_000), ("100.00", 2, 10_000),
        ("9.975", 4, 99_750), ("0.0001", 4, 1), ("100", 4, 1_000_000), ("7", 0, 7),
    ],
)  # fmt: skip
def test_a_percentage_is_read_in_whole_parts(text: str, decimals: int, parts: int) -> None:
    assert parse_percent(text, decimals) == parts


@pytest.mark.parametrize(
    "text", ["", "-1", "100.01", "101", "1e1", "05", ".5", "5.", "1.234", "0.000", "ten", "٣", "5 "]
)
def test_anything_else_is_no_percentage(text: str) -> None:
    with pytest.raises(MalformedPercent):
        parse_percent(text, 2)


@given(st.integers(0, 1_000_000))
def test_every_rate_can_be_written_and_is_read_back(parts: int) -> None:
    whole, rest = divmod(parts, 10_000)
    assert parse_percent(f"{whole}.{rest:04d}", 4) == parts
