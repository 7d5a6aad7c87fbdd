"""The catalogue's types: products, plans, add-ons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.domain import purchases
from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.domain.periods import IntervalUnit
from backend.domain.units import format_quantity, read_rules
from backend.schema.context import Info
from backend.schema.money import Interval, Money
from backend.schema.node import Node
from backend.schema.scalars import JSON, CurrencyCode, Decimal
from backend.services.catalog.load_purchase import features_of

Archived = Annotated[bool, strawberry.argument(description="For staff: also those that are no longer sold.")]
InCurrency = Annotated[
    CurrencyCode | None, strawberry.argument(description="The currency; without it the customer's, or the merchant's.")
]


@strawberry.type(description="Something that is on while a plan is held.")
class Feature:
    code: str = strawberry.field(description="What programs check.")
    name: str = strawberry.field(description="What people read.")
    value: JSON | None = strawberry.field(description="How much of it, where that matters.")

    @classmethod
    def of(cls, feature: purchases.Feature) -> Feature:
        """The API's form."""
        return cls(
            code=feature.code, name=feature.name, value=JSON(feature.value) if feature.value is not None else None
        )

    @classmethod
    def stored(cls, column: list[dict[str, object]]) -> list[Feature]:
        """From a row's column."""
        return [cls.of(feature) for feature in features_of(column)]


@strawberry.type(description="Units that a purchase adds.")
class UnitGrantRule:
    unit: str = strawberry.field(description="What is counted, such as hours.")
    quantity: Decimal = strawberry.field(description="How many units each purchase adds.")
    expires_after: Interval | None = strawberry.field(description="How long they last; null for ever.")

    @classmethod
    def stored(cls, column: list[dict[str, object]]) -> list[UnitGrantRule]:
        """From a row's column."""
        return [
            cls(
                unit=rule.unit,
                quantity=Decimal(format_quantity(rule.micro)),
                expires_after=Interval(unit=rule.expires_after.unit, count=rule.expires_after.count)
                if rule.expires_after
                else None,
            )
            for rule in read_rules(column)
        ]


def _priced(rows: list[models.Price]) -> list[Money]:
    return [Money.minor(row.amount_minor, row.currency) for row in rows]


def _shown(info: Info, *, archived: bool, of_archived: bool) -> Callable[[models.Plan | models.Addon], bool]:
    """Which of the things below another one are listed; below an archived one nothing is sold any more."""
    if info.context.ctx.actor.is_staff:
        return lambda row: archived or row.archived_at is None
    return lambda row: not of_archived and row.archived_at is None


async def _price(info: Info, rows: list[models.Price], currency: CurrencyCode | None) -> Money | None:
    code = currency or await _own_currency(info)
    return next((Money.minor(row.amount_minor, row.currency) for row in rows if row.currency == code), None)


async def _own_currency(info: Info) -> str:
    customer_id = info.context.ctx.actor.customer_id
    customer = await info.context.loaders.customer.load(customer_id) if customer_id else None
    if customer is not None:
        return customer.currency
    merchant = await info.context.loaders.merchant.load(info.context.ctx.merchant_id)
    return merchant.default_currency


@strawberry.type(description="Something a merchant sells.")
class Product(Node):
    row: strawberry.Private[models.Product]
    code: str = strawberry.field(description="The merchant's own short name, unique among its products.")
    name: str = strawberry.field(description="What customers read.")
    description: str = strawberry.field(description="What it is, in a sentence or two.")
    kind: ProductKind = strawberry.field(description="Subscription or refill.")
    archived_at: datetime | None = strawberry.field(description="Since when it is no longer sold.")

    @classmethod
    def of(cls, row: models.Product) -> Product:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), code=row.code, name=row.name, description=row.description,
            kind=ProductKind(row.kind), archived_at=row.archived_at,
        )  # fmt: skip

    @strawberry.field(description="The plans of this product, in the merchant's order.")
    async def plans(self, info: Info, archived: Archived = False) -> list[Plan]:
        rows = await info.context.loaders.plans_of_product.load(self.row.id)
        shown = _shown(info, archived=archived, of_archived=self.row.archived_at is not None)
        return [Plan.of(row) for row in rows if shown(row)]


@strawberry.type(description="A fixed day that periods begin on, at midnight in the merchant's time zone.")
class PlanAnchor:
    day: int = strawberry.field(
        description="By the WEEK: 1 (Monday) to 7. By the MONTH: 1 to 31, or the last day of a shorter month."
        " By the YEAR: a day of the month."
    )
    month: int | None = strawberry.field(
        description="By the YEAR: its month, 1 to 12. By several MONTHs: one that they begin with; null when any is."
    )


