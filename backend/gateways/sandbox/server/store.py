"""The durable file: every unit of work is one function, run in one thread, inside one transaction.

Writers take the lock at once (BEGIN IMMEDIATE), so two processes on one file queue up instead of colliding.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from .tables import ADDED, SCHEMA

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

BUSY_SECONDS = 15


class Store:
    """One SQLite file in WAL mode. Opens itself at first use; after `close` the next use opens it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._thread: ThreadPoolExecutor | None = None

    async def read(self, work: Work[T]) -> T:
        """Run `work` on one consistent snapshot."""
        return await self._run("BEGIN", work)

    async def write(self, work: Work[T]) -> T:
        """Run `work` alone; it is on the disk when this returns, or undone when it raises."""
        return await self._run("BEGIN IMMEDIATE", work)

    async def close(self) -> None:
        """Finish the work under way and let go of the file."""
        if self._thread is None:
            return
        thread, self._thread = self._thread, None
        await asyncio.get_running_loop().run_in_executor(thread, self._disconnect)
        thread.shutdown(wait=False)

    async def _run(self, begin: str, work: Work[T]) -> T:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sandbox-store")
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, begin, work)

    def _transaction(self, begin: str, work: Work[T]) -> T:
        if self._connection is None:
            self._connection = _connect(self._path)
        connection = self._connection
        connection.execute(begin)
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The file holds webhook secrets: only its owner may read it. SQLite gives its side files the same mode.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    _switch_to_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript("BEGIN IMMEDIATE;" + SCHEMA + "COMMIT;")
    _complete(connection)
    return connection


def _complete(connection: sqlite3.Connection) -> None:
    # Looked at under the write lock: of two processes that open an old file, one adds the columns.
    connection.execute("BEGIN IMMEDIATE")
    for table, column, kind in ADDED:
        if column not in {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
    connection.execute("COMMIT")


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    # SQLite does not wait for the lock here when two processes create the file in the same instant.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
