"""Coupons as staff see them, and where they are at work, as their customers see it."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import strawberry

from backend import models
from backend.domain.discounts import CouponDuration
from backend.schema.amounts import percent_text
from backend.schema.catalog import Plan
from backend.schema.context import Info
from backend.schema.enums import describe
from backend.schema.money import Money
from backend.schema.node import Node
from backend.schema.scalars import Decimal
from backend.services.visibility import visible

describe(
    CouponDuration,
    "How many billed periods a coupon lowers.",
    {"ONCE": "The first.", "REPEATING": "So many: see `periods`.", "FOREVER": "All of them."},
)
HUNDREDTHS = 10_000


def _percent(row: models.Coupon) -> Decimal | None:
    return None if row.percent_bp is None else percent_text(Fraction(row.percent_bp, HUNDREDTHS))


@strawberry.type(description="A code that lowers what subscriptions cost. What it takes off never changes.")
class Coupon(Node):
    row: strawberry.Private[models.Coupon]
    code: str = strawberry.field(description="What customers type, in any case.")
    name: str = strawberry.field(description="What customers read, on invoices too.")
    percent: Decimal | None = strawberry.field(description="What it takes off, in percent; null for amounts.")
    duration: CouponDuration = strawberry.field(description="How many billed periods it lowers.")
    periods: int | None = strawberry.field(description="How many those are, of a REPEATING one.")
    once_per_customer: bool = strawberry.field(description="Whether a customer can redeem it once only.")
    redeem_by: datetime | None = strawberry.field(description="From when on nobody can redeem it; null for no end.")
    max_redemptions: int | None = strawberry.field(description="How often it can be redeemed; null for no limit.")
    redemptions: int = strawberry.field(description="How many subscriptions have or had it.")
    archived_at: datetime | None = strawberry.field(description="Since when nobody redeems it any more.")
    created_at: datetime = strawberry.field(description="When it was made.")
    version: int = strawberry.field(description="Counts its changes.")

    @classmethod
    def of(cls, row: models.Coupon) -> Coupon:
        """From a row."""
        return cls(
            row=row, id=strawberry.ID(row.id), code=row.code, name=row.name, percent=_percent(row),
            duration=CouponDuration(row.duration), periods=row.periods, once_per_customer=row.once_per_customer,
            redeem_by=row.redeem_by, max_redemptions=row.max_redemptions, redemptions=row.redemptions,
            archived_at=row.archived_at, created_at=row.created_at, version=row.version,
        )  # fmt: skip

    @strawberry.field(description="What it takes off each period, in each of its currencies; empty for a percentage.")
    async def amounts(self, info: Info) -> list[Money]:
        rows = await info.context.loaders.amounts_of_coupon.load(self.row.id)
        return [Money.minor(row.amount_minor, row.currency) for row in rows]

    @strawberry.field(description="The plans that it lowers; empty for all that are billed in advance.")
    async def plans(self, info: Info) -> list[Plan]:
        limits = await info.context.loaders.plans_of_coupon.load(self.row.id)
        rows = await info.context.loaders.plan.load_many([limit.plan_id for limit in limits])
        return [Plan.of(row) for row in rows if row is not None]


async def find_coupon(info: Info, id: str) -> Coupon | None:
    """One of the merchant's, for staff."""
    row = await info.context.loaders.coupon.load(id) if info.context.ctx.actor.is_staff else None
    return Coupon.of(row) if row else None


@strawberry.type(description="What a coupon does to a subscription.")
class CouponTerms:
    name: str = strawberry.field(description="What customers read.")
    percent: Decimal | None = strawberry.field(description="What it takes off, in percent; null for an amount.")
    amount: Money | None = strawberry.field(description="What it takes off each period; null for a percentage.")
    duration: CouponDuration = strawberry.field(description="How many billed periods it lowers.")
    periods: int | None = strawberry.field(description="How many those are, of a REPEATING one.")


@strawberry.type(description="A coupon at work on a subscription.")
class Discount(Node):
    row: strawberry.Private[models.Discount]
    periods_left: int | None = strawberry.field(description="How many periods it has yet to lower; null for ever.")
    created_at: datetime = strawberry.field(description="When it was redeemed.")

    @classmethod
    def of(cls, row: models.Discount) -> Discount:
        """From a row."""
        return cls(row=row, id=strawberry.ID(row.id), periods_left=row.periods_left, created_at=row.created_at)

    @strawberry.field(description="Whether it has lowered all that it was for.")
    def used_up(self) -> bool:
        return self.row.periods_left == 0

    @strawberry.field(description="What it does.")
    async def coupon(self, info: Info) -> CouponTerms:
        loaders = info.context.loaders
        coupon, subscription = await loaders.coupon.load(self.row.coupon_id), self.row.subscription_id
        held = await loaders.subscription.load(subscription)
        assert coupon is not None
        assert held is not None
        amounts = {one.currency: one.amount_minor for one in await loaders.amounts_of_coupon.load(coupon.id)}
        return CouponTerms(
            name=coupon.name, percent=_percent(coupon), duration=CouponDuration(coupon.duration),
            periods=coupon.periods,
            amount=Money.minor(amounts[held.currency], held.currency) if coupon.percent_bp is None else None,
        )  # fmt: skip


async def find_discount(info: Info, id: str) -> Discount | None:
    """A coupon at work, or that was, on a subscription that the actor may see."""
    row = await visible(info.context.ctx, models.Discount).get_or_none(id=id)
    return Discount.of(row) if row else None
