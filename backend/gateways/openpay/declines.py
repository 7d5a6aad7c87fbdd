"""Openpay's error codes that mean "this card will not be charged", in the contract's words.

Lost, stolen and suspected cards look like any decline: the payer might be the thief.
"""

from __future__ import annotations

from backend.gateways.base import Decline, DeclineAdvice
from backend.gateways.openpay.classify import Refusal

# Openpay suspects fraud; with 3-D Secure the same card may pass.
SUSPECTED = 3005

_PAYMENT_REQUIRED = 402
_DECLINES = {
    1007: ("GENERIC", DeclineAdvice.RETRY_LATER),
    1018: ("LIMIT_EXCEEDED", DeclineAdvice.NEVER),
    2004: ("INCORRECT_NUMBER", DeclineAdvice.NEW_METHOD),
    2005: ("EXPIRED_CARD", DeclineAdvice.NEW_METHOD),
    2006: ("INCORRECT_CVC", DeclineAdvice.NEW_METHOD),
    2007: ("GENERIC", DeclineAdvice.NEW_METHOD),
    2009: ("INCORRECT_CVC", DeclineAdvice.NEW_METHOD),
    3001: ("GENERIC", DeclineAdvice.RETRY_LATER),
    3002: ("EXPIRED_CARD", DeclineAdvice.NEW_METHOD),
    3003: ("INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER),
    3004: ("GENERIC", DeclineAdvice.NEVER),
    SUSPECTED: ("GENERIC", DeclineAdvice.NEVER),
    3006: ("GENERIC", DeclineAdvice.NEW_METHOD),
    3007: ("GENERIC", DeclineAdvice.RETRY_LATER),
    3008: ("GENERIC", DeclineAdvice.NEW_METHOD),
    3009: ("GENERIC", DeclineAdvice.NEVER),
    3010: ("GENERIC", DeclineAdvice.CONTACT_ISSUER),
    3011: ("GENERIC", DeclineAdvice.NEVER),
    3012: ("GENERIC", DeclineAdvice.CONTACT_ISSUER),
}

# A saved card or a token that Openpay does not have (any more).
METHOD_GONE = ("GENERIC", DeclineAdvice.NEW_METHOD)


def decline_by_code(code: int) -> Decline:
    """What a code means for the payer; an unknown one is a decline like any other."""
    reason, advice = _DECLINES.get(code, ("GENERIC", DeclineAdvice.RETRY_LATER))
    return Decline(reason, advice, str(code))


def decline_in(refusal: Refusal, status: int) -> Decline | None:
    """The decline that a refused charge or card is; None when the refusal is about something else."""
    if refusal.code in _DECLINES or status == _PAYMENT_REQUIRED:
        return decline_by_code(refusal.code)
    return None
