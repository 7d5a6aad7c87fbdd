"""Installing the webhook: Stripe's endpoint for our address, with the events and the version that we read."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pydantic import ValidationError

from backend.gateways.base import GatewayContext, WebhookInstall
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.event_types import EVENTS
from backend.gateways.stripe.objects import RemoteEndpoint
from backend.gateways.stripe.remote import API_VERSION, ask, client, keyed, settings_of
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.search import PAGE, rows

if TYPE_CHECKING:
    from stripe.params import WebhookEndpointCreateParams


async def install(ctx: GatewayContext, url: str, key: str) -> WebhookInstall:
    """Make an endpoint for `url`, then remove older ones for it: their secrets can be read no more.

    What is still on its way with the old secret is believed too, as long as the settings keep it as the previous one.
    """
    settings = settings_of(ctx)
    # A platform hears of its connected accounts at an endpoint of its own.
    endpoints = client(ctx, for_platform=True).v1.webhook_endpoints
    params = cast(
        "WebhookEndpointCreateParams",
        {
            "url": url,
            "enabled_events": list(EVENTS),
            "api_version": API_VERSION,
            "connect": settings.connected_account is not None,
            "description": "Perennial",
        },
    )
    made = _read(await ask(endpoints.create_async(params, keyed(key))))
    if made.secret is None:
        raise classify_answer(Reply(200), reads=False)
    replaced = 0
    for row in rows(await ask(endpoints.list_async({"limit": PAGE}))):
        older = _read(Reply(200, content=dict(row)))
        if older.url == url and older.id != made.id:
            removed = await ask(endpoints.delete_async(older.id))
            # One that somebody else removed meanwhile is as good.
            replaced += removed.content is not None or removed.status == 404
            if removed.content is None and removed.status != 404:
                raise classify_answer(removed, reads=False)
    new = {"webhook_secret": made.secret}
    if settings.webhook_secret is not None and settings.webhook_secret.get_secret_value() != made.secret:
        new["previous_webhook_secret"] = settings.webhook_secret.get_secret_value()
    return WebhookInstall(
        made.id, new, "Stripe sends its webhooks now." if not replaced else "The webhook at Stripe was replaced."
    )


def _read(reply: Reply) -> RemoteEndpoint:
    if reply.content is None:
        raise classify_answer(reply, reads=False)
    try:
        return RemoteEndpoint.model_validate(reply.content)
    except ValidationError:
        raise classify_answer(Reply(200), reads=False) from None
