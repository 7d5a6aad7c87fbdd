"""The lines of quotes and invoices: price, discounts, taxes, and how the figures came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from backend.domain.catalog import AddonCharge
from backend.domain.discounts import Deduction, Priced, take_off
from backend.domain.money import Money, add_up, zero
from backend.domain.periods import Period
from backend.domain.taxes import TaxAmount, tax_on
from backend.domain.terms import PLAIN, Terms

ROUNDING = "HALF_UP"
WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a line was computed: unit price x quantity x share, rounded once."""

    unit_price: Money
    quantity: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One explained amount, before discounts and exclusive taxes. One-time charges have no period.

    A credit is negative, and already without the discounts of what it gives back.
    """

    description: str
    amount: Money
    period: Period | None
    derivation: Derivation
    deductions: tuple[Deduction, ...] = ()
    taxes: tuple[TaxAmount, ...] = ()

    @property
    def discount(self) -> Money:
        """What all discounts took off."""
        return add_up(zero(self.amount.currency), [one.amount for one in self.deductions])

    @property
    def tax(self) -> Money:
        """All taxes, those in the price too."""
        return add_up(zero(self.amount.currency), [one.amount for one in self.taxes])

    @property
    def tax_included(self) -> Money:
        """The taxes that are in the price."""
        inside = [one.amount for one in self.taxes if one.rate.inclusive]
        return add_up(zero(self.amount.currency), inside)

    @property
    def total(self) -> Money:
        """What it makes of the invoice's total."""
        return self.amount - self.discount + self.tax - self.tax_included


@dataclass(frozen=True, slots=True)
class Part:
    """A plan or an add-on that is charged. Two are equal when the same thing costs the same, whatever its name is."""

    id: str
    charge: AddonCharge
    unit_price: Money
    quantity: int
    name: str = field(compare=False)

    @property
    def price(self) -> Money:
        """For a whole interval, or once, before discounts."""
        return self.unit_price * self.quantity

    @property
    def is_recurring(self) -> bool:
        """Whether it comes with every period."""
        return self.charge is AddonCharge.RECURRING


@dataclass(frozen=True, slots=True)
class Reduced:
    """A part under the terms of a period. `steps` are what is left of its price after each discount, the price first.

    Two are equal when the same thing costs the same after the same discounts.
    """

    part: Part
    steps: tuple[Money, ...]
    terms: Terms

    @property
    def net(self) -> Money:
        """For a whole interval, or once, after discounts."""
        return self.steps[-1]


def reduce_parts(parts: Sequence[Part], terms: Terms) -> list[Reduced]:
    """What each part costs under `terms`, which are those on the plan that the parts are of."""
    steps = take_off([Priced(part.price, part.is_recurring) for part in parts], terms.discounts)
    return [Reduced(part, left, terms) for part, left in zip(parts, steps, strict=True)]


def charge(reduced: Reduced, share: Fraction, period: Period | None, label: str = "") -> Line:
    """A line for `share` of the part's price. Each step down by a discount is rounded once."""
    part = reduced.part
    left = [step.fraction(share) for step in reduced.steps]
    deductions = tuple(
        Deduction(discount, before - after)
        for discount, before, after in zip(reduced.terms.discounts, left, left[1:], strict=False)
    )
    return Line(
        f"{label}{titled(part.name, part.quantity)}",
        left[0],
        period,
        Derivation(part.unit_price, part.quantity, share),
        deductions,
        tax_on(left[-1], reduced.terms.taxes),
    )


def credit(reduced: Reduced, share: Fraction, period: Period, label: str) -> Line:
    """A line that gives back `share` of what the part costs after its discounts, with the tax on that."""
    part = reduced.part
    back = -reduced.net.fraction(share)
    lowered = reduced.net != part.price
    derivation = Derivation(reduced.net, 1, -share) if lowered else Derivation(part.unit_price, part.quantity, -share)
    return Line(
        f"{label}{titled(part.name, part.quantity)}", back, period, derivation,
        taxes=tax_on(back, reduced.terms.taxes),
    )  # fmt: skip


def plain_line(description: str, price: Money, terms: Terms = PLAIN) -> Line:
    """A line of one thing without a period or a discount."""
    return Line(description, price, None, Derivation(price, 1, WHOLE), taxes=tax_on(price, terms.taxes))


def titled(name: str, quantity: int) -> str:
    """A name with how many, where that is not one."""
    return name if quantity == 1 else f"{name} × {quantity}"
