"""Comparisons of our payments with the gateways' own lists, for staff."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import strawberry

from backend import models
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.entities import Payment
from backend.schema.enums import describe
from backend.schema.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError, NotSupportedError
from backend.schema.node import Node
from backend.services.comparisons.again import compare_again
from backend.services.comparisons.read import find_comparisons


class DifferenceKind(StrEnum):
    """How a payment differs between us and a gateway."""

    MISSING_HERE = "MISSING_HERE"
    MISSING_THERE = "MISSING_THERE"
    AMOUNT = "AMOUNT"
    STATUS = "STATUS"


describe(
    DifferenceKind,
    "How a payment differs between us and a gateway.",
    {
        "MISSING_HERE": "The gateway has a payment that we do not know.",
        "MISSING_THERE": "We have a payment that the gateway does not know, or does not tell of.",
        "AMOUNT": "The amounts differ.",
        "STATUS": "Only one of us has the money.",
    },
    name="GatewayDifferenceKind",
)


@strawberry.type(description="A payment on which we and a gateway do not agree.")
class GatewayDifference:
    kind: DifferenceKind = strawberry.field(description="How it differs.")
    reference: str | None = strawberry.field(description="The gateway's own id of the payment.")
    our_reference: str | None = strawberry.field(description="Our id of the attempt, as the gateway repeats it.")
    ours: str | None = strawberry.field(description="What we had: status and amount; null for nothing.")
    theirs: str | None = strawberry.field(description="What the gateway has: status and amount; null for nothing.")
    settled: bool = strawberry.field(description="Whether our books follow the gateway by now: nothing is left to do.")
    payment_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, told: dict[str, Any]) -> GatewayDifference:
        """As it was written down."""
        return cls(
            kind=DifferenceKind(told["kind"]), reference=told["reference"], our_reference=told["our_reference"],
            ours=told["ours"], theirs=told["theirs"], settled=told["settled"], payment_id=told["payment"],
        )  # fmt: skip

    @strawberry.field(description="Our payment; null for one that we do not know.")
    async def payment(self, info: Info) -> Payment | None:
        row = await info.context.loaders.payment.load(self.payment_id) if self.payment_id else None
        return Payment.of(row) if row else None


@strawberry.type(description="Our payments of one day against the gateway's own list.")
class GatewayComparison(Node):
    account_id: strawberry.ID = strawberry.field(description="The gateway account.")
    day: date = strawberry.field(description="The day, in UTC.")
    compared: int = strawberry.field(description="How many payments the gateway listed.")
    differences: list[GatewayDifference] = strawberry.field(
        description="What differs, at most 500 of them; none is the good answer."
    )
    compared_at: datetime = strawberry.field(description="When it was compared last.")

    @classmethod
    def of(cls, row: models.GatewayComparison) -> GatewayComparison:
        """From a row."""
        return cls(
            id=strawberry.ID(row.id), account_id=strawberry.ID(row.gateway_account_id), day=row.day,
            compared=row.compared, differences=[GatewayDifference.of(one) for one in row.differences],
            compared_at=row.created_at,
        )  # fmt: skip


async def find_comparison(info: Info, id: str) -> GatewayComparison | None:
    """One of the merchant's comparisons, for staff."""
    ctx = info.context.ctx
    row = await models.GatewayComparison.get_or_none(merchant_id=ctx.merchant_id, id=id) if ctx.actor.is_staff else None
    return GatewayComparison.of(row) if row else None


@strawberry.input(description="What to compare.")
class GatewayCompareInput:
    account_id: strawberry.ID = strawberry.field(description="A gateway account.")
    day: date = strawberry.field(description="A day that is over, in UTC.")


@strawberry.type(description="Compared: it replaces what an earlier look at the same day found.")
class GatewayCompareSuccess:
    comparison: GatewayComparison = strawberry.field(description="What was found.")


GatewayCompareResult = Annotated[
    GatewayCompareSuccess | InvalidInputError | NotFoundError | ForbiddenError | ConflictError | NotSupportedError,
    strawberry.union("GatewayCompareResult", description="What was found, or why there is nothing."),
]


@strawberry.type
class ComparisonQuery:
    @strawberry.field(description="Staff: the daily comparisons with the gateways' own lists, newest first.")
    async def gateway_comparisons(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        account_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only of this gateway account.")
        ] = None,
        differing: Annotated[
            bool | None, strawberry.argument(description="Only those with differences, or only those without.")
        ] = None,
    ) -> Connection[GatewayComparison]:
        rows = find_comparisons(info.context.ctx, account_id=account_id, differing=differing)
        return await connect(rows, PageArguments(first, after, last, before), GatewayComparison.of, newest_first=True)


@strawberry.type
class ComparisonMutation:
    @strawberry.mutation(description="Staff: compare a day's payments with the gateway's own list now.")
    async def gateway_compare(
        self, info: Info, input: Annotated[GatewayCompareInput, strawberry.argument(description="The day.")]
    ) -> GatewayCompareResult:
        row = await compare_again(info.context.ctx, account_id=input.account_id, day=input.day)
        info.context.look_again()
        return GatewayCompareSuccess(comparison=GatewayComparison.of(row))
