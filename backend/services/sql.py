"""SQL that the ORM cannot say: one statement that finds many rows, or changes them and answers what it changed.

Placeholders are $1, $2 ... in both dialects. Instants are cast to TIMESTAMPTZ; SQLite has them as text, in the form of
the ORM.
"""

from __future__ import annotations

import re
from typing import Any

from tortoise import Tortoise

_PLACEHOLDER = re.compile(r"\$([0-9]+)")


async def rows_of(statement: str, *values: object) -> list[dict[str, Any]]:
    """Run one statement on the connection of the open transaction; the rows of its SELECT or its RETURNING."""
    connection = Tortoise.get_connection("default")
    if connection.capabilities.dialect == "sqlite":
        statement = _PLACEHOLDER.sub(r"?\1", statement).replace(" AS TIMESTAMPTZ)", " AS TEXT)")
    rows: list[dict[str, Any]] = await connection.execute_query_dict(statement, list(values))
    return rows


def value_rows(rows: int, types: tuple[str, ...]) -> str:
    """`VALUES (CAST($1 AS t), ...), ...`: a table of `rows` rows, whose columns are column1, column2 ... in both."""
    width = len(types)
    return "VALUES " + ", ".join(
        "(" + ", ".join(f"CAST(${row * width + n} AS {type})" for n, type in enumerate(types, start=1)) + ")"
        for row in range(rows)
    )
