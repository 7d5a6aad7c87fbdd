"""Customers: who buys from a merchant."""

from tortoise import fields

from backend.models.base import Row, optional_ref


class Customer(Row):
    """A buyer, billed in one `currency`. With a test clock, time is what that says for everything of theirs.

    `tax_treatment`: the MERCHANT's taxes, their OWN, or EXEMPT.
    """

    email = fields.CharField(max_length=254)
    name = fields.CharField(max_length=200)
    locale = fields.CharField(max_length=20)
    currency = fields.CharField(max_length=3)
    external_id = fields.CharField(max_length=100, null=True)
    tax_treatment = fields.CharField(max_length=10, default="MERCHANT")
    test_clock_id = optional_ref()
    created_at = fields.DatetimeField()

    class Meta:
        table = "customers"
