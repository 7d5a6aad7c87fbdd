"""A subscription's life, as far as this release takes it: bought, active once paid, suspended without money."""

from __future__ import annotations

from enum import StrEnum

from backend.domain.catalog import BillingMode


class SubscriptionStatus(StrEnum):
    """Where a subscription stands. INCOMPLETE waits for its first payment."""

    INCOMPLETE = "INCOMPLETE"
    INCOMPLETE_EXPIRED = "INCOMPLETE_EXPIRED"
    TRIALING = "TRIALING"
    ACTIVE = "ACTIVE"
    PAST_DUE = "PAST_DUE"
    PAUSED = "PAUSED"
    SUSPENDED = "SUSPENDED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"


class SubscriptionEvent(StrEnum):
    """What happens to a subscription."""

    ACTIVATE = "ACTIVATE"
    # The balance that a tariff is paid from ran out, and has money again.
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"
    # To another plan, quantity or add-ons; it is paid or not as before.
    CHANGE = "CHANGE"


class SubscriptionAction(StrEnum):
    """What the customer can do with a subscription, as the API offers it."""

    CHANGE = "CHANGE"
    CANCEL = "CANCEL"
    KEEP = "KEEP"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    PAY = "PAY"


TRANSITIONS = {
    (SubscriptionStatus.INCOMPLETE, SubscriptionEvent.ACTIVATE): SubscriptionStatus.ACTIVE,
    (SubscriptionStatus.ACTIVE, SubscriptionEvent.SUSPEND): SubscriptionStatus.SUSPENDED,
    (SubscriptionStatus.SUSPENDED, SubscriptionEvent.RESUME): SubscriptionStatus.ACTIVE,
    (SubscriptionStatus.ACTIVE, SubscriptionEvent.CHANGE): SubscriptionStatus.ACTIVE,
    (SubscriptionStatus.SUSPENDED, SubscriptionEvent.CHANGE): SubscriptionStatus.SUSPENDED,
}

# Counts for "one live subscription for each product and customer"; a partial unique index holds the same list.
LIVE = frozenset(
    {
        SubscriptionStatus.INCOMPLETE,
        SubscriptionStatus.TRIALING,
        SubscriptionStatus.ACTIVE,
        SubscriptionStatus.PAST_DUE,
        SubscriptionStatus.PAUSED,
        SubscriptionStatus.SUSPENDED,
    }
)

# Features are on. (PAST_DUE joins with the grace days of dunning.)
ENTITLED = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE})

_ACTIONS = {SubscriptionStatus.INCOMPLETE: (SubscriptionAction.PAY,)}


def available_actions(status: SubscriptionStatus, billing: BillingMode) -> tuple[SubscriptionAction, ...]:
    """The actions that `status` allows the customer. Only what is billed from the balance can be changed so far."""
    if billing is BillingMode.FROM_BALANCE and (status, SubscriptionEvent.CHANGE) in TRANSITIONS:
        return (SubscriptionAction.CHANGE,)
    return _ACTIONS.get(status, ())
