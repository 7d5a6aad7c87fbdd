"""Speaking HTTP to Mercado Pago: one request with the account's token, and answers read without trust."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import httpx

from backend.gateways.base import ConfigurationError, GatewayContext
from backend.gateways.mercadopago.classify import classify_answer, classify_failure
from backend.gateways.mercadopago.exact import dumps, loads
from backend.gateways.mercadopago.settings import MercadoPagoSettings

LONGEST_KEY = 64


async def ask(
    ctx: GatewayContext,
    method: str,
    path: str,
    *,
    key: str | None = None,
    body: Any = None,
    query: Mapping[str, str] | None = None,
    more_headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """One request, whatever the answer. Raises the contract's error when there is none."""
    settings = settings_of(ctx)
    headers = {**(more_headers or {}), "Authorization": f"Bearer {settings.access_token.get_secret_value()}"}
    if key is not None:
        headers["X-Idempotency-Key"] = key_on_wire(key)
    if body is not None:
        headers["Content-Type"] = "application/json"
    try:
        return await ctx.http.request(
            method,
            settings.api + path,
            params=query,
            content=None if body is None else dumps(body),
            headers=headers,
            follow_redirects=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise classify_failure(error, reads=method == "GET") from None
    except UnicodeEncodeError:
        # Only header values are encoded strictly: a token or a device with letters that none has.
        raise ConfigurationError("The access token holds letters that no token has.") from None


async def look(
    ctx: GatewayContext,
    path: str,
    query: Mapping[str, str] | None = None,
    *,
    more_headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What a GET tells. Raises the contract's error for any answer but 200 with a JSON object."""
    answer = await ask(ctx, "GET", path, query=query, more_headers=more_headers)
    content = json_object(answer)
    if answer.status_code != 200 or not content:
        raise classify_answer(answer, content, reads=True)
    return content


def key_on_wire(key: str) -> str:
    """The idempotency key within Mercado Pago's limit; a longer one by its hash."""
    return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()


def settings_of(ctx: GatewayContext) -> MercadoPagoSettings:
    """The account's settings."""
    assert isinstance(ctx.settings, MercadoPagoSettings), "the core hands over the settings of this gateway"
    return ctx.settings


def json_object(answer: httpx.Response) -> dict[str, Any]:
    """The body, or an empty object when it is no JSON object."""
    try:
        content = loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
