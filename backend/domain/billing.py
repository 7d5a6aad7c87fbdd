"""How a merchant bills: what becomes of unpaid renewals, when changes take effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class FinalAction(StrEnum):
    """What becomes of a subscription whose renewal could not be collected."""

    CANCEL = "CANCEL"
    PAUSE = "PAUSE"
    LEAVE = "LEAVE"


class ChangeTiming(StrEnum):
    """When a change, or a cancellation, takes effect."""

    NOW = "NOW"
    PERIOD_END = "PERIOD_END"


class ChangeStatus(StrEnum):
    """Where a planned change stands."""

    SCHEDULED = "SCHEDULED"
    AWAITING_PAYMENT = "AWAITING_PAYMENT"
    APPLIED = "APPLIED"
    DROPPED = "DROPPED"


class CollectionStatus(StrEnum):
    """Where the collecting of a renewal's invoice stands."""

    OPEN = "OPEN"
    PAID = "PAID"
    GAVE_UP = "GAVE_UP"


class Wants(StrEnum):
    """What would help a collection that failed."""

    METHOD = "METHOD"
    AUTHENTICATION = "AUTHENTICATION"
    PAYMENT = "PAYMENT"


@dataclass(frozen=True, slots=True)
class Policy:
    """`retries` count from the first failure; `grace` is how long features stay on after it, or after the end."""

    retries: tuple[timedelta, ...]
    final_action: FinalAction
    grace: timedelta
    ahead: timedelta
    upgrade: ChangeTiming
    downgrade: ChangeTiming


def next_try(retries: Sequence[timedelta], first_failed_at: datetime, now: datetime) -> datetime | None:
    """When to collect again: the first retry after now; None when the last one has passed."""
    return min((first_failed_at + wait for wait in retries if first_failed_at + wait > now), default=None)


def gives_up_at(retries: Sequence[timedelta], first_failed_at: datetime) -> datetime:
    """When collecting ends for good, though there may be nothing to try until then."""
    return first_failed_at + max(retries, default=timedelta(0))
