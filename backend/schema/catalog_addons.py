"""Add-ons in the hands of staff: created, updated and archived, never deleted."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.domain.catalog import AddonCharge
from backend.schema.catalog import Addon
from backend.schema.catalog_inputs import (
    CODE,
    NAME,
    PRICES,
    FeatureInput,
    UnitGrantRuleInput,
    features_given,
    grants_given,
    prices_given,
)
from backend.schema.context import Info
from backend.schema.errors import ForbiddenError, InvalidInputError, NotFoundError
from backend.schema.money import MoneyInput
from backend.services.catalog.add_addon import NewAddon, add_addon
from backend.services.catalog.archive import archive_addon
from backend.services.catalog.update_addon import Limit, update_addon

_ADDON = "One of your add-ons, archived or not"
_KEEP = "Null: as it is."


@strawberry.input(description="The new add-on.")
class AddonCreateInput:
    plan_id: strawberry.ID = strawberry.field(description="The plan that it is for; a subscription that is on sale.")
    code: str = strawberry.field(description=CODE)
    name: str = strawberry.field(description=NAME)
    charge: AddonCharge = strawberry.field(
        description="With every period, or once; a plan billed from the balance charges nothing once."
    )
    prices: list[MoneyInput] = strawberry.field(description=PRICES)
    max_quantity: int | None = strawberry.field(
        default=None, description="The most that one subscription may hold, up to 10,000; null for no limit."
    )
    features: list[FeatureInput] = strawberry.field(default_factory=list, description="What is on while it is held.")
    grants: list[UnitGrantRuleInput] = strawberry.field(
        default_factory=list, description="Units come with refills only, so far: leave it empty."
    )


@strawberry.type(description="Created, and on sale.")
class AddonCreateSuccess:
    addon: Addon = strawberry.field(description="It, as it is now.")


AddonCreateResult = Annotated[
    AddonCreateSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("AddonCreateResult", description="Created, or why not."),
]


@strawberry.input(description="What to change of an add-on. Its price is set apart, by `addonPriceSet`.")
class AddonUpdateInput:
    addon_id: strawberry.ID = strawberry.field(description=f"{_ADDON}.")
    name: str | None = strawberry.field(default=None, description=f"{NAME} {_KEEP}")
    max_quantity: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="The most that one subscription may hold from now on; null for no limit. Left out: as it is.",
    )
    features: list[FeatureInput] | None = strawberry.field(
        default=None, description=f"All features, for everybody who holds it, at once. {_KEEP}"
    )


@strawberry.type(description="Updated.")
class AddonUpdateSuccess:
    addon: Addon = strawberry.field(description="It, as it is now.")


AddonUpdateResult = Annotated[
    AddonUpdateSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("AddonUpdateResult", description="Updated, or why not."),
]


@strawberry.input(description="What to sell no more.")
class AddonArchiveInput:
    addon_id: strawberry.ID = strawberry.field(description=f"{_ADDON}.")


@strawberry.type(description="Not sold any more; who holds it goes on. Archiving again answers the same.")
class AddonArchiveSuccess:
    addon: Addon = strawberry.field(description="It, as it is now.")


AddonArchiveResult = Annotated[
    AddonArchiveSuccess | NotFoundError | ForbiddenError,
    strawberry.union("AddonArchiveResult", description="Archived, or why not."),
]


_Arg = strawberry.argument


@strawberry.type
class AddonMutation:
    @strawberry.mutation(description="Staff: create an add-on of a plan.")
    async def addon_create(
        self, info: Info, input: Annotated[AddonCreateInput, _Arg(description="The add-on.")]
    ) -> AddonCreateResult:
        addon = NewAddon(
            code=input.code, name=input.name, charge=input.charge, prices=prices_given(input.prices),
            max_quantity=input.max_quantity, features=features_given(input.features),
            grants=grants_given(input.grants),
        )  # fmt: skip
        return AddonCreateSuccess(addon=Addon.of(await add_addon(info.context.ctx, plan_id=input.plan_id, addon=addon)))

    @strawberry.mutation(description="Staff: change what an add-on is called, what it gives, and its limit.")
    async def addon_update(
        self, info: Info, input: Annotated[AddonUpdateInput, _Arg(description="What to change.")]
    ) -> AddonUpdateResult:
        row = await update_addon(
            info.context.ctx, addon_id=input.addon_id, name=input.name,
            features=None if input.features is None else features_given(input.features),
            limit=None if input.max_quantity is strawberry.UNSET else Limit(input.max_quantity),
        )  # fmt: skip
        return AddonUpdateSuccess(addon=Addon.of(row))

    @strawberry.mutation(description="Staff: sell an add-on no more.")
    async def addon_archive(
        self, info: Info, input: Annotated[AddonArchiveInput, _Arg(description="The add-on.")]
    ) -> AddonArchiveResult:
        return AddonArchiveSuccess(addon=Addon.of(await archive_addon(info.context.ctx, addon_id=input.addon_id)))
