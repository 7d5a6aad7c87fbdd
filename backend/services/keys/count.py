"""How many stored values need which master secret."""

from __future__ import annotations

from collections import Counter

from backend.services.keys.columns import sealed_columns
from backend.services.secrets import key_of
from backend.services.sql import rows_of

# As much of a value as names its key.
_PREFIX = 20


async def count_by_key() -> Counter[str]:
    """The number of sealed values by the id of their key; under "" those of an earlier form, which does not name it."""
    counted: Counter[str] = Counter()
    for column in sealed_columns():
        rows = await rows_of(
            f"SELECT substr({column.name}, 1, {_PREFIX}) AS start, count(*) AS many"  # noqa: S608 - names of ours
            f" FROM {column.model._meta.db_table} WHERE {column.name} IS NOT NULL GROUP BY 1"
        )
        for row in rows:
            counted[key_of(row["start"])] += row["many"]
    return counted
