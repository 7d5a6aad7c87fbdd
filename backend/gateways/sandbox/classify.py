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
    RefundRejected,
    StateConflict,
)
from backend.gateways.outcomes import no_answer, no_word, somebody_else

# Why the Sandbox will not give money back.
_REFUSED_REFUNDS = {"refund_exceeds_payment": "EXCEEDS", "payment_already_refunded": "ALREADY_REFUNDED"}


def classify_failure(error: httpx.HTTPError | httpx.InvalidURL, *, reads: bool) -> GatewayError:
    """A request that got no answer. The exception's own text is not shown: it may quote an address or header."""
    return no_answer("The Sandbox", error, reads=reads)


def classify_answer(response: httpx.Response, error: dict[str, Any] | None, *, reads: bool) -> GatewayError:
    """An answer that is not a result. `error` is the API's error object, or None when the body is something else."""
    status = response.status_code
    code = str(error.get("code")) if error else None
    silent = no_word("The Sandbox", status, reads=reads, retry_after=response.headers.get("retry-after"), code=code)
    if silent is not None:
        return silent
    if error is None:
        return somebody_else("The Sandbox", status)
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
