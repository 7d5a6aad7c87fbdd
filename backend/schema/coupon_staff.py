"""Coupons in the hands of staff: given out, changed in their limits, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from backend.domain.coupons import MOST_PERIODS
from backend.domain.discounts import CouponDuration
from backend.schema.catalog_inputs import NAME
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.schema.coupons import Coupon, find_coupon
from backend.schema.errors import ForbiddenError, InvalidInputError, NotFoundError
from backend.schema.money import MoneyInput
from backend.schema.scalars import Decimal
from backend.services.coupons.archive import archive_coupon
from backend.services.coupons.create import NewCoupon, create_coupon
from backend.services.coupons.find import find_coupons
from backend.services.coupons.update import AtMost, Until, update_coupon

_COUPON = "One of your coupons, archived or not."


@strawberry.input(description="The new coupon. Give `percent`, or `amounts`.")
class CouponCreateInput:
    code: str = strawberry.field(
        description="What customers type: 3 to 50 letters, digits, dashes or underlines, kept in capitals. It is free "
        "again when the coupon is archived."
    )
    name: str = strawberry.field(description=f"{NAME} It stands on invoices.")
    duration: CouponDuration = strawberry.field(description="How many billed periods it lowers.")
    percent: Decimal | None = strawberry.field(
        default=None, description="What it takes off, in percent: 0.01 to 100, with at most two decimals."
    )
    amounts: list[MoneyInput] = strawberry.field(
        default_factory=list, description="What it takes off each period, once in each currency that it is for."
    )
    periods: int | None = strawberry.field(
        default=None, description=f"How many periods a REPEATING one lowers: 1 to {MOST_PERIODS}; null for the others."
    )
    plan_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="The plans that it lowers; empty for all. Only subscriptions that are billed in advance.",
    )
    once_per_customer: bool = strawberry.field(default=False, description="Whether a customer can redeem it once only.")
    redeem_by: datetime | None = strawberry.field(
        default=None, description="From when on nobody can redeem it; null for no end."
    )
    max_redemptions: int | None = strawberry.field(
        default=None, description="How often it can be redeemed: 1 or more; null for no limit."
    )


@strawberry.type(description="Created. It can be redeemed at once.")
class CouponCreateSuccess:
    coupon: Coupon = strawberry.field(description="It, as it is now.")


CouponCreateResult = Annotated[
    CouponCreateSuccess | InvalidInputError | ForbiddenError,
    strawberry.union("CouponCreateResult", description="Created, or why not."),
]


@strawberry.input(description="What to change of a coupon; what it takes off never changes.")
class CouponUpdateInput:
    coupon_id: strawberry.ID = strawberry.field(description=_COUPON)
    name: str | None = strawberry.field(default=None, description=f"{NAME} Null: as it is.")
    redeem_by: datetime | None = strawberry.field(
        default=strawberry.UNSET,
        description="From when on nobody can redeem it; null for no end. Left out: as it is.",
    )
    max_redemptions: int | None = strawberry.field(
        default=strawberry.UNSET,
        description="How often it can be redeemed, no less than it was already; null for no limit. Left out: as it is.",
    )


@strawberry.type(description="Updated.")
class CouponUpdateSuccess:
    coupon: Coupon = strawberry.field(description="It, as it is now.")


CouponUpdateResult = Annotated[
    CouponUpdateSuccess | InvalidInputError | NotFoundError | ForbiddenError,
    strawberry.union("CouponUpdateResult", description="Updated, or why not."),
]


@strawberry.input(description="Which coupon to take back.")
class CouponArchiveInput:
    coupon_id: strawberry.ID = strawberry.field(description=_COUPON)


@strawberry.type(description="Nobody redeems it any more; where it is at work it goes on. Archiving again is the same.")
class CouponArchiveSuccess:
    coupon: Coupon = strawberry.field(description="It, as it is now.")


CouponArchiveResult = Annotated[
    CouponArchiveSuccess | NotFoundError | ForbiddenError,
    strawberry.union("CouponArchiveResult", description="Archived, or why not."),
]

_Arg = strawberry.argument


@strawberry.type
class CouponQuery:
    @strawberry.field(description="Staff: the merchant's coupons, newest first.")
    async def coupons(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        archived: Annotated[bool, _Arg(description="Also those that nobody can redeem any more.")] = False,
    ) -> Connection[Coupon]:
        rows = find_coupons(info.context.ctx, archived=archived)
        return await connect(rows, PageArguments(first, after, last, before), Coupon.of, newest_first=True)

    @strawberry.field(description="Staff: one coupon, archived or not.")
    async def coupon(self, info: Info, id: Annotated[strawberry.ID, _Arg(description="Its id.")]) -> Coupon | None:
        return await find_coupon(info, id)


@strawberry.type
class CouponMutation:
    @strawberry.mutation(description="Staff: give out a coupon.")
    async def coupon_create(
        self, info: Info, input: Annotated[CouponCreateInput, _Arg(description="The coupon.")]
    ) -> CouponCreateResult:
        coupon = NewCoupon(
            code=input.code, name=input.name, duration=input.duration, percent=input.percent,
            amounts=[one.given() for one in input.amounts], periods=input.periods, plan_ids=input.plan_ids,
            once_per_customer=input.once_per_customer, redeem_by=input.redeem_by,
            max_redemptions=input.max_redemptions,
        )  # fmt: skip
        return CouponCreateSuccess(coupon=Coupon.of(await create_coupon(info.context.ctx, coupon=coupon)))

    @strawberry.mutation(description="Staff: change what a coupon is called, until when and how often it is redeemed.")
    async def coupon_update(
        self, info: Info, input: Annotated[CouponUpdateInput, _Arg(description="What to change.")]
    ) -> CouponUpdateResult:
        row = await update_coupon(
            info.context.ctx, coupon_id=input.coupon_id, name=input.name,
            until=None if input.redeem_by is strawberry.UNSET else Until(input.redeem_by),
            at_most=None if input.max_redemptions is strawberry.UNSET else AtMost(input.max_redemptions),
        )  # fmt: skip
        return CouponUpdateSuccess(coupon=Coupon.of(row))

    @strawberry.mutation(description="Staff: take a coupon back.")
    async def coupon_archive(
        self, info: Info, input: Annotated[CouponArchiveInput, _Arg(description="The coupon.")]
    ) -> CouponArchiveResult:
        row = await archive_coupon(info.context.ctx, coupon_id=input.coupon_id)
        return CouponArchiveSuccess(coupon=Coupon.of(row))
