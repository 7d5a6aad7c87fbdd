"""The catalogue in the hands of staff: products and plans are created, updated and archived, never deleted."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.domain.catalog import BillingMode, ProductKind
from backend.schema.catalog import Plan, Product
from backend.schema.catalog_inputs import (
    CODE,
    DESCRIPTION,
    NAME,
    PRICES,
    FeatureInput,
    IntervalInput,
    PlanAnchorInput,
    UnitGrantRuleInput,
    features_given,
    grants_given,
    prices_given,
)
from backend.schema.context import Info
from backend.schema.errors import ForbiddenError, InvalidInputError, NotFoundError
from backend.schema.money import MoneyInput
from backend.services.catalog.add_plan import NewPlan, add_plan
from backend.services.catalog.add_product import add_product
from backend.services.catalog.archive import archive_plan, archive_product
from backend.services.catalog.update_plan import update_plan
from backend.services.catalog.update_product import update_product

_PRODUCT = "One of your products, archived or not"
_PLAN = "One of your plans, archived or not"
_KEEP = "Null: as it is."


@strawberry.input(description="The new product.")
class ProductCreateInput:
    code: str = strawberry.field(description=CODE)
    name: str = strawberry.field(description=NAME)
    kind: ProductKind = strawberry.field(description="Subscription or refill; it stays what it is.")
    description: str = strawberry.field(default="", description=DESCRIPTION)


@strawberry.type(description="Created. Plans follow.")
class ProductCreateSuccess:
    product: Product = strawberry.field(description="It, as it is now.")


ProductCreateResult = Annotated[
    ProductCreateSuccess | InvalidInputError | ForbiddenError,
    strawberry.union("ProductCreateResult", description="Created, or why not."),
]


@strawberry.input(description="What to call a product.")
class ProductUpdateInput:
    product_id: strawberry.ID = strawberry.field(description=f"{_PRODUCT}.")
    name: str | None = strawberry.field(default=None, description=f"{NAME} {_KEEP}")
    description: str | None = strawberry.field(default=None, description=f"{DESCRIPTION} {_KEEP}")


@strawberry.type(description="Updated.")
class ProductUpdateSuccess:
    product: Product = strawberry.field(description="It, as it is now.")


ProductUpdateResult = Annotated[
    ProductUpdateSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("ProductUpdateResult", description="Updated, or why not."),
]


@strawberry.input(description="What to sell no more.")
class ProductArchiveInput:
    product_id: strawberry.ID = strawberry.field(description=f"{_PRODUCT}.")


@strawberry.type(description="Not sold any more; who holds it goes on. Archiving again answers the same.")
class ProductArchiveSuccess:
    product: Product = strawberry.field(description="It, as it is now.")


ProductArchiveResult = Annotated[
    ProductArchiveSuccess | NotFoundError | ForbiddenError,
    strawberry.union("ProductArchiveResult", description="Archived, or why not."),
]


@strawberry.input(description="The new plan.")
class PlanCreateInput:
    product_id: strawberry.ID = strawberry.field(description="The product that it sells; one that is not archived.")
    code: str = strawberry.field(description=CODE)
    name: str = strawberry.field(description=NAME)
    prices: list[MoneyInput] = strawberry.field(description=PRICES)
    description: str = strawberry.field(default="", description=DESCRIPTION)
    interval: IntervalInput | None = strawberry.field(
        default=None, description="What the price is for. A subscription needs one, a refill has none."
    )
    anchor: PlanAnchorInput | None = strawberry.field(
        default=None,
        description="A fixed day that periods begin on; a first one that begins between two is prorated up to it. Null:"
        " they begin with the subscription. For weeks, months and years that are billed in advance; it stays as it is.",
    )
    billing: BillingMode = strawberry.field(default=BillingMode.IN_ADVANCE, description="How it is paid for.")
    trial_days: int = strawberry.field(
        default=0, description="Days of free trial, up to 730; none for refills and what is billed from the balance."
    )
    features: list[FeatureInput] = strawberry.field(default_factory=list, description="What is on while it is held.")
    grants: list[UnitGrantRuleInput] = strawberry.field(
        default_factory=list, description="The units that each purchase adds: for a refill, and only for one."
    )


@strawberry.type(description="Created, and on sale.")
class PlanCreateSuccess:
    plan: Plan = strawberry.field(description="It, as it is now.")


PlanCreateResult = Annotated[
    PlanCreateSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("PlanCreateResult", description="Created, or why not."),
]


@strawberry.input(description="What to change of a plan. Its price is set apart, by `planPriceSet`.")
class PlanUpdateInput:
    plan_id: strawberry.ID = strawberry.field(description=f"{_PLAN}.")
    name: str | None = strawberry.field(default=None, description=f"{NAME} {_KEEP}")
    description: str | None = strawberry.field(default=None, description=f"{DESCRIPTION} {_KEEP}")
    features: list[FeatureInput] | None = strawberry.field(
        default=None, description=f"All features, for everybody who holds it, at once. {_KEEP}"
    )
    trial_days: int | None = strawberry.field(default=None, description=f"For trials that begin from now on. {_KEEP}")


@strawberry.type(description="Updated.")
class PlanUpdateSuccess:
    plan: Plan = strawberry.field(description="It, as it is now.")


PlanUpdateResult = Annotated[
    PlanUpdateSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("PlanUpdateResult", description="Updated, or why not."),
]


@strawberry.input(description="What to sell no more.")
class PlanArchiveInput:
    plan_id: strawberry.ID = strawberry.field(description=f"{_PLAN}.")


@strawberry.type(description="Not sold any more; who holds it goes on. Archiving again answers the same.")
class PlanArchiveSuccess:
    plan: Plan = strawberry.field(description="It, as it is now.")


PlanArchiveResult = Annotated[
    PlanArchiveSuccess | NotFoundError | ForbiddenError,
    strawberry.union("PlanArchiveResult", description="Archived, or why not."),
]


_Arg = strawberry.argument


@strawberry.type
class CatalogMutation:
    @strawberry.mutation(description="Staff: create a product.")
    async def product_create(
        self, info: Info, input: Annotated[ProductCreateInput, _Arg(description="The product.")]
    ) -> ProductCreateResult:
        row = await add_product(
            info.context.ctx, code=input.code, name=input.name, description=input.description, kind=input.kind
        )
        return ProductCreateSuccess(product=Product.of(row))

    @strawberry.mutation(description="Staff: call a product something else.")
    async def product_update(
        self, info: Info, input: Annotated[ProductUpdateInput, _Arg(description="What to change.")]
    ) -> ProductUpdateResult:
        row = await update_product(
            info.context.ctx, product_id=input.product_id, name=input.name, description=input.description
        )
        return ProductUpdateSuccess(product=Product.of(row))

    @strawberry.mutation(description="Staff: sell a product, and all its plans, no more.")
    async def product_archive(
        self, info: Info, input: Annotated[ProductArchiveInput, _Arg(description="The product.")]
    ) -> ProductArchiveResult:
        row = await archive_product(info.context.ctx, product_id=input.product_id)
        return ProductArchiveSuccess(product=Product.of(row))

    @strawberry.mutation(description="Staff: create a plan of a product.")
    async def plan_create(
        self, info: Info, input: Annotated[PlanCreateInput, _Arg(description="The plan.")]
    ) -> PlanCreateResult:
        plan = NewPlan(
            code=input.code, name=input.name, description=input.description, prices=prices_given(input.prices),
            interval=input.interval.given() if input.interval else None, billing=input.billing,
            trial_days=input.trial_days, features=features_given(input.features), grants=grants_given(input.grants),
            anchor=input.anchor.given() if input.anchor else None,
        )  # fmt: skip
        return PlanCreateSuccess(plan=Plan.of(await add_plan(info.context.ctx, product_id=input.product_id, plan=plan)))

    @strawberry.mutation(description="Staff: change what a plan is called, what it gives, and its trial.")
    async def plan_update(
        self, info: Info, input: Annotated[PlanUpdateInput, _Arg(description="What to change.")]
    ) -> PlanUpdateResult:
        row = await update_plan(
            info.context.ctx, plan_id=input.plan_id, name=input.name, description=input.description,
            features=None if input.features is None else features_given(input.features), trial_days=input.trial_days,
        )  # fmt: skip
        return PlanUpdateSuccess(plan=Plan.of(row))

    @strawberry.mutation(description="Staff: sell a plan no more.")
    async def plan_archive(
        self, info: Info, input: Annotated[PlanArchiveInput, _Arg(description="The plan.")]
    ) -> PlanArchiveResult:
        return PlanArchiveSuccess(plan=Plan.of(await archive_plan(info.context.ctx, plan_id=input.plan_id)))
