"""Automatic top-up as customers see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.schema.context import Info
from backend.schema.money import Money
from backend.schema.payment_methods import PaymentMethod

if TYPE_CHECKING:
    from backend.schema.entities import Payment


@strawberry.type(description="An order to top a balance up whenever it is low, with a saved method.")
class AutoTopUp:
    row: strawberry.Private[models.AutoTopUp]
    enabled: bool = strawberry.field(description="Whether it is on.")
    paused_reason: str | None = strawberry.field(
        description="Why it tries no more until it is set again, for the customer to read; null while it works."
    )

    @classmethod
    def of(cls, row: models.AutoTopUp) -> AutoTopUp:
        """From a row."""
        return cls(row=row, enabled=row.enabled, paused_reason=row.paused_reason)

    @strawberry.field(description="Below this the balance is topped up; zero: when it is empty.")
    def threshold(self) -> Money:
        return Money.minor(self.row.threshold_minor, self.row.currency)

    @strawberry.field(description="What is put in: once, or as many times as it takes to reach the threshold.")
    def amount(self) -> Money:
        return Money.minor(self.row.amount_minor, self.row.currency)

    @strawberry.field(description="What is charged; null when it was removed.")
    async def payment_method(self, info: Info) -> PaymentMethod | None:
        row = await info.context.loaders.payment_method.load(self.row.payment_method_id)
        return PaymentMethod.of(row) if row and row.removed_at is None else None

    @strawberry.field(description="The top-up that is under way.")
    async def in_flight(self, info: Info) -> Annotated[Payment, strawberry.lazy("backend.schema.entities")] | None:
        from backend.schema.entities import Payment

        row = await info.context.loaders.payment.load(self.row.payment_id) if self.row.payment_id else None
        return Payment.of(row) if row else None
