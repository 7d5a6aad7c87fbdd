"""Looks at what is due, one look at a time for each kind of work. Asked again while looking, it looks once more."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Mapping

import structlog

from backend.events.bell import Work

log = structlog.get_logger(__name__)

Drain = Callable[[], Awaitable[int]]


class Drains:
    """Runs the drains of this process, each in a task of its own, so that stopping a caller never cuts work in two."""

    def __init__(self) -> None:
        self._drains: Mapping[Work, Drain] = {}
        self._running: dict[Work, asyncio.Task[None]] = {}
        self._again: set[Work] = set()
        # Tasks start from here: never inside somebody's open transaction.
        self._context = contextvars.copy_context()

    def bind(self, drains: Mapping[Work, Drain]) -> None:
        """Say what each kind of work is; once, before the first look."""
        self._drains = dict(drains)

    async def look(self, work: Work) -> None:
        """Do what is due of one kind. Returns when a look that began after this call has ended."""
        running = self._running.get(work)
        if running is not None:
            self._again.add(work)
        else:
            running = asyncio.create_task(self._run(work), context=self._context.copy())
            self._running[work] = running
        await asyncio.shield(running)

    async def look_at_all(self) -> None:
        """Do what is due of every kind."""
        await asyncio.gather(*(self.look(work) for work in self._drains))

    async def finish(self, timeout_seconds: float) -> None:
        """Wait for what is running; what does not end in time is left to its lease and another worker."""
        if self._running:
            await asyncio.wait(list(self._running.values()), timeout=timeout_seconds)

    async def _run(self, work: Work) -> None:
        try:
            while True:
                self._again.discard(work)
                try:
                    done = await self._drains[work]()
                except Exception:
                    # The rows stay due: the next look tries again.
                    log.exception("jobs.look_failed", work=work)
                else:
                    log.debug("jobs.looked", work=work, done=done)
                if work not in self._again:
                    return
        finally:
            del self._running[work]
