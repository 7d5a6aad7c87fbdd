"""The one place where failures of PayPal's API become the contract's errors, and its refusals become declines.

The question is always the same: was it certainly not executed, or do we not know? A read executes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    Decline,
    DeclineAdvice,
    GatewayError,
    InvalidRequest,
    NotFound,
    RefundRejected,
    StateConflict,
)
from backend.gateways.outcomes import no_answer, no_word, somebody_else

# Issues that mean "this payer, or this source of money, did not pay".
_DECLINES = {
    "INSTRUMENT_DECLINED": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "TRANSACTION_REFUSED": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "TRANSACTION_BLOCKED_BY_PAYEE": ("GENERIC", DeclineAdvice.NEVER),
    "PAYEE_BLOCKED_TRANSACTION": ("GENERIC", DeclineAdvice.NEVER),
    "COMPLIANCE_VIOLATION": ("GENERIC", DeclineAdvice.NEVER),
    "DECLINED_DUE_TO_RELATED_TXN": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "PAYER_CANNOT_PAY": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "PAYER_ACCOUNT_RESTRICTED": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED": ("LIMIT_EXCEEDED", DeclineAdvice.RETRY_LATER),
    "TRANSACTION_LIMIT_EXCEEDED": ("LIMIT_EXCEEDED", DeclineAdvice.RETRY_LATER),
    "PAYER_ACTION_REQUIRED": ("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE),
    "AUTHORIZATION_DENIED": ("GENERIC", DeclineAdvice.NEW_METHOD),
    # What the vault says of a method that it no longer has.
    "TOKEN_ID_NOT_FOUND": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "INVALID_VAULT_ID": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "AGREEMENT_ALREADY_CANCELLED": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "BILLING_AGREEMENT_NOT_FOUND": ("GENERIC", DeclineAdvice.NEW_METHOD),
}
_REFUSED_REFUNDS = {
    "REFUND_AMOUNT_EXCEEDED": "EXCEEDS",
    "CAPTURE_FULLY_REFUNDED": "ALREADY_REFUNDED",
    "REFUND_TIME_LIMIT_EXCEEDED": "TOO_LATE",
    "REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK": "DISPUTED",
    "TRANSACTION_DISPUTED": "DISPUTED",
    "REFUND_FAILED_INSUFFICIENT_FUNDS": "FUNDS",
    "PAYER_ACCOUNT_LOCKED_OR_CLOSED": "METHOD",
    "PAYER_ACCOUNT_RESTRICTED": "METHOD",
    "REFUND_NOT_ALLOWED": "GENERIC",
    "REFUND_IS_RESTRICTED": "GENERIC",
    "REFUND_AMOUNT_TOO_LOW": "GENERIC",
    "PARTIAL_REFUND_NOT_ALLOWED": "GENERIC",
    "MAX_NUMBER_OF_REFUNDS_EXCEEDED": "GENERIC",
}
_CONFIGURATION = frozenset(
    {
        "PERMISSION_DENIED", "CONSENT_NEEDED", "PAYEE_ACCOUNT_RESTRICTED", "PAYEE_ACCOUNT_LOCKED_OR_CLOSED",
        "PAYEE_ACCOUNT_INVALID", "INVALID_ACCOUNT_STATUS", "AUTH_CAPTURE_NOT_ENABLED",
        "TRANSACTION_RECEIVING_LIMIT_EXCEEDED", "NOT_ENABLED_TO_VAULT_PAYMENT_SOURCE", "PAYEE_NOT_CONSENTED",
    }
)  # fmt: skip
_STATE = frozenset(
    {
        "ORDER_NOT_APPROVED", "ORDER_ALREADY_CAPTURED", "ORDER_ALREADY_AUTHORIZED", "ORDER_ALREADY_COMPLETED",
        "ORDER_EXPIRED", "ORDER_COMPLETED_OR_VOIDED", "ORDER_CANNOT_BE_SAVED", "AUTHORIZATION_ALREADY_CAPTURED",
        "AUTHORIZATION_EXPIRED", "AUTHORIZATION_VOIDED", "PREVIOUSLY_CAPTURED", "PREVIOUSLY_VOIDED", "CANNOT_BE_VOIDED",
        "MAX_CAPTURE_COUNT_EXCEEDED", "PENDING_CAPTURE", "NOT_PATCHABLE",
    }
)  # fmt: skip
_IN_USE = frozenset(
    {"DUPLICATE_INVOICE_ID", "PREVIOUS_REQUEST_IN_PROGRESS", "ORDER_COMPLETION_IN_PROGRESS", "DUPLICATE_REQUEST_ID"}
)


def classify_failure(error: httpx.HTTPError | httpx.InvalidURL, *, reads: bool) -> GatewayError:
    """A request that got no answer. The exception's own text is not shown: it may quote an address or header."""
    return no_answer("PayPal", error, reads=reads, wrong="its address or a key is malformed")


def classify_answer(answer: httpx.Response, content: Mapping[str, Any], *, reads: bool) -> GatewayError:
    """An answer that is not a result. `content` is its JSON object, empty when the body is something else."""
    status, issue = answer.status_code, issue_in(content)
    silent = no_word("PayPal", status, reads=reads, retry_after=answer.headers.get("retry-after"), code=issue)
    if silent is not None:
        return silent
    if issue is None:
        return somebody_else("PayPal", status)
    if status == 401:
        return ConfigurationError("PayPal refuses the client ID or the secret.", gateway_code=issue)
    if status == 403 or issue in _CONFIGURATION:
        return ConfigurationError("PayPal does not let this account do that.", gateway_code=issue)
    if status == 404:
        return NotFound("PayPal does not know the reference.", gateway_code=issue)
    if status == 409 or issue in _IN_USE:
        return Conflict("The key or reference is in use at PayPal.", gateway_code=issue)
    if issue in _STATE:
        return StateConflict("The payment is in a state that forbids this.", gateway_code=issue)
    return InvalidRequest(f"PayPal refuses the request ({issue}).", gateway_code=issue)


def classify_refund(answer: httpx.Response, content: Mapping[str, Any]) -> GatewayError:
    """The same for a request to give money back."""
    issue = issue_in(content)
    if answer.status_code == 422 and issue in _REFUSED_REFUNDS:
        return RefundRejected(
            f"PayPal refuses the refund ({issue}).", reason=_REFUSED_REFUNDS[issue], gateway_code=issue
        )
    return classify_answer(answer, content, reads=False)


def decline_in(answer: httpx.Response, content: Mapping[str, Any]) -> Decline | None:
    """The decline that a refusal stands for, if it is one."""
    issue = issue_in(content)
    if answer.status_code not in (404, 422) or issue not in _DECLINES:
        return None
    return decline_of(issue)


def decline_of(code: str | None) -> Decline:
    """The decline that a code of PayPal's stands for. One that we don't know may succeed later."""
    reason, advice = _DECLINES.get(code or "", ("GENERIC", DeclineAdvice.RETRY_LATER))
    return Decline(reason, advice, code)


def issue_in(content: Mapping[str, Any]) -> str | None:
    """What an error is about: its first detail's issue, else its name. None when the body is no error of the API."""
    details = content.get("details")
    if isinstance(details, list) and details and isinstance(details[0], dict) and details[0].get("issue"):
        return str(details[0]["issue"])[:100]
    # The token's address has a form of its own: {"error": "invalid_client", ...}.
    name = content.get("name") or content.get("error")
    return name[:100] if isinstance(name, str) else None
