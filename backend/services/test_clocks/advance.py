"""Let the time of a clock's customers pass: everything that falls due on the way happens, in order, at its instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery

from backend.domain.clocks import ClockStatus
from backend.domain.errors import Conflict, NotFound
from backend.events.bell import Work
from backend.models import Customer, Event, TestClock
from backend.services.context import Context
from backend.services.failpoints import failpoint
from backend.services.idempotency import Result, once
from backend.services.test_clocks.inputs import later_instant, require_test_mode
from backend.services.test_clocks.step import go_on
from backend.services.transaction import Transaction

MOST_EVENTS = 1_000


@dataclass(frozen=True, slots=True)
class Advanced:
    """The clock as it is, and what happened to its customers on the way so far: the first MOST_EVENTS of `count`."""

    clock: TestClock
    events: Sequence[Event]
    count: int


async def advance_test_clock(ctx: Context, *, test_clock_id: str, to: datetime, idempotency_key: str) -> Advanced:
    """Move a clock forward to `to`, step by step; what this call does not finish in its time a worker does. For staff.

    Raises Forbidden, NotFound, NotSupported outside test mode, InvalidInput for an instant that is not later or more
    than ten years off, and Conflict (it is being advanced; the key).
    """
    ctx.actor.require_staff()

    async def perform(tx: Transaction) -> Result:
        await require_test_mode(ctx)
        clock = await TestClock.select_for_update().get_or_none(merchant_id=ctx.merchant_id, id=test_clock_id)
        if clock is None:
            raise NotFound("There is no such test clock.", test_clock_id)
        if clock.status != ClockStatus.READY:
            assert clock.target_at is not None, "it is advancing"
            raise Conflict(f"This clock is being advanced to {clock.target_at.isoformat()}; wait until it stands.")
        target = later_instant(clock.now_at, to)
        clock.status, clock.target_at, clock.last_error = ClockStatus.ADVANCING.value, target, None
        clock.version += 1
        await clock.save(update_fields=["status", "target_at", "last_error", "version"])
        ends = {"from": clock.now_at.isoformat(), "to": target.isoformat()}
        tx.announce("test_clock.advance_started", clock.id, version=clock.version, customer_id=None, payload=dict(ends))
        return {"clock": clock.id, **ends}

    request = {"clock": test_clock_id, "to": to.isoformat()}
    ids = await once(ctx, operation="testClockAdvance", key=idempotency_key, request=request, perform=perform)
    failpoint("test_clocks.after_start")
    clock = await go_on(ctx.services, await TestClock.get(merchant_id=ctx.merchant_id, id=ids["clock"]))
    if clock.status != ClockStatus.READY:
        await ctx.services.bell.ring(Work.TEST_CLOCKS)
    return await _what_happened(clock, datetime.fromisoformat(ids["from"]), datetime.fromisoformat(ids["to"]))


async def _what_happened(clock: TestClock, after: datetime, until: datetime) -> Advanced:
    """In the time of the clock: what happened after the one instant, up to the other or as far as it came."""
    tied = Customer.filter(merchant_id=clock.merchant_id, test_clock_id=clock.id)
    events = Event.filter(
        merchant_id=clock.merchant_id,
        customer_id__in=Subquery(tied.values("id")),
        occurred_at__gt=after,
        occurred_at__lte=min(until, clock.now_at),
    )
    return Advanced(clock, await events.order_by("occurred_at", "id").limit(MOST_EVENTS), await events.count())
