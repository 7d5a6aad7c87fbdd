"""Buying refills: the operation of the portal."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.entities import Invoice, Payment
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    InsufficientBalanceError,
    InvalidInputError,
    NotFoundError,
    NotSupportedError,
    PaymentDeclinedError,
)
from backend.schema.purchases import PayWith
from backend.services.refills.purchase import purchase_refill


@strawberry.input(description="Which refill to buy, and how to pay.")
class RefillPurchaseInput:
    plan_id: strawberry.ID = strawberry.field(description="A plan of a refill.")
    pay_with: PayWith = strawberry.field(description="What to pay with: a gateway, or the balance.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each purchase: sent again, it gives the same answer."
    )
    quantity: int = strawberry.field(default=1, description="How many bags.")


@strawberry.type(description="Bought. Watch the payment: the units are granted when its invoice is paid in full.")
class RefillPurchaseSuccess:
    invoice: Invoice = strawberry.field(description="The invoice, at the full price of the bags.")
    payment: Payment = strawberry.field(description="Its payment.")


RefillPurchaseResult = Annotated[
    RefillPurchaseSuccess
    | PaymentDeclinedError
    | InsufficientBalanceError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | NotSupportedError,
    strawberry.union("RefillPurchaseResult", description="Bought, or why not."),
]


@strawberry.type
class RefillMutation:
    @strawberry.mutation(description="Buy bags of units at the full price, as often as you like.")
    async def refill_purchase(
        self, info: Info, input: Annotated[RefillPurchaseInput, strawberry.argument(description="The purchase.")]
    ) -> RefillPurchaseResult:
        done = await purchase_refill(
            info.context.ctx,
            plan_id=input.plan_id,
            quantity=input.quantity,
            pay_with=input.pay_with.choice(),
            idempotency_key=input.idempotency_key,
        )
        return RefillPurchaseSuccess(invoice=Invoice.of(done.invoice), payment=Payment.of(done.payment))
