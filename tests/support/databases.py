"""A migrated database for one test, made by copying a template: a file on SQLite, a database on PostgreSQL."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
from aerich.models import Aerich

from backend import database, models
from tests.support import run
from tests.support.known_models import models_known_for


@dataclass(frozen=True)
class Database:
    """Where the test's rows are: `dialect` is `sqlite` or `postgres`."""

    url: str
    dialect: str
    # Whether a shop is in it already (tests/support/staged.py).
    staged: bool = field(default=False, kw_only=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.dialect == "sqlite"


@asynccontextmanager
async def fresh_database(dialect: str, directory: Path, stage: str | None = None) -> AsyncIterator[Database]:
    """A migrated database of its own, or one with so much in it; nothing is connected to it."""
    staged = stage is not None
    if dialect == "sqlite":
        file = directory / "perennial.db"
        shutil.copyfile(run.sqlite_stage(stage) if stage else run.sqlite_template(), file)
        yield Database(f"sqlite://{file}", dialect, staged=staged)
        return
    async with postgres_database(run.postgres_stage(stage) if stage else run.TEMPLATE) as url:
        yield Database(url, dialect, staged=staged)


# Those that a test has left. The next one drops them while it is connected to the server anyway.
_left: list[str] = []


@asynccontextmanager
async def postgres_database(template: str = "template0") -> AsyncIterator[str]:
    """A new PostgreSQL database, dropped later whoever is still connected; empty without a template."""
    server, name = run.postgres_url(), f"test_{uuid.uuid4().hex}"
    await _create(server, name, template)
    try:
        yield f"{server}/{name}"
    finally:
        _left.append(name)


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[None]:
    """This process connected to `url`, as the product connects."""
    # Tortoise ties a model to the first app that holds it, and our apps are named by dialect (as aerich wants its
    # folders). The product uses one dialect for life; a test process uses both in turn.
    for model in (*(getattr(models, name) for name in models.__all__), Aerich):
        model._meta.app = None
    with models_known_for(database.dialect_of(url)):
        await database.connect(url)
        try:
            yield
        finally:
            await database.disconnect()


async def _create(server: str, name: str, template: str) -> None:
    connection = await asyncpg.connect(f"{server}/postgres")
    try:
        while _left:
            await connection.execute(f"DROP DATABASE {_left.pop()} WITH (FORCE)")
        # To copy the files is cheaper than to log each page, and all that servers before 15 can do.
        how = "STRATEGY FILE_COPY" if connection.get_server_version().major >= 15 else ""
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} {how}")
    finally:
        await connection.close()
