"""What a refill costs: the full price for the full bag, every time. Nothing is prorated and nothing follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from backend.domain.money import Money, zero
from backend.domain.quotes import Derivation, Line


@dataclass(frozen=True, slots=True)
class Bill:
    """What an invoice of one purchase says. Unlike a quote it promises no next charge: there is none."""

    effective_at: datetime
    lines: tuple[Line, ...]
    subtotal: Money
    discount: Money
    tax: Money
    total: Money


def bill_refill(name: str, unit_price: Money, bags: int, at: datetime) -> Bill:
    """One line: price x bags, for no period."""
    whole = Fraction(1)
    price = unit_price * bags
    label = name if bags == 1 else f"{name} × {bags}"
    nothing = zero(price.currency)
    return Bill(
        effective_at=at,
        lines=(Line(label, price, None, Derivation(unit_price, bags, whole)),),
        subtotal=price,
        discount=nothing,
        tax=nothing,
        total=price,
    )
