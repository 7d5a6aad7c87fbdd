"""What happens to a subscription by itself, and when: what the periodic job asks, and a test clock that is advanced.

Everything follows from the subscription's own facts, so asking late, twice or after days away gives the same acts in
the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from backend.domain.periods import Period
from backend.domain.subscription import Collection, SubscriptionStatus

# How long a first payment may take.
INCOMPLETE_FOR = timedelta(hours=23)


class Act(IntEnum):
    """In the order in which they happen when they are due at the same instant."""

    GIVE_UP = 1
    RESUME = 2
    CANCEL = 3
    EXPIRE = 4
    BILL = 5
    CHANGE = 6
    RENEW = 7


@dataclass(frozen=True, slots=True)
class Life:
    """The facts of a subscription. What is billed from the balance has no `period`.

    `billed_until` is where the last invoiced period ends; `change_at` when a scheduled change takes effect; `ahead` how
    long before a period its invoice is sent, if the customer pays by hand; `grace` how long features stay on.
    """

    status: SubscriptionStatus
    created_at: datetime
    period: Period | None
    billed_until: datetime | None
    auto_renew: bool
    collection: Collection
    cancel_at: datetime | None
    change_at: datetime | None
    resume_at: datetime | None
    past_due_at: datetime | None
    ahead: timedelta
    grace: timedelta


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """One act, and when it is due."""

    at: datetime
    act: Act


def next_due(life: Life) -> Due | None:
    """The next thing that happens by itself; None when nothing will."""
    return min(_all_due(life), default=None)


def ends_at(life: Life) -> datetime | None:
    """When it ends by itself, as things stand: canceled, or expired; None when it goes on."""
    return min((due.at for due in _all_due(life) if due.act in (Act.CANCEL, Act.EXPIRE)), default=None)


def _all_due(life: Life) -> Iterator[Due]:
    if life.status is SubscriptionStatus.INCOMPLETE:
        yield Due(life.created_at + INCOMPLETE_FOR, Act.GIVE_UP)
    elif life.status is SubscriptionStatus.PAUSED:
        if life.resume_at is not None:
            yield Due(life.resume_at, Act.RESUME)
    elif life.status in _PERIODIC and life.period is not None:
        yield from _at_the_end(life, life.period)
        if life.past_due_at is not None and life.collection is Collection.INVOICE:
            yield Due(life.past_due_at + life.grace, Act.EXPIRE)


def _at_the_end(life: Life, current: Period) -> Iterator[Due]:
    billed_until = life.billed_until or current.end
    # What is planned for the next period is dropped with that when no period follows.
    if life.change_at is not None and (life.auto_renew or life.change_at < billed_until):
        yield Due(life.change_at, Act.CHANGE)
    if billed_until > current.end:
        yield Due(current.end, Act.RENEW)
    elif life.cancel_at is not None:
        yield Due(life.cancel_at, Act.CANCEL)
    elif not life.auto_renew:
        # A trial that leads nowhere has nobody to wait for.
        grace = timedelta(0) if life.status is SubscriptionStatus.TRIALING else life.grace
        yield Due(current.end + grace, Act.EXPIRE)
    else:
        ahead = life.ahead if life.collection is Collection.INVOICE else timedelta(0)
        yield Due(max(current.start, current.end - ahead), Act.BILL)


_PERIODIC = frozenset({SubscriptionStatus.TRIALING, SubscriptionStatus.ACTIVE, SubscriptionStatus.PAST_DUE})
