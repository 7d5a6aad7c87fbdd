"""Closes websockets whose access token has ended. One sweep a second for all costs less than a timer for each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog

log = structlog.stdlib.get_logger("perennial.graphql")

SWEEP_SECONDS = 1.0


class Expiring(Protocol):
    """Something that ends at an instant, or never."""

    @property
    def expires_at(self) -> datetime | None:
        """The instant."""

    async def expire(self) -> None:
        """End now."""


class ExpiryWatch:
    """Watches what is given to it. `now` is the application's clock, which tests may move."""

    def __init__(self, now: Callable[[], datetime], sweep_seconds: float = SWEEP_SECONDS) -> None:
        self.now, self.sweep_seconds = now, sweep_seconds
        self._watched: set[Expiring] = set()
        self._task: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    def add(self, item: Expiring) -> None:
        """Watch `item` until it is removed; the first one starts the sweep."""
        if item.expires_at is not None:
            self._watched.add(item)
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._sweep())

    def remove(self, item: Expiring) -> None:
        """Stop watching `item`."""
        self._watched.discard(item)

    async def _sweep(self) -> None:
        while self._watched:
            await asyncio.sleep(self.sweep_seconds)
            now = self.now()
            for item in [item for item in self._watched if item.expires_at is not None and item.expires_at <= now]:
                self.remove(item)
                # Not awaited here: a peer that does not answer the close must not keep the others open.
                task = asyncio.create_task(_end(item))
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)


async def _end(item: Expiring) -> None:
    try:
        await item.expire()
    except Exception:
        log.info("expired socket was already closed", exc_info=True)
