"""Databases that only know the first migrations, with rows of their time; and what a test reads of a database."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aerich import Command

from backend import database as db
from tests.support import catalogue
from tests.support.databases import Database, connected, postgres_database

SPINE, BOOKS = "0_20261121000000_spine.py", "1_20261121063000_books.py"
LIFE, TERMS = "2_20261121100000_life.py", "3_20261121130000_terms.py"
GATEWAYS = "4_20261121160000_gateways.py"


@dataclass(frozen=True)
class Older(Database):
    """A connected database that knows some migrations: those that lie in `directory`."""

    directory: Path

    async def upgrade(self, *migrations: str) -> None:
        """Apply these, and only these, whatever came later."""
        (self.directory / self.dialect).mkdir(exist_ok=True)
        for migration in migrations:
            shutil.copy(db.MIGRATIONS / self.dialect / migration, self.directory / self.dialect)
        if self.is_sqlite:
            await db.connection().execute_query("PRAGMA foreign_keys = OFF")
        assert await (await self._command()).upgrade(run_in_transaction=True) == list(migrations)
        if self.is_sqlite:
            await db.connection().execute_query("PRAGMA foreign_keys = ON")

    async def downgrade(self) -> list[str]:
        """Undo the last one; answers its name."""
        return await (await self._command()).downgrade(version=-1, delete=False)

    async def shape(self) -> tuple[object, ...]:
        """Columns, constraints, triggers and foreign keys."""
        looks = (catalogue.columns, catalogue.constraints, catalogue.triggers, catalogue.references)
        return tuple([await look(self.dialect) for look in looks])

    async def all_rows(self) -> dict[str, list[dict[str, Any]]]:
        """Every row of every table."""
        return await rows({column.table for column in await catalogue.columns(self.dialect)})

    async def _command(self) -> Command:
        command = Command(db.tortoise_config(self.url), app=self.dialect, location=str(self.directory))
        await command.init()
        return command


@asynccontextmanager
async def older_database(dialect: str, directory: Path, migrations: Iterable[str], script: str) -> AsyncIterator[Older]:
    """A database after these migrations and a script; connected."""
    if dialect == "sqlite":
        async with _filled(Older(f"sqlite://{directory / 'old.db'}", dialect, directory), migrations, script) as made:
            yield made
    else:
        async with (
            postgres_database() as url,
            _filled(Older(url, dialect, directory), migrations, script) as made,
        ):
            yield made


@asynccontextmanager
async def _filled(made: Older, migrations: Iterable[str], script: str) -> AsyncIterator[Older]:
    async with connected(made.url):
        await made.upgrade(*migrations)
        await db.connection().execute_script(script)
        yield made


async def rows(tables: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    """Every row of `tables`."""
    return {
        table: sorted(await db.connection().execute_query_dict(f"SELECT * FROM {table}"), key=str) for table in tables
    }


def kept(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """What `after` says in the columns that there were before."""
    return {
        table: [{name: row[name] for name in before[table][0]} for row in after[table]]
        if before[table]
        else after[table]
        for table in before
    }
