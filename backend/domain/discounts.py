"""What coupons take off: one after the other in the customer's order, each off what the ones before it left.

A percentage is taken off every line, and rounded once for each. A fixed amount is taken off what comes with the period
first, then off what is charged once; it is split by the largest remainder, so that its parts always make the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from backend.domain.money import Money, add_up, zero

# On one subscription.
MOST_DISCOUNTS = 5


class CouponDuration(StrEnum):
    """How many billed periods a coupon lowers: the first, so many, or all."""

    ONCE = "ONCE"
    REPEATING = "REPEATING"
    FOREVER = "FOREVER"


@dataclass(frozen=True, slots=True)
class Discount:
    """A coupon at work, known by the coupon's id. Either a `share` of the price or an `amount` for each period.

    `periods_left` counts the periods that it has yet to lower; None is for ever. It counts for `plans` only, or all.
    """

    id: str
    name: str
    share: Fraction | None
    amount: Money | None
    periods_left: int | None = None
    plans: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        assert (self.share is None) != (self.amount is None), "either a share or an amount"

    def counts_for(self, plan_id: str) -> bool:
        """Whether it lowers a period of the plan."""
        return self.periods_left != 0 and (not self.plans or plan_id in self.plans)


@dataclass(frozen=True, slots=True)
class Deduction:
    """What one discount took off a line, or off a whole invoice."""

    discount: Discount
    amount: Money


@dataclass(frozen=True, slots=True)
class Priced:
    """A price before discounts. `recurring`: it comes with every period."""

    price: Money
    recurring: bool


def take_off(prices: Sequence[Priced], discounts: Sequence[Discount]) -> list[tuple[Money, ...]]:
    """What is left of each price after each discount, beginning with the price itself."""
    steps: list[tuple[Money, ...]] = [(one.price,) for one in prices]
    for discount in discounts:
        left = [step[-1] for step in steps]
        cut = _split(discount.amount, prices, left) if discount.amount is not None else _share(discount.share, left)
        steps = [(*step, step[-1] - off) for step, off in zip(steps, cut, strict=True)]
    return steps


def _share(share: Fraction | None, left: Sequence[Money]) -> list[Money]:
    assert share is not None, "what is no amount is a share"
    return [price.fraction(share) for price in left]


def _split(amount: Money, prices: Sequence[Priced], left: Sequence[Money]) -> list[Money]:
    nothing, cut = zero(amount.currency), [zero(amount.currency)] * len(prices)
    rest = amount
    for recurring in (True, False):
        places = [n for n, one in enumerate(prices) if one.recurring is recurring]
        whole = add_up(nothing, [left[n] for n in places])
        off = min(rest, whole)
        if nothing < off:
            for n, part in zip(places, off.allocate([left[n].minor for n in places]), strict=True):
                cut[n] = part
        rest -= off
    return cut


def sum_deductions(lines: Sequence[Sequence[Deduction]]) -> tuple[Deduction, ...]:
    """What each discount took off all lines, in the order of the discounts."""
    sums: dict[Discount, Money] = {}
    for deductions in lines:
        for one in deductions:
            sums[one.discount] = sums.get(one.discount, zero(one.amount.currency)) + one.amount
    return tuple(Deduction(discount, amount) for discount, amount in sums.items())
