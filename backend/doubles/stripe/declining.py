"""A decline in Stripe's words."""

from __future__ import annotations

from typing import Any

from .cards import ADVICE, MESSAGES, OWN_CODES


def card_error(decline: str) -> dict[str, Any]:
    """The fields of a card error for a decline code."""
    error: dict[str, Any] = {
        "message": MESSAGES.get(decline, "Your card was declined."),
        "type": "card_error",
        "code": decline if decline in OWN_CODES else "card_declined",
    }
    if decline in ADVICE:
        error["advice_code"] = ADVICE[decline]
    if decline not in OWN_CODES or decline == "authentication_required":
        error["decline_code"] = decline
    if decline in ("expired_card", "incorrect_cvc"):
        error["param"] = "exp_month" if decline == "expired_card" else "cvc"
    return error
