"""Apply what the inbox holds: find the attempt that an event speaks of, and settle it with what the gateway claims.

An event that may not be believed as it stands makes us fetch the payment. One that arrives before our own attempt
is known (a webhook can outrun the reply) waits and is tried again.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from tortoise.expressions import F

from backend.gateways.base import GatewayError, PaymentResult
from backend.models import GatewayAccount, GatewayEvent, PaymentAttempt
from backend.services.context import Context, Services
from backend.services.gateways.accounts import open_account
from backend.services.gateways.claims import from_json
from backend.services.payments.settle import settle_attempt

BATCH = 100
MAX_TRIES = 12
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(hours=6)

log = structlog.get_logger(__name__)


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
        attempt = await _attempt_of(ctx, event)
        if attempt is None:
            await _later(ctx, event, "no attempt of ours has this reference yet")
            return
        observed = await _observation(ctx, event, attempt)
        if observed is None:
            await _finish(ctx, event, "IGNORED", "it says nothing about the payment's state")
            return
        changed = await settle_attempt(ctx, attempt_id=attempt.id, observed=observed)
    except GatewayError as error:
        await _later(ctx, event, error.message)
    except Exception as error:
        # One bad event must not stop the others; it is set aside, with its reason, after MAX_TRIES.
        log.exception("gateways.apply_failed", gateway_event=event.id)
        await _later(ctx, event, type(error).__name__)
    else:
        await _finish(ctx, event, "APPLIED", "changed the payment" if changed else "nothing new")


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
    row = await GatewayAccount.get(merchant_id=ctx.merchant_id, id=event.gateway_account_id)
    account = open_account(ctx, row)
    # One gateway that never answers must not stop the inbox of all the others.
    async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
        return await account.gateway.fetch_payment(account.call(ctx), reference)


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
