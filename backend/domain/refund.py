"""A refund's life: money of a payment that goes back. It can fail late: a bank may send it back after days.

Observations may be repeated, late or out of order, so the table only moves forward: what it does not name changes
nothing. Nothing leaves FAILED.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.domain.money import Money, zero


class RefundStatus(StrEnum):
    """Where a refund stands. While it is PENDING its amount is reserved on the payment."""

    PENDING = "PENDING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"


OBSERVED = {
    (RefundStatus.PENDING, RefundStatus.SUCCEEDED): RefundStatus.SUCCEEDED,
    (RefundStatus.PENDING, RefundStatus.FAILED): RefundStatus.FAILED,
    (RefundStatus.SUCCEEDED, RefundStatus.FAILED): RefundStatus.FAILED,
}


def observe(current: RefundStatus, observed: str) -> RefundStatus:
    """The status after the gateway was seen to say `observed`; unchanged when that is old news, or says nothing."""
    known = RefundStatus(observed) if observed in frozenset(RefundStatus) else RefundStatus.PENDING
    return OBSERVED.get((current, known), current)


# What staff read, by the gateways' words for it.
FAILURES = {
    "EXCEEDS": "The gateway says that this is more than what is left of the payment.",
    "ALREADY_REFUNDED": "The gateway says that nothing is left of the payment.",
    "DISPUTED": "The payer disputes the payment with their bank.",
    "TOO_LATE": "The payment is too old to be refunded.",
    "METHOD": "The payer's card or account takes no money.",
    "FUNDS": "The merchant's account at the gateway is short of money.",
    "GENERIC": "The gateway gave no reason.",
}


def why_failed(reason: str | None) -> str:
    """A gateway's word as a sentence; its own sentence where there is no word."""
    return FAILURES.get(reason or "GENERIC") or reason or FAILURES["GENERIC"]


@dataclass(frozen=True, slots=True)
class Source:
    """A payment that money can go back through: at most so much of it, or with `whole` exactly so much or nothing."""

    most: Money
    whole: bool = False


def share_out(amount: Money, sources: Sequence[Source]) -> list[Money]:
    """What goes back through each, in their order, until `amount` is reached; together it may be less."""
    parts, left = [], amount
    for source in sources:
        part = min(left, source.most)
        if source.whole and part < source.most:
            part = zero(amount.currency)
        parts.append(part)
        left -= part
    return parts
