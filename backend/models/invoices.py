"""Invoices, their lines, and the counter behind their gapless numbers."""

from tortoise import fields
from tortoise.models import Model

from backend.models.base import Row, optional_ref, ref
from backend.models.ids import ID_LENGTH


class Invoice(Row):
    """What a customer owes. The database holds `amount due = total - paid - credited >= 0`.

    So much of the tax is in the prices: `total = subtotal - discount + tax - tax included`. Credits make tax negative.
    """

    number = fields.CharField(max_length=40, null=True)
    customer_id = ref()
    subscription_id = optional_ref()
    # Renewals and first invoices name their period: one invoice for each, however often a job runs.
    period_start = fields.DatetimeField(null=True)
    # It bills a period, also one that a change to another interval begins.
    opens_period = fields.BooleanField()
    status = fields.CharField(max_length=20)
    currency = fields.CharField(max_length=3)
    subtotal_minor = fields.BigIntField()
    discount_minor = fields.BigIntField()
    tax_minor = fields.BigIntField()
    tax_included_minor = fields.BigIntField()
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
    """One line and how it was computed: unit price x quantity x numerator / denominator, rounded once.

    The amount is before discounts, and contains `tax_included_minor` of its tax.
    """

    invoice_id = ref()
    position = fields.IntField()
    description = fields.CharField(max_length=500)
    amount_minor = fields.BigIntField()
    discount_minor = fields.BigIntField()
    tax_minor = fields.BigIntField()
    tax_included_minor = fields.BigIntField()
    period_start = fields.DatetimeField(null=True)
    period_end = fields.DatetimeField(null=True)
    unit_price_minor = fields.BigIntField()
    quantity = fields.IntField()
    numerator = fields.CharField(max_length=40)
    denominator = fields.CharField(max_length=40)
    rounding = fields.CharField(max_length=20)

    class Meta:
        table = "invoice_lines"


class InvoiceDiscount(Row):
    """What a coupon took off an invoice. `counts`: it used up one of its periods, and the period is under it."""

    invoice_id = ref()
    coupon_id = ref()
    position = fields.IntField()
    amount_minor = fields.BigIntField()
    counts = fields.BooleanField()

    class Meta:
        table = "invoice_discounts"


class InvoiceTax(Row):
    """What a tax rate made of an invoice. `counts`: the period that the invoice bills is under it."""

    invoice_id = ref()
    tax_rate_id = ref()
    position = fields.IntField()
    amount_minor = fields.BigIntField()
    counts = fields.BooleanField()

    class Meta:
        table = "invoice_taxes"


class InvoiceCounter(Model):
    """The next invoice number of a merchant, taken under a row lock, so that numbers have no gap."""

    merchant_id = fields.CharField(primary_key=True, max_length=ID_LENGTH)
    next_number = fields.BigIntField()

    class Meta:
        table = "invoice_counters"
