"""Payments by our reference, and all payments of a time: for lost answers, and for comparing books."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from backend.gateways.base import GatewayContext, InvalidRequest, NotFound, PaymentPage, PaymentResult
from backend.gateways.stripe import checkout, payments
from backend.gateways.stripe.remote import ask, client
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.search import PAGE, carries, first_by_reference, rows
from backend.gateways.stripe.texts import CHECKOUT, FLOW

if TYPE_CHECKING:
    from stripe.params import PaymentIntentListParams

# How far back the newest of each list is read: search knows an intent long before an hour is over, and a session that
# nobody paid in (which search never knows) lives for a day.
_RECENT_INTENTS_SECONDS = 3600
_RECENT_SESSIONS_SECONDS = 25 * 3600


async def find(ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
    """The payment that carries our reference, or None.

    None can be wrong only for a session among more than a hundred of a day in which nobody paid: sending the same key
    again then leads to it.
    """
    v1, now = client(ctx).v1, int(ctx.now.timestamp())
    recent = await ask(
        v1.payment_intents.list_async(
            {"created": {"gte": now - _RECENT_INTENTS_SECONDS}, "limit": PAGE, "expand": ["data.payment_method"]}
        )
    )
    for row in rows(recent):
        if carries(row, our_reference):
            return await _as_payment(ctx, row)
    sessions = await ask(
        v1.checkout.sessions.list_async({"created": {"gte": now - _RECENT_SESSIONS_SECONDS}, "limit": PAGE})
    )
    for row in rows(sessions):
        if carries(row, our_reference) and row.get("mode") == "payment":
            return await checkout.fetch(ctx, str(row.get("id")))
    search = v1.payment_intents.search_async
    found = await first_by_reference(lambda query: search({"query": query, "limit": 1}), our_reference)
    if found is None:
        return None
    try:
        return await _as_payment(ctx, (await _fresh(ctx, str(found.get("id")))))
    except NotFound:
        return None


async def list_payments(ctx: GatewayContext, since: datetime, until: datetime, after: str | None) -> PaymentPage:
    """The PaymentIntents that were made in a time, newest first. Those without our reference are not ours."""
    # Stripe counts whole seconds: the first that is not before `since`, up to the last before `until`.
    params: PaymentIntentListParams = {
        "created": {"gte": math.ceil(since.timestamp()), "lt": math.ceil(until.timestamp())},
        "limit": PAGE,
        "expand": ["data.payment_method"],
    }
    if after is not None:
        params["starting_after"] = after
    reply = await ask(client(ctx).v1.payment_intents.list_async(params))
    found = list(rows(reply))
    made = [await _as_payment(ctx, row) for row in found]
    more = bool(found) and reply.content is not None and reply.content.get("has_more") is True
    return PaymentPage(made, str(found[-1].get("id")) if more else None)


async def _fresh(ctx: GatewayContext, id: str) -> Mapping[str, Any]:
    reply = await ask(client(ctx).v1.payment_intents.retrieve_async(id, {"expand": payments.EXPANDED}))
    payments.read(ctx, reply)
    assert reply.content is not None, "it could be read"
    return reply.content


async def _as_payment(ctx: GatewayContext, row: Mapping[str, Any]) -> PaymentResult:
    """An intent as the payment that it is; one that belongs to a session is known by that."""
    notes = row.get("metadata")
    if isinstance(notes, dict) and notes.get(FLOW) == CHECKOUT:
        session = await checkout.session_of(ctx, str(row.get("id")))
        if session is not None:
            return await checkout.fetch(ctx, session)
    return payments.read(ctx, Reply(200, content=dict(row)))


async def payment_reference_of(ctx: GatewayContext, intent_id: str) -> str:
    """How we know the payment of an intent: by its session where it has one. Asks Stripe."""
    try:
        return (await _as_payment(ctx, await _fresh(ctx, intent_id))).reference or intent_id
    except InvalidRequest:
        return intent_id
