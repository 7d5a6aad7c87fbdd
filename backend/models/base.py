"""What all tables share: a text id and the merchant that the row belongs to."""

from __future__ import annotations

from typing import Any, cast

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model

from backend.models.ids import ID_LENGTH


def ref(**options: Any) -> Field[str]:
    """A column that holds another row's id. The foreign key, with the merchant in it, is SQL in the migration."""
    return fields.CharField(max_length=ID_LENGTH, **options)


def optional_ref(**options: Any) -> Field[str | None]:
    """Like `ref`, but may be empty."""
    return fields.CharField(max_length=ID_LENGTH, null=True, **options)


def optional_text() -> Field[str | None]:
    """A text of any length that may be absent."""
    # Tortoise types a TextField as if it were never null.
    return cast("Field[str | None]", fields.TextField(null=True))


class Row(Model):
    """A row of one merchant. Every query names the merchant; every foreign key includes it."""

    id = fields.CharField(primary_key=True, max_length=ID_LENGTH)
    merchant_id = ref()

    class Meta:
        abstract = True
