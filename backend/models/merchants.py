"""Merchants: the companies that sell. All other rows belong to one."""

from tortoise import fields
from tortoise.models import Model

from backend.models.ids import ID_LENGTH


class Merchant(Model):
    """A tenant. `timezone` is where its calendar lives; instants are UTC everywhere."""

    id = fields.CharField(primary_key=True, max_length=ID_LENGTH)
    code = fields.CharField(max_length=50)
    name = fields.CharField(max_length=200)
    timezone = fields.CharField(max_length=64)
    default_currency = fields.CharField(max_length=3)
    created_at = fields.DatetimeField()

    class Meta:
        table = "merchants"
