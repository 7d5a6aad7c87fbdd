"""Idempotency keys: what a caller's key was first used for, written in the same transaction as its effect."""

from tortoise import fields

from backend.models.base import Row, ref


class IdempotencyKey(Row):
    """`scope` is who used the key; `request_hash` what for; `result` the ids that the first use led to."""

    scope = ref()
    key = fields.CharField(max_length=255)
    operation = fields.CharField(max_length=60)
    request_hash = fields.CharField(max_length=64)
    result = fields.JSONField[dict[str, str]]()
    created_at = fields.DatetimeField()

    class Meta:
        table = "idempotency_keys"
