"""Give coupons to a subscription, and take them back when its first payment failed for good."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F, Q

from backend.domain.errors import InvalidInput
from backend.models import Coupon, Discount, Subscription
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.coupons.choose import Chosen


class DiscountStatus(StrEnum):
    """Where a coupon stands on a subscription."""

    ACTIVE = "ACTIVE"
    REMOVED = "REMOVED"
    RETURNED = "RETURNED"


async def redeem_coupons(
    ctx: Context, subscription: Subscription, chosen: Sequence[Chosen], *, behind: int = 0, path: str = "coupons"
) -> None:
    """Count each coupon as redeemed, and put it to the locked subscription behind those at the place `behind`.

    Raises InvalidInput when a twin of this request took the last one, or this customer's.
    """
    # Counted in one order by everybody: two who redeem the same ones in different orders do not block each other.
    for n, one in sorted(enumerate(chosen), key=lambda place: place[1].coupon.id):
        free = Q(max_redemptions=None) | Q(redemptions__lt=F("max_redemptions"))
        mine = Coupon.filter(free, merchant_id=ctx.merchant_id, id=one.coupon.id, archived_at=None)
        if await mine.update(redemptions=F("redemptions") + 1) != 1:
            raise InvalidInput.at(f"{path}.{n}", "EXHAUSTED", "This coupon was used as often as it can be.")
    for n, one in enumerate(chosen):
        try:
            await Discount.create(
                id=new_id("dsc"),
                merchant_id=ctx.merchant_id,
                customer_id=subscription.customer_id,
                subscription_id=subscription.id,
                coupon_id=one.coupon.id,
                position=behind + n + 1,
                periods_left=one.discount.periods_left,
                single=one.coupon.once_per_customer,
                status=DiscountStatus.ACTIVE.value,
                created_at=ctx.now,
            )
        except IntegrityError as error:
            raise InvalidInput.at(f"{path}.{n}", "ALREADY_USED", "You have used this coupon already.") from error


async def return_coupons(ctx: Context, subscription: Subscription) -> None:
    """The locked subscription never began: its coupons can be used again."""
    mine = Discount.filter(
        merchant_id=ctx.merchant_id, subscription_id=subscription.id, status=DiscountStatus.ACTIVE.value
    )
    ids = [str(id) for id in await mine.order_by("coupon_id").values_list("coupon_id", flat=True)]
    if not ids:
        return
    await mine.update(status=DiscountStatus.RETURNED.value, ended_at=ctx.now)
    for id in ids:
        await Coupon.filter(merchant_id=ctx.merchant_id, id=id).update(redemptions=F("redemptions") - 1)
