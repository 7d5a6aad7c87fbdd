"""Looking into a database from outside, and changing what no operation offers to change. For tests without a loop."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from backend.database import dialect_of, sqlite_path
from tests.support.databases import Database, fresh_database


@contextmanager
def standing_database(dialect: str, directory: Path) -> Iterator[Database]:
    """`fresh_database` for fixtures that outlive a test."""
    with asyncio.Runner() as runner:
        made = fresh_database(dialect, directory)
        yield runner.run(made.__aenter__())
        runner.run(made.__aexit__(None, None, None))


def rows(url: str, statement: str, *values: object) -> list[dict[str, Any]]:
    """What a query answers; `?` stands for a value in both dialects."""
    if dialect_of(url) == "sqlite":
        with closing(sqlite3.connect(sqlite_path(url), timeout=60)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement, values).fetchall()]
    return asyncio.run(_postgres_rows(url, statement, *values))


def execute(url: str, statement: str, *values: object) -> None:
    """Change rows behind the product's back."""
    if dialect_of(url) == "sqlite":
        with closing(sqlite3.connect(sqlite_path(url), timeout=60)) as connection, connection:
            connection.execute(statement, values)
        return
    asyncio.run(_postgres_rows(url, statement, *values))


def one(url: str, statement: str, *values: object) -> Any:
    """The only value of the only row."""
    found = rows(url, statement, *values)
    assert len(found) == 1, f"{len(found)} rows: {statement} {values}"
    return next(iter(found[0].values()))


def table_names(url: str) -> list[str]:
    """Every table of ours."""
    if dialect_of(url) == "sqlite":
        found = rows(url, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1")
    else:
        found = rows(url, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [str(row["name"]) for row in found]


async def _postgres_rows(url: str, statement: str, *values: object) -> list[dict[str, Any]]:
    for number in range(1, len(values) + 1):
        statement = statement.replace("?", f"${number}", 1)
    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()
