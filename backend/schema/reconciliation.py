"""Looking at a payment now: the payer came back from the gateway's page, or staff want to know."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.entities import Payment
from backend.schema.errors import ForbiddenError, NotFoundError, NotSupportedError
from backend.services.payments.sync import return_to_payment, sync_payment


@strawberry.input(description="The payment that its payer comes back to.")
class PaymentReturnInput:
    payment_id: strawberry.ID = strawberry.field(description="A payment of yours.")


@strawberry.type(description="Looked at: whatever the gateway's page told the browser, this is what the gateway says.")
class PaymentReturnSuccess:
    payment: Payment = strawberry.field(description="The payment as it is now; it may still be under way.")


PaymentReturnResult = Annotated[
    PaymentReturnSuccess | NotFoundError | ForbiddenError,
    strawberry.union("PaymentReturnResult", description="The payment, or why it cannot be seen."),
]


@strawberry.input(description="The payment to ask about.")
class PaymentSyncInput:
    payment_id: strawberry.ID = strawberry.field(description="A payment of the merchant's.")


@strawberry.type(description="The gateway was asked; one that cannot be reached leaves the payment as it is.")
class PaymentSyncSuccess:
    payment: Payment = strawberry.field(description="The payment as it is now.")


PaymentSyncResult = Annotated[
    PaymentSyncSuccess | NotFoundError | ForbiddenError | NotSupportedError,
    strawberry.union("PaymentSyncResult", description="The payment, or why nobody can be asked."),
]


@strawberry.type
class ReconciliationMutation:
    @strawberry.mutation(
        description="Say that you came back from the gateway's page: it is asked now what became of your payment, and "
        "what you agreed to is collected. Repeating it is harmless."
    )
    async def payment_return(
        self, info: Info, input: Annotated[PaymentReturnInput, strawberry.argument(description="The payment.")]
    ) -> PaymentReturnResult:
        payment = await return_to_payment(info.context.ctx, payment_id=input.payment_id)
        info.context.look_again()
        return PaymentReturnSuccess(payment=Payment.of(payment))

    @strawberry.mutation(description="Staff: ask the gateway now what it knows of a payment, also of a final one.")
    async def payment_sync(
        self, info: Info, input: Annotated[PaymentSyncInput, strawberry.argument(description="The payment.")]
    ) -> PaymentSyncResult:
        payment = await sync_payment(info.context.ctx, payment_id=input.payment_id)
        info.context.look_again()
        return PaymentSyncSuccess(payment=Payment.of(payment))
