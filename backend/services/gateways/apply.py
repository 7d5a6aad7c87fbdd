"""Apply what the inbox holds: find the attempt or refund that an event speaks of, and settle it with what is claimed.

An event that may not be believed as it stands makes us fetch its subject. One that arrives before our own row is known
(a webhook can outrun the reply) waits and is tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog
from tortoise.expressions import F

from backend.gateways.base import GatewayError, PaymentResult
from backend.models import GatewayAccount, GatewayEvent, PaymentAttempt, Refund
from backend.services.context import Context, Services
from backend.services.gateways.accounts import OpenAccount, open_account
from backend.services.gateways.claims import from_json, refund_from_json
from backend.services.payments.settle import settle_attempt
from backend.services.refunds.settle import settle_refund

BATCH = 100
MAX_TRIES = 12
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(hours=6)

log = structlog.get_logger(__name__)

R = TypeVar("R")


async def apply_due_events(services: Services) -> int:
    """Apply every event that is due, oldest first; answers how many were looked at. Twice at once is harmless."""
    looked_at = 0
    while True:
        due = (
            await GatewayEvent.filter(next_try_at__lte=services.clock())
            .order_by("next_try_at", "id")
            .limit(BATCH)
            .values_list("merchant_id", "id")
        )
        for merchant_id, id in due:
            await apply_event(services.system(merchant_id), event_id=id)
        looked_at += len(due)
        if len(due) < BATCH:
            return looked_at


async def apply_event(ctx: Context, *, event_id: str) -> None:
    """Apply one event, or say why not and when to try again."""
    event = await GatewayEvent.get(merchant_id=ctx.merchant_id, id=event_id)
    try:
        changed = await (_apply_to_refund if event.subject == "refund" else _apply_to_attempt)(ctx, event)
    except _TooEarly as early:
        await _later(ctx, event, str(early))
    except _SaysNothing as nothing:
        await _finish(ctx, event, "IGNORED", str(nothing))
    except GatewayError as error:
        await _later(ctx, event, error.message)
    except Exception as error:
        # One bad event must not stop the others; it is set aside, with its reason, after MAX_TRIES.
        log.exception("gateways.apply_failed", gateway_event=event.id)
        await _later(ctx, event, type(error).__name__)
    else:
        await _finish(ctx, event, "APPLIED", f"changed the {event.subject}" if changed else "nothing new")


class _TooEarly(Exception):
    """We do not know yet what it speaks of."""


class _SaysNothing(Exception):
    """There is nothing in it to apply."""


async def _apply_to_attempt(ctx: Context, event: GatewayEvent) -> bool:
    attempt = await _attempt_of(ctx, event)
    if attempt is None:
        raise _TooEarly("no attempt of ours has this reference yet")
    observed = await _observation(ctx, event, attempt)
    if observed is None:
        raise _SaysNothing("it says nothing about the payment's state")
    return await settle_attempt(ctx, attempt_id=attempt.id, observed=observed)


async def _apply_to_refund(ctx: Context, event: GatewayEvent) -> bool:
    refund = await _refund_of(ctx, event)
    if refund is None:
        raise _TooEarly("no refund of ours has this reference yet")
    reference = refund.gateway_reference or event.reference
    if event.trust == "signed_full" and event.claimed:
        observed = refund_from_json(event.claimed)
    elif event.trust != "signed_full" and reference is not None:
        observed = await _fetched(ctx, event, lambda on: on.gateway.fetch_refund(on.call(ctx), reference))
    else:
        raise _SaysNothing("it says nothing about the refund's state")
    return await settle_refund(ctx, refund_id=refund.id, observed=observed)


async def _refund_of(ctx: Context, event: GatewayEvent) -> Refund | None:
    """Like `_attempt_of`, among the refunds through the account."""
    own = Refund.filter(merchant_id=ctx.merchant_id, gateway_account_id=event.gateway_account_id)
    found = await own.get_or_none(id=event.our_reference) if event.our_reference else None
    if found is None and event.reference:
        found = await own.get_or_none(gateway_reference=event.reference)
    return found


async def _attempt_of(ctx: Context, event: GatewayEvent) -> PaymentAttempt | None:
    """By our reference first, then by the gateway's; only among the attempts of the account that sent it."""
    own = PaymentAttempt.filter(merchant_id=ctx.merchant_id, gateway_account_id=event.gateway_account_id)
    found = await own.get_or_none(id=event.our_reference) if event.our_reference else None
    if found is None and event.reference:
        found = await own.get_or_none(gateway_reference=event.reference)
    return found


async def _observation(ctx: Context, event: GatewayEvent, attempt: PaymentAttempt) -> PaymentResult | None:
    if event.trust == "signed_full":
        return from_json(event.claimed) if event.claimed else None
    reference = attempt.gateway_reference or event.reference
    if reference is None:
        return None
    return await _fetched(ctx, event, lambda on: on.gateway.fetch_payment(on.call(ctx), reference))


async def _fetched(ctx: Context, event: GatewayEvent, fetch: Callable[[OpenAccount], Awaitable[R]]) -> R:
    """What the account that sent the event says itself."""
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=event.gateway_account_id)
    account = open_account(ctx, row)
    # One gateway that never answers must not stop the inbox of all the others.
    async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
        return await fetch(account)


async def _finish(ctx: Context, event: GatewayEvent, status: str, outcome: str) -> None:
    await GatewayEvent.filter(merchant_id=ctx.merchant_id, id=event.id).update(
        status=status, outcome=outcome, next_try_at=None, tries=F("tries") + 1
    )


async def _later(ctx: Context, event: GatewayEvent, why: str) -> None:
    if event.tries + 1 >= MAX_TRIES:
        log.error("gateways.event_given_up", gateway_event=event.id, why=why)
        await _finish(ctx, event, "FAILED", why[:500])
        return
    wait = min(_FIRST_WAIT * 2**event.tries, _LONGEST_WAIT)
    await GatewayEvent.filter(merchant_id=ctx.merchant_id, id=event.id, status="RECEIVED").update(
        next_try_at=ctx.now + wait, tries=F("tries") + 1, outcome=why[:500]
    )
