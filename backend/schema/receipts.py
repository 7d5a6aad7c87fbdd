"""Cash and transfers: the mutations to register them, and to take a mistake back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from backend.gateways.base import MethodKind
from backend.schema.context import Info
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InsufficientBalanceError,
    InvalidInputError,
    NotFoundError,
)
from backend.schema.money import MoneyInput
from backend.schema.receipt_types import PaymentReceipt
from backend.services.receipts.register import Allocation, Registration, register_payment
from backend.services.receipts.reverse import reverse_receipt

if TYPE_CHECKING:
    from backend.schema.entities import Payment


@strawberry.input(description="How much of the money goes to an invoice.")
class AllocationInput:
    invoice_id: strawberry.ID = strawberry.field(description="An open invoice of the customer's.")
    amount: MoneyInput = strawberry.field(description="At most what is due on it.")


@strawberry.input(description="Money that staff saw come in.")
class PaymentRegisterInput:
    customer_id: strawberry.ID = strawberry.field(description="Who paid.")
    kind: MethodKind = strawberry.field(description="CASH or BANK_TRANSFER.")
    amount: MoneyInput = strawberry.field(description="How much came.")
    received_on: date = strawberry.field(description="The day on which it came, by the merchant's calendar.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each sum: sent again, it gives the same answer."
    )
    reference: str | None = strawberry.field(default=None, description="What the slip or the statement says.")
    note: str | None = strawberry.field(default=None, description="For other staff.")
    payment_id: strawberry.ID | None = strawberry.field(
        default=None, description="A payment of theirs that waits for this money; then without allocations."
    )
    allocations: list[AllocationInput] | None = strawberry.field(
        default=None, description="Which invoices it pays, at most 50; what is left becomes balance."
    )
    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="The gateway account to book it under; without it the first Manual one."
    )
    confirm_duplicate: bool = strawberry.field(
        default=False, description="The same sum of the same day with the same reference really came twice."
    )


@strawberry.input(description="A receipt that was a mistake.")
class PaymentReverseInput:
    receipt_id: strawberry.ID = strawberry.field(description="The receipt.")
    reason: str = strawberry.field(description="Why: one line of 1 to 500 characters.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each reversal: sent again, it gives the same answer."
    )


@strawberry.type(description="The money is registered.")
class PaymentRegisterSuccess:
    payments: list[Annotated[Payment, strawberry.lazy("backend.schema.entities")]] = strawberry.field(
        description="One for each invoice, and one for what became balance; or the one that waited for it."
    )


@strawberry.type(description="The receipt is reversed: what it paid is owed again.")
class PaymentReverseSuccess:
    receipt: PaymentReceipt = strawberry.field(description="The receipt.")


PaymentRegisterResult = Annotated[
    PaymentRegisterSuccess
    | InvalidInputError
    | NotFoundError
    | IllegalTransitionError
    | ForbiddenError
    | ConflictError,
    strawberry.union("PaymentRegisterResult", description="The payments, or why nothing was registered."),
]
PaymentReverseResult = Annotated[
    PaymentReverseSuccess
    | InvalidInputError
    | NotFoundError
    | IllegalTransitionError
    | InsufficientBalanceError
    | ForbiddenError
    | ConflictError,
    strawberry.union("PaymentReverseResult", description="The receipt, or why it stays."),
]


@strawberry.type
class ReceiptMutation:
    @strawberry.mutation(
        description="Staff: register cash or a transfer that came in. It pays the invoices that it is allocated to, or "
        "the payment that waits for it; the rest becomes balance."
    )
    async def payment_register(
        self, info: Info, input: Annotated[PaymentRegisterInput, strawberry.argument(description="The money.")]
    ) -> PaymentRegisterResult:
        from backend.schema.entities import Payment

        registration = Registration(
            customer_id=input.customer_id, kind=input.kind, amount=input.amount.given(),
            received_on=input.received_on, reference=input.reference, note=input.note, payment_id=input.payment_id,
            allocations=[Allocation(one.invoice_id, one.amount.given()) for one in input.allocations or []],
            account_id=input.account_id, confirm_duplicate=input.confirm_duplicate,
        )  # fmt: skip
        rows = await register_payment(
            info.context.ctx, registration=registration, idempotency_key=input.idempotency_key
        )
        info.context.look_again()
        return PaymentRegisterSuccess(payments=[Payment.of(row) for row in rows])

    @strawberry.mutation(
        description="Staff: take a receipt back that was registered by mistake. Its invoice is owed again; what became "
        "balance is taken out of it, and where that was spent the reversal is refused."
    )
    async def payment_reverse(
        self, info: Info, input: Annotated[PaymentReverseInput, strawberry.argument(description="The receipt.")]
    ) -> PaymentReverseResult:
        row = await reverse_receipt(
            info.context.ctx, receipt_id=input.receipt_id, reason=input.reason, idempotency_key=input.idempotency_key
        )
        info.context.look_again()
        return PaymentReverseSuccess(receipt=PaymentReceipt.of(row))
