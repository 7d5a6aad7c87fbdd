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


class Surplus(StrEnum):
    """What becomes of money that a customer gets back."""

    BALANCE = "BALANCE"
    REFUND = "REFUND"


class DisputeAction(StrEnum):
    """What becomes of a subscription when the payer's bank takes its payment back."""

    KEEP = "KEEP"
    CANCEL = "CANCEL"


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
    """`retries` count from the first failure; `grace` is how long features stay on after it, or after the end.

    `surplus` is what becomes of what a change gives back beyond what it charges, `on_dispute` of a subscription whose
    payment the payer's bank takes back.
    """

    retries: tuple[timedelta, ...]
    final_action: FinalAction
    grace: timedelta
    ahead: timedelta
    upgrade: ChangeTiming
    downgrade: ChangeTiming
    surplus: Surplus
    on_dispute: DisputeAction = DisputeAction.KEEP


def next_try(retries: Sequence[timedelta], first_failed_at: datetime, now: datetime) -> datetime | None:
    """When to collect again: the first retry after now; None when the last one has passed."""
    return min((first_failed_at + wait for wait in retries if first_failed_at + wait > now), default=None)


def gives_up_at(retries: Sequence[timedelta], first_failed_at: datetime) -> datetime:
    """When collecting ends for good, though there may be nothing to try until then."""
    return first_failed_at + max(retries, default=timedelta(0))


def features_until(
    status: SubscriptionStatus, *, past_due_at: datetime | None, cancel_at: datetime | None, grace: timedelta
) -> datetime | None:
    """The instant from which a subscription's features are off; None when they stay on, or are off by its status.

    Behind with its payments they stay on for the grace; what is canceled for an instant is off from it, though the job
    that ends it may come late.
    """
    if status is SubscriptionStatus.PAST_DUE:
        assert past_due_at is not None, "what is behind is so since an instant"
        end = past_due_at + grace
        return end if cancel_at is None else min(end, cancel_at)
    return cancel_at if status in ENTITLED else None


def features_are_on(
    status: SubscriptionStatus,
    *,
    past_due_at: datetime | None,
    cancel_at: datetime | None,
    grace: timedelta,
    now: datetime,
) -> bool:
    """Whether a subscription's features are in force: by its status, and until `features_until`."""
    if status not in ENTITLED and status is not SubscriptionStatus.PAST_DUE:
        return False
    until = features_until(status, past_due_at=past_due_at, cancel_at=cancel_at, grace=grace)
    return until is None or now < until
