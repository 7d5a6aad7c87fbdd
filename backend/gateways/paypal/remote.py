"""Speaking HTTP to PayPal: an access token that is kept until it expires, one request, answers read without trust."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx

from backend.gateways.base import ConfigurationError, GatewayContext
from backend.gateways.paypal.classify import classify_answer, classify_failure
from backend.gateways.paypal.settings import PayPalSettings

LONGEST_KEY = 108
_TOKEN = "paypal.access_token"  # noqa: S105
# A token that expires on its way would be refused.
_EARLY = timedelta(seconds=60)


async def ask(
    ctx: GatewayContext,
    method: str,
    path: str,
    *,
    key: str | None = None,
    body: Any = None,
    query: Mapping[str, str] | None = None,
) -> httpx.Response:
    """One request, whatever the answer. Raises the contract's error when there is none.

    A 401 says that nothing was executed and that the token is no longer good: it is asked for anew, once.
    """
    headers = {"Prefer": "return=representation"}
    if key is not None:
        headers["PayPal-Request-Id"] = key_on_wire(key)
    answer = await _send(ctx, method, path, headers, body, query, await _token(ctx))
    if answer.status_code == 401:
        ctx.memory.pop(_TOKEN, None)
        answer = await _send(ctx, method, path, headers, body, query, await _token(ctx))
    return answer


async def renew_token(ctx: GatewayContext) -> None:
    """Ask for a new access token whether or not there is one: it proves both keys."""
    ctx.memory.pop(_TOKEN, None)
    await _token(ctx)


def key_on_wire(key: str) -> str:
    """The idempotency key within PayPal's limit; a longer one by its hash."""
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def settings_of(ctx: GatewayContext) -> PayPalSettings:
    """The account's settings."""
    assert isinstance(ctx.settings, PayPalSettings), "the core hands over the settings of this gateway"
    return ctx.settings


def json_object(answer: httpx.Response) -> dict[str, Any]:
    """The body, or an empty object when it is no JSON object."""
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


async def _send(
    ctx: GatewayContext,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: Any,
    query: Mapping[str, str] | None,
    token: str,
) -> httpx.Response:
    try:
        return await ctx.http.request(
            method,
            settings_of(ctx).api + path,
            params=query,
            json=body,
            headers={**headers, "Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            follow_redirects=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise classify_failure(error, reads=method == "GET") from None


async def _token(ctx: GatewayContext) -> str:
    kept = ctx.memory.get(_TOKEN)
    if kept is not None and ctx.now < kept[1]:
        return str(kept[0])
    settings = settings_of(ctx)
    try:
        answer = await ctx.http.post(
            f"{settings.api}/v1/oauth2/token",
            data={"grant_type": "client_credentials"},
            auth=(settings.client_id, settings.client_secret.get_secret_value()),
            follow_redirects=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # Whatever became of this one, the request that needs the token was not sent.
        raise classify_failure(error, reads=True) from None
    content = json_object(answer)
    token, seconds = content.get("access_token"), content.get("expires_in")
    if answer.status_code != 200 or not isinstance(token, str) or not token.isascii() or not token.isprintable():
        if answer.status_code in (400, 401):
            raise ConfigurationError("PayPal refuses the client ID or the secret.")
        raise classify_answer(answer, content, reads=True)
    ctx.memory[_TOKEN] = (token, _good_until(ctx.now, seconds))
    return token


def _good_until(now: datetime, seconds: object) -> datetime:
    return now + timedelta(seconds=min(seconds, 86_400) if isinstance(seconds, int) else 0) - _EARLY