@strawberry.type(description="A way to buy a product.")
class Plan(Node):
    row: strawberry.Private[models.Plan]
    code: str = strawberry.field(description="The merchant's own short name, unique within the product.")
    name: str = strawberry.field(description="What customers read.")
    description: str = strawberry.field(description="Who it is for, in a sentence.")
    billing: BillingMode = strawberry.field(description="How it is paid for.")
    trial_days: int = strawberry.field(description="Days of free trial before the first charge.")
    archived_at: datetime | None = strawberry.field(description="Since when it is no longer sold.")

    @classmethod
    def of(cls, row: models.Plan) -> Plan:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), code=row.code, name=row.name, description=row.description,
            billing=BillingMode(row.billing), trial_days=row.trial_days, archived_at=row.archived_at,
        )  # fmt: skip

    @strawberry.field(description="The product that this plan sells.")
    async def product(self, info: Info) -> Product:
        row = await info.context.loaders.product.load(self.row.product_id)
        assert row is not None
        return Product.of(row)

    @strawberry.field(description="The price in each currency it is sold in.")
    async def prices(self, info: Info) -> list[Money]:
        return _priced(await info.context.loaders.prices_of_plan.load(self.row.id))

    @strawberry.field(description="The price in one currency; null when it is not sold in it.")
    async def price(self, info: Info, currency: InCurrency = None) -> Money | None:
        return await _price(info, await info.context.loaders.prices_of_plan.load(self.row.id), currency)

    @strawberry.field(description="How long a period is; null for a refill, which has none.")
    def interval(self) -> Interval | None:
        if self.row.interval_unit is None or self.row.interval_count is None:
            return None
        return Interval(unit=IntervalUnit(self.row.interval_unit), count=self.row.interval_count)

    @strawberry.field(
        description="The fixed day that periods begin on; a first one that begins between two is prorated up to it."
        " Null when they begin with the subscription."
    )
    def anchor(self) -> PlanAnchor | None:
        if self.row.anchor_day is None:
            return None
        return PlanAnchor(day=self.row.anchor_day, month=self.row.anchor_month)

    @strawberry.field(description="What is on while this plan is held.")
    def features(self) -> list[Feature]:
        return Feature.stored(self.row.features)

    @strawberry.field(description="The units that each purchase adds.")
    def grants(self) -> list[UnitGrantRule]:
        return UnitGrantRule.stored(self.row.grants)

    @strawberry.field(description="The add-ons of this plan, in the merchant's order.")
    async def addons(self, info: Info, archived: Archived = False) -> list[Addon]:
        rows = await info.context.loaders.addons_of_plan.load(self.row.id)
        shown = _shown(info, archived=archived, of_archived=self.row.archived_at is not None)
        return [Addon.of(row) for row in rows if shown(row)]


@strawberry.type(description="An extra of one plan.")
class Addon(Node):
    row: strawberry.Private[models.Addon]
    code: str = strawberry.field(description="The merchant's own short name, unique within the plan.")
    name: str = strawberry.field(description="What customers read.")
    charge: AddonCharge = strawberry.field(description="With every period, or once.")
    max_quantity: int | None = strawberry.field(
        description="The most that one subscription may hold; null for no limit."
    )
    archived_at: datetime | None = strawberry.field(description="Since when it is no longer sold.")

    @classmethod
    def of(cls, row: models.Addon) -> Addon:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), code=row.code, name=row.name, charge=AddonCharge(row.charge),
            max_quantity=row.max_quantity, archived_at=row.archived_at,
        )  # fmt: skip

    @strawberry.field(description="The plan that it belongs to.")
    async def plan(self, info: Info) -> Plan:
        row = await info.context.loaders.plan.load(self.row.plan_id)
        assert row is not None
        return Plan.of(row)

    @strawberry.field(description="The price in each currency it is sold in.")
    async def prices(self, info: Info) -> list[Money]:
        return _priced(await info.context.loaders.prices_of_addon.load(self.row.id))

    @strawberry.field(description="The price in one currency; null when it is not sold in it.")
    async def price(self, info: Info, currency: InCurrency = None) -> Money | None:
        return await _price(info, await info.context.loaders.prices_of_addon.load(self.row.id), currency)

    @strawberry.field(description="What is on while this add-on is held.")
    def features(self) -> list[Feature]:
        return Feature.stored(self.row.features)

    @strawberry.field(description="The units that each purchase adds.")
    def grants(self) -> list[UnitGrantRule]:
        return UnitGrantRule.stored(self.row.grants)
