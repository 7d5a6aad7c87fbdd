"""What customers do with their saved methods: remove one, choose the default."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.errors import ConflictError, ForbiddenError, NotFoundError
from backend.schema.payment_methods import PaymentMethod
from backend.services.payment_methods.remove import remove_method
from backend.services.payment_methods.set_default import set_default_method


@strawberry.input(description="Which method to remove.")
class PaymentMethodRemoveInput:
    id: strawberry.ID = strawberry.field(description="A saved method of yours.")


@strawberry.type(description="It is gone, here and at its gateway.")
class PaymentMethodRemoveSuccess:
    removed_id: strawberry.ID = strawberry.field(description="Its id.")


PaymentMethodRemoveResult = Annotated[
    PaymentMethodRemoveSuccess | NotFoundError | ForbiddenError | ConflictError,
    strawberry.union("PaymentMethodRemoveResult", description="Removed, or why not."),
]


@strawberry.input(description="Which method to make the default.")
class PaymentMethodSetDefaultInput:
    id: strawberry.ID = strawberry.field(description="A saved method of yours.")


@strawberry.type(description="It is the default.")
class PaymentMethodSetDefaultSuccess:
    payment_method: PaymentMethod = strawberry.field(description="The method.")


PaymentMethodSetDefaultResult = Annotated[
    PaymentMethodSetDefaultSuccess | NotFoundError | ForbiddenError,
    strawberry.union("PaymentMethodSetDefaultResult", description="Chosen, or why not."),
]


@strawberry.type
class SavedMethodMutation:
    @strawberry.mutation(
        description="Remove a saved method, at its gateway as well. Not while a subscription or an automatic top-up is "
        "paid with it. Repeating it is harmless."
    )
    async def payment_method_remove(
        self, info: Info, input: Annotated[PaymentMethodRemoveInput, strawberry.argument(description="Which one.")]
    ) -> PaymentMethodRemoveResult:
        row = await remove_method(info.context.ctx, method_id=input.id)
        return PaymentMethodRemoveSuccess(removed_id=strawberry.ID(row.id))

    @strawberry.mutation(
        description="Choose the method that is offered first, and that pays where none was chosen. Repeating it is "
        "harmless."
    )
    async def payment_method_set_default(
        self, info: Info, input: Annotated[PaymentMethodSetDefaultInput, strawberry.argument(description="Which one.")]
    ) -> PaymentMethodSetDefaultResult:
        row = await set_default_method(info.context.ctx, method_id=input.id)
        return PaymentMethodSetDefaultSuccess(payment_method=PaymentMethod.of(row))
