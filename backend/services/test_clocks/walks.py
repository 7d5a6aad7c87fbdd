"""All that happens by itself to the customers of a clock: which rows say when, and what does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from backend.domain.payment import AttemptStatus
from backend.models import AutoTopUp, Collection, Payment, PaymentAttempt, Subscription, Tariff, UnitGrant
from backend.services.balances.due_top_ups import top_up_on
from backend.services.billing.run import run_on
from backend.services.collections.walk import collect_on
from backend.services.context import Context, Services
from backend.services.due import walk_due
from backend.services.payments.collect import collect_attempt
from backend.services.tariffs.run import charge_on
from backend.services.timelines import Timeline
from backend.services.units.expire import expire_on

_UNSENT = (AttemptStatus.CREATED.value, AttemptStatus.SENDING.value)


@dataclass(frozen=True, slots=True)
class Walk:
    """One kind of due rows: `column` says when, `run` does what is due on a timeline and answers how much it did."""

    what: str
    rows: Callable[[], QuerySet[Any]]
    column: str
    run: Callable[[Services, Timeline], Awaitable[int]]

    async def first(self, timeline: Timeline) -> datetime | None:
        """When the first of these rows is due; None when none ever is."""
        waiting = timeline.only(self.rows()).filter(**{f"{self.column}__isnull": False})
        found: Any = await waiting.order_by(self.column).limit(1).values_list(self.column, flat=True)
        return found[0] if found else None


# In the order in which they are done at one instant.
WALKS = (
    Walk("subscriptions", lambda: Subscription.all(), "due_at", run_on),
    Walk("collections", lambda: Collection.all(), "next_try_at", collect_on),
    Walk("tariffs", lambda: Tariff.all(), "due_at", charge_on),
    Walk("automatic top-ups", lambda: AutoTopUp.filter(payment_id=None), "next_try_at", top_up_on),
    Walk("units", lambda: UnitGrant.filter(remaining__gt=0), "expires_at", expire_on),
)


def unsent_attempts(timeline: Timeline) -> QuerySet[PaymentAttempt]:
    """Attempts of these customers that no gateway has answered yet."""
    payments = Subquery(timeline.only(Payment.all()).values("id"))
    return PaymentAttempt.filter(merchant_id=timeline.merchant_id, status__in=_UNSENT, payment_id__in=payments)


async def walk_attempts(services: Services, timeline: Timeline) -> int:
    """Walk those of them that are due, by the real time as ever; answers how many were walked."""
    return await walk_due(services, unsent_attempts(timeline), _collect, what="payment attempt")


async def _collect(ctx: Context, id: str) -> bool:
    return await collect_attempt(ctx, attempt_id=id)
