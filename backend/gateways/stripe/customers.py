"""Stripe's customers: they own the saved methods. Making one moves no money."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from backend.gateways.base import (
    CreatePayment,
    GatewayContext,
    GatewayError,
    InvalidRequest,
    NewCustomer,
    NotFound,
    OutcomeUnknown,
    SavedMethod,
    SetupRequest,
    Unavailable,
)
from backend.gateways.stripe import texts
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.objects import RemoteMethod, RemoteObject
from backend.gateways.stripe.remote import ask, client, keyed
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.search import first_by_reference

if TYPE_CHECKING:
    from stripe.params import CustomerCreateParams


async def create_customer(ctx: GatewayContext, request: NewCustomer) -> str:
    """The customer of this reference, made if Stripe has none."""
    search = client(ctx).v1.customers.search_async
    found = await first_by_reference(lambda query: search({"query": query, "limit": 1}), request.our_reference)
    if found is not None:
        return _id(Reply(200, content=dict(found)), reads=True)
    notes = texts.metadata(request.our_reference, {})
    return await _create(ctx, request.key, request.name, request.email, request.locale, notes)


async def customer_for(ctx: GatewayContext, request: CreatePayment | SetupRequest) -> str:
    """The customer who will own the method: the one that is known, or a new one.

    Whatever happens here, the payment itself was not sent: an outcome that is not known is Unavailable.
    """
    if request.customer_reference is not None:
        return request.customer_reference
    payer = request.payer
    try:
        return await _create(ctx, f"{request.key}:customer", payer.name, payer.email, payer.locale, {})
    except OutcomeUnknown as unknown:
        raise Unavailable(unknown.message, gateway_code=unknown.gateway_code) from None


async def _create(ctx: GatewayContext, key: str, name: str, email: str, locale: str, notes: Mapping[str, str]) -> str:
    params: CustomerCreateParams = {"metadata": dict(notes)}
    if name:
        params["name"] = name[: texts.LONGEST_NAME]
    if email:
        params["email"] = email[: texts.LONGEST_EMAIL]
    if locale:
        params["preferred_locales"] = [locale.replace("_", "-")]
    return _id(await ask(client(ctx).v1.customers.create_async(params, keyed(key))), reads=False)


async def detach(ctx: GatewayContext, method: SavedMethod) -> None:
    """Forget a saved method. One that is gone already, or is attached to nobody, is no error."""
    methods = client(ctx).v1.payment_methods
    reply = await ask(methods.detach_async(method.reference))
    if reply.content is not None:
        return
    refusal = classify_answer(reply, reads=False)
    if isinstance(refusal, NotFound):
        return
    if not isinstance(refusal, InvalidRequest) or await _is_attached(ctx, method):
        raise refusal


async def _is_attached(ctx: GatewayContext, method: SavedMethod) -> bool:
    reply = await ask(client(ctx).v1.payment_methods.retrieve_async(method.reference))
    if reply.content is None:
        gone: GatewayError = classify_answer(reply, reads=True)
        if isinstance(gone, NotFound | InvalidRequest):
            return False
        raise gone
    try:
        return RemoteMethod.model_validate(reply.content).customer is not None
    except ValidationError:
        raise classify_answer(Reply(200), reads=True) from None


def _id(reply: Reply, *, reads: bool) -> str:
    if reply.content is None:
        raise classify_answer(reply, reads=reads)
    try:
        return RemoteObject.model_validate(reply.content).id
    except ValidationError:
        raise classify_answer(Reply(200), reads=reads) from None
