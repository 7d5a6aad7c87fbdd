"""Disputes as staff see them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.domain.dispute import DisputeStatus
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.money import Money
from backend.schema.node import Node
from backend.services.disputes.read import find_disputes

if TYPE_CHECKING:
    from backend.schema.entities import Payment


@strawberry.type(description="A payer's bank takes a payment back, or asks about it.")
class Dispute(Node):
    row: strawberry.Private[models.Dispute]
    status: DisputeStatus = strawberry.field(description="Where it stands.")
    gateway_reference: str = strawberry.field(description="The gateway's own id of it.")
    reason: str | None = strawberry.field(description="Why, in the gateway's own word.")
    respond_by: datetime | None = strawberry.field(description="Until when it can be answered, at the gateway.")
    opened_at: datetime = strawberry.field(description="When we heard of it.")
    closed_at: datetime | None = strawberry.field(description="When it was won or lost.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, row: models.Dispute) -> Dispute:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), status=DisputeStatus(row.status),
            gateway_reference=row.gateway_reference, reason=row.reason, respond_by=row.respond_by,
            opened_at=row.opened_at, closed_at=row.closed_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description="How much.")
    def amount(self) -> Money:
        return Money.minor(self.row.amount_minor, self.row.currency)

    @strawberry.field(description="The payment that it is about.")
    async def payment(self, info: Info) -> Annotated[Payment, strawberry.lazy("backend.schema.entities")]:
        # Here, not above: payments have disputes, so that module needs this one.
        from backend.schema.entities import Payment

        row = await info.context.loaders.payment.load(self.row.payment_id)
        assert row is not None
        return Payment.of(row)


async def find_dispute(info: Info, id: str) -> Dispute | None:
    """One of the merchant's disputes, for staff."""
    ctx = info.context.ctx
    row = await models.Dispute.get_or_none(merchant_id=ctx.merchant_id, id=id) if ctx.actor.is_staff else None
    return Dispute.of(row) if row else None


@strawberry.type(description="What really came of a payment, and what of it payers' banks hold or kept.")
class PaymentDisputes:
    """The part of `Payment` that is about money that came and was disputed."""

    row: strawberry.Private[models.Payment]

    @strawberry.field(description="How much really came in: of a transfer it may be less or more than `amount`.")
    def captured(self) -> Money:
        return Money.minor(self.row.captured_minor, self.row.currency)

    @strawberry.field(description="How much the payer's bank holds, until it decides, or kept.")
    def disputed(self) -> Money:
        return Money.minor(self.row.disputed_minor, self.row.currency)

    @strawberry.field(description="Its disputes, oldest first; for staff, empty for others.")
    async def disputes(self, info: Info) -> list[Dispute]:
        if not info.context.ctx.actor.is_staff:
            return []
        return [Dispute.of(row) for row in await info.context.loaders.disputes_of_payment.load(self.row.id)]


@strawberry.type
class DisputeQuery:
    @strawberry.field(description="Staff: the merchant's disputes, newest first.")
    async def disputes(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[list[DisputeStatus] | None, strawberry.argument(description="Only these statuses.")] = None,
        customer_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only of payments of this customer.")
        ] = None,
    ) -> Connection[Dispute]:
        rows = find_disputes(info.context.ctx, statuses=status, customer_id=customer_id)
        return await connect(rows, PageArguments(first, after, last, before), Dispute.of, newest_first=True)
