"""Paying in a mobile app with the gateway's own SDK."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.entities import Payment
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotSupportedError,
    PaymentDeclinedError,
)
from backend.schema.money import MoneyInput
from backend.services.payments.sheet import Sheet, SheetOrder, create_sheet


@strawberry.type(description="What the gateway's SDK in a mobile app needs to collect one payment.")
class PaymentSheet:
    gateway: str = strawberry.field(description="Whose SDK.")
    customer_reference: str = strawberry.field(description="What the gateway calls the customer.")
    ephemeral_key: str = strawberry.field(
        description="With it the app reads and saves the customer's methods for a short time. Made anew at every call."
    )
    client_secret: str = strawberry.field(description="For this payment only. Never log or store it.")
    publishable_key: str = strawberry.field(description="The merchant's public key at the gateway.")
    payment: Payment = strawberry.field(description="The payment: watch it, the gateway tells how it ends.")

    @classmethod
    def of(cls, sheet: Sheet) -> PaymentSheet:
        """From the service's form."""
        return cls(
            gateway=sheet.payment.gateway, customer_reference=sheet.customer_reference,
            ephemeral_key=sheet.ephemeral_key, client_secret=sheet.client_secret,
            publishable_key=sheet.publishable_key, payment=Payment.of(sheet.payment),
        )  # fmt: skip


@strawberry.input(description="What the app is to collect: an invoice or a top-up, one of them.")
class PaymentSheetCreateInput:
    gateway: str = strawberry.field(description="A gateway with an SDK for apps.")
    sdk_version: str = strawberry.field(description="The version of its API that the app's SDK speaks; it tells.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each payment: sent again, it gives the same payment."
    )
    invoice_id: strawberry.ID | None = strawberry.field(default=None, description="An open invoice of yours.")
    top_up: MoneyInput | None = strawberry.field(
        default=None, description="An amount for your balance, in the currency that you are billed in."
    )
    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="One of several accounts of the gateway: the option's `accountId`."
    )
    save: bool = strawberry.field(default=False, description="Keep what is entered, to pay with it again.")


@strawberry.type(description="The payment was started; the app goes on.")
class PaymentSheetCreateSuccess:
    sheet: PaymentSheet = strawberry.field(description="What the SDK needs.")


PaymentSheetCreateResult = Annotated[
    PaymentSheetCreateSuccess
    | PaymentDeclinedError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | IllegalTransitionError
    | NotSupportedError,
    strawberry.union("PaymentSheetCreateResult", description="Started, or why not."),
]


@strawberry.type
class PaymentSheetMutation:
    @strawberry.mutation(description="Start a payment that the gateway's SDK in a mobile app goes on with.")
    async def payment_sheet_create(
        self, info: Info, input: Annotated[PaymentSheetCreateInput, strawberry.argument(description="The payment.")]
    ) -> PaymentSheetCreateResult:
        order = SheetOrder(
            input.gateway, invoice_id=input.invoice_id, amount=input.top_up.given() if input.top_up else None,
            account_id=input.account_id, save=input.save,
        )  # fmt: skip
        sheet = await create_sheet(
            info.context.ctx, order=order, sdk_version=input.sdk_version, idempotency_key=input.idempotency_key
        )
        return PaymentSheetCreateSuccess(sheet=PaymentSheet.of(sheet))
