"""Units that customers buy and use up (messages, minutes ...). All quantities are whole millionths of a unit."""

from typing import Any

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class RefillPurchase(Row):
    """What an invoice sold: `quantity` bags of a refill plan. `grants` is what the plan promised for one of them then.

    `granted_at` is empty until the invoice was paid and the units were granted.
    """

    customer_id = ref()
    plan_id = ref()
    quantity = fields.IntField()
    grants = fields.JSONField[list[dict[str, Any]]]()
    invoice_id = ref()
    granted_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "refill_purchases"


class UnitAccount(Row):
    """A customer's store of one unit: `remaining` is free to use, `held` is not in it."""

    customer_id = ref()
    unit = fields.CharField(max_length=50)
    remaining = fields.BigIntField()
    held = fields.BigIntField()
    version = fields.IntField()

    class Meta:
        table = "unit_accounts"


class UnitGrant(Row):
    """Units that came with one paid invoice; `position` (1, 2 ...) says by which rule of the plan.

    What is neither remaining nor held was used, expired or taken back. Without `expires_at` it stays until used.
    """

    customer_id = ref()
    account_id = ref()
    unit = fields.CharField(max_length=50)
    quantity = fields.BigIntField()
    remaining = fields.BigIntField()
    held = fields.BigIntField()
    granted_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    invoice_id = ref()
    payment_id = ref()
    position = fields.IntField()

    class Meta:
        table = "unit_grants"


class UnitHold(Row):
    """Units that nothing else may use until the hold is settled (for all of it, or less) or released."""

    customer_id = ref()
    account_id = ref()
    unit = fields.CharField(max_length=50)
    quantity = fields.BigIntField()
    settled = fields.BigIntField(null=True)
    status = fields.CharField(max_length=20)
    description = fields.CharField(max_length=300)
    user_id = optional_ref()
    created_at = fields.DatetimeField()
    closed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "unit_holds"


class UnitMovement(Row):
    """One step of one grant's units. Append-only; the quantity is positive and `kind` says which way it went.

    GRANT adds to what remains; CONSUME, EXPIRE and TAKE_BACK take from it; HOLD moves it to what is held, RELEASE moves
    it back, and SETTLE takes from what is held. GIVE_BACK undoes a TAKE_BACK whose refund failed.
    """

    account_id = ref()
    grant_id = ref()
    hold_id = optional_ref()
    kind = fields.CharField(max_length=20)
    quantity = fields.BigIntField()
    description = fields.CharField(max_length=300)
    user_id = optional_ref()
    occurred_at = fields.DatetimeField()

    class Meta:
        table = "unit_movements"
