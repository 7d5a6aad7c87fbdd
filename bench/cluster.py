"""A private PostgreSQL that is as durable as a real one: every commit waits for the disk. Gone when the run ends."""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from tests.support import postgres
from tests.support.run import migrate

# Durable; and quiet: no checkpoint and no vacuum by itself, each turn begins after a checkpoint.
_OPTIONS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
}
_MIGRATED = "migrated"
_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@dataclass(frozen=True)
class Cluster:
    """The running server; `directory` is for whatever a measurement leaves behind."""

    server: str
    directory: Path

    def url(self, name: str) -> str:
        """Where the database `name` is."""
        return f"{self.server}/{name}"

    def create(self, name: str, *, template: str = "template0") -> str:
        """A new database, identical to `template`; answers its URL."""
        self.execute("postgres", f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.url(name)

    def create_migrated(self, name: str) -> str:
        """A new database with our tables, empty."""
        return self.create(name, template=_MIGRATED)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.execute("postgres", f"DROP DATABASE {name} WITH (FORCE)")

    def execute(self, name: str, *statements: str) -> None:
        """Run one statement by itself, or several in one transaction."""
        asyncio.run(_run(self.url(name), statements))

    def rows(self, name: str, statement: str) -> list[dict[str, Any]]:
        """The rows of a query."""
        return asyncio.run(_run(self.url(name), [statement]))

    def row(self, name: str, statement: str) -> dict[str, Any]:
        """The only row of a query."""
        (row,) = self.rows(name, statement)
        return row

    def tidy(self, name: str) -> None:
        """What autovacuum would do to a database that was just filled."""
        self.execute(name, "VACUUM (ANALYZE)")

    def settle(self) -> None:
        """Write out what earlier turns left: each turn starts with the same debts."""
        self.execute("postgres", "CHECKPOINT")

    def run(self, program: str, *arguments: str) -> str:
        """A program that came with the server, on this server; answers what it printed."""
        port = self.server.rpartition(":")[2]
        done = subprocess.run(  # noqa: S603
            [postgres.binary(program), "-h", "127.0.0.1", "-p", port, "-U", "postgres", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{program} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    @property
    def version(self) -> str:
        """PostgreSQL's own."""
        return str(self.row("postgres", "SHOW server_version")["server_version"]).partition(" ")[0]


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start it, see that it is durable, migrate a template, and remove it however the block ends."""
    with tempfile.TemporaryDirectory(prefix="perennial-bench-") as name:
        directory = Path(name)
        try:
            cluster = Cluster(postgres.start(directory, _OPTIONS), directory)
            for setting in _DURABLE:
                assert cluster.row("postgres", f"SHOW {setting}")[setting] == "on", f"{setting} is off"
            migrate(cluster.create(_MIGRATED), directory)
            yield cluster
        finally:
            postgres.stop(directory)


async def _run(url: str, statements: Sequence[str]) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(url)
    try:
        if len(statements) == 1:
            return [dict(row) for row in await connection.fetch(statements[0])]
        async with connection.transaction():
            for statement in statements:
                await connection.execute(statement)
        return []
    finally:
        await connection.close()
