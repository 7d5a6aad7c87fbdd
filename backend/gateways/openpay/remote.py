"""Speaking HTTP to Openpay: one request with the account's key, exact amounts, answers read without trust."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import httpx

from backend.domain.money import Money
from backend.gateways.base import GatewayContext
from backend.gateways.openpay.classify import classify_failure
from backend.gateways.openpay.places import api_address
from backend.gateways.openpay.settings import OpenpaySettings


async def ask(
    ctx: GatewayContext,
    method: str,
    path: str,
    *,
    fields: Mapping[str, Any] | None = None,
    amount: Money | None = None,
    query: Mapping[str, str] | None = None,
    payer_ip: str | None = None,
) -> httpx.Response:
    """One request below the merchant's address, whatever the answer. Raises the contract's error when there is none."""
    settings = settings_of(ctx)
    headers = {"Accept": "application/json"}
    if payer_ip is not None:
        headers["X-Forwarded-For"] = payer_ip
    content = None
    if fields is not None:
        headers["Content-Type"] = "application/json"
        content = written(fields, amount)
    try:
        return await ctx.http.request(
            method,
            api_address(settings) + path,
            params=query,
            content=content,
            headers=headers,
            # The key is the user's name; the password is empty.
            auth=httpx.BasicAuth(settings.private_key.get_secret_value(), ""),
            follow_redirects=False,
        )
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise classify_failure(error, reads=method == "GET") from None


def settings_of(ctx: GatewayContext) -> OpenpaySettings:
    """The account's settings."""
    assert isinstance(ctx.settings, OpenpaySettings), "the core hands over the settings of this gateway"
    return ctx.settings


def written(fields: Mapping[str, Any], amount: Money | None) -> str:
    """JSON with the amount as a number in major units with exactly the currency's decimals: never through a float."""
    text = json.dumps(fields)
    if amount is None:
        return text
    return f'{text[:-1]}{", " if fields else ""}"amount": {amount.major()}}}'


def read(answer: httpx.Response) -> Any:
    """The body, with exact decimals; None when it is no JSON."""
    try:
        return json.loads(answer.content, parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def succeeded(answer: httpx.Response) -> bool:
    """Whether the status says that it was carried out."""
    return answer.status_code in (200, 201, 204)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")
