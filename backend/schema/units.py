"""What a customer has of units: balances, grants, holds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.domain.balance import HoldStatus
from backend.domain.units import format_quantity
from backend.schema.context import Info
from backend.schema.node import Node
from backend.schema.scalars import Decimal
from backend.services.units.read import MAX_GRANTS, is_expired

if TYPE_CHECKING:
    from backend.schema.entities import Payment

AnyPayment = Annotated["Payment", strawberry.lazy("backend.schema.entities")]


def quantity(micro: int) -> Decimal:
    """A quantity as the API writes it."""
    return Decimal(format_quantity(micro))


@strawberry.type(description="Units that came with one paid refill. What is neither remaining nor held is gone.")
class UnitGrant(Node):
    row: strawberry.Private[models.UnitGrant]
    unit: str = strawberry.field(description="What is counted, such as hours.")
    quantity: Decimal = strawberry.field(description="How many came.")
    held: Decimal = strawberry.field(description="How many are reserved.")
    granted_at: datetime = strawberry.field(description="When they came.")
    expires_at: datetime | None = strawberry.field(description="Until when they can be used; null for ever.")

    @classmethod
    def of(cls, row: models.UnitGrant) -> UnitGrant:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), unit=row.unit, quantity=quantity(row.quantity),
            held=quantity(row.held), granted_at=row.granted_at, expires_at=row.expires_at,
        )  # fmt: skip

    @strawberry.field(description="How many can still be used; zero once they have expired.")
    def remaining(self, info: Info) -> Decimal:
        return quantity(0 if is_expired(info.context.ctx, self.row) else self.row.remaining)

    @strawberry.field(description="The payment that they came with.")
    async def payment(self, info: Info) -> AnyPayment | None:
        # Here, not above: customers have units, so that module needs this one.
        from backend.schema.entities import Payment

        row = await info.context.loaders.payment.load(self.row.payment_id)
        return Payment.of(row) if row else None


@strawberry.type(description="What a customer has of one unit.")
class UnitBalance:
    row: strawberry.Private[models.UnitAccount]
    unit: str = strawberry.field(description="What is counted, such as hours.")
    held: Decimal = strawberry.field(description="How many are reserved by holds; not in `remaining`.")

    @classmethod
    def of(cls, row: models.UnitAccount) -> UnitBalance:
        """From a row."""
        return cls(row=row, unit=row.unit, held=quantity(row.held))

    @strawberry.field(description="How many can be used now.")
    async def remaining(self, info: Info) -> Decimal:
        overdue = await info.context.loaders.overdue_units.load(self.row.id)
        return quantity(self.row.remaining - overdue.micro)

    @strawberry.field(
        description=f"The grants that can be used or are held, soonest expiry first; at most {MAX_GRANTS}."
    )
    async def grants(self, info: Info) -> list[UnitGrant]:
        return [UnitGrant.of(row) for row in await info.context.loaders.open_grants.load(self.row.id)]


@strawberry.type(description="Units that are reserved for work of unknown size.")
class UnitHold(Node):
    unit: str = strawberry.field(description="What is counted, such as hours.")
    quantity: Decimal = strawberry.field(description="How many were reserved.")
    settled: Decimal | None = strawberry.field(description="How many of them were used; null unless it is settled.")
    status: HoldStatus = strawberry.field(description="Where it stands.")
    description: str = strawberry.field(description="What it is for.")
    created_at: datetime = strawberry.field(description="When it was made.")

    @classmethod
    def of(cls, row: models.UnitHold) -> UnitHold:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), unit=row.unit, quantity=quantity(row.quantity),
            settled=None if row.settled is None else quantity(row.settled), status=HoldStatus(row.status),
            description=row.description, created_at=row.created_at,
        )  # fmt: skip


@strawberry.type
class CustomerUnits(Node):
    """What customers have of units: a part of `Customer`."""

    @strawberry.field(description="What they have of each unit that they ever bought, by name.")
    async def units(self, info: Info) -> list[UnitBalance]:
        return [UnitBalance.of(row) for row in await info.context.loaders.unit_accounts_of_customer.load(self.id)]
