"""Why Stripe did not collect, in our words. Lost, stolen and suspected fraud look like any decline: see below."""

from __future__ import annotations

from backend.gateways.base import Decline, DeclineAdvice
from backend.gateways.stripe.objects import RemoteError

_NEVER = DeclineAdvice.NEVER
_LATER = DeclineAdvice.RETRY_LATER
_OTHER = DeclineAdvice.NEW_METHOD
_BANK = DeclineAdvice.CONTACT_ISSUER
_AGAIN = DeclineAdvice.AUTHENTICATE

# By decline_code, else by code. The payer is never told that a card is lost, stolen or suspicious: they might be
# the thief; `NEVER` says enough.
_WORDS = {
    "approve_with_id": ("GENERIC", _BANK),
    "authentication_failure": ("AUTHENTICATION_FAILED", _AGAIN),
    "authentication_not_handled": ("AUTHENTICATION_REQUIRED", _AGAIN),
    "authentication_required": ("AUTHENTICATION_REQUIRED", _AGAIN),
    "call_issuer": ("GENERIC", _BANK),
    "card_decline_rate_limit_exceeded": ("LIMIT_EXCEEDED", _LATER),
    "card_declined": ("GENERIC", _LATER),
    "card_not_supported": ("GENERIC", _OTHER),
    "card_velocity_exceeded": ("LIMIT_EXCEEDED", _LATER),
    "currency_not_supported": ("GENERIC", _OTHER),
    "do_not_honor": ("GENERIC", _BANK),
    "expired_card": ("EXPIRED_CARD", _OTHER),
    "expired_payment_method": ("EXPIRED_CARD", _OTHER),
    "fraudulent": ("GENERIC", _NEVER),
    "generic_decline": ("GENERIC", _LATER),
    "highest_risk_level": ("GENERIC", _NEVER),
    "incorrect_address": ("GENERIC", _OTHER),
    "incorrect_cvc": ("INCORRECT_CVC", _OTHER),
    "incorrect_number": ("INCORRECT_NUMBER", _OTHER),
    "incorrect_zip": ("GENERIC", _OTHER),
    "insufficient_funds": ("INSUFFICIENT_FUNDS", _LATER),
    "invalid_account": ("GENERIC", _OTHER),
    "invalid_cvc": ("INCORRECT_CVC", _OTHER),
    "invalid_expiry_month": ("EXPIRED_CARD", _OTHER),
    "invalid_expiry_year": ("EXPIRED_CARD", _OTHER),
    "invalid_number": ("INCORRECT_NUMBER", _OTHER),
    "issuer_not_available": ("PROCESSING_ERROR", _LATER),
    "live_mode_test_card": ("GENERIC", _OTHER),
    "lost_card": ("GENERIC", _NEVER),
    "merchant_blacklist": ("GENERIC", _NEVER),
    "not_permitted": ("GENERIC", _BANK),
    "payment_intent_authentication_failure": ("AUTHENTICATION_FAILED", _AGAIN),
    "payment_intent_payment_attempt_expired": ("EXPIRED", _AGAIN),
    "pickup_card": ("GENERIC", _NEVER),
    "processing_error": ("PROCESSING_ERROR", _LATER),
    "reenter_transaction": ("PROCESSING_ERROR", _LATER),
    "restricted_card": ("GENERIC", _NEVER),
    "revocation_of_all_authorizations": ("GENERIC", _NEVER),
    "revocation_of_authorization": ("GENERIC", _NEVER),
    "service_not_allowed": ("GENERIC", _BANK),
    "setup_intent_authentication_failure": ("AUTHENTICATION_FAILED", _AGAIN),
    "stolen_card": ("GENERIC", _NEVER),
    "stop_payment_order": ("GENERIC", _NEVER),
    "testmode_decline": ("GENERIC", _OTHER),
    "transaction_not_allowed": ("GENERIC", _BANK),
    "try_again_later": ("PROCESSING_ERROR", _LATER),
    "withdrawal_count_limit_exceeded": ("LIMIT_EXCEEDED", _LATER),
}
# What the issuer advises goes before our own guess, unless authentication is what it takes.
_ADVICE = {"do_not_try_again": _NEVER, "try_again_later": _LATER, "confirm_card_data": _OTHER}


def read_decline(error: RemoteError | None) -> Decline:
    """The safe reason and the advice; the raw code is kept."""
    if error is None:
        return Decline("GENERIC", _LATER)
    code = error.decline_code or error.code
    # A generic code may hide a telling one: `card_declined` with decline_code, `authentication_required` without.
    reason, advice = _WORDS.get(error.decline_code or "") or _WORDS.get(error.code or "") or ("GENERIC", _LATER)
    if advice is not _AGAIN:
        advice = _ADVICE.get(error.advice_code or "", advice)
    return Decline(reason, advice, code)
