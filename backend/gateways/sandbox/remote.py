"""Speaking HTTP to the Sandbox: one request with the account's key, and answers read without trust."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx

from backend.gateways.base import ConfigurationError, GatewayContext
from backend.gateways.sandbox.classify import classify_answer, classify_failure
from backend.gateways.sandbox.settings import SandboxSettings


async def ask(
    ctx: GatewayContext,
    method: str,
    path: str,
    *,
    key: str | None = None,
    body: Mapping[str, Any] | None = None,
    query: Mapping[str, str] | None = None,
) -> httpx.Response:
    """One request, whatever the answer. Raises the contract's error when there is none."""
    settings = settings_of(ctx)
    headers = {"Authorization": f"Bearer {settings.secret_key.get_secret_value()}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    try:
        return await ctx.http.request(
            method, settings.base_url + path, params=query, json=body, headers=headers, follow_redirects=False
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise classify_failure(error, reads=method == "GET") from None
    except UnicodeEncodeError:
        # Only header values are encoded strictly: a key with letters that no key has.
        raise ConfigurationError("The secret key holds letters that no key has.") from None


async def ask_for_one(ctx: GatewayContext, path: str, our_reference: str) -> tuple[httpx.Response, object | None]:
    """The answer of a look-up by our reference, and what it found; None when the Sandbox has no such thing."""
    answer = await ask(ctx, "GET", path, query={"reference": our_reference})
    content = json_object(answer)
    found = content.get("data") if answer.status_code == 200 else None
    if not isinstance(found, list):
        raise classify_answer(answer, error_in(content), reads=True)
    return answer, found[0] if found else None


def settings_of(ctx: GatewayContext) -> SandboxSettings:
    """The account's settings."""
    assert isinstance(ctx.settings, SandboxSettings), "the core hands over the settings of this gateway"
    return ctx.settings


def json_object(answer: httpx.Response) -> dict[str, Any]:
    """The body, or an empty object when it is no JSON object."""
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def error_in(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """The API's error object, if the body is one."""
    error = content.get("error")
    return error if isinstance(error, dict) else None
