"""What is bought: a plan, a quantity and add-ons, with the features that come with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from backend.domain.catalog import AddonCharge
from backend.domain.lines import Part
from backend.domain.money import Money, add_up, zero


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
        """What each interval costs before discounts and taxes: the plan, and the add-ons that come with every one."""
        return add_up(zero(self.unit_price.currency), [part.price for part in recurring_parts(self)])


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


def _parts(purchase: Purchase) -> list[Part]:
    plan = Part(
        purchase.plan_id, AddonCharge.RECURRING, purchase.unit_price, purchase.quantity, name=purchase.plan_name
    )
    addons = [
        Part(addon.addon_id, addon.charge, addon.unit_price, addon.quantity, name=addon.name)
        for addon in purchase.addons
    ]
    parts = [plan, *addons]
    assert len({part.id for part in parts}) == len(parts), "each thing is named once, with its quantity"
    return parts


def recurring_parts(purchase: Purchase) -> list[Part]:
    """The plan, and the add-ons that come with every period."""
    return [part for part in _parts(purchase) if part.is_recurring]


def parts_to_charge(purchase: Purchase, charged: Mapping[str, int]) -> list[Part]:
    """What comes with every period, and so much of what is charged once as goes beyond what was `charged`, by id."""
    parts = [
        part if part.is_recurring else replace(part, quantity=part.quantity - charged.get(part.id, 0))
        for part in _parts(purchase)
    ]
    return [part for part in parts if part.quantity > 0]


def charged_once(purchase: Purchase) -> Mapping[str, int]:
    """How many of each add-on that is charged once it holds, by id."""
    return {part.id: part.quantity for part in _parts(purchase) if not part.is_recurring}
