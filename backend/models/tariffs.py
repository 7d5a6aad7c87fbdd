"""Subscriptions that are paid from a balance as time passes: where each stands, and what was debited for which time."""

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class Tariff(Row):
    """What a subscription takes from a balance: `amount_minor` for each interval, counted from `anchor_at`.

    `description` is what the customer reads in the log. It is billed up to `last_billed_at`, and `carried_*` is what is
    owed below one minor unit, exactly, in [0, 1). `funded_until` is the second at which the money ends: empty when it
    does not run, is free, or ends in more than 100 years. `due_at` is when the next debit or the suspension is due;
    empty when it does not run. `suspended_at` is the second at which the money ended. Both empty: it has ended.
    """

    subscription_id = ref()
    customer_id = ref()
    account_id = ref()
    currency = fields.CharField(max_length=3)
    description = fields.CharField(max_length=300)
    amount_minor = fields.BigIntField()
    interval_unit = fields.CharField(max_length=10)
    interval_count = fields.IntField()
    anchor_at = fields.DatetimeField()
    last_billed_at = fields.DatetimeField()
    carried_numerator = fields.CharField(max_length=120)
    carried_denominator = fields.CharField(max_length=120)
    funded_until = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    suspended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "tariffs"


class TariffDebit(Row):
    """What one stretch of time cost: floor(unit price x numerator / denominator + carried). Append-only.

    `carried_*` is what was carried into it. An amount of 0 carries everything on and has no ledger transaction.
    """

    subscription_id = ref()
    period_start = fields.DatetimeField()
    period_end = fields.DatetimeField()
    amount_minor = fields.BigIntField()
    unit_price_minor = fields.BigIntField()
    numerator = fields.CharField(max_length=40)
    denominator = fields.CharField(max_length=40)
    carried_numerator = fields.CharField(max_length=120)
    carried_denominator = fields.CharField(max_length=120)
    ledger_transaction_id = optional_ref()

    class Meta:
        table = "tariff_debits"
