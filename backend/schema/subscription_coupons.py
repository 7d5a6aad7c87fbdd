"""Coupons on a subscription that runs, in the hands of its customer."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend.schema.context import Info
from backend.schema.entities import Subscription
from backend.schema.errors import (
    ConflictError,
    ForbiddenError,
    IllegalTransitionError,
    InvalidInputError,
    NotFoundError,
    NotSupportedError,
)
from backend.services.coupons.add import add_coupon
from backend.services.coupons.remove import remove_discount


@strawberry.input(description="A coupon for a subscription.")
class SubscriptionCouponAddInput:
    subscription_id: strawberry.ID = strawberry.field(description="A subscription of yours; staff: any.")
    code: str = strawberry.field(description="The coupon's code, in any case.")


@strawberry.type(description="Redeemed. What is invoiced from now on is lowered.")
class SubscriptionCouponAddSuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionCouponAddResult = Annotated[
    SubscriptionCouponAddSuccess
    | NotFoundError
    | ForbiddenError
    | InvalidInputError
    | IllegalTransitionError
    | ConflictError
    | NotSupportedError,
    strawberry.union("SubscriptionCouponAddResult", description="Redeemed, or why not."),
]


@strawberry.input(description="What to take off a subscription.")
class SubscriptionDiscountRemoveInput:
    discount_id: strawberry.ID = strawberry.field(
        description="One of your subscription's `discounts`; staff: of any subscription."
    )


@strawberry.type(description="Taken off, for what is invoiced from now on. The coupon cannot come back.")
class SubscriptionDiscountRemoveSuccess:
    subscription: Subscription = strawberry.field(description="The subscription as it is now.")


SubscriptionDiscountRemoveResult = Annotated[
    SubscriptionDiscountRemoveSuccess | NotFoundError | ForbiddenError | IllegalTransitionError | ConflictError,
    strawberry.union("SubscriptionDiscountRemoveResult", description="Taken off, or why not."),
]

_Arg = strawberry.argument


@strawberry.type
class SubscriptionCouponMutation:
    @strawberry.mutation(description="Redeem a coupon for a subscription that runs.")
    async def subscription_coupon_add(
        self, info: Info, input: Annotated[SubscriptionCouponAddInput, _Arg(description="Which, and for what.")]
    ) -> SubscriptionCouponAddResult:
        row = await add_coupon(info.context.ctx, subscription_id=input.subscription_id, code=input.code)
        return SubscriptionCouponAddSuccess(subscription=Subscription.of(row))

    @strawberry.mutation(description="Take a coupon off a subscription.")
    async def subscription_discount_remove(
        self, info: Info, input: Annotated[SubscriptionDiscountRemoveInput, _Arg(description="Which.")]
    ) -> SubscriptionDiscountRemoveResult:
        row = await remove_discount(info.context.ctx, discount_id=input.discount_id)
        return SubscriptionDiscountRemoveSuccess(subscription=Subscription.of(row))
