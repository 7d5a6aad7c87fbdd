"""Many rows at once: found by many ids, inserted, or handed to a statement as a table. One statement, however many.

PostgreSQL is handed an array for each column, SQLite one text of JSON. Rows are written as the ORM would write them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from tortoise import Tortoise
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.fields import BigIntField, BooleanField, CharField, DatetimeField, IntField, JSONField, TextField
from tortoise.fields.base import Field
from tortoise.models import Model

from backend.services.sql import rows_of

_TYPES: dict[type[Field[Any]], str] = {
    CharField: "TEXT",
    TextField: "TEXT",
    BigIntField: "BIGINT",
    IntField: "INT",
    BooleanField: "BOOL",
    DatetimeField: "TIMESTAMPTZ",
    JSONField: "JSONB",
}
_ANY = re.compile(r"= ANY\((\$[0-9]+)\)")

_WORTH_A_COPY = 50

# A row to be, by column.
New = Mapping[str, object]


async def rows_among(statement: str, *values: object) -> list[dict[str, Any]]:
    """The rows of a query that says `column = ANY($n)` where value n is a collection: those equal to one of it."""
    sqlite = _is_sqlite()
    if sqlite:
        statement = _ANY.sub(r"IN (SELECT value FROM json_each(\1))", statement)
    many = [list(value) if isinstance(value, Collection) and not isinstance(value, str) else value for value in values]
    handed = [json.dumps(value) if sqlite and isinstance(value, list) else value for value in many]
    return await rows_of(statement, *handed)


async def insert_rows(model: type[Model], rows: Sequence[New], *, unless_there: bool = False) -> None:
    """Insert rows that have the same columns each; with `unless_there` those that no unique key refuses."""
    if not rows:
        return
    if len(rows) >= _WORTH_A_COPY and not unless_there and not _is_sqlite():
        await _copy(Tortoise.get_connection("default"), model, rows)
        return
    columns = {}
    for name in rows[0]:
        field = model._meta.fields_map[name]
        columns[name] = (_TYPES[type(field)], _stored(field, [row[name] for row in rows]))
    table, values = as_table(columns)
    names, refused = ", ".join(columns), " ON CONFLICT DO NOTHING" if unless_there else ""
    # SQLite wants a WHERE between a SELECT and an ON CONFLICT.
    await rows_of(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {names} FROM {table} WHERE TRUE{refused}",  # noqa: S608
        *values,
    )


@translate_exceptions
async def _copy(connection: AsyncpgDBClient, model: type[Model], rows: Sequence[New]) -> None:
    """By COPY, which is quicker for many rows, and takes one trip more."""
    names = list(rows[0])
    columns = [_stored(model._meta.fields_map[name], [row[name] for row in rows]) for name in names]
    connection.log.debug("COPY %s", model._meta.db_table)
    async with connection.acquire_connection() as raw:
        await raw.copy_records_to_table(model._meta.db_table, columns=names, records=list(zip(*columns, strict=True)))


def as_table(columns: Mapping[str, tuple[str, Sequence[object]]]) -> tuple[str, list[object]]:
    """SQL for a table named `given`, and what to hand it as $1 and further. Each column has a type and its values."""
    if _is_sqlite():
        picked = ", ".join(f"json_extract(value, '$[{n}]') AS {name}" for n, name in enumerate(columns))
        rows = list(zip(*(values for _, values in columns.values()), strict=True))
        return f"(SELECT {picked} FROM json_each($1)) AS given", [json.dumps(rows, default=_text)]  # noqa: S608
    arrays = ", ".join(f"${n}::{type}[]" for n, (type, _) in enumerate(columns.values(), start=1))
    return f"unnest({arrays}) AS given ({', '.join(columns)})", [list(values) for _, values in columns.values()]


def _stored(field: Field[Any], values: list[Any]) -> list[object]:
    """As the ORM stores them. What PostgreSQL's own types check is left to it."""
    if isinstance(field, JSONField) or _is_sqlite():
        return [field.to_db_value(value, None) for value in values]  # type: ignore[arg-type]
    return values


def _is_sqlite() -> bool:
    return bool(Tortoise.get_connection("default").capabilities.dialect == "sqlite")


def _text(value: object) -> str:
    """Instants in the form of the ORM."""
    assert isinstance(value, datetime), "what JSON has no form for is an instant"
    return value.isoformat(" ")
