"""Read the whole database as it stands at one instant, while others go on writing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from tortoise import Tortoise
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.transactions import in_transaction

Read = Callable[[str, list[object]], Awaitable[list[dict[str, Any]]]]


@asynccontextmanager
async def snapshot() -> AsyncIterator[Read]:
    """A way to read that sees nothing of what is committed later, and that can write nothing."""
    connection = Tortoise.get_connection("default")
    if isinstance(connection, SqliteClient):
        async with _sqlite_snapshot(connection) as reader:
            yield reader.execute_query_dict
        return
    async with in_transaction() as transaction:
        await transaction.execute_script("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Joins in the order in which they are written, as SQLite does a CROSS JOIN: from the row that is asked, by id.
        await transaction.execute_script("SET LOCAL join_collapse_limit = 1")
        yield transaction.execute_query_dict


@asynccontextmanager
async def _sqlite_snapshot(connection: SqliteClient) -> AsyncIterator[SqliteClient]:
    """A second connection: on the only one, a long read would hold up everybody else."""
    reader = SqliteClient(connection.filename, connection_name="proof", **{**connection.pragmas, "query_only": "ON"})
    await reader.create_connection(with_db=True)
    try:
        # Deferred: it takes no lock that a writer waits for, and sees what is there at its first read.
        await reader.execute_query("BEGIN")
        yield reader
    finally:
        await reader.close()
