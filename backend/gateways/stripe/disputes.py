"""Disputes: the payer's bank takes money back, or asks about it."""

from __future__ import annotations

from dataclasses import replace

from backend.gateways.base import DisputeResult, GatewayContext
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.lookup import payment_reference_of
from backend.gateways.stripe.objects import RemoteDispute
from backend.gateways.stripe.remote import ask, client
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.reversals import to_dispute
from backend.gateways.stripe.translate import id_of


async def fetch_dispute(ctx: GatewayContext, reference: str) -> DisputeResult:
    """The dispute's truth, with its payment as we know it."""
    reply = await ask(client(ctx).v1.disputes.retrieve_async(reference))
    if reply.content is None:
        raise classify_answer(reply, reads=True)
    try:
        dispute = RemoteDispute.model_validate(reply.content)
        intent = id_of(dispute.payment_intent)
        if intent is None:
            raise ValueError("a dispute about nothing")
        result = to_dispute(dispute, ctx.now, payment_reference=intent)
    except ValueError:
        raise classify_answer(Reply(200), reads=True) from None
    return replace(result, payment_reference=await payment_reference_of(ctx, intent))
