"""Subscriptions, the add-ons they hold at the agreed prices, what they will become, and who had a trial."""

from typing import Any

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class Subscription(Row):
    """A customer's use of a plan. `version` counts the changes; a status moves only by compare-and-set on it.

    Periods are counted from `anchor_at`. What is billed in advance is invoiced up to `billed_until`, at the latest when
    the current period ends; `collection` says how those invoices are paid. `due_at` is when the next thing happens by
    itself; `stuck_reason` is why the last look at it failed. Trials end where the first paid period starts. A migrated
    price counts for the periods from `next_price_at` on.
    """

    customer_id = ref()
    product_id = ref()
    plan_id = ref()
    quantity = fields.IntField()
    currency = fields.CharField(max_length=3)
    unit_price_minor = fields.BigIntField()
    next_price_minor = fields.BigIntField(null=True)
    next_price_at = fields.DatetimeField(null=True)
    status = fields.CharField(max_length=20)
    anchor_at = fields.DatetimeField()
    period_start = fields.DatetimeField(null=True)
    period_end = fields.DatetimeField(null=True)
    billed_until = fields.DatetimeField(null=True)
    trial_start = fields.DatetimeField(null=True)
    trial_end = fields.DatetimeField(null=True)
    auto_renew = fields.BooleanField()
    collection = fields.CharField(max_length=10)
    payment_method_id = optional_ref()
    due_at = fields.DatetimeField(null=True)
    stuck_reason = fields.CharField(max_length=500, null=True)
    activated_at = fields.DatetimeField(null=True)
    past_due_at = fields.DatetimeField(null=True)
    paused_at = fields.DatetimeField(null=True)
    resume_at = fields.DatetimeField(null=True)
    cancel_at = fields.DatetimeField(null=True)
    canceled_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
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


class SubscriptionChange(Row):
    """What a subscription becomes at `effective_at`, or when the change's invoice is paid. `addons` hold agreed prices.

    SCHEDULED or AWAITING_PAYMENT while it is open, of which there is one; then APPLIED or DROPPED. With `new_anchor`
    its periods are counted from that instant.
    """

    subscription_id = ref()
    plan_id = ref()
    quantity = fields.IntField()
    unit_price_minor = fields.BigIntField()
    addons = fields.JSONField[list[dict[str, Any]]]()
    effective_at = fields.DatetimeField()
    new_anchor = fields.BooleanField()
    invoice_id = optional_ref()
    status = fields.CharField(max_length=20)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "subscription_changes"


class Trial(Row):
    """The one trial of a product that a customer has had."""

    customer_id = ref()
    product_id = ref()
    subscription_id = ref()
    created_at = fields.DatetimeField()

    class Meta:
        table = "trials"
