"""Refunds: money of a payment that goes back, through its gateway or into the balance it came from."""

from typing import Any

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class Refund(Row):
    """One refund of all or a part of a payment. The row is committed before the gateway is called.

    Without a gateway account it went back to the customer's balance. Of a payment that had become balance,
    `from_balance_minor` is taken out of the balance again: held while PENDING, gone when SUCCEEDED. `units_taken` says
    which units went back to the merchant, by grant. `sent_at` is set while a request may be out whose answer we do not
    have. `fence` stops a process that lost its lease from writing; `user_id` is the person who asked for it.
    """

    payment_id = ref()
    customer_id = ref()
    gateway_account_id = optional_ref()
    amount_minor = fields.BigIntField()
    currency = fields.CharField(max_length=3)
    status = fields.CharField(max_length=20)
    reason = fields.CharField(max_length=300)
    from_balance_minor = fields.BigIntField()
    units_taken = fields.JSONField[list[dict[str, Any]]]()
    gateway_reference = fields.CharField(max_length=255, null=True)
    last_error = fields.CharField(max_length=500, null=True)
    user_id = optional_ref()
    tries = fields.IntField()
    next_try_at = fields.DatetimeField(null=True)
    lease_until = fields.DatetimeField(null=True)
    fence = fields.IntField()
    sent_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField()

    class Meta:
        table = "refunds"
