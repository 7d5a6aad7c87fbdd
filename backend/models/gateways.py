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

    class Meta:
        table = "gateway_accounts"


class GatewayEvent(Row):
    """An inbound webhook's fact: verified, stored once for each (account, dedupe key), applied by a job."""

    gateway_account_id = ref()
    dedupe_key = fields.CharField(max_length=255)
    kind = fields.CharField(max_length=100)
    trust = fields.CharField(max_length=20)
    # "payment" or "refund": what the references and the claim are about.
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

    class Meta:
        table = "gateway_events"
