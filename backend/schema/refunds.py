"""Giving money back."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InsufficientBalanceError,
    InvalidInputError,
    NotFoundError,
    NotSupportedError,
)
from backend.schema.money import MoneyInput
from backend.schema.refund_types import Refund
from backend.services.refunds.create import create_refund


@strawberry.input(description="What to give back.")
class RefundCreateInput:
    payment_id: strawberry.ID = strawberry.field(description="A payment that succeeded.")
    reason: str = strawberry.field(description="Why, for the customer to read: one line of 1 to 300 characters.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each refund: sent again, it gives the same answer, and one refund."
    )
    amount: MoneyInput | None = strawberry.field(
        default=None, description="How much, in the payment's currency; all that is `refundable` without."
    )


@strawberry.type(description="The refund, as far as it went: PENDING goes on by itself, FAILED gave nothing back.")
class RefundCreateSuccess:
    refund: Refund = strawberry.field(description="The refund.")


RefundCreateResult = Annotated[
    RefundCreateSuccess
    | InsufficientBalanceError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | IllegalTransitionError
    | NotSupportedError,
    strawberry.union("RefundCreateResult", description="The refund, or why there is none."),
]


@strawberry.type
class RefundMutation:
    @strawberry.mutation(
        description="Staff: give a payment back, or a part of it, through the gateway that took it. What of it became "
        "balance or units is taken back with it; where that is used up, the refund is refused."
    )
    async def refund_create(
        self, info: Info, input: Annotated[RefundCreateInput, strawberry.argument(description="The refund.")]
    ) -> RefundCreateResult:
        refund = await create_refund(
            info.context.ctx, payment_id=input.payment_id, amount=input.amount.given() if input.amount else None,
            reason=input.reason, idempotency_key=input.idempotency_key,
        )  # fmt: skip
        info.context.look_again()
        return RefundCreateSuccess(refund=Refund.of(refund))
