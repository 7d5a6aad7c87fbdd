"""The one place where failures of Mercado Pago's API become the contract's errors.

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

# A rejected payment is an ordinary answer; its status_detail says why. Whatever smells of fraud looks like any decline.
_DECLINES = {
    "cc_rejected_insufficient_amount": ("INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER),
    "cc_rejected_bad_filled_card_number": ("INCORRECT_NUMBER", DeclineAdvice.NEW_METHOD),
    "cc_rejected_bad_filled_date": ("EXPIRED_CARD", DeclineAdvice.NEW_METHOD),
    "cc_rejected_bad_filled_security_code": ("INCORRECT_CVC", DeclineAdvice.NEW_METHOD),
    "cc_rejected_bad_filled_other": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "cc_rejected_invalid_installments": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "cc_rejected_card_type_not_allowed": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "cc_rejected_duplicated_payment": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "cc_rejected_insufficient_data": ("GENERIC", DeclineAdvice.NEW_METHOD),
    "cc_rejected_call_for_authorize": ("GENERIC", DeclineAdvice.CONTACT_ISSUER),
    "cc_rejected_card_disabled": ("GENERIC", DeclineAdvice.CONTACT_ISSUER),
    "cc_rejected_max_attempts": ("LIMIT_EXCEEDED", DeclineAdvice.NEW_METHOD),
    "cc_amount_rate_limit_exceeded": ("LIMIT_EXCEEDED", DeclineAdvice.RETRY_LATER),
    "cc_rejected_high_risk": ("GENERIC", DeclineAdvice.NEVER),
    "rejected_high_risk": ("GENERIC", DeclineAdvice.NEVER),
    "cc_rejected_blacklist": ("GENERIC", DeclineAdvice.NEVER),
    "cc_rejected_3ds_challenge": ("AUTHENTICATION_FAILED", DeclineAdvice.AUTHENTICATE),
    "cc_rejected_3ds_mandatory": ("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE),
}
# Codes of causes: what may not be given back.
_REFUSED_REFUNDS = {
    "2024": "TOO_LATE",
    "15016": "TOO_LATE",
    "2085": "EXCEEDS",
    "3024": "GENERIC",
    "4293": "GENERIC",
    "4296": "ALREADY_REFUNDED",
}
_WRONG_STATE = frozenset({"2063", "2018"})
_PERMISSIONS = frozenset({"4", "5", "PA_UNAUTHORIZED_RESULT_FROM_POLICIES"})


def classify_failure(error: httpx.HTTPError | httpx.InvalidURL, *, reads: bool) -> GatewayError:
    """A request that got no answer. The exception's own text is not shown: it may quote an address or header."""
    return no_answer("Mercado Pago", error, reads=reads, wrong="its address or the access token is malformed")


def classify_answer(answer: httpx.Response, content: Mapping[str, Any], *, reads: bool) -> GatewayError:
    """An answer that is not a result. `content` is its JSON object, empty when the body is something else."""
    status, code = answer.status_code, code_in(content)
    silent = no_word("Mercado Pago", status, reads=reads, retry_after=answer.headers.get("retry-after"), code=code)
    if silent is not None:
        return silent
    if code is None:
        return somebody_else("Mercado Pago", status)
    if status == 401:
        return ConfigurationError("Mercado Pago refuses the access token.", gateway_code=code)
    if status == 403 or code in _PERMISSIONS:
        return ConfigurationError("Mercado Pago does not let this account do that.", gateway_code=code)
    if status == 404:
        return NotFound("Mercado Pago does not know the reference.", gateway_code=code)
    if status == 409:
        return Conflict("The key is in use at Mercado Pago.", gateway_code=code)
    if code in _WRONG_STATE:
        return StateConflict("The payment is in a state that forbids this.", gateway_code=code)
    return InvalidRequest(f"Mercado Pago refuses the request ({code}).", gateway_code=code)


def classify_refund(answer: httpx.Response, content: Mapping[str, Any]) -> GatewayError:
    """The same for a request to give money back."""
    code = code_in(content)
    if answer.status_code in (400, 404, 422) and code in _REFUSED_REFUNDS:
        return RefundRejected(
            f"Mercado Pago refuses the refund ({code}).", reason=_REFUSED_REFUNDS[code], gateway_code=code
        )
    return classify_answer(answer, content, reads=False)


def decline_of(detail: str | None) -> Decline:
    """The decline that a status_detail stands for. One that we don't know may succeed later."""
    reason, advice = _DECLINES.get(detail or "", ("GENERIC", DeclineAdvice.RETRY_LATER))
    return Decline(reason, advice, detail)


def code_in(content: Mapping[str, Any]) -> str | None:
    """What an error is about: its first cause's code, else its short name. None when it is no error of the API."""
    causes = content.get("cause")
    first = causes[0] if isinstance(causes, list) and causes else causes
    if isinstance(first, list) and first:
        first = first[0]
    if isinstance(first, dict) and first.get("code") not in (None, ""):
        return str(first["code"])[:100]
    name = content.get("code") or content.get("error") or content.get("message")
    return name[:100] if isinstance(name, str) else None
