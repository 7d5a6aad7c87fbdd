"""Tax rates, and which sales they are on."""

from tortoise import fields

from backend.models.base import Row, optional_ref, ref


class TaxRate(Row):
    """A tax of `rate_ppm` millionths of the price. It never changes: another rate is another row."""

    name = fields.CharField(max_length=100)
    rate_ppm = fields.IntField()
    inclusive = fields.BooleanField()
    archived_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "tax_rates"


class TaxAssignment(Row):
    """A rate on the sales of the merchant, or of one customer, at its place in their order."""

    customer_id = optional_ref()
    tax_rate_id = ref()
    position = fields.IntField()

    class Meta:
        table = "tax_assignments"
