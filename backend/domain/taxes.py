"""Taxes on a line: each rate on what is left after discounts, rounded once for each line.

Exclusive rates are added to the price, inclusive ones are part of it; where both apply, exclusive ones are reckoned on
the price without its inclusive taxes (Stripe, "Tax rates": docs.stripe.com/billing/taxes/tax-rates).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from backend.domain.money import Money, zero

# A rate is kept in parts per million: 9.975 % is 99,750.
PARTS = 1_000_000
# On one sale: a country's, a state's, a county's, a city's and one more.
MOST_RATES = 5


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax by its name and its share of the price. `inclusive`: prices contain it."""

    id: str
    name: str
    share: Fraction
    inclusive: bool


@dataclass(frozen=True, slots=True)
class TaxAmount:
    """What one rate makes of a line, or of a whole invoice; negative for a credit."""

    rate: TaxRate
    amount: Money


def tax_on(price: Money, rates: Sequence[TaxRate]) -> tuple[TaxAmount, ...]:
    """The taxes on `price`, or in it, in the order of the rates."""
    contained = [rate for rate in rates if rate.inclusive]
    whole = 1 + sum((rate.share for rate in contained), Fraction())
    inside = {rate.id: price.fraction(rate.share / whole) for rate in contained}
    net = price
    for part in inside.values():
        net -= part
    return tuple(TaxAmount(rate, inside[rate.id] if rate.inclusive else net.fraction(rate.share)) for rate in rates)


def sum_taxes(lines: Sequence[Sequence[TaxAmount]]) -> tuple[TaxAmount, ...]:
    """What each rate makes of all lines, in the order in which the rates first come."""
    sums: dict[TaxRate, Money] = {}
    for taxes in lines:
        for tax in taxes:
            sums[tax.rate] = sums.get(tax.rate, zero(tax.amount.currency)) + tax.amount
    return tuple(TaxAmount(rate, amount) for rate, amount in sums.items())
