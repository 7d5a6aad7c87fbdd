"""What staff write into the catalogue: features, units, lengths of time."""

from __future__ import annotations

from collections.abc import Sequence

import strawberry

from backend.domain import periods
from backend.domain.catalog import MAX_COUNT, PlanAnchor
from backend.domain.periods import IntervalUnit
from backend.schema.money import MoneyInput
from backend.schema.scalars import JSON, Decimal
from backend.services.catalog import inputs

CODE = "Your own short name: 1 to 50 small letters, digits, dots, dashes or underlines. It stays taken when archived."
NAME = "What customers read: one line of 1 to 200 characters."
DESCRIPTION = "What customers read: at most 2,000 characters."
PRICES = "What it costs, once in each currency that it is sold in."


@strawberry.input(description="So many units of time.")
class IntervalInput:
    unit: IntervalUnit = strawberry.field(description="The unit.")
    count: int = strawberry.field(description=f"How many units: 1 to {MAX_COUNT}.")

    def given(self) -> periods.Interval:
        """The domain's form."""
        return periods.Interval(self.unit, self.count)


@strawberry.input(description="A fixed day for periods to begin on, at midnight in the merchant's time zone.")
class PlanAnchorInput:
    day: int = strawberry.field(
        description="By the WEEK: 1 (Monday) to 7. By the MONTH: 1 to 31, or the last day of a shorter month."
        " By the YEAR: a day of the month."
    )
    month: int | None = strawberry.field(
        default=None,
        description="By the YEAR: its month, 1 to 12. By 2, 3, 4, 6 or 12 MONTHs, if it matters: one that they begin"
        " with, so that 1 makes quarters from January, April, July and October.",
    )

    def given(self) -> PlanAnchor:
        """The domain's form."""
        return PlanAnchor(self.day, self.month)


@strawberry.input(description="Something that is on while a plan or an add-on is held.")
class FeatureInput:
    code: str = strawberry.field(description="What programs check; of the same letters as other codes.")
    name: str = strawberry.field(description="What people read: one line.")
    value: JSON | None = strawberry.field(
        default=None, description="How much of it: true, false, a whole number, or one line of text."
    )


@strawberry.input(description="Units that a purchase adds.")
class UnitGrantRuleInput:
    unit: str = strawberry.field(description="What is counted, such as hours.")
    quantity: Decimal = strawberry.field(description="How many units each purchase adds; at most six decimals.")
    expires_after: IntervalInput | None = strawberry.field(
        default=None, description="How long they last; null for ever."
    )


def prices_given(prices: Sequence[MoneyInput]) -> list[inputs.Amount]:
    """The service's form."""
    return [price.given() for price in prices]


def features_given(features: Sequence[FeatureInput]) -> list[inputs.FeatureInput]:
    """The service's form."""
    return [inputs.FeatureInput(one.code, one.name, one.value) for one in features]


def grants_given(grants: Sequence[UnitGrantRuleInput]) -> list[inputs.GrantInput]:
    """The service's form."""
    return [
        inputs.GrantInput(one.unit, one.quantity, one.expires_after.given() if one.expires_after else None)
        for one in grants
    ]
