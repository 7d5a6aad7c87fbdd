"""The one place where failures of Stripe's API become the contract's errors.

The question is always the same: was it certainly not executed, or do we not know? A read executes nothing.
"""

from __future__ import annotations

import re
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
from backend.gateways.stripe.reply import Reply

_ACCOUNT_CODES = frozenset(
    {
        "account_invalid", "api_key_expired", "capability_not_active", "livemode_mismatch", "no_account",
        "platform_account_required", "platform_api_key_expired", "secret_key_required", "testmode_charges_only",
        "tls_version_unsupported",
    }
)  # fmt: skip
_STATE_CODES = frozenset(
    {
        "capture_charge_authorization_expired", "capture_unauthorized_payment", "charge_already_captured",
        "charge_expired_for_capture", "intent_invalid_state", "payment_intent_unexpected_state",
        "setup_intent_unexpected_state", "status_transition_invalid",
    }
)  # fmt: skip
_REFUND_CODES = {
    "amount_too_large": "EXCEEDS",
    "balance_insufficient": "FUNDS",
    "charge_already_refunded": "ALREADY_REFUNDED",
    "charge_disputed": "DISPUTED",
    "charge_not_refundable": "METHOD",
    "refund_disputed_payment": "DISPUTED",
}
# What a request names beside its own subject: that one is unknown makes the request wrong, not its subject unknown.
_PARTS = frozenset({"customer", "payment_method", "source"})

# Anything that looks like a key, a client secret or a card number.
_SECRET = re.compile(r"\b(?:sk|rk|pk|ek|whsec|seti|pi|cs)_[A-Za-z0-9_*]*_[A-Za-z0-9_*]+|\b\d[\d -]{10,}\d\b")
_LONGEST_MESSAGE = 300


def classify_failure(error: httpx.HTTPError | httpx.InvalidURL, *, reads: bool) -> GatewayError:
    """A request that got no answer. The exception's own text is not shown: it may quote an address or header."""
    return no_answer("Stripe", error, reads=reads)


def classify_answer(reply: Reply, *, reads: bool) -> GatewayError:
    """An answer that is not a result."""
    status, error = reply.status, reply.error
    code = _text(error, "code")
    status = 429 if code == "rate_limit" else status
    silent = no_word("Stripe", status, reads=reads, retry_after=reply.retry_after, code=code)
    if silent is not None:
        return silent
    if error is None:
        return somebody_else("Stripe", status)
    return _classify_error(status, error, code)


def _classify_error(status: int, error: dict[str, Any], code: str | None) -> GatewayError:
    param = _text(error, "param")
    if status in (401, 403) or code in _ACCOUNT_CODES:
        return ConfigurationError("Stripe refuses the key, or lacks a permission for it.", gateway_code=code)
    if status == 409 or _text(error, "type") == "idempotency_error":
        return Conflict("The key is in use at Stripe.", gateway_code=code)
    if code in _STATE_CODES:
        return StateConflict("The payment is in a state that forbids this.", gateway_code=code)
    if (status == 404 or code == "resource_missing") and param not in _PARTS:
        return NotFound("Stripe does not know the reference.", gateway_code=code)
    if param == "currency":
        return ConfigurationError(f"Stripe refuses the currency: {safe_message(error)}", gateway_code=code)
    return InvalidRequest(f"Stripe refuses the request: {safe_message(error)}", gateway_code=code)


def classify_refund(reply: Reply) -> GatewayError:
    """The same for a refund that was asked for: a refusal for good is told from a request that is wrong."""
    error, code = reply.error, _text(reply.error, "code")
    if error is not None and 400 <= reply.status < 500:
        text = _text(error, "message") or ""
        reason = _REFUND_CODES.get(code or "")
        if reason is None and "greater than" in text and _text(error, "param") in (None, "amount"):
            # Stripe gives no code to this one everywhere.
            reason = "EXCEEDS"
        if reason is not None:
            return RefundRejected(f"Stripe refuses the refund: {safe_message(error)}", reason=reason, gateway_code=code)
        if "does not have a successful charge" in text:
            return StateConflict("The payment has not succeeded.", gateway_code=code)
    return classify_answer(reply, reads=False)


def safe_message(error: dict[str, Any]) -> str:
    """Stripe's words without what looks like a secret or a card number."""
    return _SECRET.sub("…", _text(error, "message") or "no reason given")[:_LONGEST_MESSAGE]


def _text(error: dict[str, Any] | None, name: str) -> str | None:
    value = error.get(name) if error else None
    return value if isinstance(value, str) else None
