"""A refill's bill."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

from backend.domain.lines import Derivation, Line
from backend.domain.money import Currency, Money
from backend.domain.refills import bill_refill

USD = Currency("USD", 2)
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


def test_a_refill_costs_its_full_price_for_no_period() -> None:
    price = Money(8000, USD)
    bill = bill_refill("Hours Bag", price, 3, NOW)
    assert bill.lines == (Line("Hours Bag × 3", Money(24_000, USD), None, Derivation(price, 3, Fraction(1))),)
    assert (bill.subtotal, bill.discount, bill.tax, bill.total) == (
        Money(24_000, USD), Money(0, USD), Money(0, USD), Money(24_000, USD),
    )  # fmt: skip
    assert bill.effective_at == NOW


def test_one_bag_needs_no_number() -> None:
    (line,) = bill_refill("Hours Bag", Money(8000, USD), 1, NOW).lines
    assert line.description == "Hours Bag"
