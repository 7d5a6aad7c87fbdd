"""Payments and setups on Stripe's own page: Checkout Sessions.

The session is the payment's reference from the beginning: Stripe makes the PaymentIntent only when the payer pays. What
acts on the PaymentIntent (capture, refund, cancel) resolves it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.domain.money import Money
from backend.gateways.base import (
    CreatePayment,
    GatewayContext,
    InvalidRequest,
    PaymentResult,
    PaymentState,
    SetupRequest,
    SetupResult,
    StateConflict,
)
from backend.gateways.stripe import payments, texts
from backend.gateways.stripe.amounts import to_stripe
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.customers import customer_for
from backend.gateways.stripe.objects import RemoteSession
from backend.gateways.stripe.remote import ask, client, keyed, settings_of
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.search import rows
from backend.gateways.stripe.translate import id_of, session_to_payment, session_to_setup

if TYPE_CHECKING:
    from stripe.params.checkout import SessionCreateParams

_EXPANDED = ["payment_intent.payment_method", "setup_intent.payment_method"]


def is_session(reference: str) -> bool:
    """Whether a reference names a Checkout Session."""
    return reference.startswith("cs_")


async def create(ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
    """Open a page where the payer pays. Needs a way back."""
    params = _params(request)
    params["mode"] = "payment"
    params["line_items"] = [
        {
            "quantity": 1,
            "price_data": {
                "currency": request.amount.currency.code.lower(),
                "unit_amount": to_stripe(request.amount),
                "product_data": {"name": texts.description(request.description)[: texts.LONGEST_NAME]},
            },
        }
    ]
    params["payment_intent_data"] = {
        "description": texts.description(request.description),
        "metadata": texts.metadata(request.our_reference, request.metadata, **{texts.FLOW: texts.CHECKOUT}),
    }
    if not request.capture:
        params["payment_intent_data"]["capture_method"] = "manual"
    if request.save_method:
        params["payment_intent_data"]["setup_future_usage"] = "off_session"
        params["customer"] = await customer_for(ctx, request)
    elif request.customer_reference is not None:
        params["customer"] = request.customer_reference
    elif request.payer.email:
        params["customer_email"] = request.payer.email[: texts.LONGEST_EMAIL]
    reply = await ask(client(ctx).v1.checkout.sessions.create_async(params, keyed(request.key)))
    session = _read(reply, reads=False)
    return _payment(ctx, await load(ctx, session.id) if reply.replayed else session, reads=False)


async def create_setup(ctx: GatewayContext, request: SetupRequest) -> SetupResult:
    """Open a page where the payer enters a card to be kept."""
    params = _params(request)
    params["mode"] = "setup"
    params["customer"] = await customer_for(ctx, request)
    params["setup_intent_data"] = {
        "metadata": texts.metadata(request.our_reference, request.metadata, **{texts.FLOW: texts.CHECKOUT})
    }
    reply = await ask(client(ctx).v1.checkout.sessions.create_async(params, keyed(request.key)))
    session = _read(reply, reads=False)
    return _setup(ctx, await load(ctx, session.id) if reply.replayed else session)


def _params(request: CreatePayment | SetupRequest) -> SessionCreateParams:
    if request.return_url is None:
        raise InvalidRequest("Stripe's page needs an address to send the payer back to.")
    return {
        "ui_mode": "hosted_page",
        "allowed_payment_method_types": ["card"],
        "client_reference_id": texts.reference_text(request.our_reference),
        "metadata": texts.metadata(request.our_reference, request.metadata),
        "success_url": request.return_url,
        "cancel_url": request.return_url,
        "locale": texts.locale(request.payer.locale),
    }


async def fetch(ctx: GatewayContext, reference: str) -> PaymentResult:
    """The payment's truth, by its session."""
    return _payment(ctx, await load(ctx, reference))


async def fetch_setup(ctx: GatewayContext, reference: str) -> SetupResult:
    """The setup's truth, by its session."""
    return _setup(ctx, await load(ctx, reference))


async def load(ctx: GatewayContext, reference: str) -> RemoteSession:
    """The session with everything that it leads to."""
    return _read(await ask(client(ctx).v1.checkout.sessions.retrieve_async(reference, {"expand": _EXPANDED})))


async def session_of(ctx: GatewayContext, intent_id: str) -> str | None:
    """The session in which a PaymentIntent was paid."""
    reply = await ask(client(ctx).v1.checkout.sessions.list_async({"payment_intent": intent_id, "limit": 1}))
    return next((_read(Reply(200, content=dict(row))).id for row in rows(reply)), None)


async def intent_of(ctx: GatewayContext, reference: str) -> str:
    """The PaymentIntent behind a payment's reference. StateConflict when the payer has not begun to pay."""
    if not is_session(reference):
        return reference
    intent = id_of((await load(ctx, reference)).payment_intent)
    if intent is None:
        raise StateConflict("The payer has not paid on Stripe's page.")
    return intent


async def cancel(ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
    """End an open session, or let go of what its payer authorized."""
    session = await load(ctx, reference)
    present = _payment(ctx, session)
    if present.state in (PaymentState.CANCELED, PaymentState.EXPIRED):
        return present
    intent = id_of(session.payment_intent)
    if session.status != "open":
        if intent is None:
            raise StateConflict("The payment is in a state that forbids this.")
        await payments.cancel(ctx, intent, key)
        return await fetch(ctx, reference)
    sessions = client(ctx).v1.checkout.sessions
    # Noted first: a session that ran out by itself and one that we ended look the same afterwards.
    noted = await ask(sessions.update_async(reference, {"metadata": {texts.CANCELED: "yes"}}, keyed(f"{key}:note")))
    _read(noted, reads=False)
    ended = await ask(sessions.expire_async(reference, {}, keyed(f"{key}:expire")))
    if ended.content is not None:
        return _payment(ctx, _read(ended, reads=False), reads=False)
    refusal = classify_answer(ended, reads=False)
    if not isinstance(refusal, InvalidRequest):
        raise refusal
    # It ended in between, one way or the other.
    present = await fetch(ctx, reference)
    if present.state in (PaymentState.CANCELED, PaymentState.EXPIRED):
        return present
    raise StateConflict("The payment is in a state that forbids this.")


async def capture(ctx: GatewayContext, reference: str, amount: Money | None, key: str) -> PaymentResult:
    """Collect what the payer authorized on the page."""
    await payments.capture(ctx, await intent_of(ctx, reference), amount, key)
    return await fetch(ctx, reference)


def _payment(ctx: GatewayContext, session: RemoteSession, *, reads: bool = True) -> PaymentResult:
    try:
        return session_to_payment(session, ctx.now, publishable_key=settings_of(ctx).publishable_key)
    except ValueError:
        raise classify_answer(Reply(200), reads=reads) from None


def _setup(ctx: GatewayContext, session: RemoteSession) -> SetupResult:
    return session_to_setup(session, ctx.now, publishable_key=settings_of(ctx).publishable_key)


def _read(reply: Reply, *, reads: bool = True) -> RemoteSession:
    if reply.content is None:
        raise classify_answer(reply, reads=reads)
    try:
        return RemoteSession.model_validate(reply.content)
    except ValueError:
        raise classify_answer(Reply(200), reads=reads) from None
