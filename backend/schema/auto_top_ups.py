"""Setting automatic top-up."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend import models
from backend.schema.balance_types import Balance
from backend.schema.context import Info
from backend.schema.errors import ForbiddenError, InvalidInputError, NotFoundError, NotSupportedError
from backend.schema.money import MoneyInput
from backend.services.balances.auto_top_up import set_auto_top_up


@strawberry.input(description="When to top the balance up, by how much, and with what.")
class AutoTopUpSetInput:
    enabled: bool = strawberry.field(description="On or off.")
    threshold: MoneyInput = strawberry.field(
        description="Top up when less than this is available; zero: when nothing is. In the currency of your bills."
    )
    amount: MoneyInput = strawberry.field(
        description="What to put in; above zero. Several times as much, at once, where the threshold is further away."
    )
    method_id: strawberry.ID = strawberry.field(
        description="One of your `paymentMethods`, of a gateway that can charge it while you are away."
    )


@strawberry.type(description="Set. What stopped it before is forgotten, and a low balance is topped up at once.")
class AutoTopUpSetSuccess:
    balance: Balance = strawberry.field(description="The balance, with `autoTopUp` as it is now.")


AutoTopUpSetResult = Annotated[
    AutoTopUpSetSuccess | InvalidInputError | NotFoundError | ForbiddenError | NotSupportedError,
    strawberry.union("AutoTopUpSetResult", description="Set, or why not."),
]


@strawberry.type
class AutoTopUpMutation:
    @strawberry.mutation(description="Top your balance up by itself from now on, or stop doing so.")
    async def auto_top_up_set(
        self, info: Info, input: Annotated[AutoTopUpSetInput, strawberry.argument(description="The order.")]
    ) -> AutoTopUpSetResult:
        order = await set_auto_top_up(
            info.context.ctx, enabled=input.enabled, threshold=input.threshold.given(), amount=input.amount.given(),
            method_id=input.method_id,
        )  # fmt: skip
        info.context.look_again()
        accounts: list[models.LedgerAccount] = await info.context.loaders.balances_of_customer.load(order.customer_id)
        account = next((row for row in accounts if row.currency == order.currency), None)
        return AutoTopUpSetSuccess(balance=Balance.of(order.customer_id, order.currency, account))
