"""Changing what is billed in advance: plans to change to, and the few moves that the stories are made of."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from backend.domain.billing import ChangeTiming
from backend.domain.errors import InvalidInput
from backend.domain.quotes import Quote
from backend.gateways.base import PaymentState
from backend.models import (
    Addon,
    BillingPolicy,
    Invoice,
    InvoiceLine,
    PaymentAttempt,
    Plan,
    Subscription,
    SubscriptionAddon,
    SubscriptionChange,
)
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.payments.pay_with import PayWith
from backend.services.subscriptions.change import Changed, change_subscription
from backend.services.subscriptions.quote_change import ChangeOffer, quote_change
from tests.support.life import Life
from tests.support.scripted_gateway import Step
from tests.support.storefront import CARD

# In the middle of the first period of everything that starts at the clock's first instant: 14 of its 28 days.
HALF = datetime(2026, 2, 14, 12, tzinfo=UTC)

Figures = list[tuple[str, int]]

_keys = itertools.count(1)


@dataclass(frozen=True)
class Changes:
    """What Ana, or `by`, makes of a subscription. Double costs 20.00 a month: twice as much as Monthly."""

    life: Life
    double: Plan

    async def quote(
        self,
        subscription: Subscription,
        plan: Plan,
        quantity: int = 1,
        *,
        addons: Mapping[str, int] | None = None,
        when: ChangeTiming | None = None,
        by: Context | None = None,
    ) -> ChangeOffer:
        """Ask what the change means; add-ons go by their code, and who says when is staff."""
        chosen = Selection(plan.id, quantity, await addon_ids(plan, addons or {}))
        ctx = by or (self.life.store.merchant.system if when else self.life.store.ana.context)
        return await quote_change(ctx, subscription_id=subscription.id, selection=chosen, timing=when)

    async def confirm(
        self,
        subscription: Subscription,
        offer: ChangeOffer | str,
        *,
        pay_with: PayWith | None = CARD,
        key: str | None = None,
        by: Context | None = None,
    ) -> Changed:
        """Make the change that was quoted."""
        return await change_subscription(
            by or self.life.store.ana.context,
            subscription_id=subscription.id,
            quote_token=offer if isinstance(offer, str) else offer.token,
            idempotency_key=key or f"change-{next(_keys)}",
            pay_with=pay_with,
        )

    async def make(
        self,
        subscription: Subscription,
        plan: Plan,
        quantity: int = 1,
        *,
        addons: Mapping[str, int] | None = None,
        when: ChangeTiming | None = None,
        pay_with: PayWith | None = CARD,
    ) -> Changed:
        """Ask, and confirm at the same instant."""
        offer = await self.quote(subscription, plan, quantity, addons=addons, when=when)
        return await self.confirm(subscription, offer, pay_with=pay_with)

    async def policy(self, **timing: ChangeTiming) -> None:
        """The merchant has it otherwise: `upgrade`, `downgrade`."""
        values = {f"{direction}_timing": chosen.value for direction, chosen in timing.items()}
        await BillingPolicy.filter(merchant_id=self.life.store.merchant.row.id).update(**values)


async def open_changes(life: Life) -> Changes:
    """The shop of a life with the one further plan."""
    return Changes(life, await life.offer("double", 2000))


async def addon_ids(plan: Plan, wanted: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Add-ons of a plan by their code, as a selection has them."""
    ids = {addon.code: addon.id for addon in await Addon.filter(plan_id=plan.id)}
    return tuple((ids[code], quantity) for code, quantity in wanted.items())


def figures(quote: Quote) -> Figures:
    """What each line says."""
    return [(line.description, line.amount.minor) for line in quote.lines]


def problems(error: InvalidInput) -> list[tuple[str, str]]:
    """Each wrong field, and what is wrong with it."""
    return [(".".join(problem.path), problem.code) for problem in error.fields]


async def lines_of(invoice: Invoice) -> Figures:
    """What each line of an invoice says."""
    rows = await InvoiceLine.filter(invoice_id=invoice.id).order_by("position")
    return [(row.description, row.amount_minor) for row in rows]


async def last_lines(life: Life, subscription: Subscription) -> Figures:
    """What each line of its newest invoice says."""
    return await lines_of((await life.invoices(subscription))[-1])


async def held_by(subscription: Subscription) -> dict[str, int]:
    """The add-ons that it holds, by their code."""
    codes = {addon.id: addon.code for addon in await Addon.all()}
    rows = await SubscriptionAddon.filter(subscription_id=subscription.id)
    return {codes[row.addon_id]: row.quantity for row in rows}


async def statuses(subscription: Subscription) -> list[str]:
    """What became of its changes, oldest first."""
    rows = await SubscriptionChange.filter(subscription_id=subscription.id).order_by("id")
    return [change.status for change in rows]


async def row_of(subscription: Subscription) -> dict[str, Any]:
    """Every column, as it is now."""
    (row,) = await Subscription.filter(id=subscription.id).values()
    return row


async def halfway(changes: Changes, step: Step | None = None) -> Subscription:
    """10.00 a month, half of the first one served; the next charge goes as `step` says."""
    sub = await changes.life.subscribe()
    changes.life.clock.now = HALF
    if step is not None:
        changes.life.store.gateway.script("create", step)
    return sub


async def newest_attempt() -> PaymentAttempt:
    """Of all payments."""
    attempt = await PaymentAttempt.all().order_by("-id").first()
    assert attempt is not None
    return attempt


async def happens(changes: Changes, state: PaymentState, attempt: PaymentAttempt | None = None) -> None:
    """The provider decides the newest attempt, and tells."""
    store, one = changes.life.store, attempt or await newest_attempt()
    await store.hears(store.gateway.move(one.id, state), id=f"{one.id}:{state}")


async def settled(subscription: Subscription) -> tuple[str, list[str], str]:
    """Its plan, what became of its changes, and of the newest invoice."""
    invoice = await Invoice.filter(subscription_id=subscription.id).order_by("-number").first()
    assert invoice is not None
    now = await Subscription.get(id=subscription.id)
    return now.plan_id, await statuses(subscription), invoice.status
