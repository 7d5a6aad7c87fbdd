"""Number the facts of the outbox in the order of their stream, and publish them to live subscribers.

At least once: what was numbered but perhaps not published before a crash is published again. Two relays at the same
time do no harm: the stream's row lock lets one number at a time, and subscribers compare versions.
"""

from __future__ import annotations

from tortoise.expressions import F

from backend.events.live import LiveBus, LiveMessage
from backend.models import Event, EventStream
from backend.services.context import Context, Services
from backend.services.transaction import repeat_on_deadlock, transaction

BATCH = 500


async def relay_events(ctx: Context, *, bus: LiveBus) -> int:
    """Relay what is there for the context's merchant; answers how many facts were published."""
    published = 0
    while True:
        numbered = await _number(ctx)
        sent = await _publish(ctx, bus)
        published += sent
        if numbered < BATCH and sent < BATCH:
            return published


@repeat_on_deadlock
async def _number(ctx: Context) -> int:
    async with transaction(ctx):
        stream = await EventStream.select_for_update().get(merchant_id=ctx.merchant_id)
        waiting = await Event.filter(merchant_id=ctx.merchant_id, sequence=None).order_by("id").limit(BATCH)
        for number, event in enumerate(waiting, start=stream.last_sequence + 1):
            await Event.filter(id=event.id, merchant_id=ctx.merchant_id).update(sequence=number)
        if waiting:
            await EventStream.filter(merchant_id=ctx.merchant_id).update(
                last_sequence=stream.last_sequence + len(waiting)
            )
    return len(waiting)


async def _publish(ctx: Context, bus: LiveBus) -> int:
    stream = await EventStream.get(merchant_id=ctx.merchant_id)
    events = (
        await Event.filter(merchant_id=ctx.merchant_id, sequence__gt=stream.published_sequence)
        .order_by("sequence")
        .limit(BATCH)
    )
    for event in events:
        await bus.publish(LiveMessage(ctx.merchant_id, event.subject_id, event.type, event.version or 0))
    if events:
        last = events[-1].sequence
        await EventStream.filter(merchant_id=ctx.merchant_id, published_sequence__lt=last).update(
            published_sequence=last
        )
    return len(events)


async def relay_all(services: Services, *, bus: LiveBus) -> int:
    """Relay for every merchant that has something waiting; answers how many facts were published."""
    unnumbered = await Event.filter(sequence=None).distinct().values_list("merchant_id", flat=True)
    unpublished = await EventStream.filter(published_sequence__lt=F("last_sequence")).values_list(
        "merchant_id", flat=True
    )
    waiting = sorted({str(id) for id in (*unnumbered, *unpublished)})
    return sum([await relay_events(services.system(merchant_id), bus=bus) for merchant_id in waiting])
