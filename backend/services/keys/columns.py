"""Where sealed values are: every column of every table whose name says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tortoise.queryset import QuerySet

from backend import models
from backend.models.base import Row
from backend.services.secrets import SEALED_SUFFIX


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One column; a value in it is sealed for its own place (`services.secrets.place_of`)."""

    model: type[Row]
    name: str

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.name}"

    def filled(self) -> QuerySet[Row]:
        """The rows, of all merchants, with a value in it."""
        return self.model.filter(**{f"{self.name}__isnull": False})


def sealed_columns() -> Iterator[SealedColumn]:
    """All of them. They are found by their name, so that a new one cannot be forgotten."""
    for name in sorted(models.__all__):
        model = getattr(models, name)
        if isinstance(model, type) and issubclass(model, Row):
            for column in sorted(model._meta.fields_db_projection):
                if column.endswith(SEALED_SUFFIX):
                    yield SealedColumn(model, column)
