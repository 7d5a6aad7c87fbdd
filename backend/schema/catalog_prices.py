"""Prices in the hands of staff: for new subscriptions from now on, and for running ones when they are moved."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.schema.catalog import Addon, Plan
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.entities import Subscription
from backend.schema.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError, NotSupportedError
from backend.schema.money import Money, MoneyInput
from backend.schema.scalars import CurrencyCode
from backend.services.catalog import price_migration
from backend.services.catalog.migrate_price import migrate_plan_price
from backend.services.catalog.price_migration import find_price_migration, next_invoice_at
from backend.services.catalog.set_price import set_addon_price, set_plan_price

_PRICE = "The price, for new subscriptions from now on; in a currency without one it is sold from now on."


@strawberry.input(description="What a plan costs from now on.")
class PlanPriceSetInput:
    plan_id: strawberry.ID = strawberry.field(description="One of your plans.")
    price: MoneyInput = strawberry.field(description=_PRICE)


@strawberry.type(description="Set. Running subscriptions keep the price that they agreed to: see `planPriceMigrate`.")
class PlanPriceSetSuccess:
    plan: Plan = strawberry.field(description="The plan, as it is now.")


PlanPriceSetResult = Annotated[
    PlanPriceSetSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("PlanPriceSetResult", description="Set, or why not."),
]


@strawberry.input(description="What an add-on costs from now on.")
class AddonPriceSetInput:
    addon_id: strawberry.ID = strawberry.field(description="One of your add-ons.")
    price: MoneyInput = strawberry.field(description=_PRICE)


@strawberry.type(description="Set. Who holds the add-on keeps the price that was agreed.")
class AddonPriceSetSuccess:
    addon: Addon = strawberry.field(description="The add-on, as it is now.")


AddonPriceSetResult = Annotated[
    AddonPriceSetSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("AddonPriceSetResult", description="Set, or why not."),
]


@strawberry.type(description="A running subscription that a price migration touches.")
class PriceMove:
    row: strawberry.Private[models.Subscription]
    new_price: Money = strawberry.field(description="What one of the plan would cost it.")

    @strawberry.field(description="The subscription.")
    def subscription(self) -> Subscription:
        return Subscription.of(self.row)

    @strawberry.field(description="What one of the plan costs it, as agreed.")
    def old_price(self) -> Money:
        return Money.minor(self.row.unit_price_minor, self.row.currency)

    @strawberry.field(
        name="from",
        description="The start of the first period that would cost the new price. Null where none is in sight: it is"
        " paused, it ends, or a planned change, which keeps its own price, comes first.",
    )
    async def starts_at(self, info: Info) -> datetime | None:
        changes = await info.context.loaders.open_changes_of_subscription.load(self.row.id)
        return next_invoice_at(self.row, changes[0] if changes else None)


@strawberry.type(description="What moving a plan's running subscriptions to its price of now would do.")
class PlanPriceMigration:
    found: strawberry.Private[price_migration.PriceMigration]

    @strawberry.field(description="The price that the plan has now.")
    def new_price(self) -> Money:
        return Money.of(self.found.price)

    @strawberry.field(description="How many running subscriptions agreed to another price.")
    async def touched(self) -> int:
        return await self.found.subscriptions.count()

    @strawberry.field(description="These subscriptions, oldest first.")
    async def preview(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[PriceMove]:
        price = Money.of(self.found.price)
        return await connect(
            self.found.subscriptions, PageArguments(first, after, last, before),
            lambda row: PriceMove(row=row, new_price=price), newest_first=False,
        )  # fmt: skip


@strawberry.input(description="Which running subscriptions to move.")
class PlanPriceMigrateInput:
    plan_id: strawberry.ID = strawberry.field(description="A plan that is billed in advance.")
    currency: CurrencyCode = strawberry.field(description="Those that are billed in this currency.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each act: sent again, it gives the same answer, and finishes what"
        " was interrupted."
    )


@strawberry.type(description="Moved: each pays the plan's price of now from its next invoice on.")
class PlanPriceMigrateSuccess:
    plan: Plan = strawberry.field(description="The plan.")
    touched: int = strawberry.field(description="How many subscriptions there were to move.")


PlanPriceMigrateResult = Annotated[
    PlanPriceMigrateSuccess | InvalidInputError | NotFoundError | ForbiddenError | ConflictError | NotSupportedError,
    strawberry.union("PlanPriceMigrateResult", description="Moved, or why not."),
]

_Arg = strawberry.argument


@strawberry.type
class CatalogPriceQuery:
    @strawberry.field(description="Whom `planPriceMigrate` would touch now; for staff.")
    async def plan_price_migration(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, _Arg(description="A plan that is billed in advance.")],
        currency: Annotated[CurrencyCode, _Arg(description="Subscriptions that are billed in this currency.")],
    ) -> PlanPriceMigration:
        found = await find_price_migration(info.context.ctx, plan_id=plan_id, currency_code=currency)
        return PlanPriceMigration(found=found)


@strawberry.type
class CatalogPriceMutation:
    @strawberry.mutation(description="Staff: set what a plan costs in one currency, for new subscriptions.")
    async def plan_price_set(
        self, info: Info, input: Annotated[PlanPriceSetInput, _Arg(description="The price.")]
    ) -> PlanPriceSetResult:
        row = await set_plan_price(info.context.ctx, plan_id=input.plan_id, price=input.price.given())
        info.context.look_again()
        return PlanPriceSetSuccess(plan=Plan.of(row))

    @strawberry.mutation(description="Staff: set what an add-on costs in one currency, for who adds it from now on.")
    async def addon_price_set(
        self, info: Info, input: Annotated[AddonPriceSetInput, _Arg(description="The price.")]
    ) -> AddonPriceSetResult:
        row = await set_addon_price(info.context.ctx, addon_id=input.addon_id, price=input.price.given())
        info.context.look_again()
        return AddonPriceSetSuccess(addon=Addon.of(row))

    @strawberry.mutation(
        description="Staff: let all running subscriptions of a plan pay its price of now, from the next invoice of"
        " each on. What is invoiced stays, a planned change keeps its own price; see `planPriceMigration` first."
    )
    async def plan_price_migrate(
        self, info: Info, input: Annotated[PlanPriceMigrateInput, _Arg(description="Which ones.")]
    ) -> PlanPriceMigrateResult:
        done = await migrate_plan_price(
            info.context.ctx, plan_id=input.plan_id, currency_code=input.currency,
            idempotency_key=input.idempotency_key,
        )  # fmt: skip
        info.context.look_again()
        return PlanPriceMigrateSuccess(plan=Plan.of(done.plan), touched=done.touched)
