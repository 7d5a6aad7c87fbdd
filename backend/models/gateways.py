"""A merchant's configured gateways, and the inbox of what they tell us."""

from typing import Any

from tortoise import fields

from backend.models.base import Row, ref


class GatewayAccount(Row):
    """A configured instance of a gateway plugin. All settings are sealed together; nothing of them is searchable."""

    gateway = fields.CharField(max_length=50)
    label = fields.CharField(max_length=200)
    mode = fields.CharField(max_length=10)
    enabled = fields.BooleanField()
    settings_sealed = fields.TextField()
    position = fields.IntField()
    created_at = fields.DatetimeField()
    # The last health check; null before the first.
    health_ok = fields.BooleanField(null=True)
    health_message = fields.CharField(max_length=500, null=True)
    health_checked_at = fields.DatetimeField(null=True)
    # What the provider sent for a person to type in at its dashboard.
    verification_code = fields.CharField(max_length=100, null=True)
    removed_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)

    class Meta:
        table = "gateway_accounts"


class GatewayEvent(Row):
    """An inbound webhook's fact: verified, stored once for each (account, dedupe key), applied by a job."""

    gateway_account_id = ref()
    dedupe_key = fields.CharField(max_length=255)
    kind = fields.CharField(max_length=100)
    trust = fields.CharField(max_length=20)
    # "payment", "refund", "dispute", "setup" or "method": what the references and the claim are about.
    subject = fields.CharField(max_length=10, default="payment")
    reference = fields.CharField(max_length=255, null=True)
    our_reference = fields.CharField(max_length=255, null=True)
    claimed = fields.JSONField[dict[str, Any]](null=True)
    body = fields.TextField()
    status = fields.CharField(max_length=20)
    outcome = fields.CharField(max_length=500, null=True)
    tries = fields.IntField()
    next_try_at = fields.DatetimeField(null=True)
    occurred_at = fields.DatetimeField()
    received_at = fields.DatetimeField()
    # The payment that a refund or a dispute is of, and the provider's account that it is about.
    payment_reference = fields.CharField(max_length=255, null=True)
    account_reference = fields.CharField(max_length=255, null=True)

    class Meta:
        table = "gateway_events"


class GatewayCustomer(Row):
    """What a provider calls one of our customers; one name for each account."""

    customer_id = ref()
    gateway_account_id = ref()
    reference = fields.CharField(max_length=255)
    created_at = fields.DatetimeField()

    class Meta:
        table = "gateway_customers"


class GatewayComparison(Row):
    """Our payments of one day (UTC) against the gateway's own list; no differences is the good answer."""

    gateway_account_id = ref()
    day = fields.DateField()
    compared = fields.IntField()
    differences = fields.JSONField[list[dict[str, Any]]]()
    created_at = fields.DatetimeField()

    class Meta:
        table = "gateway_comparisons"
