"""SQLite has one connection for the process: whoever fails to begin a transaction must give it back."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from tortoise.transactions import in_transaction

from backend import database as product
from tests.support.databases import connected, fresh_database
from tests.support.waiting import eventually


async def _begin() -> None:
    async with in_transaction():
        raise AssertionError("another process holds the lock: this must not begin")


async def _is_waiting() -> bool:
    lock: asyncio.Lock = product.connection()._lock  # type: ignore[attr-defined]
    return lock.locked()


async def test_a_caller_that_goes_away_while_it_waits_to_begin_leaves_a_connection_that_works(tmp_path: Path) -> None:
    async with fresh_database("sqlite", tmp_path) as made, connected(made.url):
        with closing(sqlite3.connect(product.sqlite_path(made.url), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(_begin())
            await eventually(_is_waiting, "the transaction to wait for the lock")
            waiting.cancel()
            with suppress(asyncio.CancelledError):
                await waiting
            other.execute("ROLLBACK")
        async with asyncio.timeout(15):
            async with in_transaction():
                rows = await product.connection().execute_query_dict("SELECT count(*) AS n FROM merchants")
    assert rows == [{"n": 0}]
