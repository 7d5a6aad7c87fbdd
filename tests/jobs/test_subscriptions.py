"""Schedulers and workers after a long silence: as many as there are, each period has one invoice that is paid once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import IllegalTransition
from backend.events.bell import Work
from backend.events.live import InProcessBus
from backend.jobs.drains import Drains
from backend.jobs.work import all_work
from backend.models import Collection, Event, Invoice, Subscription
from backend.services.billing import run
from backend.services.subscriptions.cancel import cancel_subscription
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway

EACH_WAY = 4
LATE = month(3) + timedelta(hours=5)
WORK = (Work.SUBSCRIPTIONS, Work.COLLECTIONS, Work.ATTEMPTS)


def workers(life: Life, count: int) -> list[Drains]:
    """Workers that share nothing but the database."""
    made = []
    for _ in range(count):
        drains = Drains()
        drains.bind(all_work(replace(life.store.services), InProcessBus()))
        made.append(drains)
    return made


async def schedule(fleet: Sequence[Drains], ticks: int) -> None:
    """A scheduler: each tick rings for every kind of work at every worker, whoever hears it first."""
    for _ in range(ticks):
        await asyncio.gather(*(worker.look(work) for worker in fleet for work in WORK))


async def start(life: Life) -> list[Subscription]:
    """Customers who pay by a kept card, and others from their balance."""
    return [
        await life.subscribe(way=way, who=await life.customer())
        for way in ("METHOD", "BALANCE")
        for _ in range(EACH_WAY)
    ]


async def periods(subscription: Subscription) -> list[tuple[object, str]]:
    """What was invoiced, oldest first, and whether it is paid."""
    invoices = await Invoice.filter(subscription_id=subscription.id).order_by("period_start")
    return [(invoice.period_start, invoice.status) for invoice in invoices]


async def test_two_schedulers_and_four_workers_wake_up_after_three_months(
    life: Life, gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 3)  # several looks for everybody
    started = await start(life)
    life.clock.now = LATE
    fleet = workers(life, 4)
    await asyncio.gather(schedule(fleet, 2), schedule(fleet, 2))
    await life.run()

    for subscription in started:
        assert await periods(subscription) == [(at, "PAID") for at in (START, month(1), month(2), month(3))]
        now = await life.now(subscription)
        assert (now.status, now.period_end, now.due_at) == ("ACTIVE", month(4), month(4))
        assert now.stuck_reason is None
    many = len(started)
    assert sorted(str(one.number) for one in await Invoice.all()) == [f"INV-{n:06d}" for n in range(1, 4 * many + 1)]
    assert await Collection.filter(status="PAID", tries=0).count() == 3 * many
    assert [charge.minor for charge in gateway.charges] == [1000] * (4 * EACH_WAY)
    assert await Event.filter(type="subscription.renewed").count() == 3 * many
    assert await Event.filter(type="subscription.past_due").count() == 0
    await assert_all_adds_up(gateway)


async def test_customers_who_cancel_while_workers_catch_up_are_billed_in_full_or_not_at_all(
    life: Life, gateway: ScriptedGateway
) -> None:
    started = await start(life)
    life.clock.now = LATE
    fleet = workers(life, 3)

    async def cancel(subscription: Subscription) -> None:
        ctx = life.store.services.system(subscription.merchant_id)
        await cancel_subscription(ctx, subscription_id=subscription.id, when=ChangeTiming.NOW)

    await asyncio.gather(schedule(fleet, 2), *(cancel(subscription) for subscription in started))
    await life.run()
    for subscription in started:
        now = await life.now(subscription)
        assert (now.status, now.ended_at, now.due_at) == ("CANCELED", LATE, None)
        # All that was due before, or nothing of it.
        starts = [at for at, _ in await periods(subscription)]
        assert starts in ([START], [START, month(1), month(2), month(3)])
    with pytest.raises(IllegalTransition):
        await cancel(started[0])
    await assert_all_adds_up(gateway)
