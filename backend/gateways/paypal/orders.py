"""Payments are orders: made, agreed to on PayPal's page, then captured (or authorized) by us.

An order that must never be collected is closed by a mark in its `custom_id`: PayPal has no call that cancels one, but
money moves only on our own call, and that looks for the mark first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import ValidationError

from backend.domain.money import Money
from backend.gateways.base import (
    Conflict,
    CreatePayment,
    Decline,
    DeclineAdvice,
    Elsewhere,
    GatewayContext,
    GatewayError,
    InvalidRequest,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    SavedMethod,
    StateConflict,
)
from backend.gateways.paypal.amounts import to_wire
from backend.gateways.paypal.classify import classify_answer, decline_in, issue_in
from backend.gateways.paypal.remote import ask, json_object
from backend.gateways.paypal.translate import CANCELED, CLOSED, SUMMARY, RemoteOrder, to_result

LONGEST_DESCRIPTION = 127
LONGEST_REFERENCE = 127
_LOCALE = re.compile(r"[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")


async def create(ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
    """Make the order. With a saved method PayPal collects at once; otherwise the payer is sent to PayPal's page."""
    amount = to_wire(request.amount)
    order = {
        "intent": "CAPTURE" if request.capture else "AUTHORIZE",
        "purchase_units": [
            {
                "amount": amount,
                "description": request.description[:LONGEST_DESCRIPTION] or "Payment",
                "invoice_id": _reference(request.our_reference),
                "custom_id": _reference(request.our_reference),
            }
        ],
        "payment_source": {"paypal": _wallet(request)},
    }
    answer = await ask(ctx, "POST", "/v2/checkout/orders", key=request.key, body=order)
    content = json_object(answer)
    if answer.status_code not in (200, 201):
        decline = _refused(answer, content) if isinstance(request.source, SavedMethod) else None
        if decline is None:
            raise classify_answer(answer, content, reads=False)
        return PaymentResult(
            state=PaymentState.FAILED,
            reference=None,
            our_reference=request.our_reference,
            amount=request.amount,
            observed_at=ctx.now,
            decline=decline,
            method=SUMMARY,
            gateway_status=decline.gateway_code,
        )
    made = _read(answer, content, reads=False)
    if made.our_reference != _reference(request.our_reference) or made.unit.amount.money() != request.amount:
        # PayPal answers a used key with the order that it made for it, whatever is asked now.
        raise Conflict("The key was used for another order.", gateway_code="KEY_OF_ANOTHER_ORDER")
    result = _translate(made, answer, ctx, reads=False)
    if isinstance(request.source, SavedMethod) and request.off_session and result.action is not None:
        # Nobody is there to agree.
        return await close(ctx, made, "PAYER_ACTION_REQUIRED")
    return result


async def fetch(ctx: GatewayContext, reference: str) -> PaymentResult:
    """The order as PayPal states it now. Raises NotFound, also for one that was never agreed to in time."""
    return to_result(await read(ctx, reference), ctx.now)


async def read(ctx: GatewayContext, reference: str) -> RemoteOrder:
    """The order itself."""
    answer = await ask(ctx, "GET", _path(reference))
    content = json_object(answer)
    if answer.status_code != 200:
        raise classify_answer(answer, content, reads=True)
    order = _read(answer, content, reads=True)
    _translate(order, answer, ctx, reads=True)
    return order


