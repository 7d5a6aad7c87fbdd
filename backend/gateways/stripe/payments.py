"""Payments that are one PaymentIntent: a token, a saved card, or an app that goes on by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from backend.domain.money import Money
from backend.gateways.base import (
    CreatePayment,
    Decline,
    DeclineAdvice,
    GatewayContext,
    InApp,
    NewMethod,
    PaymentResult,
    PaymentState,
    SavedMethod,
    StateConflict,
)
from backend.gateways.stripe import texts
from backend.gateways.stripe.amounts import to_stripe
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.customers import customer_for
from backend.gateways.stripe.declines import read_decline
from backend.gateways.stripe.objects import RemoteError, RemoteIntent
from backend.gateways.stripe.remote import ask, client, keyed, settings_of
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.translate import to_payment

if TYPE_CHECKING:
    from stripe.params import PaymentIntentCaptureParams, PaymentIntentCreateParams

EXPANDED = ["payment_method"]
# What Stripe says of a saved method, or of its customer, that is not there any more.
_GONE_PARTS = frozenset({"customer", "payment_method"})
_GONE_CODES = frozenset({"resource_missing", "payment_method_unexpected_state"})
# A method that was detached has neither: only these words tell.
_GONE_WORDS = "may not be used again"


async def create(ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
    """Make and, unless an app does it, confirm a PaymentIntent."""
    params: PaymentIntentCreateParams = {
        "amount": to_stripe(request.amount),
        "currency": request.amount.currency.code.lower(),
        "allowed_payment_method_types": ["card"],
        "description": texts.description(request.description),
        "expand": EXPANDED,
    }
    marks = {texts.FLOW: texts.APP} if isinstance(request.source, InApp) else {}
    params["metadata"] = texts.metadata(request.our_reference, request.metadata, **marks)
    if not request.capture:
        params["capture_method"] = "manual"
    source = request.source
    if isinstance(source, SavedMethod):
        params["payment_method"] = source.reference
        if source.customer_reference is not None:
            params["customer"] = source.customer_reference
    else:
        customer = await customer_for(ctx, request) if request.save_method else request.customer_reference
        if customer is not None:
            params["customer"] = customer
        if request.save_method:
            params["setup_future_usage"] = "off_session"
        if isinstance(source, NewMethod):
            params["payment_method"] = source.token
    if not isinstance(source, InApp):
        params["confirm"] = True
        if request.off_session:
            params["off_session"] = True
        elif request.return_url is not None:
            params["return_url"] = request.return_url
    reply = await ask(client(ctx).v1.payment_intents.create_async(params, keyed(request.key)))
    return await _created(ctx, request, reply)


async def _created(ctx: GatewayContext, request: CreatePayment, reply: Reply) -> PaymentResult:
    if reply.error is not None and reply.status == 402:
        declined = reply.error.get("payment_intent")
        if declined is None:
            return _refused(ctx, request, _error(reply))
        result = read(ctx, Reply(200, content=declined, replayed=reply.replayed), reads=False)
    elif reply.error is not None and _is_gone(request, reply):
        return _refused(ctx, request, _error(reply), advice=DeclineAdvice.NEW_METHOD)
    else:
        result = read(ctx, reply, reads=False)
    if reply.replayed and result.reference is not None:
        # What Stripe repeats is what it said then, not how things are now.
        result = await fetch(ctx, result.reference)
    if request.off_session and result.state is PaymentState.REQUIRES_ACTION:
        nobody_there = Decline("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE, result.gateway_status)
        return replace(result, state=PaymentState.FAILED, action=None, decline=nobody_there)
    return result


def _is_gone(request: CreatePayment, reply: Reply) -> bool:
    """Whether Stripe refuses because it keeps the saved method no longer, or not for this customer."""
    error = reply.error or {}
    if not isinstance(request.source, SavedMethod) or reply.status not in (400, 404):
        return False
    if error.get("type") == "idempotency_error":
        return False
    known = error.get("param") in _GONE_PARTS or error.get("code") in _GONE_CODES
    return known or _GONE_WORDS in str(error.get("message"))


def _refused(
    ctx: GatewayContext, request: CreatePayment, error: RemoteError, advice: DeclineAdvice | None = None
) -> PaymentResult:
    """A decline without a PaymentIntent: Stripe made none, so the amount is the one that was asked for."""
    decline = read_decline(error)
    return PaymentResult(
        state=PaymentState.FAILED,
        reference=None,
        our_reference=request.our_reference,
        amount=request.amount,
        observed_at=ctx.now,
        decline=decline if advice is None else replace(decline, advice=advice),
    )


def _error(reply: Reply) -> RemoteError:
    try:
        return RemoteError.model_validate(reply.error)
    except ValidationError:
        return RemoteError()


async def fetch(ctx: GatewayContext, reference: str) -> PaymentResult:
    """The PaymentIntent's truth."""
    return read(ctx, await ask(client(ctx).v1.payment_intents.retrieve_async(reference, {"expand": EXPANDED})))


async def cancel(ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
    """Cancel a PaymentIntent; one that is canceled already is returned as it is."""
    reply = await ask(client(ctx).v1.payment_intents.cancel_async(reference, {"expand": EXPANDED}, keyed(key)))
    try:
        return read(ctx, reply, reads=False)
    except StateConflict:
        present = await fetch(ctx, reference)
        if present.state in (PaymentState.CANCELED, PaymentState.EXPIRED):
            return present
        raise


async def capture(ctx: GatewayContext, reference: str, amount: Money | None, key: str) -> PaymentResult:
    """Collect an authorized PaymentIntent; what is not collected goes back to the payer."""
    params: PaymentIntentCaptureParams = {"expand": EXPANDED}
    if amount is not None:
        params["amount_to_capture"] = to_stripe(amount)
    reply = await ask(client(ctx).v1.payment_intents.capture_async(reference, params, keyed(key)))
    result = read(ctx, reply, reads=False)
    return await fetch(ctx, reference) if reply.replayed else result


def read(ctx: GatewayContext, reply: Reply, *, reads: bool = True) -> PaymentResult:
    """The answer as a payment, or the contract's error."""
    if reply.content is None:
        raise classify_answer(reply, reads=reads)
    try:
        intent = RemoteIntent.model_validate(reply.content)
        return to_payment(intent, ctx.now, publishable_key=settings_of(ctx).publishable_key)
    except ValueError:
        raise classify_answer(Reply(200), reads=reads) from None
