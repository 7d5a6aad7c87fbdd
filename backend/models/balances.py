"""Customer balances: the log of what moved them, the parts that are held, and the orders to top them up."""

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class BalanceTransaction(Row):
    """One movement of a customer's balance, as the customer reads it. Append-only.

    `account_id` is the ledger account and `number` counts 1, 2, 3 ... within it. A positive amount raises the balance,
    and `balance_after_minor` is what it came to. `user_id` is the person who did it; empty for a job of ours.
    """

    customer_id = ref()
    account_id = ref()
    currency = fields.CharField(max_length=3)
    number = fields.BigIntField()
    reason = fields.CharField(max_length=20)
    description = fields.CharField(max_length=300)
    amount_minor = fields.BigIntField()
    balance_after_minor = fields.BigIntField()
    ledger_transaction_id = ref()
    user_id = optional_ref()
    payment_id = optional_ref()
    invoice_id = optional_ref()
    subscription_id = optional_ref()
    occurred_at = fields.DatetimeField()

    class Meta:
        table = "balance_transactions"


class BalanceHold(Row):
    """A part of a balance that nothing else may spend until it is settled (for all of it, or less) or released."""

    customer_id = ref()
    account_id = ref()
    currency = fields.CharField(max_length=3)
    amount_minor = fields.BigIntField()
    settled_minor = fields.BigIntField(null=True)
    status = fields.CharField(max_length=20)
    description = fields.CharField(max_length=300)
    user_id = optional_ref()
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "balance_holds"


class AutoTopUp(Row):
    """A customer's order to charge a kept payment method when the balance falls below `threshold_minor`.

    `payment_id` is the payment in flight; `next_try_at` is set while a try is due. A reason to be paused is kept until
    the customer changes the order.
    """

    customer_id = ref()
    currency = fields.CharField(max_length=3)
    enabled = fields.BooleanField()
    threshold_minor = fields.BigIntField()
    amount_minor = fields.BigIntField()
    payment_method_id = ref()
    payment_id = optional_ref()
    failures = fields.IntField()
    next_try_at = fields.DatetimeField(null=True)
    paused_reason = fields.CharField(max_length=300, null=True)
    version = fields.IntField()
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "auto_top_ups"
