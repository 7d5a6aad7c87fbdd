"""Work off the inbox: apply each fact that is due to what it speaks of, or say why not and when to try again.

A fact that arrives before our own row is known (a webhook can outrun the reply) waits and is tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog
from tortoise.expressions import F, Q

from backend.domain.tasks import TaskKind
from backend.gateways.base import GatewayError
from backend.models import GatewayEvent
from backend.services.context import Context, Services
from backend.services.gateways.facts import SaysNothing, TooEarly, apply_fact
from backend.services.tasks.open import open_task
from backend.services.transaction import transaction

BATCH = 100
# Accounts whose events are applied at the same time: each may hold a connection to the database.
SIDE_BY_SIDE = 4
MAX_TRIES = 12
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(hours=6)

log = structlog.get_logger(__name__)


async def apply_due_events(services: Services) -> int:
    """Apply every event that is due; answers how many were looked at. Twice at once is harmless.

    Those of one account go one after the other, oldest first; a few accounts go side by side. Where a gateway hangs it
    is asked nothing more until the next look.
    """
    looked_at, hanging = 0, set[str]()
    while True:
        rows = GatewayEvent.filter(next_try_at__lte=services.clock())
        if hanging:
            rows = rows.filter(Q(trust="signed_full") | ~Q(gateway_account_id__in=list(hanging)))
        due = await rows.order_by("next_try_at", "id").limit(BATCH)
        of_account: dict[str, list[GatewayEvent]] = {}
        for event in due:
            of_account.setdefault(event.gateway_account_id, []).append(event)
        places = asyncio.Semaphore(SIDE_BY_SIDE)
        walks = [_walk(services, places, events) for events in of_account.values()]
        # All of them end before anything is raised: nothing goes on behind the back of who asked.
        done = await asyncio.gather(*walks, return_exceptions=True)
        for account_id, walked in zip(of_account, done, strict=True):
            if isinstance(walked, BaseException):
                raise walked
            count, hangs = walked
            looked_at += count
            hanging |= {account_id} if hangs else set()
        if len(due) < BATCH:
            return looked_at


async def _walk(services: Services, places: asyncio.Semaphore, events: Sequence[GatewayEvent]) -> tuple[int, bool]:
    """How many of an account's events were looked at, and whether its gateway hangs."""
    looked_at, hangs = 0, False
    async with places:
        for event in events:
            # What is signed in full needs no answer of the gateway's.
            if hangs and event.trust != "signed_full":
                continue
            looked_at += 1
            hangs |= not await _apply(services.system(event.merchant_id), event.id)
    if hangs:
        log.warning("gateways.inbox_hangs", account=events[0].gateway_account_id, left=len(events) - looked_at)
    return looked_at, hangs


async def apply_event(ctx: Context, *, event_id: str) -> None:
    """Apply one event, or say why not and when to try again."""
    await _apply(ctx, event_id)


async def _apply(ctx: Context, event_id: str) -> bool:
    """False when its gateway did not answer in time."""
    event = await GatewayEvent.get(merchant_id=ctx.merchant_id, id=event_id)
    try:
        changed = await apply_fact(ctx, event)
    except TooEarly as early:
        await _later(ctx, event, str(early), is_unknown=True)
    except SaysNothing as nothing:
        await _finish(ctx, event, "IGNORED", str(nothing))
    except GatewayError as error:
        await _later(ctx, event, error.message)
    except TimeoutError:
        await _later(ctx, event, "the gateway did not answer in time")
        return False
    except Exception as error:
        # One bad event must not stop the others; it is set aside, with its reason, after MAX_TRIES.
        log.exception("gateways.apply_failed", gateway_event=event.id)
        await _later(ctx, event, type(error).__name__)
    else:
        await _finish(ctx, event, "APPLIED", f"changed the {event.subject}" if changed else "nothing new")
    return True


async def _finish(ctx: Context, event: GatewayEvent, status: str, outcome: str) -> None:
    await GatewayEvent.filter(merchant_id=ctx.merchant_id, id=event.id).update(
        status=status, outcome=outcome, next_try_at=None, tries=F("tries") + 1
    )


async def _later(ctx: Context, event: GatewayEvent, why: str, *, is_unknown: bool = False) -> None:
    if event.tries + 1 >= MAX_TRIES:
        log.error("gateways.event_given_up", gateway_event=event.id, why=why)
        await _ask_staff(ctx, event, why, is_unknown=is_unknown)
        await _finish(ctx, event, "FAILED", why[:500])
        return
    wait = min(_FIRST_WAIT * 2**event.tries, _LONGEST_WAIT)
    await GatewayEvent.filter(merchant_id=ctx.merchant_id, id=event.id, status="RECEIVED").update(
        next_try_at=ctx.now + wait, tries=F("tries") + 1, outcome=why[:500]
    )


async def _ask_staff(ctx: Context, event: GatewayEvent, why: str, *, is_unknown: bool) -> None:
    """One task for each event that could be ours; one for all that others made through the same account there."""
    foreign = is_unknown and event.our_reference is None
    async with transaction(ctx) as tx:
        await open_task(
            ctx, tx, kind=TaskKind.UNKNOWN_EVENT, subject_id=event.gateway_account_id if foreign else event.id,
            message=f"The gateway told of {event.kind}, and it could not be applied: {why}.",
            details={"event": event.id, "reference": event.reference, "our_reference": event.our_reference},
        )  # fmt: skip
