"""The test cards and what each of them leads to. Only these are accepted: a real card must never get further."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a payment by a card leads to: an optional challenge, then a decline, a delay or success.

    A card that was saved may behave in its own way from then on: `saved_challenge` and `saved_decline`. `refund` is how
    money goes back: at once, after a pause, or at once until the bank returns it.
    """

    challenge: bool = False
    decline: str | None = None
    processing_ms: int = 0
    saved_challenge: bool = True
    saved_decline: str | None = None
    refund: Literal["at_once", "later", "returned"] = "at_once"

    def asks(self, *, saved: bool) -> bool:
        """Whether the bank wants the cardholder to authenticate."""
        return self.challenge and (self.saved_challenge or not saved)

    def declines(self, *, saved: bool) -> str | None:
        """The code of the decline that follows, if any."""
        return self.decline or (self.saved_decline if saved else None)


# A token, a saved method and a payment keep only the name on the left, never the number that chose it.
OUTCOMES = {
    "succeed": Outcome(),
    "delayed": Outcome(processing_ms=3_000),
    "challenge": Outcome(challenge=True),
    "challenge_until_saved": Outcome(challenge=True, saved_challenge=False),
    "decline_once_saved": Outcome(saved_decline="generic_decline"),
    "refund_later": Outcome(refund="later"),
    "refund_returned": Outcome(refund="returned"),
    "challenge_then_insufficient_funds": Outcome(challenge=True, decline="insufficient_funds"),
    "challenge_then_decline": Outcome(challenge=True, decline="generic_decline"),
    "generic_decline": Outcome(decline="generic_decline"),
    "insufficient_funds": Outcome(decline="insufficient_funds"),
    "lost_card": Outcome(decline="lost_card"),
    "stolen_card": Outcome(decline="stolen_card"),
    "expired_card": Outcome(decline="expired_card"),
    "incorrect_cvc": Outcome(decline="incorrect_cvc"),
    "processing_error": Outcome(decline="processing_error"),
    "card_velocity_exceeded": Outcome(decline="card_velocity_exceeded"),
}

_CARDS = {
    "4242424242424242": "succeed",
    "5555555555554444": "succeed",
    "378282246310005": "succeed",
    "4000000000000077": "delayed",
    "4000000000000002": "generic_decline",
    "4000000000009995": "insufficient_funds",
    "4000000000009987": "lost_card",
    "4000000000009979": "stolen_card",
    "4000000000000069": "expired_card",
    "4000000000000127": "incorrect_cvc",
    "4000000000000119": "processing_error",
    "4000000000006975": "card_velocity_exceeded",
    # Authenticated when it is saved, and then never again.
    "4000002500003155": "challenge_until_saved",
    # Asks each time: while the payer is away it is declined.
    "4000002760003184": "challenge",
    "4000008260003178": "challenge_then_insufficient_funds",
    "4000008400001629": "challenge_then_decline",
    # Pays and can be saved; every later charge is declined.
    "4000000000000341": "decline_once_saved",
    # Its refunds are pending first; and one whose refunds come back from the bank.
    "4000000000007726": "refund_later",
    "4000000000005126": "refund_returned",
}


def outcome_of(number: str) -> str | None:
    """The outcome's name, or None for a number that is no test card."""
    return _CARDS.get(number)


def passes_luhn(number: str) -> bool:
    """Whether the check digit is right."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def brand_of(number: str) -> str:
    """The brand by the first digits."""
    if number.startswith("4"):
        return "visa"
    if number.startswith(("34", "37")):
        return "amex"
    return "mastercard" if number.startswith("5") else "unknown"


@dataclass(frozen=True, slots=True)
class DeclineText:
    """What the API says about a decline: advice for a machine and a sentence for people."""

    advice: str
    message: str


DECLINES = {
    "generic_decline": DeclineText("try_again_later", "The card was declined."),
    "insufficient_funds": DeclineText("try_again_later", "The card has insufficient funds."),
    "lost_card": DeclineText("do_not_try_again", "The card was declined: it was reported lost."),
    "stolen_card": DeclineText("do_not_try_again", "The card was declined: it was reported stolen."),
    "expired_card": DeclineText("confirm_card_data", "The card has expired."),
    "incorrect_cvc": DeclineText("confirm_card_data", "The security code is wrong."),
    "processing_error": DeclineText("try_again_later", "The bank could not process the card just now."),
    "card_velocity_exceeded": DeclineText("try_again_later", "The card went over its limit."),
    "authentication_failed": DeclineText("authenticate", "The cardholder was not authenticated."),
    "authentication_required": DeclineText(
        "authenticate", "The bank asks for authentication: send a return_url while the payer is there."
    ),
    "method_removed": DeclineText("confirm_card_data", "The saved card was removed."),
}
