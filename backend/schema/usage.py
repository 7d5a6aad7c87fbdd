"""Using units: what staff and the systems of the merchant do with a customer's units."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InsufficientUnitsError,
    InvalidInputError,
    NotFoundError,
)
from backend.schema.scalars import Decimal
from backend.schema.units import UnitBalance, UnitHold
from backend.services.units.consume import consume_units
from backend.services.units.hold import hold_units
from backend.services.units.release import release_units
from backend.services.units.settle import settle_units

_KEY = "Any text of your own, new for each act: sent again, it gives the same answer."


@strawberry.input(description="What was used.")
class UnitsConsumeInput:
    customer_id: strawberry.ID = strawberry.field(description="Whose units.")
    unit: str = strawberry.field(description="The unit, such as hours.")
    quantity: Decimal = strawberry.field(description="How many; at most six decimals.")
    idempotency_key: str = strawberry.field(description=_KEY)
    description: str = strawberry.field(default="", description="What for, in one line.")


@strawberry.type(description="Used.")
class UnitsConsumeSuccess:
    balance: UnitBalance = strawberry.field(description="What the customer has now.")


UnitsConsumeResult = Annotated[
    UnitsConsumeSuccess | InsufficientUnitsError | InvalidInputError | NotFoundError | ForbiddenError | ConflictError,
    strawberry.union("UnitsConsumeResult", description="Used, or why not."),
]


@strawberry.input(description="What to reserve.")
class UnitsHoldInput:
    customer_id: strawberry.ID = strawberry.field(description="Whose units.")
    unit: str = strawberry.field(description="The unit, such as hours.")
    quantity: Decimal = strawberry.field(description="How many; at most six decimals.")
    idempotency_key: str = strawberry.field(description=_KEY)
    description: str = strawberry.field(default="", description="What for, in one line.")


@strawberry.type(description="Reserved: nothing else can use them.")
class UnitsHoldSuccess:
    hold: UnitHold = strawberry.field(description="The hold.")
    balance: UnitBalance = strawberry.field(description="What the customer has now.")


UnitsHoldResult = Annotated[
    UnitsHoldSuccess | InsufficientUnitsError | InvalidInputError | NotFoundError | ForbiddenError | ConflictError,
    strawberry.union("UnitsHoldResult", description="Reserved, or why not."),
]


@strawberry.input(description="What a hold was used for.")
class UnitsSettleInput:
    hold_id: strawberry.ID = strawberry.field(description="An open hold.")
    idempotency_key: str = strawberry.field(description=_KEY)
    quantity: Decimal | None = strawberry.field(
        default=None, description="How many were used; all of it without. The rest is released."
    )


@strawberry.type(description="Used as far as asked; the rest is free again.")
class UnitsSettleSuccess:
    hold: UnitHold = strawberry.field(description="The hold.")
    balance: UnitBalance = strawberry.field(description="What the customer has now.")


UnitsSettleResult = Annotated[
    UnitsSettleSuccess | InvalidInputError | NotFoundError | ForbiddenError | ConflictError | IllegalTransitionError,
    strawberry.union("UnitsSettleResult", description="Settled, or why not."),
]


@strawberry.input(description="Which hold to release.")
class UnitsReleaseInput:
    hold_id: strawberry.ID = strawberry.field(description="An open hold.")


@strawberry.type(description="Nothing of it was used; all of it is free again, unless it expired.")
class UnitsReleaseSuccess:
    hold: UnitHold = strawberry.field(description="The hold.")
    balance: UnitBalance = strawberry.field(description="What the customer has now.")


UnitsReleaseResult = Annotated[
    UnitsReleaseSuccess | NotFoundError | ForbiddenError | IllegalTransitionError,
    strawberry.union("UnitsReleaseResult", description="Released, or why not."),
]


@strawberry.type
class UsageMutation:
    @strawberry.mutation(description="Staff: use units, soonest expiry first, then the oldest; all or nothing.")
    async def units_consume(
        self, info: Info, input: Annotated[UnitsConsumeInput, strawberry.argument(description="The use.")]
    ) -> UnitsConsumeResult:
        account = await consume_units(
            info.context.ctx, customer_id=input.customer_id, unit=input.unit, quantity=input.quantity,
            description=input.description, idempotency_key=input.idempotency_key,
        )  # fmt: skip
        return UnitsConsumeSuccess(balance=UnitBalance.of(account))

    @strawberry.mutation(description="Staff: reserve units for work of unknown size.")
    async def units_hold(
        self, info: Info, input: Annotated[UnitsHoldInput, strawberry.argument(description="The reservation.")]
    ) -> UnitsHoldResult:
        held = await hold_units(
            info.context.ctx, customer_id=input.customer_id, unit=input.unit, quantity=input.quantity,
            description=input.description, idempotency_key=input.idempotency_key,
        )  # fmt: skip
        return UnitsHoldSuccess(hold=UnitHold.of(held.hold), balance=UnitBalance.of(held.account))

    @strawberry.mutation(description="Staff: use what a hold reserved, or less; the rest is released.")
    async def units_settle(
        self, info: Info, input: Annotated[UnitsSettleInput, strawberry.argument(description="The settlement.")]
    ) -> UnitsSettleResult:
        held = await settle_units(
            info.context.ctx, hold_id=input.hold_id, quantity=input.quantity, idempotency_key=input.idempotency_key
        )
        return UnitsSettleSuccess(hold=UnitHold.of(held.hold), balance=UnitBalance.of(held.account))

    @strawberry.mutation(description="Staff: give back what a hold reserved. Repeating it is harmless.")
    async def units_release(
        self, info: Info, input: Annotated[UnitsReleaseInput, strawberry.argument(description="The hold.")]
    ) -> UnitsReleaseResult:
        held = await release_units(info.context.ctx, hold_id=input.hold_id)
        return UnitsReleaseSuccess(hold=UnitHold.of(held.hold), balance=UnitBalance.of(held.account))
