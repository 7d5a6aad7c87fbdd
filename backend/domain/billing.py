"""How a merchant bills: what becomes of unpaid renewals, when changes take effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backend.domain.subscription import ENTITLED, SubscriptionStatus

# Retries count from the first failure in days, each but once; as many as a customer can bear to be asked.
MOST_RETRIES = 10
LAST_RETRY_DAY = 60
MOST_GRACE_DAYS = 365
MOST_DAYS_AHEAD = 60


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


def features_are_on(
    status: SubscriptionStatus,
    *,
    past_due_at: datetime | None,
    cancel_at: datetime | None,
    grace: timedelta,
    now: datetime,
) -> bool:
    """Whether a subscription's features are in force.

    Behind with its payments they stay on for the grace; what is canceled for an instant is off from it, though the job
    that ends it may come late.
    """
    if cancel_at is not None and now >= cancel_at:
        return False
    if status is SubscriptionStatus.PAST_DUE:
        return past_due_at is not None and now < past_due_at + grace
    return status in ENTITLED
