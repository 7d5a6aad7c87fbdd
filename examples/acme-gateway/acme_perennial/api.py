"""Speaking HTTP to Acme Pay: one request, and the one place where failures become the contract's errors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx

from acme_perennial.settings import AcmeSettings
from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    GatewayContext,
    GatewayError,
    InvalidRequest,
    NotFound,
    RefundRejected,
    StateConflict,
)
from backend.gateways.outcomes import no_answer, no_word

_NAME = "Acme Pay"
_BY_CODE: dict[str, type[GatewayError]] = {
    "key_reused": Conflict,
    "reference_in_use": Conflict,
    "wrong_state": StateConflict,
}
_REFUNDS = {"refund_too_large": "EXCEEDS", "nothing_left": "ALREADY_REFUNDED"}


async def ask(
    ctx: GatewayContext,
    method: str,
    path: str,
    *,
    key: str | None = None,
    body: Mapping[str, Any] | None = None,
    query: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The answer's JSON object. Raises the contract's error for everything else; no secret is in its message."""
    settings = ctx.settings
    assert isinstance(settings, AcmeSettings), "the core hands over the settings of this gateway"
    headers = {"Authorization": f"Bearer {settings.secret_key.get_secret_value()}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    reads = method == "GET"
    try:
        answer = await ctx.http.request(method, settings.address + path, params=query, json=body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        # Not chained: the exception's own text may quote an address or a header.
        raise no_answer(_NAME, failure, reads=reads) from None
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        content = None
    if answer.status_code in (200, 201) and isinstance(content, dict):
        return content
    error = content.get("error") if isinstance(content, dict) else None
    raise _classified(answer, error if isinstance(error, dict) else {}, reads=reads)


def _classified(answer: httpx.Response, error: Mapping[str, Any], *, reads: bool) -> GatewayError:
    status, code = answer.status_code, str(error.get("code", ""))
    silent = no_word(_NAME, status, reads=reads, retry_after=answer.headers.get("retry-after"), code=code)
    if silent is not None:
        return silent
    message = f"Acme Pay refuses the request ({code or status})."
    if status in (401, 403) or not code:
        return ConfigurationError(message, gateway_code=code)
    if status == 404:
        return NotFound(message, gateway_code=code)
    if code in _REFUNDS:
        return RefundRejected(message, reason=_REFUNDS[code], gateway_code=code)
    return _BY_CODE.get(code, InvalidRequest)(message, gateway_code=code)
