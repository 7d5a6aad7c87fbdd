"""Keeping a card without charging it: SetupIntents, by a token or in an app; Stripe's page is in `checkout.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.gateways.base import GatewayContext, InApp, NewMethod, PaymentState, SetupRequest, SetupResult
from backend.gateways.stripe import checkout, texts
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.customers import customer_for
from backend.gateways.stripe.declines import read_decline
from backend.gateways.stripe.objects import RemoteError, RemoteSetup
from backend.gateways.stripe.remote import ask, client, keyed, settings_of
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.translate import to_setup

if TYPE_CHECKING:
    from stripe.params import SetupIntentCreateParams

_EXPANDED = ["payment_method"]


async def begin(ctx: GatewayContext, request: SetupRequest) -> SetupResult:
    """Make and, unless an app does it, confirm a SetupIntent for later charges while the payer is away."""
    in_app = isinstance(request.source, InApp)
    marks = {texts.FLOW: texts.APP} if in_app else {}
    params: SetupIntentCreateParams = {
        "usage": "off_session",
        "allowed_payment_method_types": ["card"],
        "customer": await customer_for(ctx, request),
        "metadata": texts.metadata(request.our_reference, request.metadata, **marks),
        "expand": _EXPANDED,
    }
    if isinstance(request.source, NewMethod):
        params["payment_method"] = request.source.token
        params["confirm"] = True
        if request.return_url is not None:
            params["return_url"] = request.return_url
    reply = await ask(client(ctx).v1.setup_intents.create_async(params, keyed(request.key)))
    if reply.error is not None and reply.status == 402:
        declined = reply.error.get("setup_intent")
        if declined is None:
            return _refused(ctx, request, reply)
        result = _read(ctx, Reply(200, content=declined), reads=False)
    else:
        result = _read(ctx, reply, reads=False)
    return await fetch(ctx, result.reference) if reply.replayed and result.reference else result


async def fetch(ctx: GatewayContext, reference: str) -> SetupResult:
    """The setup's truth."""
    if checkout.is_session(reference):
        return await checkout.fetch_setup(ctx, reference)
    return _read(ctx, await ask(client(ctx).v1.setup_intents.retrieve_async(reference, {"expand": _EXPANDED})))


def _refused(ctx: GatewayContext, request: SetupRequest, reply: Reply) -> SetupResult:
    try:
        error = RemoteError.model_validate(reply.error)
    except ValueError:
        error = RemoteError()
    return SetupResult(PaymentState.FAILED, None, request.our_reference, ctx.now, decline=read_decline(error))


def _read(ctx: GatewayContext, reply: Reply, *, reads: bool = True) -> SetupResult:
    if reply.content is None:
        raise classify_answer(reply, reads=reads)
    try:
        setup = RemoteSetup.model_validate(reply.content)
    except ValueError:
        raise classify_answer(Reply(200), reads=reads) from None
    return to_setup(setup, ctx.now, publishable_key=settings_of(ctx).publishable_key)
