"""Coupons, what they take off, and where they are at work."""

from tortoise import fields

from backend.models.base import Row, ref


class Coupon(Row):
    """Lowers subscriptions by `percent_bp` hundredths of a percent, or by an amount in each of its currencies.

    What it takes off never changes. `redemptions` counts the subscriptions that it was given to.
    """

    code = fields.CharField(max_length=50)
    name = fields.CharField(max_length=200)
    percent_bp = fields.IntField(null=True)
    duration = fields.CharField(max_length=10)
    periods = fields.IntField(null=True)
    once_per_customer = fields.BooleanField()
    redeem_by = fields.DatetimeField(null=True)
    max_redemptions = fields.IntField(null=True)
    redemptions = fields.IntField()
    archived_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    version = fields.IntField()

    class Meta:
        table = "coupons"


class CouponAmount(Row):
    """What a coupon takes off each period in one currency."""

    coupon_id = ref()
    currency = fields.CharField(max_length=3)
    amount_minor = fields.BigIntField()

    class Meta:
        table = "coupon_amounts"


class CouponPlan(Row):
    """A plan that a coupon is limited to."""

    coupon_id = ref()
    plan_id = ref()

    class Meta:
        table = "coupon_plans"


class Discount(Row):
    """A coupon at work on a subscription, after those of lower `position`. `periods_left` is empty for ever.

    ACTIVE, REMOVED, or RETURNED when the first payment failed for good: then it was never used.
    """

    customer_id = ref()
    subscription_id = ref()
    coupon_id = ref()
    position = fields.IntField()
    periods_left = fields.IntField(null=True)
    single = fields.BooleanField()
    status = fields.CharField(max_length=10)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "discounts"
