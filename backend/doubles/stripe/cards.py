"""Stripe's test cards: which number behaves how, and which token stands for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# never: no 3-D Secure. always: even while the payer is away. unless_set_up: not after the card was set up for that.
# on_session: only while the payer is there.
Asks = Literal["never", "always", "unless_set_up", "on_session"]


@dataclass(frozen=True, slots=True)
class Card:
    """A test card. `decline` is a decline code of a charge at once, `after` of one that was authenticated."""

    number: str
    brand: str = "visa"
    tokens: tuple[str, ...] = ()
    decline: str | None = None
    asks: Asks = "never"
    after: str | None = None
    # It can be attached and set up, although charges are declined.
    attaches: bool = False
    refund: Literal["pending", "fails"] | None = None
    dispute: str | None = None


def _declined(number: str, code: str, *tokens: str) -> Card:
    return Card(number, tokens=tokens, decline=code)


CARDS = (
    Card("4242424242424242", tokens=("pm_card_visa",)),
    Card("5555555555554444", "mastercard", ("pm_card_mastercard",)),
    Card("378282246310005", "amex", ("pm_card_amex",)),
    _declined("4000000000000002", "generic_decline", "pm_card_visa_chargeDeclined", "pm_card_chargeDeclined"),
    _declined(
        "4000000000009995",
        "insufficient_funds",
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "pm_card_chargeDeclinedInsufficientFunds",
    ),
    _declined("4000000000009987", "lost_card", "pm_card_visa_chargeDeclinedLostCard"),
    _declined("4000000000009979", "stolen_card", "pm_card_visa_chargeDeclinedStolenCard"),
    _declined("4000000000000069", "expired_card", "pm_card_chargeDeclinedExpiredCard"),
    _declined("4000000000000127", "incorrect_cvc", "pm_card_chargeDeclinedIncorrectCvc"),
    _declined("4000000000000119", "processing_error", "pm_card_chargeDeclinedProcessingError"),
    _declined("4000000000006975", "card_velocity_exceeded", "pm_card_visa_chargeDeclinedVelocityLimitExceeded"),
    Card("4000000000000341", tokens=("pm_card_chargeCustomerFail",), decline="generic_decline", attaches=True),
    Card("4000002500003155", tokens=("pm_card_authenticationRequiredOnSetup",), asks="unless_set_up"),
    Card("4000002760003184", tokens=("pm_card_authenticationRequired",), asks="always"),
    Card("4000003800000446", tokens=("pm_card_authenticationRequiredSetupForOffSession",), asks="on_session"),
    Card(
        "4000008260003178",
        tokens=("pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",),
        asks="always",
        after="insufficient_funds",
    ),
    Card("4000000000003220", tokens=("pm_card_threeDSecure2Required",), asks="always"),
    Card(
        "4000008400001629",
        tokens=("pm_card_threeDSecureRequiredChargeDeclined",),
        asks="always",
        after="generic_decline",
    ),
    _declined("4000008400001280", "generic_decline", "pm_card_threeDSecureRequiredProcessingError"),
    Card("4000000000003055", tokens=("pm_card_threeDSecureOptional",)),
    Card("4000000000003097", tokens=("pm_card_threeDSecureOptionalProcessingError",)),
    Card("4000000000000259", tokens=("pm_card_createDispute",), dispute="fraudulent"),
    Card("4000000000002685", tokens=("pm_card_createDisputeProductNotReceived",), dispute="product_not_received"),
    Card("4000000000001976", tokens=("pm_card_createDisputeInquiry",), dispute="inquiry"),
    Card("4000000000007726", tokens=("pm_card_pendingRefund",), refund="pending"),
    Card("4000000000005126", tokens=("pm_card_refundFail",), refund="fails"),
)
BY_NUMBER = {card.number: card for card in CARDS}
BY_TOKEN = {token: card for card in CARDS for token in card.tokens}

# The words of a decline, and the codes under which Stripe files those that have one of their own.
MESSAGES = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "lost_card": "Your card was declined.",
    "stolen_card": "Your card was declined.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "card_velocity_exceeded": "Your card was declined for making repeated attempts too frequently.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}
OWN_CODES = frozenset({"expired_card", "incorrect_cvc", "processing_error", "authentication_required"})
ADVICE = {
    "generic_decline": "try_again_later",
    "insufficient_funds": "try_again_later",
    "lost_card": "do_not_try_again",
    "stolen_card": "do_not_try_again",
}


def passes_luhn(number: str) -> bool:
    """The check digit of every card number."""
    digits = [int(digit) for digit in reversed(number)]
    return sum(digit if place % 2 == 0 else sum(divmod(digit * 2, 10)) for place, digit in enumerate(digits)) % 10 == 0
