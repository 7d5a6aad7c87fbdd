"""One step of a clock: do what is due where it stands until nothing is, then move it to the next due instant.

Any number of processes may step one clock. What is done is done under its own locks, the clock moves by
compare-and-set on its version: never twice, never backwards. Whoever dies leaves rows that say how to go on.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from tortoise.queryset import QuerySet

from backend.domain.clocks import ClockStatus
from backend.models import TestClock
from backend.services.context import Services
from backend.services.failpoints import failpoint
from backend.services.test_clocks.look import Seen, look
from backend.services.test_clocks.walks import WALKS, walk_attempts
from backend.services.timelines import Timeline, timeline_of
from backend.services.transaction import is_away, transaction

# How long one caller goes on before it leaves the rest to the next.
STRETCH = timedelta(seconds=20)
# Looks in which nothing could be done: at rows that somebody else holds, at an attempt whose gateway is away.
MOST_IDLE_LOOKS = 100
MOST_IDLE_LOOKS_AT_GATEWAYS = 20
_LOOK_AGAIN_AFTER = timedelta(milliseconds=100)
# Looks at one instant; nothing that is right needs as many.
MOST_LOOKS = 10_000
_ERROR_LENGTH = 500

log = structlog.get_logger(__name__)


class Stuck(Exception):
    """Something that is due cannot be done."""


async def go_on(services: Services, clock: TestClock) -> TestClock:
    """Step an advancing clock until it is READY, a gateway keeps it waiting, or STRETCH is over; answers it as it is.

    When something fails it stays READY at the instant that it has reached, and `last_error` says why.
    """
    stop_at = services.clock() + STRETCH
    mine = TestClock.filter(merchant_id=clock.merchant_id, id=clock.id)
    while True:
        clock = await mine.get()
        if clock.status != ClockStatus.ADVANCING:
            return clock
        try:
            stepped = await take_step(services, clock)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("test_clocks.step_failed", test_clock=clock.id)
            reason = f"{type(error).__name__}: {error}"[:_ERROR_LENGTH]
            await _stop(services, clock, fact="failed", last_error=reason)
            stepped = True
        failpoint("test_clocks.after_step")
        if not stepped or services.clock() >= stop_at:
            return await mine.get()


async def take_step(services: Services, clock: TestClock) -> bool:
    """One step of an advancing clock; False when it has to wait for a gateway.

    Where somebody else moved it meanwhile, nothing more is done. Raises Stuck.
    """
    assert clock.target_at is not None, "it is advancing"
    quiet = await _until_quiet(services, timeline_of(clock))
    if quiet is None:
        return False
    if clock.now_at < clock.target_at:
        to = min(clock.target_at, quiet.next_at or clock.target_at)
        await _as_seen(clock).update(now_at=to, version=clock.version + 1)
    else:
        await _stop(services, clock, fact="advanced", last_error=None)
    return True


async def _until_quiet(services: Services, timeline: Timeline) -> Seen | None:
    """Do what is due at this instant, and what follows from it, until a look sees nothing of it any more.

    Answers that look; None while a gateway does not answer.
    """
    idle = 0
    for _ in range(MOST_LOOKS):
        seen = await look(timeline)
        due = [walk for walk in WALKS if walk.what in seen.firsts and seen.firsts[walk.what] <= timeline.now]
        if not due and not seen.unsent:
            return seen
        done = sum([await walk.run(services, timeline) for walk in due])
        done += await walk_attempts(services, timeline, seen.unsent) if seen.unsent else 0
        idle = 0 if done else idle + 1
        if not due and idle >= MOST_IDLE_LOOKS_AT_GATEWAYS:
            return None
        if idle >= MOST_IDLE_LOOKS:
            raise Stuck(f"At {timeline.now.isoformat()} these cannot be done: {', '.join(walk.what for walk in due)}.")
        if idle:
            await asyncio.sleep(_LOOK_AGAIN_AFTER.total_seconds())
    raise Stuck(f"At {timeline.now.isoformat()} there is no end of what is due.")


def _as_seen(clock: TestClock) -> QuerySet[TestClock]:
    """The clock, as long as nobody has changed it since it was read."""
    return TestClock.filter(
        merchant_id=clock.merchant_id, id=clock.id, version=clock.version, status=ClockStatus.ADVANCING.value
    )


async def _stop(services: Services, clock: TestClock, *, fact: str, last_error: str | None) -> None:
    """It stands where it is, unless somebody else moved it."""
    async with transaction(services.system(clock.merchant_id)) as tx:
        stopped = await _as_seen(clock).update(
            status=ClockStatus.READY.value, target_at=None, last_error=last_error, version=clock.version + 1
        )
        if stopped:
            tx.announce(
                f"test_clock.{fact}",
                clock.id,
                version=clock.version + 1,
                customer_id=None,
                payload={"now": clock.now_at.isoformat(), "error": last_error},
            )
