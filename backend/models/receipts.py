"""Receipts: money that staff saw come in, in cash or by transfer."""

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class PaymentReceipt(Row):
    """One sum that came in for a payment. A wrong one is reversed with a reason, and stays."""

    payment_id = ref()
    customer_id = ref()
    gateway_account_id = ref()
    amount_minor = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    received_on = fields.DateField()
    reference = fields.CharField(max_length=200, null=True)
    note = fields.CharField(max_length=500, null=True)
    user_id = optional_ref()
    created_at = fields.DatetimeField()
    reversed_at = fields.DatetimeField(null=True)
    reversal_reason = fields.CharField(max_length=500, null=True)
    reversed_by = optional_ref()

    class Meta:
        table = "payment_receipts"
