"""Payment methods that a gateway keeps for a customer. We hold its references and what a person recognizes."""

from tortoise import fields

from backend.models.base import Row, ref


class PaymentMethod(Row):
    """One kept method; at most one of a customer is the default. A removed one stays as a row, and is never used."""

    customer_id = ref()
    gateway_account_id = ref()
    gateway = fields.CharField(max_length=50)
    kind = fields.CharField(max_length=20)
    # What the gateway calls the customer, and the method.
    gateway_customer = fields.CharField(max_length=255, null=True)
    gateway_reference = fields.CharField(max_length=255)
    brand = fields.CharField(max_length=30, null=True)
    last4 = fields.CharField(max_length=4, null=True)
    expires_month = fields.IntField(null=True)
    expires_year = fields.IntField(null=True)
    is_default = fields.BooleanField()
    created_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "payment_methods"
