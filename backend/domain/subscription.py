"""A subscription's life as a table: bought, tried, active once paid, renewed, behind with its payments, over."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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

    # The first payment came in; a trial began instead; neither came.
    ACTIVATE = "ACTIVATE"
    START_TRIAL = "START_TRIAL"
    GIVE_UP = "GIVE_UP"
    # A period followed the last one; after a trial the first that is paid for.
    RENEW = "RENEW"
    # A renewal could not be collected, and then all of them could.
    MISS = "MISS"
    RECOVER = "RECOVER"
    # The balance that a tariff is paid from ran out.
    SUSPEND = "SUSPEND"
    PAUSE = "PAUSE"
    # After a pause, or when the balance has money again.
    RESUME = "RESUME"
    # To another plan, quantity or add-ons; it is paid or not as before.
    CHANGE = "CHANGE"
    # How its renewals are paid.
    SET_RENEWALS = "SET_RENEWALS"
    # A coupon comes to it or is taken off, for what is invoiced from then on.
    DISCOUNT = "DISCOUNT"
    # At the end of the period, and taken back.
    PLAN_CANCEL = "PLAN_CANCEL"
    KEEP = "KEEP"
    CANCEL = "CANCEL"
    # The period ended and none was to follow, or the invoice sent ahead was not paid in time.
    EXPIRE = "EXPIRE"


class SubscriptionAction(StrEnum):
    """What the customer can do with a subscription, as the API offers it."""

    CHANGE = "CHANGE"
    CANCEL = "CANCEL"
    KEEP = "KEEP"
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    PAY = "PAY"


_S, _E = SubscriptionStatus, SubscriptionEvent

# What may happen in each status, and where it leads.
_LIFE = {
    _S.INCOMPLETE: {
        _E.ACTIVATE: _S.ACTIVE, _E.START_TRIAL: _S.TRIALING, _E.GIVE_UP: _S.INCOMPLETE_EXPIRED, _E.CANCEL: _S.CANCELED,
    },
    _S.TRIALING: {
        _E.RENEW: _S.ACTIVE, _E.CHANGE: _S.TRIALING, _E.SET_RENEWALS: _S.TRIALING, _E.DISCOUNT: _S.TRIALING,
        _E.PLAN_CANCEL: _S.TRIALING, _E.KEEP: _S.TRIALING, _E.CANCEL: _S.CANCELED, _E.EXPIRE: _S.EXPIRED,
    },
    _S.ACTIVE: {
        _E.RENEW: _S.ACTIVE, _E.MISS: _S.PAST_DUE, _E.SUSPEND: _S.SUSPENDED, _E.PAUSE: _S.PAUSED, _E.CHANGE: _S.ACTIVE,
        _E.SET_RENEWALS: _S.ACTIVE, _E.DISCOUNT: _S.ACTIVE, _E.PLAN_CANCEL: _S.ACTIVE, _E.KEEP: _S.ACTIVE,
        _E.CANCEL: _S.CANCELED, _E.EXPIRE: _S.EXPIRED,
    },
    _S.PAST_DUE: {
        _E.RENEW: _S.PAST_DUE, _E.MISS: _S.PAST_DUE, _E.RECOVER: _S.ACTIVE, _E.PAUSE: _S.PAUSED,
        _E.CHANGE: _S.PAST_DUE, _E.SET_RENEWALS: _S.PAST_DUE, _E.DISCOUNT: _S.PAST_DUE, _E.PLAN_CANCEL: _S.PAST_DUE,
        _E.KEEP: _S.PAST_DUE, _E.CANCEL: _S.CANCELED, _E.EXPIRE: _S.EXPIRED,
    },
    _S.PAUSED: {_E.RESUME: _S.ACTIVE, _E.SET_RENEWALS: _S.PAUSED, _E.DISCOUNT: _S.PAUSED, _E.CANCEL: _S.CANCELED},
    _S.SUSPENDED: {_E.RESUME: _S.ACTIVE, _E.CHANGE: _S.SUSPENDED, _E.CANCEL: _S.CANCELED},
}  # fmt: skip

TRANSITIONS = {(origin, event): target for origin, row in _LIFE.items() for event, target in row.items()}

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

# It is over; nothing happens to it any more.
ENDED = frozenset(SubscriptionStatus) - LIVE

# Features are on; behind with its payments, inside the grace days only.
ENTITLED = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE})


class Collection(StrEnum):
    """How the invoices of renewals are paid."""

    # Charged to a saved method.
    METHOD = "METHOD"
    # Taken from the customer's balance.
    BALANCE = "BALANCE"
    # Sent ahead, and paid by the customer: by a voucher, a transfer, or whatever they choose.
    INVOICE = "INVOICE"


@dataclass(frozen=True, slots=True)
class Situation:
    """What, beside the status, decides what the customer can do."""

    ends: bool = False
    """A cancellation at the end of the period, or no renewal, is planned."""
    change_planned: bool = False
    """A change waits for its instant."""
    change_invoiced: bool = False
    """A period is invoiced as it says: it cannot be taken back."""
    change_unpaid: bool = False
    """A change waits for its payment."""
    owes: bool = False
    """An invoice of it is open."""
    behind: bool = False
    """One of these could not be collected."""


def available_actions(status: SubscriptionStatus, now: Situation) -> tuple[SubscriptionAction, ...]:
    """What the customer can do in `status`: exactly what the operations accept.

    What is planned can be taken back. To change or pause what ends, that is taken back first; to change or resume what
    could not be collected, that is paid first.
    """
    action, event = SubscriptionAction, SubscriptionEvent
    can = {happens for (origin, happens) in TRANSITIONS if origin is status}
    changes = now.change_planned or now.change_unpaid
    is_fixed = now.change_unpaid or now.change_invoiced
    can_keep = now.ends or (changes and not now.change_invoiced)
    # The table lets a renewal that is given up pause it, too.
    is_behind = status is SubscriptionStatus.PAST_DUE
    offers = {
        action.CHANGE: event.CHANGE in can and not (now.ends or is_fixed or is_behind),
        action.CANCEL: event.CANCEL in can,
        action.KEEP: event.KEEP in can and can_keep,
        action.PAUSE: event.PAUSE in can and not (now.ends or changes or is_behind),
        action.RESUME: status is SubscriptionStatus.PAUSED and not now.behind,
        action.PAY: now.owes,
    }
    return tuple(one for one, offered in offers.items() if offered)
