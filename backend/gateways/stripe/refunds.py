"""Refunds through Stripe. They may be pending for days, and may fail after they had succeeded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backend.gateways.base import CreateRefund, GatewayContext, RefundResult
from backend.gateways.stripe import texts
from backend.gateways.stripe.amounts import to_stripe
from backend.gateways.stripe.checkout import intent_of
from backend.gateways.stripe.classify import classify_answer, classify_refund
from backend.gateways.stripe.lookup import payment_reference_of
from backend.gateways.stripe.objects import RemoteRefund
from backend.gateways.stripe.remote import ask, client, keyed
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.reversals import to_refund
from backend.gateways.stripe.search import PAGE, carries, rows
from backend.gateways.stripe.translate import id_of

if TYPE_CHECKING:
    from stripe.params import RefundListParams

# Stripe cannot search refunds: the newest thousand are looked through.
_MOST_PAGES = 10


async def create_refund(ctx: GatewayContext, request: CreateRefund) -> RefundResult:
    """Give back a part of a payment, or all of it."""
    amount = to_stripe(request.amount)
    marks = {texts.PAYMENT: request.payment_reference}
    if request.reason:
        marks[texts.REASON] = request.reason[:500]
    reply = await ask(
        client(ctx).v1.refunds.create_async(
            {
                "payment_intent": await intent_of(ctx, request.payment_reference),
                "amount": amount,
                "metadata": texts.metadata(request.our_reference, request.metadata, **marks),
            },
            keyed(request.key),
        )
    )
    if reply.content is None:
        raise classify_refund(reply)
    made = await _result(ctx, reply, reads=False)
    return await fetch_refund(ctx, made.reference) if reply.replayed and made.reference else made


async def fetch_refund(ctx: GatewayContext, reference: str) -> RefundResult:
    """The refund by Stripe's own id."""
    reply = await ask(client(ctx).v1.refunds.retrieve_async(reference))
    if reply.content is None:
        raise classify_answer(reply, reads=True)
    return await _result(ctx, reply, reads=True)


async def find_refund(ctx: GatewayContext, our_reference: str) -> RefundResult | None:
    """The refund by the reference that we gave it; None when it is not among the newest."""
    params: RefundListParams = {"limit": PAGE}
    for _ in range(_MOST_PAGES):
        reply = await ask(client(ctx).v1.refunds.list_async(params))
        found = list(rows(reply))
        for row in found:
            if carries(row, our_reference):
                return await _result(ctx, Reply(200, content=dict(row)), reads=True)
        if not found or reply.content is None or reply.content.get("has_more") is not True:
            return None
        params["starting_after"] = str(found[-1].get("id"))
    return None


async def _result(ctx: GatewayContext, reply: Reply, *, reads: bool) -> RefundResult:
    try:
        refund = RemoteRefund.model_validate(reply.content)
        result = to_refund(refund, ctx.now, payment_reference=refund.mark(texts.PAYMENT))
    except ValueError:
        raise classify_answer(Reply(200), reads=reads) from None
    intent = id_of(refund.payment_intent)
    if result.payment_reference is None and intent is not None:
        # Made in the dashboard: there is no note of ours on it.
        result = replace(result, payment_reference=await payment_reference_of(ctx, intent))
    return result
