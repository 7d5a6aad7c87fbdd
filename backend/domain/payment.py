"""One state machine for every gateway: how an attempt moves by what is observed, and what its payment shows.

Observations may be repeated, late or out of order, so the table only ever moves forward: what it does not name changes
nothing. Late money is real: FAILED, CANCELED and EXPIRED still become SUCCEEDED. Nothing leaves SUCCEEDED.
"""

from __future__ import annotations

from enum import StrEnum


class AttemptStatus(StrEnum):
    """Where one try stands. SENDING: a call may be under way. UNKNOWN: it was made and its answer was lost."""

    CREATED = "CREATED"
    SENDING = "SENDING"
    UNKNOWN = "UNKNOWN"
    REQUIRES_ACTION = "REQUIRES_ACTION"
    PENDING = "PENDING"
    AUTHORIZED = "AUTHORIZED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"


class PaymentStatus(StrEnum):
    """What the payer and staff see."""

    REQUIRES_METHOD = "REQUIRES_METHOD"
    REQUIRES_ACTION = "REQUIRES_ACTION"
    PENDING = "PENDING"
    AUTHORIZED = "AUTHORIZED"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"


class PaymentPurpose(StrEnum):
    """What the money is for."""

    INVOICE = "INVOICE"
    TOP_UP = "TOP_UP"
    REFILL = "REFILL"
    SETUP = "SETUP"


class DeclineReason(StrEnum):
    """Why money was not collected, in words that are safe for the payer."""

    GENERIC = "GENERIC"
    INSUFFICIENT_FUNDS = "INSUFFICIENT_FUNDS"
    EXPIRED_CARD = "EXPIRED_CARD"
    INCORRECT_NUMBER = "INCORRECT_NUMBER"
    INCORRECT_CVC = "INCORRECT_CVC"
    AUTHENTICATION_REQUIRED = "AUTHENTICATION_REQUIRED"
    AUTHENTICATION_FAILED = "AUTHENTICATION_FAILED"
    FRAUD = "FRAUD"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    PROCESSING_ERROR = "PROCESSING_ERROR"
    EXPIRED = "EXPIRED"


A = AttemptStatus

OPEN = frozenset({A.CREATED, A.SENDING, A.UNKNOWN, A.REQUIRES_ACTION, A.PENDING, A.AUTHORIZED})
FINAL = frozenset(A) - OPEN

# How far an open attempt has come; a gateway's observation never moves it back.
_PROGRESS = (
    (A.CREATED, A.SENDING, A.UNKNOWN),
    (A.REQUIRES_ACTION,),
    (A.PENDING,),
    (A.AUTHORIZED,),
)


def _forward() -> dict[tuple[AttemptStatus, AttemptStatus], AttemptStatus]:
    table = {}
    for step, statuses in enumerate(_PROGRESS):
        later = [status for group in _PROGRESS[step + 1 :] for status in group]
        for status in statuses:
            for observed in (*later, *FINAL):
                table[status, observed] = observed
    for late in (A.FAILED, A.CANCELED, A.EXPIRED):
        table[late, A.SUCCEEDED] = A.SUCCEEDED
    return table


OBSERVED = _forward()


def observe(current: AttemptStatus, observed: AttemptStatus) -> AttemptStatus:
    """The attempt's status after its gateway was seen to say `observed`; unchanged when that is old news."""
    return OBSERVED.get((current, observed), current)


def shown(attempt: AttemptStatus) -> PaymentStatus:
    """What the payment shows while its latest attempt stands at `attempt`; not known yet is PENDING."""
    if attempt in (A.CREATED, A.SENDING, A.UNKNOWN):
        return PaymentStatus.PENDING
    return PaymentStatus(attempt.value)


# It may be the payer's turn: to agree on a page, to carry cash to a store, to transfer.
WAITING = frozenset({A.REQUIRES_ACTION, A.PENDING})

# A payer, or staff, may stop the payment; the gateway has the last word.
CANCELABLE = WAITING | {A.AUTHORIZED}

# The payment will not change any more unless late money arrives.
FINAL_PAYMENT = frozenset(
    {PaymentStatus.SUCCEEDED, PaymentStatus.FAILED, PaymentStatus.CANCELED, PaymentStatus.EXPIRED}
)

# What the payer reads. Lost, stolen and suspected cards all get the generic text.
DECLINE_MESSAGES = {
    DeclineReason.GENERIC: "The card was declined. Try another card or ask your bank.",
    DeclineReason.INSUFFICIENT_FUNDS: "The card has insufficient funds. Try another card.",
    DeclineReason.EXPIRED_CARD: "The card has expired. Try another card.",
    DeclineReason.INCORRECT_NUMBER: "The card number is wrong.",
    DeclineReason.INCORRECT_CVC: "The security code is wrong.",
    DeclineReason.AUTHENTICATION_REQUIRED: "The bank wants to verify this payment with you.",
    DeclineReason.AUTHENTICATION_FAILED: "The bank could not verify that it is you. Try again or use another card.",
    DeclineReason.FRAUD: "The card was declined. Try another card or ask your bank.",
    DeclineReason.LIMIT_EXCEEDED: "The card is over its limit. Try another card.",
    DeclineReason.PROCESSING_ERROR: "The payment could not be processed. Try again in a moment.",
    DeclineReason.EXPIRED: "The time to pay has run out.",
}
