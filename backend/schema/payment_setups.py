"""Saving a method without a payment."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend import models
from backend.domain.payment import AttemptStatus, PaymentStatus, shown
from backend.gateways.base import MethodKind
from backend.schema.context import Info
from backend.schema.entities import Decline, decline_of
from backend.schema.errors import ConflictError, ForbiddenError, InvalidInputError
from backend.schema.node import Node
from backend.schema.payment_actions import PaymentAction, shown_action
from backend.schema.payment_methods import PaymentMethod
from backend.services.payments.action import open_action
from backend.services.payments.attempt_now import is_retryable
from backend.services.setups.add import Wanted, add_method
from backend.services.visibility import visible


@strawberry.type(description="One try to save a method without charging it.")
class PaymentSetup(Node):
    row: strawberry.Private[models.PaymentSetup]
    status: PaymentStatus = strawberry.field(description="Where it stands: SUCCEEDED once the method is saved.")
    kind: MethodKind = strawberry.field(description="What is saved.")
    gateway: str = strawberry.field(description="The gateway that keeps it.")
    created_at: datetime = strawberry.field(description="When it was started.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, row: models.PaymentSetup) -> PaymentSetup:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), status=shown(AttemptStatus(row.status)), kind=MethodKind(row.kind),
            gateway=row.gateway, created_at=row.created_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description="What the payer has to do next; null when nothing.")
    def action(self, info: Info) -> PaymentAction | None:
        ctx = info.context.ctx
        return shown_action(
            open_action(ctx, self.row), actor=ctx.actor, customer_id=self.row.customer_id, gateway=self.row.gateway,
            amount=None,
        )  # fmt: skip

    @strawberry.field(description="Why it failed.")
    def decline(self) -> Decline | None:
        return decline_of(self.row.decline_reason, is_retryable(self.row))

    @strawberry.field(description="The saved method, once it is; null when it was removed since.")
    async def payment_method(self, info: Info) -> PaymentMethod | None:
        if self.row.payment_method_id is None:
            return None
        row = await info.context.loaders.payment_method.load(self.row.payment_method_id)
        return PaymentMethod.of(row) if row is not None and row.removed_at is None else None


async def find_payment_setup(info: Info, id: str) -> PaymentSetup | None:
    """A setup that the actor may see."""
    row = await visible(info.context.ctx, models.PaymentSetup).get_or_none(id=id)
    return PaymentSetup.of(row) if row else None


@strawberry.input(description="What to save.")
class PaymentMethodAddInput:
    gateway: str = strawberry.field(description="A gateway of `paymentOptions` with `savesWithoutPayment`.")
    kind: MethodKind = strawberry.field(description="A kind that this gateway offers.")
    idempotency_key: str = strawberry.field(
        description="Any text of your own, new for each try: sent again, it gives the same answer and saves once."
    )
    account_id: strawberry.ID | None = strawberry.field(
        default=None, description="One of several accounts of the gateway: the option's `accountId`."
    )
    token: str | None = strawberry.field(
        default=None,
        description="What the gateway's own field in the browser made. Never a card number. Without one the payer "
        "goes on elsewhere: see the setup's `action`.",
    )
    return_url: str | None = strawberry.field(
        default=None, description="Where the payer comes back to, in this shop. {SETUP_ID} is filled in."
    )
    device_id: str | None = strawberry.field(
        default=None, description="What the gateway's own script made of the browser, where it asks for that."
    )
    in_app: bool = strawberry.field(
        default=False, description="Whether a mobile app goes on with the gateway's SDK, without a token."
    )
    make_default: bool = strawberry.field(default=False, description="Whether it is to be the default.")


@strawberry.type(description="It was tried. The setup says whether the method is saved, or why not, or what is next.")
class PaymentMethodAddSuccess:
    setup: PaymentSetup = strawberry.field(description="What came of it so far.")


PaymentMethodAddResult = Annotated[
    PaymentMethodAddSuccess | InvalidInputError | ForbiddenError | ConflictError,
    strawberry.union("PaymentMethodAddResult", description="What came of it, or why it was not tried."),
]


@strawberry.type
class PaymentSetupQuery:
    @strawberry.field(description="One of your setups; staff: any of the merchant's.")
    async def payment_setup(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> PaymentSetup | None:
        return await find_payment_setup(info, id)


@strawberry.type
class PaymentSetupMutation:
    @strawberry.mutation(description="Save a method to pay with later, without charging it.")
    async def payment_method_add(
        self, info: Info, input: Annotated[PaymentMethodAddInput, strawberry.argument(description="What to save.")]
    ) -> PaymentMethodAddResult:
        wanted = Wanted(
            input.gateway, input.kind.value, account_id=input.account_id, token=input.token,
            return_url=input.return_url, device_id=input.device_id, in_app=input.in_app,
            make_default=input.make_default,
        )  # fmt: skip
        row = await add_method(info.context.ctx, wanted=wanted, idempotency_key=input.idempotency_key)
        return PaymentMethodAddSuccess(setup=PaymentSetup.of(row))
