"""Refunds as customers and staff see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.domain.refund import RefundStatus
from backend.schema.context import Info
from backend.schema.money import Money
from backend.schema.node import Node
from backend.services.context import Role
from backend.services.refunds.outside import is_made_outside

if TYPE_CHECKING:
    from backend.schema.entities import Payment


@strawberry.type(description="Money of a payment that goes back: through its gateway, or to the balance it came from.")
class Refund(Node):
    row: strawberry.Private[models.Refund]
    status: RefundStatus = strawberry.field(description="Where it stands.")
    reason: str | None = strawberry.field(description="Why, as staff said it.")
    created_at: datetime = strawberry.field(description="When it was made.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, row: models.Refund) -> Refund:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), status=RefundStatus(row.status), reason=row.reason,
            created_at=row.created_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description="The payment that it gives back.")
    async def payment(self, info: Info) -> Annotated[Payment, strawberry.lazy("backend.schema.entities")]:
        from backend.schema.entities import Payment

        row = await info.context.loaders.payment.load(self.row.payment_id)
        assert row is not None
        return Payment.of(row)

    @strawberry.field(description="How much.")
    def amount(self) -> Money:
        return Money.minor(self.row.amount_minor, self.row.currency)

    @strawberry.field(description="Whether it was made at the gateway, in its own dashboard, and not here.")
    def made_at_gateway(self) -> bool:
        return is_made_outside(self.row)

    @strawberry.field(description="Why it failed, or why it is still not done; for staff, null for others.")
    def problem(self, info: Info) -> str | None:
        return self.row.last_error if info.context.ctx.actor.role is Role.STAFF else None


@strawberry.type(description="What of a payment went back.")
class PaymentRefunds:
    """The part of `Payment` that is about refunds."""

    row: strawberry.Private[models.Payment]

    @strawberry.field(description="Its refunds, oldest first.")
    async def refunds(self, info: Info) -> list[Refund]:
        return [Refund.of(row) for row in await info.context.loaders.refunds_of_payment.load(self.row.id)]