async def confirm(ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
    """Collect, or authorize, what the payer agreed to. A refusal of the payer's money closes the order for good."""
    order = await read(ctx, reference)
    if order.captures or order.authorization:
        return to_result(order, ctx.now)
    if order.status != "APPROVED" or order.closed_because is not None:
        raise StateConflict(f"The payer has not agreed, or it is final ({order.status}).", gateway_code=order.status)
    step = "authorize" if order.intent == "AUTHORIZE" else "capture"
    answer = await ask(ctx, "POST", f"{_path(reference)}/{step}", key=f"{step}-{key}")
    content = json_object(answer)
    if answer.status_code in (200, 201):
        return _translate(_read(answer, content, reads=False), answer, ctx, reads=False)
    error = classify_answer(answer, content, reads=False)
    if error.gateway_code in ("ORDER_ALREADY_CAPTURED", "ORDER_ALREADY_AUTHORIZED"):
        return await fetch(ctx, reference)
    decline = decline_in(answer, content)
    if decline is None or decline.gateway_code is None:
        raise error
    return await close(ctx, order, decline.gateway_code)


async def capture(ctx: GatewayContext, reference: str, amount: Money | None, key: str) -> PaymentResult:
    """Collect an authorized order, once; what is left of the authorization is given up."""
    wanted = to_wire(amount) if amount is not None else None
    order = await read(ctx, reference)
    held = order.authorization
    if held is None:
        raise StateConflict("Nothing is authorized.", gateway_code=order.status)
    if amount is not None and held.amount.money() < amount:
        raise InvalidRequest("More than was authorized.", gateway_code="MAX_CAPTURE_AMOUNT_EXCEEDED")
    body: dict[str, Any] = {"final_capture": True}
    if order.unit.invoice_id:
        body["invoice_id"] = order.unit.invoice_id
    if wanted is not None:
        body["amount"] = wanted
    path = f"/v2/payments/authorizations/{quote(held.id, safe='')}/capture"
    answer = await ask(ctx, "POST", path, key=f"capture-{key}", body=body)
    if answer.status_code not in (200, 201):
        raise classify_answer(answer, json_object(answer), reads=False)
    # The answer is the capture alone. It was made: a look that fails now must not say otherwise.
    return await _look_again(ctx, reference)


async def cancel(ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
    """Give up an authorization, or close an order that is not collected yet."""
    order = await read(ctx, reference)
    now = to_result(order, ctx.now)
    if now.state is PaymentState.CANCELED:
        return now
    if now.state is PaymentState.AUTHORIZED and order.authorization is not None:
        path = f"/v2/payments/authorizations/{quote(order.authorization.id, safe='')}/void"
        answer = await ask(ctx, "POST", path, key=f"void-{key}")
        content = json_object(answer)
        if answer.status_code not in (200, 204):
            error = classify_answer(answer, content, reads=False)
            if error.gateway_code not in ("PREVIOUSLY_VOIDED", "AUTHORIZATION_VOIDED"):
                raise error
        return await _look_again(ctx, reference)
    open_still = now.state is PaymentState.REQUIRES_ACTION or now.confirmable
    if not open_still:
        raise StateConflict(f"The payment is final, or on its way ({order.status}).", gateway_code=order.status)
    closed = await close(ctx, order, CANCELED)
    if closed.state is not PaymentState.CANCELED:
        raise StateConflict("The payment was collected meanwhile.", gateway_code=closed.gateway_status)
    return closed


async def close(ctx: GatewayContext, order: RemoteOrder, why: str) -> PaymentResult:
    """Mark the order so that it is never collected. Doing it again changes nothing."""
    name = order.unit.reference_id.replace("'", "")
    patch = [
        {
            "op": "replace" if order.unit.custom_id else "add",
            "path": f"/purchase_units/@reference_id=='{name}'/custom_id",
            "value": f"{CLOSED}{why}"[:LONGEST_REFERENCE],
        }
    ]
    answer = await ask(ctx, "PATCH", _path(order.id), body=patch)
    if answer.status_code != 204:
        raise classify_answer(answer, json_object(answer), reads=False)
    return await _look_again(ctx, order.id)


def _refused(answer: httpx.Response, content: Mapping[str, Any]) -> Decline | None:
    """Why a saved method was not charged; PayPal's vault may also just not find it."""
    if answer.status_code == 404 and (issue := issue_in(content)) is not None:
        return Decline("GENERIC", DeclineAdvice.NEW_METHOD, issue)
    return decline_in(answer, content)


async def _look_again(ctx: GatewayContext, reference: str) -> PaymentResult:
    try:
        return await fetch(ctx, reference)
    except GatewayError as error:
        raise OutcomeUnknown("PayPal acted, and cannot be asked now what came of it.") from error


def _wallet(request: CreatePayment) -> Mapping[str, Any]:
    if isinstance(request.source, SavedMethod):
        owner = request.source.customer_reference
        # With its owner, so that PayPal refuses a method that is somebody else's.
        return {"vault_id": request.source.reference, **({"attributes": {"customer": {"id": owner}}} if owner else {})}
    assert isinstance(request.source, Elsewhere), "the gateway let nothing else through"
    if request.return_url is None:
        raise InvalidRequest("The payer needs a way back from PayPal's page: a return_url.")
    experience = {
        "return_url": request.return_url,
        "cancel_url": request.return_url,
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
    }
    locale = request.payer.locale.replace("_", "-")
    if _LOCALE.fullmatch(locale):
        experience["locale"] = locale
    wallet: dict[str, Any] = {"experience_context": experience}
    if request.save_method:
        vault = {"store_in_vault": "ON_SUCCESS", "usage_type": "MERCHANT", "permit_multiple_payment_tokens": True}
        wallet["attributes"] = {"vault": vault}
        if request.customer_reference:
            wallet["attributes"]["customer"] = {"id": request.customer_reference}
    return wallet


def _reference(ours: str) -> str:
    """Within PayPal's limit. Ours are far shorter; a longer one is refused, because a cut one finds nothing."""
    if not 0 < len(ours) <= LONGEST_REFERENCE:
        raise InvalidRequest(f"PayPal takes references of at most {LONGEST_REFERENCE} letters.")
    return ours


def _path(reference: str) -> str:
    return f"/v2/checkout/orders/{quote(reference, safe='')}"


def _read(answer: httpx.Response, content: Mapping[str, Any], *, reads: bool) -> RemoteOrder:
    try:
        return RemoteOrder.model_validate(content)
    except ValidationError:
        raise classify_answer(answer, {}, reads=reads) from None


def _translate(order: RemoteOrder, answer: httpx.Response, ctx: GatewayContext, *, reads: bool) -> PaymentResult:
    try:
        return to_result(order, ctx.now)
    except ValueError:
        raise classify_answer(answer, {}, reads=reads) from None
