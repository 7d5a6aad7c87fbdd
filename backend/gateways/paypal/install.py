"""Setting up the webhook at PayPal."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from backend.gateways.base import GatewayContext, WebhookInstall
from backend.gateways.paypal.classify import classify_answer, issue_in
from backend.gateways.paypal.remote import ask, json_object
from backend.gateways.paypal.webhook import EVENTS

_PATH = "/v1/notifications/webhooks"
_MESSAGE = "PayPal sends its webhooks to this installation."


async def install_webhook(ctx: GatewayContext, url: str) -> WebhookInstall:
    """Register `url` for every type of event that we use; one that is there already is told the types anew."""
    wanted = [{"name": name} for name in EVENTS]
    answer = await ask(ctx, "POST", _PATH, body={"url": url, "event_types": wanted})
    content = json_object(answer)
    if answer.status_code == 201 and isinstance(content.get("id"), str):
        return _installed(content["id"])
    if issue_in(content) != "WEBHOOK_URL_ALREADY_EXISTS":
        raise classify_answer(answer, content, reads=False)
    id = await _existing(ctx, url)
    if id is None:
        raise classify_answer(answer, content, reads=False)
    patch = [{"op": "replace", "path": "/event_types", "value": wanted}]
    answer = await ask(ctx, "PATCH", f"{_PATH}/{quote(id, safe='')}", body=patch)
    if answer.status_code != 200:
        raise classify_answer(answer, json_object(answer), reads=False)
    return _installed(id)


async def _existing(ctx: GatewayContext, url: str) -> str | None:
    answer = await ask(ctx, "GET", _PATH)
    content: dict[str, Any] = json_object(answer)
    found = content.get("webhooks")
    if answer.status_code != 200 or not isinstance(found, list):
        raise classify_answer(answer, content, reads=True)
    for one in found:
        if isinstance(one, dict) and one.get("url") == url and isinstance(one.get("id"), str):
            return str(one["id"])
    return None


def _installed(id: str) -> WebhookInstall:
    return WebhookInstall(reference=id, settings={"webhook_id": id}, message=_MESSAGE)
