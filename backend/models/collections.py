"""Collecting a renewal's invoice without the customer: tries, what they want, and their end."""

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class Collection(Row):
    """One for each invoice that is collected by itself. `payment_id` is the payment in flight.

    `next_try_at` is when it is looked at again: to try, or to give up. After a failure `wants` says what would help:
    another METHOD, the payer's AUTHENTICATION, or a PAYMENT by hand. OPEN, then PAID or GAVE_UP.
    """

    customer_id = ref()
    subscription_id = ref()
    invoice_id = ref()
    payment_id = optional_ref()
    status = fields.CharField(max_length=20)
    wants = fields.CharField(max_length=20, null=True)
    tries = fields.IntField()
    first_failed_at = fields.DatetimeField(null=True)
    next_try_at = fields.DatetimeField(null=True)
    last_reason = fields.CharField(max_length=300, null=True)
    version = fields.IntField()
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "collections"
