"""Collecting an invoice without the customer: what failed, what would help, when it is tried next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend import models
from backend.domain.billing import CollectionStatus, Wants
from backend.schema.context import Info
from backend.schema.node import Node

if TYPE_CHECKING:
    from backend.schema.entities import Customer, Invoice, Payment, Subscription


@strawberry.type(description="An invoice that is collected by itself: from the balance, a saved method, or by waiting.")
class InvoiceCollection(Node):
    row: strawberry.Private[models.Collection]
    status: CollectionStatus = strawberry.field(description="Where it stands.")
    wants: Wants | None = strawberry.field(description="What would help, since a try failed.")
    tries: int = strawberry.field(description="How many tries failed.")
    first_failed_at: datetime | None = strawberry.field(description="When a try failed first: retries count from it.")
    last_reason: str | None = strawberry.field(description="Why the last try failed, for the payer.")
    next_try_at: datetime | None = strawberry.field(
        description="When it is tried next, for the last time or to give up. Null while a payment is under way, when "
        "the customer is to pay by hand, and at the end."
    )
    created_at: datetime = strawberry.field(description="When it began.")
    updated_at: datetime = strawberry.field(description="When it last changed.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, row: models.Collection) -> InvoiceCollection:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), status=CollectionStatus(row.status),
            wants=Wants(row.wants) if row.wants else None, tries=row.tries, first_failed_at=row.first_failed_at,
            last_reason=row.last_reason, next_try_at=row.next_try_at, created_at=row.created_at,
            updated_at=row.updated_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description="Who owes it.")
    async def customer(self, info: Info) -> Annotated[Customer, strawberry.lazy("backend.schema.entities")]:
        # Here, not above: invoices have collections, so that module needs this one.
        from backend.schema.entities import Customer

        row = await info.context.loaders.customer.load(self.row.customer_id)
        assert row is not None
        return Customer.of(row)

    @strawberry.field(description="The subscription that goes on with it.")
    async def subscription(self, info: Info) -> Annotated[Subscription, strawberry.lazy("backend.schema.entities")]:
        from backend.schema.entities import Subscription

        row = await info.context.loaders.subscription.load(self.row.subscription_id)
        assert row is not None
        return Subscription.of(row)

    @strawberry.field(description="What is collected.")
    async def invoice(self, info: Info) -> Annotated[Invoice, strawberry.lazy("backend.schema.entities")]:
        from backend.schema.entities import Invoice

        row = await info.context.loaders.invoice.load(self.row.invoice_id)
        assert row is not None
        return Invoice.of(row)

    @strawberry.field(description="The payment that is under way for it.")
    async def payment(self, info: Info) -> Annotated[Payment, strawberry.lazy("backend.schema.entities")] | None:
        from backend.schema.entities import Payment

        row = await info.context.loaders.payment.load(self.row.payment_id) if self.row.payment_id else None
        return Payment.of(row) if row else None


@strawberry.type(description="How an invoice is collected by itself.")
class InvoiceCollecting:
    """The part of `Invoice` that is about its collection."""

    row: strawberry.Private[models.Invoice]

    @strawberry.field(description="How it is collected by itself; null when the customer is to pay it from the start.")
    async def collection(self, info: Info) -> InvoiceCollection | None:
        rows = await info.context.loaders.collections_of_invoice.load(self.row.id)
        return InvoiceCollection.of(rows[0]) if rows else None
