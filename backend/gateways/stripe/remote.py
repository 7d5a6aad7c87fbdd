"""Speaking to Stripe: the account's client of Stripe's SDK, and one request with its answer."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING

from backend.gateways.base import GatewayContext
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.settings import StripeSettings

if TYPE_CHECKING:
    import stripe

# The version that this adapter was written against; its webhooks are installed with the same one.
API_VERSION = "2026-10-28.endive"


def client(ctx: GatewayContext, *, for_platform: bool = False) -> stripe.StripeClient:
    """The SDK for the account of `ctx`; `for_platform` speaks for the keys' own account, not for the connected one."""
    import stripe

    from backend.gateways.stripe.sdk import Transport

    settings = settings_of(ctx)
    return stripe.StripeClient(
        settings.secret_key.get_secret_value(),
        stripe_account=None if for_platform else settings.connected_account,
        stripe_version=API_VERSION,
        base_addresses={"api": settings.base_url} if settings.base_url else None,
        max_network_retries=0,
        http_client=Transport(ctx.http),
    )


def keyed(key: str) -> stripe.RequestOptions:
    """The option that makes a request repeatable."""
    return {"idempotency_key": key}


async def ask(request: Awaitable[stripe.StripeObject]) -> Reply:
    """Await a request of the SDK, whatever the answer. Raises the contract's error when there is none."""
    from backend.gateways.stripe.sdk import reply_to

    return await reply_to(request)


def settings_of(ctx: GatewayContext) -> StripeSettings:
    """The account's settings."""
    assert isinstance(ctx.settings, StripeSettings), "the core hands over the settings of this gateway"
    return ctx.settings
