"""Refunds through the Sandbox: the request, and what an answer says of the refund."""

from __future__ import annotations

from urllib.parse import quote

import httpx
from pydantic import ValidationError

from backend.gateways.base import CreateRefund, GatewayContext, InvalidRequest, RefundResult
from backend.gateways.sandbox.classify import classify_answer
from backend.gateways.sandbox.remote import ask, ask_for_one, error_in, json_object
from backend.gateways.sandbox.translate import RemoteRefund, to_refund_result

LONGEST_REASON = 500


async def create_refund(ctx: GatewayContext, request: CreateRefund) -> RefundResult:
    """Give back a part of a payment, or all of it."""
    if request.amount.minor <= 0:
        raise InvalidRequest("The amount must be more than zero.")
    order = {
        "payment": request.payment_reference,
        "amount": request.amount.minor,
        "currency": request.amount.currency.code.lower(),
        "reference": request.our_reference,
        "reason": request.reason[:LONGEST_REASON],
        "metadata": dict(request.metadata),
    }
    answer = await ask(ctx, "POST", "/v1/refunds", key=request.key, body=order)
    if answer.status_code != 201:
        raise classify_answer(answer, error_in(json_object(answer)), reads=False)
    return _read(ctx, answer, json_object(answer), reads=False)


async def fetch_refund(ctx: GatewayContext, reference: str) -> RefundResult:
    """The refund by the Sandbox's own id."""
    answer = await ask(ctx, "GET", f"/v1/refunds/{quote(reference, safe='')}")
    if answer.status_code != 200:
        raise classify_answer(answer, error_in(json_object(answer)), reads=True)
    return _read(ctx, answer, json_object(answer), reads=True)


async def find_refund(ctx: GatewayContext, our_reference: str) -> RefundResult | None:
    """The refund by the reference that we gave it; None when the Sandbox has none."""
    answer, found = await ask_for_one(ctx, "/v1/refunds", our_reference)
    return None if found is None else _read(ctx, answer, found, reads=True)


def _read(ctx: GatewayContext, answer: httpx.Response, content: object, *, reads: bool) -> RefundResult:
    try:
        return to_refund_result(RemoteRefund.model_validate(content), ctx.now)
    except ValidationError:
        raise classify_answer(answer, None, reads=reads) from None
