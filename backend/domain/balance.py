"""A customer's balance: prepaid money in one currency, and why it moves."""

from __future__ import annotations

from enum import StrEnum


class TransactionReason(StrEnum):
    """Why a balance moved."""

    TOP_UP = "TOP_UP"
    TARIFF = "TARIFF"
    INVOICE = "INVOICE"
    REFUND = "REFUND"
    CREDIT = "CREDIT"
    ADJUSTMENT = "ADJUSTMENT"
    OVERPAYMENT = "OVERPAYMENT"
    RELEASE = "RELEASE"


class ActorKind(StrEnum):
    """Who moved a balance: SYSTEM when nobody did, but time or a job of ours."""

    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    SYSTEM = "SYSTEM"


class HoldStatus(StrEnum):
    """Where a hold stands: of money on a balance, or of units."""

    HELD = "HELD"
    SETTLED = "SETTLED"
    RELEASED = "RELEASED"


class HoldEvent(StrEnum):
    """How a hold ends: what it was for is taken, or nothing is."""

    SETTLE = "SETTLE"
    RELEASE = "RELEASE"


HOLD_TRANSITIONS = {
    (HoldStatus.HELD, HoldEvent.SETTLE): HoldStatus.SETTLED,
    (HoldStatus.HELD, HoldEvent.RELEASE): HoldStatus.RELEASED,
}
