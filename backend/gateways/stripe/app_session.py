"""What a payer's mobile app needs of Stripe: an ephemeral key, which reads and keeps one customer's methods."""

from __future__ import annotations

import re

from pydantic import BaseModel, ValidationError

from backend.gateways.base import ClientSession, ClientSessionRequest, GatewayContext, InvalidRequest
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.remote import ask, client, settings_of
from backend.gateways.stripe.reply import Reply

# Stripe's versions: 2026-10-28, or 2026-10-28.endive. Anything else must not reach a header.
_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[a-z]{1,30})?")


class _Key(BaseModel):
    secret: str


async def client_session(ctx: GatewayContext, request: ClientSessionRequest) -> ClientSession:
    """An ephemeral key in the version that the app's SDK was built for."""
    if _VERSION.fullmatch(request.sdk_version) is None:
        raise InvalidRequest("sdk_version is the API version of the app's Stripe SDK, such as 2026-10-28.endive.")
    reply = await ask(
        client(ctx).v1.ephemeral_keys.create_async(
            {"customer": request.customer_reference},
            {"idempotency_key": request.key, "stripe_version": request.sdk_version},
        )
    )
    if reply.content is None:
        raise classify_answer(reply, reads=False)
    try:
        key = _Key.model_validate(reply.content)
    except ValidationError:
        raise classify_answer(Reply(200), reads=False) from None
    return ClientSession(key.secret, settings_of(ctx).publishable_key)
