"""The database: connecting, migrating (aerich, one folder for each dialect) and the repairs that the ORM needs."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import tortoise.backends.sqlite.client as sqlite_client
from aerich import Command
from aerich.models import Aerich
from tortoise import BaseDBAsyncClient, Tortoise
from tortoise.connection import get_connections
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError
from tortoise.fields import CharField

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program uses: one migration at a time on one PostgreSQL database.
_MIGRATION_LOCK = 0x5E12E22A


def dialect_of(url: str) -> str:
    """`sqlite` or `postgres`: also the name of the migration folder and of the Tortoise app."""
    return "sqlite" if url.startswith("sqlite:") else "postgres"


def tortoise_config(url: str) -> dict[str, Any]:
    """What Tortoise and aerich are told. SQLite waits for a lock up to 10 s and syncs every commit."""
    if dialect_of(url) == "sqlite":
        url += ("&" if "?" in url else "?") + "busy_timeout=10000&synchronous=FULL"
    return {
        "connections": {"default": url},
        "apps": {dialect_of(url): {"models": ["backend.models", "aerich.models"], "default_connection": "default"}},
        "use_tz": True,
        "timezone": "UTC",
    }


async def _begin_immediate(self: sqlite_client.SqliteTransactionWrapper) -> None:
    """Take SQLite's write lock at the start: a deferred BEGIN fails in the middle when two processes write."""
    assert self._connection is not None
    try:
        await self._connection.commit()
        await self._connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise OperationalError(error) from error


async def _commit_or_roll_back(self: sqlite_client.SqliteTransactionWrapper) -> None:
    """A commit that SQLite refuses (a deferred foreign key, a full disk) leaves the transaction open: end it."""
    if self._finalized:
        raise TransactionManagementError("Transaction already finalised")
    try:
        await self._connection.commit()
    except sqlite3.Error as error:
        await self.rollback()
        refusal = IntegrityError if isinstance(error, sqlite3.IntegrityError) else OperationalError
        raise refusal(error) from error
    self._finalized = True


async def _enter_or_let_go(self: sqlite_client.SqliteTransactionContext) -> Any:
    """A BEGIN that fails, or whose caller goes away, must give the connection back, with no transaction left on it."""
    await self._trxlock.acquire()
    try:
        self.token = get_connections().set(self.connection_name, self.connection)
        try:
            await self.connection.begin()
        except BaseException:
            get_connections().reset(self.token)
            raise
    except BaseException:
        # Behind the BEGIN that may still be waiting in SQLite's own thread; whoever is next waits for it.
        undone = asyncio.ensure_future(self.connection._connection.rollback())
        undone.add_done_callback(lambda _: self._trxlock.release())
        raise
    return self.connection


sqlite_client.SqliteTransactionContext.__aenter__ = _enter_or_let_go  # type: ignore[method-assign]
sqlite_client.SqliteTransactionWrapper.begin = _begin_immediate  # type: ignore[method-assign]
sqlite_client.SqliteTransactionWrapper.commit = _commit_or_roll_back  # type: ignore[method-assign]


_checked = CharField.to_db_value


def _look_up_any_length(self: CharField[Any], value: Any, instance: Any) -> Any:
    """What is looked up may be longer than the column: it equals nothing. What is written is checked as ever."""
    return str(value) if isinstance(instance, type) and value is not None else _checked(self, value, instance)


CharField.to_db_value = _look_up_any_length  # type: ignore[method-assign, assignment]


def sqlite_path(url: str) -> Path:
    """The file of a `sqlite://` URL."""
    return Path(url.removeprefix("sqlite://").partition("?")[0])


async def connect(url: str) -> None:
    """Open the database for this process; every task of it shares the connections.

    SQLite's one connection is opened here, not by the first caller: one that goes away half way would leave it without
    its settings (foreign keys among them) for everybody after.
    """
    sqlite = dialect_of(url) == "sqlite"
    if sqlite:
        sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
    await Tortoise.init(config=tortoise_config(url), _enable_global_fallback=True)
    if sqlite:
        await connection().create_connection(with_db=True)


async def disconnect() -> None:
    """Close what `connect` opened."""
    await Tortoise.close_connections()


def connection() -> BaseDBAsyncClient:
    """The connection, for SQL that the ORM cannot say."""
    return Tortoise.get_connection("default")


def _versions(url: str) -> list[str]:
    return sorted(
        (file.name for file in (MIGRATIONS / dialect_of(url)).glob("*_*.py")), key=lambda name: int(name.split("_")[0])
    )


async def pending_migrations(url: str) -> list[str]:
    """The migrations that this database still lacks; needs an open connection."""
    try:
        applied = {row.version for row in await Aerich.filter(app=dialect_of(url)).only("version")}
    except OperationalError:
        applied = set()
    return [version for version in _versions(url) if version not in applied]


async def migrate(url: str) -> list[str]:
    """Bring the database up to date and say what was applied.

    PostgreSQL: one migrating process at a time, by an advisory lock. SQLite: the file is copied first, foreign keys
    are off while tables may be rebuilt, and checked afterwards.
    """
    command = Command(tortoise_config(url), app=dialect_of(url), location=str(MIGRATIONS))
    if dialect_of(url) == "sqlite":
        return await _migrate_sqlite(url, command)
    async with connection().acquire_connection() as lock:
        await lock.execute("SELECT pg_advisory_lock($1)", _MIGRATION_LOCK)
        try:
            return await _upgrade(command)
        finally:
            await lock.execute("SELECT pg_advisory_unlock($1)", _MIGRATION_LOCK)


async def _upgrade(command: Command) -> list[str]:
    await command.init()
    return await command.upgrade(run_in_transaction=True)


async def _migrate_sqlite(url: str, command: Command) -> list[str]:
    pending = await pending_migrations(url)
    if not pending:
        return []
    file = sqlite_path(url)
    if len(pending) < len(_versions(url)):
        await connection().execute_query("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(file, file.with_suffix(".before-migration"))
    await command.init()
    await connection().execute_query("PRAGMA foreign_keys = OFF")
    applied = await command.upgrade(run_in_transaction=True)
    broken = await connection().execute_query_dict("PRAGMA foreign_key_check")
    if broken:
        raise RuntimeError(f"the migration broke foreign keys: {broken[:5]}; the copy beside {file} is intact")
    await connection().execute_query("PRAGMA foreign_keys = ON")
    return applied
