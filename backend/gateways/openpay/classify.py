"""The one place where failures of Openpay's API become the contract's errors.

The question is always the same: was it certainly not executed, or do we not know? A read executes nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

import httpx

from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    GatewayError,
    InvalidRequest,
    NotFound,
)
from backend.gateways.outcomes import no_answer, no_word, somebody_else

# Openpay's error codes, by what they mean to us.
ORDER_ID_TAKEN = 1006
_KEY = frozenset({1002, 1010})
_ACCOUNT = frozenset({1008, 4002, 6002, 6003})
_TAKEN = frozenset({ORDER_ID_TAKEN, 2001, 2002, 2003, 6001})
_NOT_FOUND = 1005
_LIMIT = 1012

_LONGEST_DESCRIPTION = 200
# Anything that might be a card's number, or a key.
_SENSITIVE = re.compile(r"[0-9][0-9 -]{9,}[0-9]|[sp]k_\S+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Openpay's error object: it understood the request and did not carry it out."""

    code: int
    description: str


def classify_failure(error: httpx.HTTPError | httpx.InvalidURL, *, reads: bool) -> GatewayError:
    """A request that got no answer. The exception's own text is not shown: it may quote an address or header."""
    return no_answer("Openpay", error, reads=reads, wrong="its address is malformed")


def refusal_in(answer: httpx.Response) -> Refusal | None:
    """Why Openpay did certainly not do it; None when the answer does not say that."""
    if not 400 <= answer.status_code < 500 or answer.status_code in (408, 429):
        return None
    try:
        content: Any = json.loads(answer.content)
        code = int(content["error_code"])
        description = str(content.get("description") or "")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return None
    return Refusal(code, _SENSITIVE.sub("…", description)[:_LONGEST_DESCRIPTION])


def classify_answer(answer: httpx.Response, *, reads: bool) -> GatewayError:
    """An answer that is not a result."""
    status = answer.status_code
    silent = no_word("Openpay", status, reads=reads, retry_after=answer.headers.get("retry-after"))
    if silent is not None:
        return silent
    refusal = refusal_in(answer)
    if refusal is None:
        return somebody_else("Openpay", status)
    return classify_refusal(refusal, status)


def classify_refusal(refusal: Refusal, status: int) -> GatewayError:
    """What Openpay's own error means; nothing was executed."""
    code = str(refusal.code)
    if refusal.code in _KEY:
        return ConfigurationError("Openpay refuses the private key or the merchant ID.", gateway_code=code)
    if refusal.code in _ACCOUNT:
        return ConfigurationError(f"Openpay refuses: {refusal.description}", gateway_code=code)
    if refusal.code == _NOT_FOUND:
        return NotFound("Openpay does not know the reference.", gateway_code=code)
    if refusal.code in _TAKEN:
        return Conflict("The reference is in use at Openpay.", gateway_code=code)
    if refusal.code == _LIMIT:
        return InvalidRequest("The amount is outside of Openpay's limits (amount_out_of_range).", gateway_code=code)
    by_status: dict[int, type[GatewayError]] = {
        401: ConfigurationError,
        403: ConfigurationError,
        404: NotFound,
        409: Conflict,
        423: ConfigurationError,
    }
    return by_status.get(status, InvalidRequest)(
        f"Openpay refuses the request: {refusal.description}", gateway_code=code
    )
