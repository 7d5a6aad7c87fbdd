"""Disputes: a payer's bank takes money of a payment back, or asks about it."""

from tortoise import fields

from backend.models.base import Row, ref


class Dispute(Row):
    """One dispute as its gateway tells of it. INQUIRY took no money; OPEN took it; WON gave it back; LOST kept it."""

    payment_id = ref()
    customer_id = ref()
    gateway_account_id = ref()
    gateway_reference = fields.CharField(max_length=255)
    amount_minor = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    status = fields.CharField(max_length=10)
    reason = fields.CharField(max_length=100, null=True)
    respond_by = fields.DatetimeField(null=True)
    opened_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)
    updated_at = fields.DatetimeField()
    version = fields.IntField()

    class Meta:
        table = "disputes"
