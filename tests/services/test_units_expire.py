"""Expiry: written off by the job, or by whoever comes first; the books are the same."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.units import MICRO
from backend.events.bell import Work
from backend.events.live import InProcessBus
from backend.jobs.schedule import periodic_looks
from backend.jobs.work import all_work
from backend.models import Event, Plan, UnitAccount, UnitGrant, UnitMovement
from backend.services.units import expire
from backend.services.units.expire import expire_due_units
from tests.support.clock import START
from tests.support.invariants import nothing_changes
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront, known_customer, open_storefront
from tests.support.units import UnitShop, assert_units_add_up, movements, open_unit_shop, refill_plan


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    return await open_unit_shop(store)


async def day_bag(shop: UnitShop, days: int = 1) -> Plan:
    term = {"unit": "DAY", "count": days}
    return await refill_plan(shop.store.merchant, {"unit": "hours", "quantity": "10", "expires_after": term})


async def test_what_remains_of_an_expired_grant_is_written_off(shop: UnitShop) -> None:
    await shop.buy(plan=await day_bag(shop))
    await shop.buy(plan=await day_bag(shop, days=2))
    await shop.buy()
    await shop.consume("4")
    await shop.hold("1")
    shop.store.clock.now = START + timedelta(days=1, microseconds=-1)
    async with nothing_changes():
        assert await expire_due_units(shop.store.services) == 0

    shop.store.clock.now = START + timedelta(days=1)
    assert await expire_due_units(shop.store.services) == 1
    assert await shop.has("110", "1")
    movement = await UnitMovement.get(kind="EXPIRE")
    assert (movement.quantity, movement.occurred_at, movement.user_id, movement.description) == (
        5 * MICRO, START + timedelta(days=1), None, "Expired",
    )  # fmt: skip
    told = await Event.get(type="units.expired")
    account = await shop.account()
    assert (told.subject_id, told.version, told.payload["quantity"]) == (account.id, account.version, "5")
    async with nothing_changes():
        assert await expire_due_units(shop.store.services) == 0
    await assert_units_add_up()


async def test_many_accounts_of_many_merchants_expire_once_whoever_looks(
    shop: UnitShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expire, "BATCH", 4)
    bag = await day_bag(shop)
    for n in range(9):
        who = await known_customer(shop.store.merchant, f"buyer-{n}@example.com")
        await shop.buy(plan=bag, who=who)
        await shop.buy(plan=bag, who=who)
    other = await open_storefront(
        await open_merchant(shop.store.services, shop.store.clock, "other"), shop.store.gateway
    )
    theirs = await open_unit_shop(other)
    await theirs.buy(plan=await day_bag(theirs))
    shop.store.clock.advance(days=1)

    assert sum(await asyncio.gather(*(expire_due_units(shop.store.services) for _ in range(3)))) == 10
    assert {(grant.remaining, grant.held) for grant in await UnitGrant.all()} == {(0, 0)}
    assert await movements("EXPIRE") == [("EXPIRE", 10 * MICRO)] * 19
    assert await Event.filter(type="units.expired").count() == 10
    assert {event.merchant_id for event in await Event.filter(type="units.expired")} == {
        shop.store.merchant.row.id, other.merchant.row.id,
    }  # fmt: skip
    await assert_units_add_up()


async def test_an_account_that_cannot_be_written_off_stops_none_of_the_others(
    shop: UnitShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expire, "BATCH", 1)
    bag = await day_bag(shop)
    for n in range(3):
        await shop.buy(plan=bag, who=await known_customer(shop.store.merchant, f"buyer-{n}@example.com"))
    first = (await UnitAccount.all().order_by("id"))[0]
    await UnitAccount.filter(id=first.id).update(remaining=MICRO)
    shop.store.clock.advance(days=1)

    assert await expire_due_units(shop.store.services) == 2
    assert sorted(grant.remaining for grant in await UnitGrant.all()) == [0, 0, 10 * MICRO]
    await UnitAccount.filter(id=first.id).update(remaining=10 * MICRO)
    assert await expire_due_units(shop.store.services) == 1
    await assert_units_add_up()


async def test_the_job_looks_for_it(shop: UnitShop) -> None:
    await shop.buy(plan=await day_bag(shop))
    shop.store.clock.advance(days=1)
    assert periodic_looks(7)[Work.UNIT_EXPIRY] == 7
    assert await all_work(shop.store.services, InProcessBus())[Work.UNIT_EXPIRY]() == 1
    assert await shop.has("0")
