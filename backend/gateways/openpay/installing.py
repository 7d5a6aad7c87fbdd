"""Registering our webhook at Openpay."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from backend.gateways.base import GatewayContext, WebhookInstall
from backend.gateways.openpay.classify import classify_answer, refusal_in
from backend.gateways.openpay.remote import ask, read, settings_of, succeeded
from backend.gateways.openpay.webhook import EVENTS

_EXISTS = 6001


async def install_webhook(ctx: GatewayContext, url: str) -> WebhookInstall:
    """Make Openpay send its webhooks to `url`. One that is there is replaced: nobody can read its password.

    Openpay calls `url` with a code before it answers.
    """
    answer = await _register(ctx, url)
    refusal = refusal_in(answer)
    if refusal is not None and refusal.code == _EXISTS:
        await _remove(ctx, url)
        answer = await _register(ctx, url)
    made = read(answer)
    if not succeeded(answer) or not isinstance(made, dict) or not isinstance(made.get("id"), str):
        raise classify_answer(answer, reads=False)
    if made.get("status") == "verified":
        return WebhookInstall(made["id"], message="Openpay has verified the webhook.", verified=True)
    return WebhookInstall(
        made["id"],
        message="Openpay has sent a verification code: type it in at Openpay's dashboard, under Webhooks.",
    )


async def _register(ctx: GatewayContext, url: str) -> httpx.Response:
    settings = settings_of(ctx)
    fields: dict[str, Any] = {
        "url": url,
        "user": settings.webhook_user,
        "password": settings.webhook_password.get_secret_value(),
        "event_types": ["verification", *EVENTS],
    }
    return await ask(ctx, "POST", "/webhooks", fields=fields)


async def _remove(ctx: GatewayContext, url: str) -> None:
    answer = await ask(ctx, "GET", "/webhooks")
    content = read(answer)
    if not succeeded(answer) or not isinstance(content, list):
        raise classify_answer(answer, reads=True)
    for one in content:
        if isinstance(one, dict) and one.get("url") == url and isinstance(one.get("id"), str):
            removed = await ask(ctx, "DELETE", f"/webhooks/{quote(one['id'], safe='')}")
            if not succeeded(removed) and removed.status_code != 404:
                raise classify_answer(removed, reads=False)
