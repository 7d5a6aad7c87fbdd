"""Go on with the clocks that somebody began to advance and nobody has finished."""

from __future__ import annotations

from backend.domain.clocks import ClockStatus
from backend.models import TestClock
from backend.services.context import Services
from backend.services.test_clocks.step import go_on


async def advance_due_clocks(services: Services) -> int:
    """Step every advancing clock, a stretch each in turn; answers how many stretches moved one.

    One that waits for a gateway is left for the next look.
    """
    moved = 0
    while True:
        clocks = await TestClock.filter(status=ClockStatus.ADVANCING.value).order_by("id")
        done = [(await go_on(services, clock)).version > clock.version for clock in clocks]
        moved += sum(done)
        if not any(done):
            return moved
