"""Moving balances: customers top up; staff adjust, hold, settle and release."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend import models
from backend.schema.balance_types import Balance, BalanceHold, BalanceTransaction
from backend.schema.context import Info
from backend.schema.entities import Payment
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InsufficientBalanceError,
    InvalidInputError,
    NotFoundError,
    PaymentDeclinedError,
)
from backend.schema.money import MoneyInput
from backend.schema.purchases import PayWith
from backend.services.balances.adjust import adjust_balance
from backend.services.balances.hold import hold_balance
from backend.services.balances.release_hold import release_hold
from backend.services.balances.settle_hold import settle_hold
from backend.services.balances.top_up import top_up

_KEY = "Any text of your own, new for each act: sent again, it gives the same answer, and money moves once."


@strawberry.input(description="How much to put in, and how to pay.")
class BalanceTopUpInput:
    amount: MoneyInput = strawberry.field(description="How much; above zero, in the currency that you are billed in.")
    pay_with: PayWith = strawberry.field(description="What to pay with: anything but the balance.")
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="A payment was started. Watch it: the balance rises when the money came.")
class BalanceTopUpSuccess:
    payment: Payment = strawberry.field(description="The payment.")


BalanceTopUpResult = Annotated[
    BalanceTopUpSuccess | PaymentDeclinedError | InvalidInputError | ForbiddenError | ConflictError,
    strawberry.union("BalanceTopUpResult", description="Started, or why not."),
]


@strawberry.input(description="What to give to a customer, or take.")
class BalanceAdjustInput:
    customer_id: strawberry.ID = strawberry.field(description="Whose balance.")
    amount: MoneyInput = strawberry.field(
        description="How much: positive gives, negative takes; in a currency that the customer has a balance in."
    )
    reason: str = strawberry.field(description="Why, for the customer to read: one line of 1 to 300 characters.")
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="Given, or taken.")
class BalanceAdjustSuccess:
    transaction: BalanceTransaction = strawberry.field(description="What is in the log.")
    balance: Balance = strawberry.field(description="What there is now.")


BalanceAdjustResult = Annotated[
    BalanceAdjustSuccess
    | InsufficientBalanceError
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError,
    strawberry.union("BalanceAdjustResult", description="Done, or why not."),
]


@strawberry.input(description="What to hold.")
class BalanceHoldInput:
    customer_id: strawberry.ID = strawberry.field(description="Whose balance.")
    amount: MoneyInput = strawberry.field(description="How much; above zero, and at most what is available.")
    description: str = strawberry.field(description="What for: one line of 1 to 300 characters.")
    idempotency_key: str = strawberry.field(description=_KEY)


@strawberry.type(description="Held: nothing else can spend it.")
class BalanceHoldSuccess:
    hold: BalanceHold = strawberry.field(description="The hold.")
    balance: Balance = strawberry.field(description="What there is now.")


BalanceHoldResult = Annotated[
    BalanceHoldSuccess | InsufficientBalanceError | InvalidInputError | NotFoundError | ForbiddenError | ConflictError,
    strawberry.union("BalanceHoldResult", description="Held, or why not."),
]


@strawberry.input(description="What the work behind a hold took.")
class BalanceHoldSettleInput:
    hold_id: strawberry.ID = strawberry.field(description="An open hold.")
    idempotency_key: str = strawberry.field(description=_KEY)
    amount: MoneyInput | None = strawberry.field(
        default=None, description="How much; all of it without. The rest is free again."
    )


@strawberry.type(description="Taken; the rest is free again.")
class BalanceHoldSettleSuccess:
    hold: BalanceHold = strawberry.field(description="The hold.")
    balance: Balance = strawberry.field(description="What there is now.")
    transaction: BalanceTransaction = strawberry.field(description="What is in the log.")


BalanceHoldSettleResult = Annotated[
    BalanceHoldSettleSuccess
    | InvalidInputError
    | NotFoundError
    | ForbiddenError
    | ConflictError
    | IllegalTransitionError,
    strawberry.union("BalanceHoldSettleResult", description="Settled, or why not."),
]


@strawberry.input(description="Which hold to release.")
class BalanceHoldReleaseInput:
    hold_id: strawberry.ID = strawberry.field(description="An open hold.")


@strawberry.type(description="Nothing was taken; all of it is free again.")
class BalanceHoldReleaseSuccess:
    hold: BalanceHold = strawberry.field(description="The hold.")
    balance: Balance = strawberry.field(description="What there is now.")


BalanceHoldReleaseResult = Annotated[
    BalanceHoldReleaseSuccess | NotFoundError | ForbiddenError | IllegalTransitionError,
    strawberry.union("BalanceHoldReleaseResult", description="Released, or why not."),
]


async def _present(info: Info, account_id: str) -> Balance:
    """The balance after what was just done to it, whatever this operation had loaded before."""
    info.context.look_again()
    row = await models.LedgerAccount.get(merchant_id=info.context.ctx.merchant_id, id=account_id)
    return Balance.of(row.owner_id, row.currency, row)


@strawberry.type
class BalanceMutation:
    @strawberry.mutation(description="Put money into your balance. Plans that rest for want of it go on at once.")
    async def balance_top_up(
        self, info: Info, input: Annotated[BalanceTopUpInput, strawberry.argument(description="The top-up.")]
    ) -> BalanceTopUpResult:
        payment = await top_up(
            info.context.ctx, amount=input.amount.given(), pay_with=input.pay_with.choice(),
            idempotency_key=input.idempotency_key,
        )  # fmt: skip
        return BalanceTopUpSuccess(payment=Payment.of(payment))

    @strawberry.mutation(description="Staff: give a customer money, or take it. The log says who did it, and why.")
    async def balance_adjust(
        self, info: Info, input: Annotated[BalanceAdjustInput, strawberry.argument(description="The adjustment.")]
    ) -> BalanceAdjustResult:
        row = await adjust_balance(
            info.context.ctx, customer_id=input.customer_id, amount=input.amount.given(), reason=input.reason,
            idempotency_key=input.idempotency_key,
        )  # fmt: skip
        return BalanceAdjustSuccess(
            transaction=BalanceTransaction.of(row), balance=await _present(info, row.account_id)
        )

    @strawberry.mutation(description="Staff: hold a part of a balance for work of unknown size.")
    async def balance_hold(
        self, info: Info, input: Annotated[BalanceHoldInput, strawberry.argument(description="The hold.")]
    ) -> BalanceHoldResult:
        row = await hold_balance(
            info.context.ctx, customer_id=input.customer_id, amount=input.amount.given(),
            description=input.description, idempotency_key=input.idempotency_key,
        )  # fmt: skip
        return BalanceHoldSuccess(hold=BalanceHold.of(row), balance=await _present(info, row.account_id))

    @strawberry.mutation(description="Staff: take what a hold kept, or less of it; the rest is free again.")
    async def balance_hold_settle(
        self, info: Info, input: Annotated[BalanceHoldSettleInput, strawberry.argument(description="The settlement.")]
    ) -> BalanceHoldSettleResult:
        done = await settle_hold(
            info.context.ctx, hold_id=input.hold_id, amount=input.amount.given() if input.amount else None,
            idempotency_key=input.idempotency_key,
        )  # fmt: skip
        return BalanceHoldSettleSuccess(
            hold=BalanceHold.of(done.hold),
            balance=await _present(info, done.hold.account_id),
            transaction=BalanceTransaction.of(done.transaction),
        )

    @strawberry.mutation(description="Staff: free all that a hold kept.")
    async def balance_hold_release(
        self, info: Info, input: Annotated[BalanceHoldReleaseInput, strawberry.argument(description="The hold.")]
    ) -> BalanceHoldReleaseResult:
        row = await release_hold(info.context.ctx, hold_id=input.hold_id)
        return BalanceHoldReleaseSuccess(hold=BalanceHold.of(row), balance=await _present(info, row.account_id))
