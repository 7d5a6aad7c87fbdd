"""What a person of the merchant is asked to see to."""

from __future__ import annotations

from enum import StrEnum


class TaskKind(StrEnum):
    """The kinds of tasks; at most one of a kind is open for each subject."""

    # A gateway speaks of another amount, currency or reference than ours; nothing was applied.
    AMOUNT_MISMATCH = "AMOUNT_MISMATCH"
    # Money came for an invoice that waits for none any more; it became balance.
    LATE_PAYMENT = "LATE_PAYMENT"
    # Nobody knows what became of a payment, and nothing more is asked by itself.
    PAYMENT_UNRESOLVED = "PAYMENT_UNRESOLVED"
    # Nobody knows what became of a refund; its money stays reserved.
    REFUND_UNRESOLVED = "REFUND_UNRESOLVED"
    # Money went back at the gateway, and the books could not follow in full.
    OUTSIDE_REFUND = "OUTSIDE_REFUND"
    # A payer's bank takes a payment back, or asks about it.
    DISPUTE = "DISPUTE"
    # A day's payments differ from the gateway's own list.
    COMPARISON = "COMPARISON"
    # A gateway told of something that we do not know.
    UNKNOWN_EVENT = "UNKNOWN_EVENT"
