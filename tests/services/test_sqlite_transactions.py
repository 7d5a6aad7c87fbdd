"""SQLite has one connection for the process: whoever fails to begin a transaction must give it back."""

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from tortoise.transactions import in_transaction

from backend import database as product
from tests.support.databases import connected, fresh_database
from tests.support.waiting import eventually


async def _begin() -> None:
    async with in_transaction():
        raise AssertionError("another process holds the lock: this must not begin")


async def _read() -> list[dict[str, Any]]:
    async with in_transaction() as transaction:
        return await transaction.execute_query_dict("PRAGMA foreign_keys")


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
        async with asyncio.timeout(60):
            async with in_transaction():
                rows = await product.connection().execute_query_dict("SELECT count(*) AS n FROM merchants")
    assert rows == [{"n": 0}]


@pytest.mark.parametrize("steps", range(6))
async def test_whenever_the_first_caller_goes_away_the_next_finds_the_connection_set_up(
    tmp_path: Path, steps: int
) -> None:
    async with fresh_database("sqlite", tmp_path) as made, connected(made.url):
        first = asyncio.create_task(_read())
        for _ in range(steps):
            await asyncio.sleep(0)
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first
        async with asyncio.timeout(60):
            foreign_keys = await _read()
    assert foreign_keys == [{"foreign_keys": 1}]
