"""What a refill costs: the full price for the full bag, every time. Nothing is prorated and nothing follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.discounts import Deduction
from backend.domain.lines import WHOLE, Derivation, Line, titled
from backend.domain.money import Money, zero
from backend.domain.taxes import TaxAmount, TaxRate, tax_on


@dataclass(frozen=True, slots=True)
class Bill:
    """What an invoice of one purchase says. Unlike a quote it promises no next charge: there is none."""

    effective_at: datetime
    lines: tuple[Line, ...]
    subtotal: Money
    discount: Money
    tax: Money
    tax_included: Money
    total: Money

    @property
    def billed_under(self) -> None:
        """A refill bills no period."""

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """A refill has no discounts."""
        return ()

    @property
    def taxes(self) -> tuple[TaxAmount, ...]:
        """What each tax rate makes."""
        return self.lines[0].taxes


def bill_refill(name: str, unit_price: Money, bags: int, at: datetime, taxes: Sequence[TaxRate] = ()) -> Bill:
    """One line: price x bags, for no period, with `taxes` on it."""
    price = unit_price * bags
    line = Line(titled(name, bags), price, None, Derivation(unit_price, bags, WHOLE), taxes=tax_on(price, taxes))
    return Bill(
        effective_at=at, lines=(line,), subtotal=price, discount=zero(price.currency), tax=line.tax,
        tax_included=line.tax_included, total=line.total,
    )  # fmt: skip
