"""The worker and scheduler processes beside Redis. Each survives Redis going away: the database is the queue."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from taskiq.api import run_receiver_task, run_scheduler_task

from backend.jobs.schedule import make_scheduler
from backend.runtime import Runtime, open_runtime
from backend.settings import Settings, SettingsProblem

log = structlog.get_logger(__name__)

_RESTART_SECONDS = 1.0


async def run_worker(settings: Settings) -> None:
    """Work until cancelled; then finish what is running."""
    _need_redis(settings)
    async with open_runtime(settings) as runtime:
        log.info("worker.started")
        runtime.broker.is_worker_process = True
        receiver = asyncio.create_task(_receive(runtime))
        try:
            await _look_for_ever(runtime, settings.poll_seconds)
        finally:
            log.info("worker.stopping")
            await _stop(receiver)


async def run_scheduler(settings: Settings) -> None:
    """Ring for periodic work until cancelled."""
    _need_redis(settings)
    async with open_runtime(settings) as runtime:
        log.info("scheduler.started")
        scheduler = make_scheduler(runtime.broker, runtime.look.task_name, settings.poll_seconds)
        while True:
            try:
                await runtime.broker.startup()
                await run_scheduler_task(scheduler, interval=timedelta(hours=1), loop_interval=timedelta(seconds=1))
            except Exception as error:
                log.warning("scheduler.restarted", error=type(error).__name__)
            await asyncio.sleep(_RESTART_SECONDS)


def _need_redis(settings: Settings) -> None:
    if settings.redis_url is None:
        raise SettingsProblem("Set REDIS_URL: without it `perennial serve` does the background work itself.")


async def _receive(runtime: Runtime) -> None:
    """Listen to the bell; start again whenever Redis comes back."""
    while True:
        try:
            await runtime.broker.startup()
            await run_receiver_task(runtime.broker, max_async_tasks=10)
        except Exception as error:
            log.warning("worker.bell_away", error=type(error).__name__)
        await asyncio.sleep(_RESTART_SECONDS)


async def _stop(task: asyncio.Task[None]) -> None:
    """Cancel until it has ended: a receiver that is just starting to listen can lose a cancellation."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=_RESTART_SECONDS)


async def _look_for_ever(runtime: Runtime, seconds: int) -> None:
    """The look that needs no bell: what was due while everything was down, and what a lost ring announced."""
    while True:
        await runtime.drains.look_at_all()
        await asyncio.sleep(seconds)
