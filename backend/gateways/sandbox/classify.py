"""The one place where failures of the Sandbox's API become the contract's errors.

The question is always the same: was it certainly not executed, or do we not know? A read executes nothing.
"""

from __future__ import annotations

from typing import Any

import httpx

from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    GatewayError,
    InvalidRequest,
    NotFound,
    OutcomeUnknown,
    RefundRejected,
    StateConflict,
    Unavailable,
)

# Why the Sandbox will not give money back.
_REFUSED_REFUNDS = {"refund_exceeds_payment": "EXCEEDS", "payment_already_refunded": "ALREADY_REFUNDED"}

# These fail before a byte of the request has left.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_WRONG_ADDRESS = (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError)


def classify_failure(error: httpx.HTTPError | httpx.InvalidURL, *, reads: bool) -> GatewayError:
    """A request that got no answer. The exception's own text is not shown: it may quote an address or header."""
    if isinstance(error, _WRONG_ADDRESS):
        return ConfigurationError("The Sandbox cannot be asked: its address or key is malformed.")
    if isinstance(error, _NOT_SENT):
        return Unavailable("The Sandbox could not be reached.")
    if reads:
        return Unavailable("The Sandbox did not answer.")
    return OutcomeUnknown("The Sandbox did not answer; whether it acted is not known.")


def classify_answer(response: httpx.Response, error: dict[str, Any] | None, *, reads: bool) -> GatewayError:
    """An answer that is not a result. `error` is the API's error object, or None when the body is something else."""
    status = response.status_code
    code = str(error.get("code")) if error else None
    if status == 429:
        return Unavailable(
            "The Sandbox asks for fewer requests.", gateway_code=code, retry_after_seconds=_retry_after(response)
        )
    if status >= 500 or status == 408 or status < 300:
        if reads:
            return Unavailable(f"The Sandbox is out of order (HTTP {status}).", gateway_code=code)
        return OutcomeUnknown(f"The Sandbox's answer (HTTP {status}) does not tell what happened.", gateway_code=code)
    if error is None:
        # Not the API that speaks here: a proxy, a sign-in page, another program.
        return ConfigurationError(f"The Sandbox's address answers with something else (HTTP {status}).")
    if status in (401, 403):
        return ConfigurationError("The Sandbox refuses the key.", gateway_code=code)
    if status == 404:
        return NotFound("The Sandbox does not know the reference.", gateway_code=code)
    if code == "payment_state_conflict":
        return StateConflict("The payment is in a state that forbids this.", gateway_code=code)
    if code in _REFUSED_REFUNDS:
        return RefundRejected(
            f"The Sandbox refuses the refund: {error.get('message')}",
            reason=_REFUSED_REFUNDS[code],
            gateway_code=code,
        )
    if status == 409 or error.get("type") == "idempotency_error":
        return Conflict("The key or reference is in use at the Sandbox.", gateway_code=code)
    return InvalidRequest(f"The Sandbox refuses the request: {error.get('message')}", gateway_code=code)


def _retry_after(response: httpx.Response) -> int | None:
    value = response.headers.get("retry-after", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 6 else None
