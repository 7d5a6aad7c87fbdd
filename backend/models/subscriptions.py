"""Subscriptions and the add-ons they hold, with the prices that were agreed when they were bought."""

from tortoise import fields

from backend.models.base import Row, ref


class Subscription(Row):
    """A customer's use of a plan. `version` counts the changes; a status moves only by compare-and-set on it."""

    customer_id = ref()
    product_id = ref()
    plan_id = ref()
    quantity = fields.IntField()
    currency = fields.CharField(max_length=3)
    unit_price_minor = fields.BigIntField()
    status = fields.CharField(max_length=20)
    anchor_at = fields.DatetimeField()
    period_start = fields.DatetimeField(null=True)
    period_end = fields.DatetimeField(null=True)
    auto_renew = fields.BooleanField()
    activated_at = fields.DatetimeField(null=True)
    canceled_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    version = fields.IntField()

    class Meta:
        table = "subscriptions"


class SubscriptionAddon(Row):
    """So many of one add-on, at the price that was agreed."""

    subscription_id = ref()
    addon_id = ref()
    quantity = fields.IntField()
    unit_price_minor = fields.BigIntField()

    class Meta:
        table = "subscription_addons"
