"""Invoices, their lines, and the counter behind their gapless numbers."""

from tortoise import fields
from tortoise.models import Model

from backend.models.base import Row, optional_ref, ref
from backend.models.ids import ID_LENGTH


class Invoice(Row):
    """What a customer owes. The database holds `amount due = total - paid - credited >= 0`."""

    number = fields.CharField(max_length=40, null=True)
    customer_id = ref()
    subscription_id = optional_ref()
    # Renewals and first invoices name their period: one invoice for each, however often a job runs.
    period_start = fields.DatetimeField(null=True)
    status = fields.CharField(max_length=20)
    currency = fields.CharField(max_length=3)
    subtotal_minor = fields.BigIntField()
    discount_minor = fields.BigIntField()
    tax_minor = fields.BigIntField()
    total_minor = fields.BigIntField()
    paid_minor = fields.BigIntField()
    credited_minor = fields.BigIntField()
    issued_at = fields.DatetimeField(null=True)
    due_at = fields.DatetimeField(null=True)
    paid_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    version = fields.IntField()

    class Meta:
        table = "invoices"


class InvoiceLine(Row):
    """One line and how it was computed: unit price x quantity x numerator / denominator, rounded once."""

    invoice_id = ref()
    position = fields.IntField()
    description = fields.CharField(max_length=500)
    amount_minor = fields.BigIntField()
    period_start = fields.DatetimeField(null=True)
    period_end = fields.DatetimeField(null=True)
    unit_price_minor = fields.BigIntField()
    quantity = fields.IntField()
    numerator = fields.CharField(max_length=40)
    denominator = fields.CharField(max_length=40)
    rounding = fields.CharField(max_length=20)

    class Meta:
        table = "invoice_lines"


class InvoiceCounter(Model):
    """The next invoice number of a merchant, taken under a row lock, so that numbers have no gap."""

    merchant_id = fields.CharField(primary_key=True, max_length=ID_LENGTH)
    next_number = fields.BigIntField()

    class Meta:
        table = "invoice_counters"
