"""What staff look through: the merchant's invoices, payments and collections."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.domain.billing import CollectionStatus, Wants
from backend.domain.invoice import InvoiceStatus
from backend.domain.payment import PaymentPurpose, PaymentStatus
from backend.gateways.base import MethodKind
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.entities import Invoice, Payment
from backend.schema.invoice_collections import InvoiceCollection
from backend.services.staff.find_money import find_collections, find_invoices, find_payments

OfCustomer = Annotated[strawberry.ID | None, strawberry.argument(description="Only of this customer.")]


@strawberry.type
class StaffMoneyQuery:
    @strawberry.field(description="Staff: the merchant's invoices, newest first.")
    async def invoices(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[list[InvoiceStatus] | None, strawberry.argument(description="Only these statuses.")] = None,
        customer_id: OfCustomer = None,
        subscription_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only of this subscription.")
        ] = None,
        search: Annotated[
            str | None, strawberry.argument(description="Part of the number, in any case, or an id.")
        ] = None,
    ) -> Connection[Invoice]:
        rows = find_invoices(
            info.context.ctx, statuses=status, customer_id=customer_id, subscription_id=subscription_id, search=search
        )
        return await connect(rows, PageArguments(first, after, last, before), Invoice.of, newest_first=True)

    @strawberry.field(description="Staff: the merchant's payments, newest first.")
    async def payments(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[list[PaymentStatus] | None, strawberry.argument(description="Only these statuses.")] = None,
        customer_id: OfCustomer = None,
        kind: Annotated[list[MethodKind] | None, strawberry.argument(description="Only these kinds.")] = None,
        purpose: Annotated[
            list[PaymentPurpose] | None, strawberry.argument(description="Only for these purposes.")
        ] = None,
        search: Annotated[
            str | None,
            strawberry.argument(
                description="The gateway's own id of it, exactly, or ours, or the reference that the payer quotes."
            ),
        ] = None,
    ) -> Connection[Payment]:
        rows = find_payments(
            info.context.ctx, statuses=status, customer_id=customer_id, kinds=kind, purposes=purpose, search=search
        )
        return await connect(rows, PageArguments(first, after, last, before), Payment.of, newest_first=True)

    @strawberry.field(description="Staff: the invoices that are or were collected by themselves, newest first.")
    async def collections(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        status: Annotated[
            list[CollectionStatus] | None, strawberry.argument(description="Only these statuses.")
        ] = None,
        wants: Annotated[
            list[Wants] | None, strawberry.argument(description="Only those that this would help.")
        ] = None,
        failed: Annotated[
            bool | None, strawberry.argument(description="Only those of which a try failed, or only all others.")
        ] = None,
        customer_id: OfCustomer = None,
    ) -> Connection[InvoiceCollection]:
        rows = find_collections(info.context.ctx, statuses=status, wants=wants, failed=failed, customer_id=customer_id)
        return await connect(rows, PageArguments(first, after, last, before), InvoiceCollection.of, newest_first=True)
