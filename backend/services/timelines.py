"""Whose time is it? Most customers live in the present; those who are tied to a test clock where that stands.

Periodic work goes through all timelines, each with its own present, and so never mixes them up.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from backend.domain.clocks import ClockStatus
from backend.models import Customer, Merchant, TestClock
from backend.models.base import Row
from backend.services.context import Actor, Context, Services

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Customers of one merchant for whom it is now `now`: those of a test clock, or all who have none."""

    merchant_id: str
    clock_id: str | None
    now: datetime
    has_clocks: bool
    """Whether some of the merchant's customers may live elsewhere."""

    def context(self, services: Services) -> Context:
        """A job's context at this present."""
        ctx = services.system(self.merchant_id)
        return ctx if self.clock_id is None else _stands_at(ctx, self.now)

    def only(self, rows: QuerySet[R], column: str = "customer_id") -> QuerySet[R]:
        """Those of `rows` that belong to this timeline."""
        mine, tied = rows.filter(merchant_id=self.merchant_id), Customer.filter(merchant_id=self.merchant_id)
        if self.clock_id is not None:
            return mine.filter(**{f"{column}__in": Subquery(tied.filter(test_clock_id=self.clock_id).values("id"))})
        if not self.has_clocks:
            return mine
        return mine.exclude(**{f"{column}__in": Subquery(tied.filter(test_clock_id__isnull=False).values("id"))})


async def timelines(services: Services, merchant_ids: Collection[str] | None = None) -> list[Timeline]:
    """The present, merchant by merchant, then that of every test clock that stands.

    With `merchant_ids` the present of these only. A clock that is being advanced is left to what advances it.
    """
    now = services.clock()
    clocks = await TestClock.all().order_by("id")
    with_clocks = {clock.merchant_id for clock in clocks}
    if merchant_ids is None:
        merchant_ids = [merchant.id for merchant in await Merchant.all().order_by("id").only("id")]
    presents = [Timeline(id, None, now, id in with_clocks) for id in merchant_ids]
    return presents + [timeline_of(clock) for clock in clocks if clock.status == ClockStatus.READY]


def timeline_of(clock: TestClock) -> Timeline:
    """The timeline of one clock."""
    return Timeline(clock.merchant_id, clock.id, clock.now_at, has_clocks=True)


async def context_of(services: Services, actor: Actor, request_id: str = "") -> Context:
    """A context for one operation of `actor`: a signed-in customer's is in their present."""
    ctx = services.context(actor, request_id)
    return await at_customers_time(ctx, actor.customer_id) if actor.customer_id is not None else ctx


async def at_customers_time(ctx: Context, customer_id: str) -> Context:
    """The same surroundings in the present of this customer, whoever acts; unchanged for one who does not exist."""
    theirs = Customer.filter(merchant_id=ctx.merchant_id, id=customer_id, test_clock_id__isnull=False)
    clock = await TestClock.get_or_none(merchant_id=ctx.merchant_id, id__in=Subquery(theirs.values("test_clock_id")))
    return ctx if clock is None else _stands_at(ctx, clock.now_at)


def _stands_at(ctx: Context, instant: datetime) -> Context:
    return replace(ctx, now=instant, clock=lambda: instant)
