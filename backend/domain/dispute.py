"""A dispute's life: a payer's bank asks about a payment, takes it back, and decides.

Observations may be repeated, late or out of order, so the table only moves forward: what it does not name changes
nothing. Nothing leaves WON or LOST.
"""

from __future__ import annotations

from enum import StrEnum


class DisputeStatus(StrEnum):
    """Where a dispute stands. In INQUIRY no money was taken; in OPEN and LOST it is gone; WON brought it back."""

    INQUIRY = "INQUIRY"
    OPEN = "OPEN"
    WON = "WON"
    LOST = "LOST"


D = DisputeStatus

OBSERVED = {
    (D.INQUIRY, D.OPEN): D.OPEN,
    (D.INQUIRY, D.WON): D.WON,
    (D.INQUIRY, D.LOST): D.LOST,
    (D.OPEN, D.WON): D.WON,
    (D.OPEN, D.LOST): D.LOST,
}

# The payer's bank has the money.
TAKEN = frozenset({D.OPEN, D.LOST})
CLOSED = frozenset({D.WON, D.LOST})


def observe(current: DisputeStatus, observed: DisputeStatus) -> DisputeStatus:
    """The status after the gateway was seen to say `observed`; unchanged when that is old news."""
    return OBSERVED.get((current, observed), current)


def contradicts(current: DisputeStatus, observed: DisputeStatus) -> bool:
    """Whether the gateway tells of another end than the one that it told of before."""
    return current in CLOSED and observed in CLOSED and observed is not current
