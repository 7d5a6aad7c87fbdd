"""Schedulers and workers after a long silence: as many as there are, each hour is debited once, to the cent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.events.bell import Work
from backend.events.live import InProcessBus
from backend.jobs.drains import Drains
from backend.jobs.work import all_work
from backend.models import Event, Subscription, Tariff, TariffDebit
from backend.services.tariffs import run
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.tariffs import Servers, assert_tariffs_add_up, balance_of, charged, open_servers, tariff_of

PEOPLE = 12
HOURS = 72


@pytest.fixture
async def servers(merchant: OpenMerchant) -> Servers:
    return await open_servers(merchant)


def workers(servers: Servers, count: int) -> list[Drains]:
    """Workers that share nothing but the database."""
    made = []
    for _ in range(count):
        drains = Drains()
        drains.bind(all_work(replace(servers.merchant.services), InProcessBus()))
        made.append(drains)
    return made


async def schedule(all: list[Drains], ticks: int) -> None:
    """A scheduler: each tick rings for the tariffs at every worker, whoever hears it first."""
    for _ in range(ticks):
        await asyncio.gather(*(worker.look(Work.TARIFFS) for worker in all))


async def start(servers: Servers) -> list[tuple[SignedIn, Subscription, int]]:
    """People with 15.00 and a Large; every third has 7.77 only; and what each will have paid after the silence."""
    people = []
    for n in range(PEOPLE):
        money = 777 if n % 3 == 2 else 1500
        who = await servers.customer(money)
        people.append((who, await servers.subscribe(who, servers.large), min(money, HOURS * 20)))
    return people


async def test_two_schedulers_and_four_workers_wake_up_after_three_days(
    servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STEPS", 200)  # a few balances in a transaction
    people = await start(servers)
    servers.clock.advance(hours=HOURS, minutes=20)
    fleet = workers(servers, 4)
    await asyncio.gather(schedule(fleet, 2), schedule(fleet, 2))

    for who, started, paid in people:
        assert (await charged(started), await balance_of(who)) == (paid, (1500 if paid == HOURS * 20 else 777) - paid)
        periods = await TariffDebit.filter(subscription_id=started.id).count()
        # 777 / 20 hours: 38 whole ones, and 51 minutes.
        assert periods == (HOURS if paid == HOURS * 20 else 39)
    ended = START + timedelta(hours=38, minutes=51)
    assert set(await Tariff.filter(due_at=None).values_list("suspended_at", flat=True)) == {ended}
    assert await Event.filter(type="subscription.suspended").count() == PEOPLE // 3
    assert await Event.filter(type="balance.updated", version=2).count() == PEOPLE
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_customers_who_act_while_workers_catch_up_are_charged_once(servers: Servers) -> None:
    people = await start(servers)
    servers.clock.advance(hours=HOURS, minutes=20)
    fleet = workers(servers, 3)
    await asyncio.gather(
        schedule(fleet, 2),
        *(servers.fund(who, 1000) for who, _, _ in people),
        *(servers.look(who) for who, _, _ in people),
    )
    for who, started, paid in people:
        # Who opens the balance also pays for the twenty minutes that have begun, unless it was suspended.
        extra = 20 * 20 // 60 if paid == HOURS * 20 else 0
        assert await charged(started) == paid + extra
        assert await balance_of(who) == 1000 + (1500 if extra else 777) - paid - extra
        assert (await tariff_of(started)).last_billed_at == servers.clock.now
    assert await Subscription.filter(status="ACTIVE").count() == PEOPLE
    await assert_tariffs_add_up()
    await assert_all_adds_up()
