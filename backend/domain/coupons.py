"""What a coupon may be: how its code looks, what goes together, how long it lowers what it is on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from backend.domain.discounts import CouponDuration
from backend.domain.errors import FieldProblem

# Of a REPEATING coupon: ten years of months.
MOST_PERIODS = 120
# That one coupon is limited to.
MOST_PLANS = 100
# Of a percentage.
DECIMALS = 2
_CODE = re.compile(r"[A-Z0-9_-]{3,50}", re.ASCII)


@dataclass(frozen=True, slots=True)
class CouponRules:
    """What, beside the figures, decides whether a coupon can be given out."""

    duration: CouponDuration
    periods: int | None
    has_percent: bool
    has_amounts: bool
    max_redemptions: int | None


def is_coupon_code(text: str) -> bool:
    """Whether `text`, as it is kept, can be a coupon's code."""
    return _CODE.fullmatch(text) is not None


def coupon_problems(rules: CouponRules) -> Iterator[FieldProblem]:
    """What of a coupon does not go together, by field."""
    if not rules.has_percent and not rules.has_amounts:
        yield FieldProblem(("percent",), "REQUIRED", "Say what it takes off: a percentage, or an amount.")
    if rules.has_percent and rules.has_amounts:
        yield FieldProblem(("amounts",), "EXCLUSIVE", "Give a percentage or amounts, not both.")
    if rules.duration is CouponDuration.REPEATING:
        if rules.periods is None:
            yield FieldProblem(("periods",), "REQUIRED", "Say how many periods it lowers.")
        elif not 1 <= rules.periods <= MOST_PERIODS:
            yield FieldProblem(("periods",), "OUT_OF_RANGE", f"Give 1 to {MOST_PERIODS} periods.")
    elif rules.periods is not None:
        yield FieldProblem(("periods",), "NOT_NEEDED", "Only a repeating coupon has a number of periods.")
    if rules.max_redemptions is not None and rules.max_redemptions < 1:
        yield FieldProblem(("maxRedemptions",), "OUT_OF_RANGE", "Give 1 or more, or nothing for no limit.")
