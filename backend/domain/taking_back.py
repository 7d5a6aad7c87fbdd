"""Refunding a bag of units: how much of it goes back with the money, and how much money its use still allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from backend.domain.units import format_quantity


@dataclass(frozen=True, slots=True)
class Stock:
    """Where the units of one grant are, in micro. What is nowhere else was used."""

    grant_id: str
    unit: str
    quantity: int
    remaining: int
    held: int
    expired: int
    taken_back: int

    @property
    def used(self) -> int:
        """Used up."""
        return self.quantity - self.remaining - self.held - self.expired - self.taken_back

    @property
    def gone(self) -> int:
        """What cannot be taken back: used, held for something, or expired."""
        return self.used + self.held + self.expired


def to_take_back(stock: Stock, share: Fraction) -> int:
    """The micro that go back with `share` of the price: rounded up, in the merchant's favor, and never twice.

    Many small refunds round up more often than one large; together they never ask for more than there was.
    """
    assert 0 < share <= 1, "a share of the price"
    return min(-((-stock.quantity * share.numerator) // share.denominator), stock.quantity - stock.taken_back)


def most_refundable(stocks: Sequence[Stock], total_minor: int) -> int:
    """The largest part of the price, in minor units, whose units are all still there."""
    # As long as nothing of a grant is gone, all of it can go back.
    return min((stock.remaining * total_minor // stock.quantity for stock in stocks if stock.gone), default=total_minor)


def why_not(stock: Stock) -> str:
    """What became of a grant that cannot be taken back as asked: "37 of the 100 hours are used"."""
    ways = {"used": stock.used, "held": stock.held, "expired": stock.expired}
    (first, micro), *others = [(way, micro) for way, micro in ways.items() if micro]
    text = f"{format_quantity(micro)} of the {format_quantity(stock.quantity)} {stock.unit} are {first}"
    return "".join([text, *(f", {format_quantity(more)} are {way}" for way, more in others)])
