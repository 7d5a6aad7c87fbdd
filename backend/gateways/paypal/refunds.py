"""Refunds of captures. PayPal finds none by our reference, but lists them with their order: there we look first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import BaseModel, Field, ValidationError

from backend.gateways.base import CreateRefund, GatewayContext, InvalidRequest, RefundResult, StateConflict
from backend.gateways.paypal import orders
from backend.gateways.paypal.amounts import to_wire
from backend.gateways.paypal.classify import classify_answer, classify_refund
from backend.gateways.paypal.remote import ask, json_object
from backend.gateways.paypal.translate import RemoteRefund, to_refund_result

LONGEST_NOTE = 255
_COLLECTED = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})


class _Related(BaseModel):
    order_id: str | None = None


class _Supplementary(BaseModel):
    related_ids: _Related = Field(default_factory=_Related)


class _Capture(BaseModel):
    """What a capture tells of its order."""

    custom_id: str | None = None
    supplementary_data: _Supplementary = Field(default_factory=_Supplementary)


async def create_refund(ctx: GatewayContext, request: CreateRefund) -> RefundResult:
    """Give back a part of an order's capture, or all of it; one that is there already is adopted."""
    amount = to_wire(request.amount)
    if not 0 < len(request.our_reference) <= orders.LONGEST_REFERENCE:
        raise InvalidRequest(f"PayPal takes references of at most {orders.LONGEST_REFERENCE} letters.")
    order = await orders.read(ctx, request.payment_reference)
    # Beside the key, which PayPal forgets in the end: what is listed already is not made again.
    for made in order.unit.payments.refunds:
        if made.custom_id == request.our_reference:
            return to_refund_result(made, order.id, ctx.now)
    capture = next((one for one in order.captures if one.status in _COLLECTED), None)
    if capture is None:
        raise StateConflict("The payment was not collected.", gateway_code=order.status)
    body: dict[str, Any] = {"amount": amount, "custom_id": request.our_reference}
    if request.reason:
        body["note_to_payer"] = request.reason[:LONGEST_NOTE]
    path = f"/v2/payments/captures/{quote(capture.id, safe='')}/refund"
    answer = await ask(ctx, "POST", path, key=request.key, body=body)
    content = json_object(answer)
    if answer.status_code not in (200, 201):
        raise classify_refund(answer, content)
    return _read(ctx, answer, content, order.id, reads=False)


async def fetch_refund(ctx: GatewayContext, reference: str) -> RefundResult:
    """The refund by PayPal's own id, and which order it belongs to. Raises NotFound."""
    answer = await ask(ctx, "GET", f"/v2/payments/refunds/{quote(reference, safe='')}")
    content = json_object(answer)
    if answer.status_code != 200:
        raise classify_answer(answer, content, reads=True)
    capture_id = capture_of(content)
    if capture_id is None:
        return _read(ctx, answer, content, None, reads=True)
    capture = await read_capture(ctx, capture_id)
    order_id = capture.supplementary_data.related_ids.order_id
    return _read(ctx, answer, content, order_id, reads=True, not_ours=capture.custom_id)


async def order_of(ctx: GatewayContext, capture_id: str) -> str:
    """The order that a capture belongs to; its own id where PayPal does not say."""
    return (await read_capture(ctx, capture_id)).supplementary_data.related_ids.order_id or capture_id


async def read_capture(ctx: GatewayContext, capture_id: str) -> _Capture:
    """What a capture tells of its order. Raises NotFound."""
    answer = await ask(ctx, "GET", f"/v2/payments/captures/{quote(capture_id, safe='')}")
    content = json_object(answer)
    if answer.status_code != 200:
        raise classify_answer(answer, content, reads=True)
    try:
        return _Capture.model_validate(content)
    except ValidationError:
        raise classify_answer(answer, {}, reads=True) from None


def capture_of(refund: Mapping[str, Any]) -> str | None:
    """The capture that a refund's links name."""
    links = refund.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "up" and "/captures/" in str(link.get("href")):
            return str(link["href"]).rsplit("/", 1)[-1] or None
    return None


def _read(
    ctx: GatewayContext,
    answer: httpx.Response,
    content: Mapping[str, Any],
    order_id: str | None,
    *,
    reads: bool,
    not_ours: str | None = None,
) -> RefundResult:
    try:
        return to_refund_result(RemoteRefund.model_validate(content), order_id, ctx.now, not_ours=not_ours)
    except ValueError:
        raise classify_answer(answer, {}, reads=reads) from None
