"""Setups: keeping a payment method without charging it. The row is committed before the call."""

from tortoise import fields

from backend.models.base import Row, optional_ref, optional_text, ref


class PaymentSetup(Row):
    """One try to keep a method; it walks like a payment's attempt, and its id is the idempotency key."""

    customer_id = ref()
    gateway_account_id = ref()
    gateway = fields.CharField(max_length=50)
    kind = fields.CharField(max_length=20)
    status = fields.CharField(max_length=20)
    make_default = fields.BooleanField()
    # The gateway's token for the method, sealed; emptied at the end, as is what the payer has to do.
    source_sealed = optional_text()
    return_url = optional_text()
    action_sealed = optional_text()
    gateway_reference = fields.CharField(max_length=255, null=True)
    decline_reason = fields.CharField(max_length=40, null=True)
    decline_advice = fields.CharField(max_length=20, null=True)
    payment_method_id = optional_ref()
    last_error = fields.CharField(max_length=500, null=True)
    tries = fields.IntField()
    next_try_at = fields.DatetimeField(null=True)
    lease_until = fields.DatetimeField(null=True)
    fence = fields.IntField()
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField()

    class Meta:
        table = "payment_setups"
