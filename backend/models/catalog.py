"""The catalogue: products, their plans, the plans' add-ons, and prices by currency."""

from typing import Any

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class Product(Row):
    """Something sold: a subscription, or a refill that adds units with every purchase."""

    code = fields.CharField(max_length=50)
    name = fields.CharField(max_length=200)
    description = fields.TextField()
    kind = fields.CharField(max_length=20)
    archived_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "products"


class Plan(Row):
    """A way to buy a product. `interval_*` is empty for a refill, which has no period.

    Periods begin on a fixed day where there is an `anchor_day`: of the week (1 is Monday), of the month, or of the
    `anchor_month`, which for months is one of those that they begin in.
    """

    product_id = ref()
    code = fields.CharField(max_length=50)
    name = fields.CharField(max_length=200)
    description = fields.TextField()
    interval_unit = fields.CharField(max_length=10, null=True)
    interval_count = fields.IntField(null=True)
    anchor_month = fields.IntField(null=True)
    anchor_day = fields.IntField(null=True)
    billing = fields.CharField(max_length=20)
    trial_days = fields.IntField()
    features = fields.JSONField[list[dict[str, Any]]]()
    grants = fields.JSONField[list[dict[str, Any]]]()
    position = fields.IntField()
    archived_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "plans"


class Addon(Row):
    """An extra of one plan."""

    plan_id = ref()
    code = fields.CharField(max_length=50)
    name = fields.CharField(max_length=200)
    charge = fields.CharField(max_length=20)
    max_quantity = fields.IntField(null=True)
    features = fields.JSONField[list[dict[str, Any]]]()
    grants = fields.JSONField[list[dict[str, Any]]]()
    position = fields.IntField()
    archived_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "addons"


class Price(Row):
    """What a plan or an add-on costs in one currency, in minor units. Exactly one of the two is set."""

    plan_id = optional_ref()
    addon_id = optional_ref()
    currency = fields.CharField(max_length=3)
    amount_minor = fields.BigIntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "prices"
