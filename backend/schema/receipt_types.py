"""Cash and transfers that staff registered, as they are shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.schema.context import Info
from backend.schema.money import Money
from backend.schema.node import Node

if TYPE_CHECKING:
    from backend.schema.entities import Payment


@strawberry.type(description="Cash or a transfer that staff saw come in for a payment.")
class PaymentReceipt(Node):
    row: strawberry.Private[models.PaymentReceipt]
    received_on: date = strawberry.field(description="The day on which it came, by the merchant's calendar.")
    reference: str | None = strawberry.field(description="What the slip or the statement says.")
    note: str | None = strawberry.field(description="Staff's own note.")
    created_at: datetime = strawberry.field(description="When it was registered.")
    reversed_at: datetime | None = strawberry.field(description="When it was taken back as a mistake.")
    reversal_reason: str | None = strawberry.field(description="Why it was taken back.")

    @classmethod
    def of(cls, row: models.PaymentReceipt) -> PaymentReceipt:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), received_on=row.received_on, reference=row.reference, note=row.note,
            created_at=row.created_at, reversed_at=row.reversed_at, reversal_reason=row.reversal_reason,
        )  # fmt: skip

    @strawberry.field(description="How much came.")
    def amount(self) -> Money:
        return Money.minor(self.row.amount_minor, self.row.currency)

    @strawberry.field(description="The payment that it is for.")
    async def payment(self, info: Info) -> Annotated[Payment, strawberry.lazy("backend.schema.entities")]:
        from backend.schema.entities import Payment

        row = await info.context.loaders.payment.load(self.row.payment_id)
        assert row is not None
        return Payment.of(row)


async def find_receipt(info: Info, id: str) -> PaymentReceipt | None:
    """One of the merchant's receipts, for staff."""
    ctx = info.context.ctx
    row = await models.PaymentReceipt.get_or_none(merchant_id=ctx.merchant_id, id=id) if ctx.actor.is_staff else None
    return PaymentReceipt.of(row) if row else None


@strawberry.type(description="What staff registered for a payment.")
class PaymentReceipts:
    """The part of `Payment` that is about receipts."""

    row: strawberry.Private[models.Payment]

    @strawberry.field(description="Cash and transfers that staff registered, oldest first; for staff, none for others.")
    async def receipts(self, info: Info) -> list[PaymentReceipt]:
        if not info.context.ctx.actor.is_staff:
            return []
        rows = await info.context.loaders.receipts_of_payment.load(self.row.id)
        return [PaymentReceipt.of(row) for row in rows]
