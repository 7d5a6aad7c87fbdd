"""Payments, and the attempts that walk from CREATED to an end. The row is committed before the call."""

from tortoise import fields

from backend.models.base import Row, optional_ref, optional_text, ref


class Payment(Row):
    """One intent to collect an amount. Refunded is an amount, not a state; `captured_minor` is what really came.

    A payment from the balance, and no other, has no gateway account. An automatic top-up names the order behind it.
    `user_id` is the person who started it; empty for a job of ours.
    """

    customer_id = ref()
    invoice_id = optional_ref()
    gateway_account_id = optional_ref()
    auto_top_up_id = optional_ref()
    user_id = optional_ref()
    gateway = fields.CharField(max_length=50)
    kind = fields.CharField(max_length=20)
    purpose = fields.CharField(max_length=20)
    currency = fields.CharField(max_length=3)
    amount_minor = fields.BigIntField()
    captured_minor = fields.BigIntField()
    refunded_minor = fields.BigIntField()
    refund_pending_minor = fields.BigIntField()
    status = fields.CharField(max_length=20)
    gateway_reference = fields.CharField(max_length=255, null=True)
    action_url = optional_text()
    action_expires_at = fields.DatetimeField(null=True)
    decline_reason = fields.CharField(max_length=40, null=True)
    decline_advice = fields.CharField(max_length=20, null=True)
    card_brand = fields.CharField(max_length=30, null=True)
    card_last4 = fields.CharField(max_length=4, null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField()
    # What the payer has to do, sealed: it may carry a secret. `action_url` is that of rows from before.
    action_sealed = optional_text()
    # What payers' banks hold or kept of it.
    disputed_minor = fields.BigIntField(default=0)

    class Meta:
        table = "payments"


class PaymentAttempt(Row):
    """One try. `idempotency_key` is derived from the id; `fence` stops a process that lost its lease from writing."""

    payment_id = ref()
    invoice_id = optional_ref()
    gateway_account_id = ref()
    number = fields.IntField()
    status = fields.CharField(max_length=20)
    idempotency_key = fields.CharField(max_length=64)
    # The gateway's token for the method and the return address, sealed; emptied at the end.
    source_sealed = optional_text()
    return_url = optional_text()
    gateway_reference = fields.CharField(max_length=255, null=True)
    gateway_status = fields.CharField(max_length=60, null=True)
    decline_reason = fields.CharField(max_length=40, null=True)
    decline_advice = fields.CharField(max_length=20, null=True)
    decline_code = fields.CharField(max_length=100, null=True)
    last_error = fields.CharField(max_length=500, null=True)
    tries = fields.IntField()
    next_try_at = fields.DatetimeField(null=True)
    lease_until = fields.DatetimeField(null=True)
    fence = fields.IntField()
    sent_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "payment_attempts"
