"""Customers who live by a test clock, and the few moves that their stories are made of."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from backend import models
from backend.models.ids import new_id
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Actor, Context, Role
from backend.services.payments.pay_with import PayWith
from backend.services.subscriptions.create import create_subscription
from backend.services.test_clocks.advance import Advanced, advance_test_clock
from backend.services.test_clocks.create import create_test_clock
from backend.services.timelines import context_of
from tests.support.clock import START
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.storefront import CARD, known_customer

KEPT_CARD = replace(CARD, save=True)

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Clocked:
    """A merchant whose customers may live by clocks, and its staff."""

    merchant: OpenMerchant
    staff: Actor

    @property
    def by_staff(self) -> Context:
        """Staff, in the real present."""
        return self.merchant.services.context(self.staff)

    async def customer(self) -> SignedIn:
        """Somebody new, billed in USD, in the real present."""
        return await known_customer(self.merchant, f"clocked-{next(_numbers)}@example.com")

    async def clock(self, *who: SignedIn, now: datetime = START) -> models.TestClock:
        """A clock for these customers."""
        return await create_test_clock(self.by_staff, name="Months", now=now, customer_ids=[one.row.id for one in who])

    async def here(self, who: SignedIn) -> Context:
        """A context for one operation of theirs, in their present."""
        return await context_of(self.merchant.services, who.actor)

    async def advance(self, clock: models.TestClock, to: datetime, key: str | None = None) -> Advanced:
        """Staff let time pass."""
        return await advance_test_clock(
            self.by_staff, test_clock_id=clock.id, to=to, idempotency_key=key or f"advance-{next(_numbers)}"
        )

    async def subscribe(
        self, who: SignedIn, plan: models.Plan, *, pay_with: PayWith | None = KEPT_CARD
    ) -> models.Subscription:
        """Subscribe in their present."""
        done = await create_subscription(
            await self.here(who), selection=Selection(plan.id), pay_with=pay_with,
            idempotency_key=f"subscribe-{next(_numbers)}",
        )  # fmt: skip
        return done.subscription


async def open_clocked(merchant: OpenMerchant) -> Clocked:
    """With a member of staff."""
    user = await models.User.create(
        id=new_id("usr"), merchant_id=merchant.row.id, email=f"staff-{next(_numbers)}@example.com", password_hash="",
        role="STAFF", created_at=merchant.clock(),
    )  # fmt: skip
    return Clocked(merchant, Actor(Role.STAFF, merchant.row.id, user_id=user.id))


def told(events: Sequence[models.Event]) -> list[tuple[str, datetime]]:
    """What happened, and when."""
    return [(event.type, event.occurred_at) for event in events]


async def rows_of(who: SignedIn) -> dict[str, list[dict[str, Any]]]:
    """Every row that names the customer."""
    kinds = [kind for name in models.__all__ if "customer_id" in (kind := getattr(models, name))._meta.fields_map]
    found = {kind.__name__: await kind.filter(customer_id=who.row.id).order_by("id").values() for kind in kinds}
    found["Customer"] = await models.Customer.filter(id=who.row.id).values()
    return found
