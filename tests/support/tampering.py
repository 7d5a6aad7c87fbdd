"""Changing rows as only somebody at the database's own console can: with nothing that guards them any more."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing

import asyncpg

from backend.database import dialect_of, sqlite_path

# Runs one statement; `?` stands for a value in both dialects.
Write = Callable[..., Awaitable[None]]


@asynccontextmanager
async def unguarded(url: str) -> AsyncIterator[Write]:
    """Writes that no trigger, foreign key or CHECK constraint stops; what is dropped for that does not come back."""
    if dialect_of(url) == "sqlite":
        with closing(sqlite3.connect(sqlite_path(url), timeout=60, isolation_level=None)) as connection:
            yield _on_sqlite(connection)
        return
    connection = await asyncpg.connect(url)
    try:
        yield await _on_postgres(connection)
    finally:
        await connection.close()


def _on_sqlite(connection: sqlite3.Connection) -> Write:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        connection.execute(f"DROP TRIGGER {name}")

    async def write(statement: str, *values: object) -> None:
        assert connection.execute(statement, values).rowcount > 0, f"nothing to change: {statement}"

    return write


async def _on_postgres(connection: asyncpg.Connection) -> Write:
    await connection.execute("SET session_replication_role = replica")
    guards = await connection.fetch(
        "SELECT conrelid::regclass::text AS table_name, conname FROM pg_constraint"
        " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
    )
    for row in guards:
        await connection.execute(f"ALTER TABLE {row['table_name']} DROP CONSTRAINT {row['conname']}")

    async def write(statement: str, *values: object) -> None:
        numbers = iter(range(1, len(values) + 1))
        done = await connection.execute(re.sub(r"\?", lambda _: f"${next(numbers)}", statement), *values)
        assert not done.endswith(" 0"), f"nothing to change: {statement}"

    return write
