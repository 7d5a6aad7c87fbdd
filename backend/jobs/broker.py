"""The Taskiq broker: in-process, or Redis streams with many workers. One task: look at one kind of work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from taskiq import AsyncBroker, AsyncTaskiqDecoratedTask, InMemoryBroker

from backend.events.bell import Work
from backend.jobs.drains import Drains

log = structlog.get_logger(__name__)

QUEUE = "perennial:jobs"
# Rings are hints: what is beyond this many unread ones can go.
_MAX_RINGS = 10_000
# A look that outlasts this is handed to another worker as well, which is harmless, so it may be generous.
_IDLE = timedelta(minutes=30)

LookTask = AsyncTaskiqDecoratedTask[[str], Any]


def make_broker(redis_url: str | None) -> AsyncBroker:
    """The broker of this installation."""
    if redis_url is None:
        return InMemoryBroker()
    # Here, not above: an installation without Redis starts sooner without its client library.
    from taskiq_redis import RedisStreamBroker

    return RedisStreamBroker(
        redis_url,
        queue_name=QUEUE,
        consumer_group_name="workers",
        # From the beginning: a ring before the first worker started must not be lost.
        consumer_id="0",
        xread_count=10,
        maxlen=_MAX_RINGS,
        idle_timeout=int(_IDLE.total_seconds() * 1000),
        unacknowledged_lock_timeout=10,
    )


def register_look(broker: AsyncBroker, drains: Drains) -> LookTask:
    """The task behind every ring."""

    async def look(work: str) -> None:
        await drains.look(Work(work))

    return broker.register_task(look, task_name="perennial.look")


class TaskiqBell:
    """Rings by sending the look task."""

    def __init__(self, task: LookTask) -> None:
        self._task = task

    async def ring(self, work: Work) -> None:
        """Send it. A broker that is away costs time, not work: the periodic look finds the row."""
        try:
            await self._task.kiq(work.value)
        except Exception as error:
            log.warning("jobs.bell_silent", work=work, error=type(error).__name__)
