"""What a purchase costs: the one function behind the preview, the charge and the invoice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from backend.domain.catalog import AddonCharge
from backend.domain.money import Money, zero
from backend.domain.periods import Period

ROUNDING = "HALF_UP"
# The line that makes the sum of an invoice zero: so much goes to the customer's balance.
TO_BALANCE = "To your balance"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a line was computed: unit price x quantity x share, rounded once."""

    unit_price: Money
    quantity: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Line:
    """One explained amount. One-time charges have no period."""

    description: str
    amount: Money
    period: Period | None
    derivation: Derivation


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that is on while the plan is: a code for programs, a name for people, an optional value."""

    code: str
    name: str
    value: object = None


@dataclass(frozen=True, slots=True)
class AddonChoice:
    """An add-on in a purchase, with the facts that its price depends on."""

    addon_id: str
    name: str
    charge: AddonCharge
    unit_price: Money
    quantity: int
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True)
class Purchase:
    """A plan, a quantity and add-ons, priced in one currency."""

    plan_id: str
    plan_name: str
    unit_price: Money
    quantity: int
    addons: tuple[AddonChoice, ...] = ()
    features: tuple[Feature, ...] = ()

    @property
    def each_interval(self) -> Money:
        """What each interval costs: the plan, and the add-ons that come with every period."""
        recurring = [addon for addon in self.addons if addon.charge is AddonCharge.RECURRING]
        return add_up(self.unit_price * self.quantity, [addon.unit_price * addon.quantity for addon in recurring])


@dataclass(frozen=True, slots=True)
class Quote:
    """A computed offer. `due_now` is what confirming charges; `next_charge` what each further period costs.

    `credited` is what goes to the customer's balance instead, where more is given back than charged.

    What is billed from the balance has no lines and nothing due: `next_charge` is the price of one interval, debited by
    elapsed time, for the first time at `next_charge_at`.
    """

    effective_at: datetime
    expires_at: datetime
    lines: tuple[Line, ...]
    subtotal: Money
    discount: Money
    tax: Money
    total: Money
    balance_applied: Money
    credited: Money
    due_now: Money
    next_charge: Money
    next_charge_at: datetime
    features_gained: tuple[Feature, ...]
    features_lost: tuple[Feature, ...]


def quote_purchase(purchase: Purchase, first_period: Period, expires_at: datetime) -> Quote:
    """The first period in full, recurring add-ons with it, one-time add-ons once."""
    return _quote_period(purchase, first_period, expires_at, lambda addon: addon.quantity)


def quote_renewal(purchase: Purchase, following: Period, *, charged: Mapping[str, int]) -> Quote:
    """A further period in full. One-time add-ons are charged beyond what was `charged` of each before, by id."""
    return _quote_period(
        purchase, following, following.start, lambda addon: max(addon.quantity - charged.get(addon.addon_id, 0), 0)
    )


def _quote_period(
    purchase: Purchase, whole_period: Period, expires_at: datetime, once: Callable[[AddonChoice], int]
) -> Quote:
    whole = Fraction(1)
    lines = [priced_line(purchase.plan_name, purchase.unit_price, purchase.quantity, whole, whole_period)]
    for addon in purchase.addons:
        if addon.charge is AddonCharge.RECURRING:
            lines.append(priced_line(addon.name, addon.unit_price, addon.quantity, whole, whole_period))
        elif once(addon):
            lines.append(priced_line(addon.name, addon.unit_price, once(addon), whole, None))
    return make_quote(
        purchase, lines, effective_at=whole_period.start, next_charge_at=whole_period.end, expires_at=expires_at
    )


def make_quote(
    wanted: Purchase,
    lines: Sequence[Line],
    *,
    effective_at: datetime,
    next_charge_at: datetime,
    expires_at: datetime,
    held: Sequence[Feature] = (),
) -> Quote:
    """Sum the lines of what leads to `wanted`; `held` are the features that it takes the place of.

    Where more is given back than charged, a last line makes the sum zero: that much is `credited`.
    """
    nothing = zero(wanted.unit_price.currency)
    net = add_up(nothing, [line.amount for line in lines])
    total, credited = (nothing, -net) if net < nothing else (net, nothing)
    if nothing < credited:
        lines = [*lines, priced_line(TO_BALANCE, credited, 1, Fraction(1), None)]
    gained, lost = compare_features(held, merge_features(wanted))
    return Quote(
        effective_at=effective_at,
        expires_at=expires_at,
        lines=tuple(lines),
        subtotal=total,
        discount=nothing,
        tax=nothing,
        total=total,
        balance_applied=nothing,
        credited=credited,
        due_now=total,
        next_charge=wanted.each_interval,
        next_charge_at=next_charge_at,
        features_gained=gained,
        features_lost=lost,
    )


def quote_tariff(
    purchase: Purchase,
    effective_at: datetime,
    first_debit_at: datetime,
    expires_at: datetime,
    *,
    held: Sequence[Feature] = (),
) -> Quote:
    """A plan that is billed from the balance. `held` are the features that it takes the place of."""
    assert all(addon.charge is AddonCharge.RECURRING for addon in purchase.addons), "nothing is charged once"
    return make_quote(
        purchase, (), effective_at=effective_at, next_charge_at=first_debit_at, expires_at=expires_at, held=held
    )


def compare_features(
    before: Sequence[Feature], after: Sequence[Feature]
) -> tuple[tuple[Feature, ...], tuple[Feature, ...]]:
    """What is gained and what is lost; a feature with another value is lost as it was and gained as it will be."""
    had, will_have = [{feature.code: feature.value for feature in features} for features in (before, after)]

    def missing_in(features: dict[str, object], feature: Feature) -> bool:
        return feature.code not in features or features[feature.code] != feature.value

    gained = tuple(feature for feature in after if missing_in(had, feature))
    return gained, tuple(feature for feature in before if missing_in(will_have, feature))


def merge_features(purchase: Purchase) -> tuple[Feature, ...]:
    """The plan's features with those of the add-ons; an add-on's value replaces the plan's for the same code."""
    return overlay(purchase.features, *(addon.features for addon in purchase.addons))


def overlay(*layers: Sequence[Feature]) -> tuple[Feature, ...]:
    """One feature for each code: the last one, at the place of the first."""
    return tuple({feature.code: feature for layer in layers for feature in layer}.values())


def priced_line(description: str, unit_price: Money, quantity: int, share: Fraction, period: Period | None) -> Line:
    """A line that explains itself, rounded once; a credit has a negative share."""
    amount = (unit_price * quantity).fraction(share)
    label = description if quantity == 1 else f"{description} × {quantity}"
    return Line(label, amount, period, Derivation(unit_price, quantity, share))


def add_up(start: Money, amounts: Sequence[Money]) -> Money:
    """`start` and all `amounts`, of one currency."""
    total = start
    for amount in amounts:
        total += amount
    return total
