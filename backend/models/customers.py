"""Customers: who buys from a merchant."""

from tortoise import fields

from backend.models.base import Row


class Customer(Row):
    """A buyer, billed in one `currency`."""

    email = fields.CharField(max_length=254)
    name = fields.CharField(max_length=200)
    locale = fields.CharField(max_length=20)
    currency = fields.CharField(max_length=3)
    external_id = fields.CharField(max_length=100, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "customers"
