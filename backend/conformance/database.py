"""The database of level 2: a new SQLite file, or the empty PostgreSQL database of a given address."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from backend import database
from backend.conformance.stand import Database


def migrated(url: str | None) -> Database:
    """Opens `url`, or a file that is gone afterwards, migrates it, and leaves this process connected."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[None]:
        with tempfile.TemporaryDirectory(prefix="perennial-kit-") as directory:
            address = url or f"sqlite://{Path(directory) / 'kit.db'}"
            await database.connect(address)
            try:
                await database.migrate(address)
                yield
            finally:
                await database.disconnect()

    return opened
