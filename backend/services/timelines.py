"""Whose time is it? Most customers live in the present; those who are tied to a test clock where that stands.

Periodic work goes through all timelines, each with its own present, and so never mixes them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from tortoise.queryset import QuerySet

from backend.models import Customer, Merchant, TestClock
from backend.models.base import Row
from backend.services.context import Context, Services

R = TypeVar("R", bound=Row)
_TIED = ("id", "merchant_id", "test_clock_id")


@dataclass(frozen=True, slots=True)
class Timeline:
    """Customers of one merchant for whom it is now `now`: those of a test clock, or all who have none."""

    merchant_id: str
    clock_id: str | None
    now: datetime
    clocked: frozenset[str]
    """The customers of the clock; of the merchant's any clock where this timeline has none."""

    def context(self, services: Services) -> Context:
        """A job's context at this present."""
        ctx = services.system(self.merchant_id)
        return ctx if self.clock_id is None else _stands_at(ctx, self.now)

    def only(self, rows: QuerySet[R], column: str = "customer_id") -> QuerySet[R]:
        """Those of `rows` that belong to this timeline."""
        mine = rows.filter(merchant_id=self.merchant_id)
        if self.clock_id is not None:
            return mine.filter(**{f"{column}__in": list(self.clocked)})
        return mine.exclude(**{f"{column}__in": list(self.clocked)}) if self.clocked else mine


async def timelines(services: Services) -> list[Timeline]:
    """Every present that there is."""
    now = services.clock()
    clocks = await TestClock.all().order_by("id")
    tied = await Customer.filter(test_clock_id__isnull=False).only(*_TIED) if clocks else []
    found = [
        Timeline(merchant.id, None, now, frozenset(one.id for one in tied if one.merchant_id == merchant.id))
        for merchant in await Merchant.all().order_by("id").only("id")
    ]
    return found + [_timeline(clock, tied) for clock in clocks]


async def timeline_of(clock: TestClock) -> Timeline:
    """The timeline of one clock."""
    return _timeline(clock, await Customer.filter(merchant_id=clock.merchant_id, test_clock_id=clock.id).only(*_TIED))


def _timeline(clock: TestClock, tied: Sequence[Customer]) -> Timeline:
    mine = frozenset(one.id for one in tied if one.test_clock_id == clock.id)
    return Timeline(clock.merchant_id, clock.id, clock.now_at, mine)


async def at_customers_time(ctx: Context, customer_id: str) -> Context:
    """The same surroundings in the present of this customer."""
    customer = await Customer.get_or_none(merchant_id=ctx.merchant_id, id=customer_id)
    if customer is None or customer.test_clock_id is None:
        return ctx
    clock = await TestClock.get(merchant_id=ctx.merchant_id, id=customer.test_clock_id)
    return _stands_at(ctx, clock.now_at)


def _stands_at(ctx: Context, instant: datetime) -> Context:
    return replace(ctx, now=instant, clock=lambda: instant)
