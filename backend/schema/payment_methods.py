"""What customers have saved to pay with."""

from __future__ import annotations

import strawberry

from backend import models
from backend.gateways.base import MethodKind
from backend.schema.context import Info
from backend.schema.node import Node


@strawberry.type(description="Something that a gateway keeps to pay with again. Give its id as `payWith.methodId`.")
class PaymentMethod(Node):
    gateway: str = strawberry.field(description="The gateway that keeps it: give it back in `payWith`.")
    kind: MethodKind = strawberry.field(description="What it is: give it back in `payWith`.")
    brand: str | None = strawberry.field(description="A card's brand.")
    last4: str | None = strawberry.field(description="The last four digits.")
    expires_month: int | None = strawberry.field(description="The last month in which it works, 1 to 12.")
    expires_year: int | None = strawberry.field(description="The year of that month.")
    is_default: bool = strawberry.field(description="Whether it is the one that is offered first.")

    @classmethod
    def of(cls, row: models.PaymentMethod) -> PaymentMethod:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), gateway=row.gateway, kind=MethodKind(row.kind), brand=row.brand,
            last4=row.last4, expires_month=row.expires_month, expires_year=row.expires_year,
            is_default=row.is_default,
        )  # fmt: skip


@strawberry.type(description="What a customer's saved methods are.")
class CustomerMethods:
    """The part of `Customer` that is about payment methods."""

    row: strawberry.Private[models.Customer]

    @strawberry.field(description="What they have saved to pay with, the default first.")
    async def payment_methods(self, info: Info) -> list[PaymentMethod]:
        return [PaymentMethod.of(row) for row in await info.context.loaders.methods_of_customer.load(self.row.id)]
