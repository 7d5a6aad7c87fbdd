"""How a merchant bills, and the clocks that tests move."""

from tortoise import fields
from tortoise.models import Model

from backend.models.base import Row
from backend.models.ids import ID_LENGTH


class BillingPolicy(Model):
    """One for each merchant. `retry_days` count from the first failure of an invoice's collection.

    `surplus`: what a change gives back beyond what it charges becomes BALANCE, or a REFUND.
    `on_dispute`: when a payer's bank takes a payment back, its subscription stays (KEEP) or ends (CANCEL).
    """

    merchant_id = fields.CharField(primary_key=True, max_length=ID_LENGTH)
    retry_days = fields.JSONField[list[int]]()
    final_action = fields.CharField(max_length=20)
    grace_days = fields.IntField()
    invoice_ahead_days = fields.IntField()
    upgrade_timing = fields.CharField(max_length=20)
    downgrade_timing = fields.CharField(max_length=20)
    surplus = fields.CharField(max_length=10, default="BALANCE")
    on_dispute = fields.CharField(max_length=10, default="KEEP")
    version = fields.IntField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "billing_policies"


class TestClock(Row):
    """Stands at `now_at` until it is advanced to `target_at`; meanwhile ADVANCING.

    For the customers who are tied to it; with `everybody` for all of the merchant, also those to come.
    """

    name = fields.CharField(max_length=200)
    now_at = fields.DatetimeField()
    target_at = fields.DatetimeField(null=True)
    status = fields.CharField(max_length=20)
    everybody = fields.BooleanField(default=False)
    last_error = fields.CharField(max_length=500, null=True)
    version = fields.IntField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "test_clocks"
