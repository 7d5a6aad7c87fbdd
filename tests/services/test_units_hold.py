"""Holds: reserved for one purpose, settled for what was used, and the rest is free again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.errors import (
    Conflict,
    Forbidden,
    IllegalTransition,
    InsufficientUnits,
    InvalidInput,
    NotFound,
    Refusal,
)
from backend.domain.units import MICRO
from backend.models import Event, Plan, UnitGrant, UnitHold, UnitMovement
from backend.services.context import Actor, Role
from backend.services.units.release import release_units
from backend.services.units.settle import settle_units
from tests.support.clock import START
from tests.support.invariants import nothing_changes
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront
from tests.support.units import UnitShop, assert_units_add_up, movements, open_unit_shop, refill_plan


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    return await open_unit_shop(store)


async def day_bag(shop: UnitShop, quantity: str = "10", days: int = 1) -> Plan:
    """A bag that lasts so many days."""
    term = {"unit": "DAY", "count": days}
    return await refill_plan(shop.store.merchant, {"unit": "hours", "quantity": quantity, "expires_after": term})


async def stand() -> list[tuple[int, int]]:
    """(remaining, held) of each grant in whole units, the oldest first."""
    return [(grant.remaining // MICRO, grant.held // MICRO) for grant in await UnitGrant.all().order_by("id")]


async def told() -> list[tuple[str, int | None, str, str, str]]:
    """What was told of the account after the grants."""
    return [
        (event.type, event.version, *(event.payload[name] for name in ("quantity", "remaining", "held")))
        for event in await Event.filter(type__startswith="units.").order_by("id")
        if event.type != "units.granted"
    ]


async def test_held_units_cannot_be_used_by_anything_else(shop: UnitShop) -> None:
    await shop.buy()
    hold = await shop.hold("99")

    assert (hold.quantity, hold.settled, hold.status, hold.closed_at) == (99 * MICRO, None, "HELD", None)
    assert (hold.unit, hold.description, hold.user_id, hold.created_at) == ("hours", "Job 4", shop.staff.user_id, START)
    assert await shop.has("1", "99")
    async with nothing_changes():
        with pytest.raises(InsufficientUnits):
            await shop.consume("2")
        with pytest.raises(InsufficientUnits):
            await shop.hold("2")
    movement = await UnitMovement.get(kind="HOLD")
    assert (movement.hold_id, movement.quantity, movement.description) == (hold.id, 99 * MICRO, "Job 4")
    event = await Event.get(type="units.held")
    assert (event.subject_id, event.version, event.payload["hold"]) == ((await shop.account()).id, 3, hold.id)
    await assert_units_add_up()


async def test_settling_all_of_it(shop: UnitShop) -> None:
    await shop.buy()
    hold = await shop.settle(await shop.hold("40"))
    assert (hold.status, hold.settled, hold.closed_at) == ("SETTLED", 40 * MICRO, START)
    assert await shop.has("60")
    assert await movements("SETTLE", "RELEASE") == [("SETTLE", 40 * MICRO)]
    assert await told() == [("units.held", 3, "40", "60", "40"), ("units.settled", 4, "40", "60", "0")]
    await assert_units_add_up()


async def test_settling_less_uses_what_expires_first_and_releases_the_rest(shop: UnitShop) -> None:
    for days in (3, 1, 2):
        await shop.buy(plan=await day_bag(shop, days=days))
    hold = await shop.hold("25")
    assert await stand() == [(5, 5), (0, 10), (0, 10)]

    settled = await shop.settle(hold, "12")
    assert (settled.status, settled.settled) == ("SETTLED", 12 * MICRO)
    assert await stand() == [(10, 0), (0, 0), (8, 0)]
    assert await told() == [
        ("units.held", 5, "25", "5", "25"),
        ("units.settled", 6, "12", "5", "13"),
        ("units.released", 7, "13", "18", "0"),
    ]
    await assert_units_add_up()


async def test_releasing_gives_each_grant_its_own_back(shop: UnitShop) -> None:
    for days in (3, 1):
        await shop.buy(plan=await day_bag(shop, days=days))
    hold = await shop.hold("15")
    assert await stand() == [(5, 5), (0, 10)]
    shop.store.clock.advance(hours=1)

    released = await shop.release(hold)
    assert (released.status, released.settled, released.closed_at) == ("RELEASED", None, START + timedelta(hours=1))
    assert await stand() == [(10, 0), (10, 0)]
    async with nothing_changes():
        assert (await shop.release(hold)).status == "RELEASED"
    await assert_units_add_up()


async def test_a_hold_outlives_its_grant_and_what_comes_back_expires_at_once(shop: UnitShop) -> None:
    await shop.buy(plan=await day_bag(shop))
    settled, released = await shop.hold("4"), await shop.hold("3")
    shop.store.clock.advance(days=2)

    assert (await shop.settle(settled, "1.5")).settled == 1_500_000
    await shop.release(released)
    assert await shop.has("0")
    assert await told() == [
        ("units.held", 3, "4", "6", "4"),
        ("units.held", 4, "3", "3", "7"),
        ("units.expired", 5, "3", "0", "7"),
        ("units.settled", 6, "1.5", "0", "5.5"),
        ("units.released", 7, "2.5", "2.5", "3"),
        ("units.expired", 8, "2.5", "0", "3"),
        ("units.released", 9, "3", "3", "0"),
        ("units.expired", 10, "3", "0", "0"),
    ]
    await assert_units_add_up()


async def test_what_comes_back_to_a_grant_that_lasts_does_not_expire_with_another(shop: UnitShop) -> None:
    await shop.buy(plan=await day_bag(shop))
    await shop.buy()
    hold = await shop.hold("15")
    shop.store.clock.advance(days=1)
    await shop.release(hold)
    assert await stand() == [(0, 0), (100, 0)]
    assert await movements("EXPIRE") == [("EXPIRE", 10 * MICRO)]
    await assert_units_add_up()


async def test_fifty_twins_hold_and_settle_once(shop: UnitShop) -> None:
    await shop.buy()
    held = await asyncio.gather(*(shop.hold("3", key="h") for _ in range(50)))
    assert {hold.id for hold in held} == {(await UnitHold.get()).id}
    done = await asyncio.gather(*(shop.settle(held[0], "2", key="s") for _ in range(50)))
    assert {(hold.status, hold.settled) for hold in done} == {("SETTLED", 2 * MICRO)}
    assert await movements("HOLD", "SETTLE", "RELEASE") == [
        ("HOLD", 3 * MICRO), ("SETTLE", 2 * MICRO), ("RELEASE", MICRO),
    ]  # fmt: skip
    assert await shop.has("98")
    await assert_units_add_up()


async def test_of_settling_and_releasing_at_once_one_wins(shop: UnitShop) -> None:
    await shop.buy()
    hold = await shop.hold("10")
    answers = await asyncio.gather(
        *(shop.settle(hold, str(n)) for n in range(1, 11)), *(shop.release(hold) for _ in range(10)),
        return_exceptions=True,
    )  # fmt: skip
    hold = await UnitHold.get()
    if hold.status == "RELEASED":
        assert sum(isinstance(answer, UnitHold) for answer in answers) == 10
    else:
        assert sum(isinstance(answer, UnitHold) for answer in answers) == 1
    assert {type(answer) for answer in answers} == {UnitHold, IllegalTransition}
    account = await shop.account()
    assert (account.remaining, account.held) == (100 * MICRO - (hold.settled or 0), 0)
    await assert_units_add_up()


async def test_many_holds_at_once_reserve_exactly_what_fits(shop: UnitShop) -> None:
    await shop.buy()
    answers = await asyncio.gather(*(shop.hold("7") for _ in range(30)), return_exceptions=True)
    assert sum(isinstance(answer, UnitHold) for answer in answers) == 14
    assert await shop.has("2", "98")
    await assert_units_add_up()


async def refused(shop: UnitShop, hold_id: str, quantity: str | None = None, *, key: str = "k") -> Refusal:
    """The refusal of a settlement; nothing was changed by it."""
    async with nothing_changes():
        with pytest.raises(Refusal) as refusal:
            await settle_units(shop.by_staff, hold_id=hold_id, quantity=quantity, idempotency_key=key)
    return refusal.value


@pytest.mark.parametrize(
    ("quantity", "code"),
    [("10.000001", "OUT_OF_RANGE"), ("0", "OUT_OF_RANGE"), ("-1", "INVALID_QUANTITY"), ("", "INVALID_QUANTITY")],
)
async def test_a_settlement_beyond_what_is_held_is_refused(shop: UnitShop, quantity: str, code: str) -> None:
    await shop.buy()
    hold = await shop.hold("10")
    refusal = await refused(shop, hold.id, quantity)
    assert isinstance(refusal, InvalidInput)
    assert [(problem.path, problem.code) for problem in refusal.fields] == [(("quantity",), code)]
    assert (await shop.settle(hold, "10")).status == "SETTLED"


async def test_a_closed_hold_is_closed(shop: UnitShop) -> None:
    await shop.buy()
    settled, released = await shop.hold("1"), await shop.hold("1")
    await shop.settle(settled)
    await shop.release(released)
    for hold, status in ((settled, "SETTLED"), (released, "RELEASED")):
        refusal = await refused(shop, hold.id, "500")
        assert isinstance(refusal, IllegalTransition)
        assert (refusal.status, refusal.allowed) == (status, ())
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as illegal:
            await shop.release(settled)
    assert illegal.value.status == "SETTLED"


async def test_the_same_key_for_another_settlement_is_a_conflict(shop: UnitShop) -> None:
    await shop.buy()
    first, second = await shop.hold("2"), await shop.hold("2")
    await shop.settle(first, "1", key="k")
    assert isinstance(await refused(shop, first.id, "2"), Conflict)
    assert isinstance(await refused(shop, second.id, "1"), Conflict)


async def test_a_hold_of_nobody_or_of_another_merchant_is_not_found(shop: UnitShop) -> None:
    await shop.buy()
    hold = await shop.hold("1")
    other = await open_merchant(shop.store.services, shop.store.clock, "other")
    theirs = shop.store.services.context(Actor(Role.STAFF, other.row.id, "usr_other"))
    for ctx, id in ((shop.by_staff, "uhold_none"), (theirs, hold.id)):
        async with nothing_changes():
            with pytest.raises(NotFound) as refusal:
                await settle_units(ctx, hold_id=id, idempotency_key="k")
            assert (refusal.value.id, refusal.value.message) == (id, "There is no such hold.")
            with pytest.raises(NotFound, match="There is no such hold"):
                await release_units(ctx, hold_id=id)


async def test_only_staff_close_holds(shop: UnitShop) -> None:
    await shop.buy()
    hold = await shop.hold("1")
    async with nothing_changes():
        for ctx in (shop.store.ana.context, shop.store.merchant.visitor):
            with pytest.raises(Forbidden):
                await settle_units(ctx, hold_id=hold.id, idempotency_key="k")
            with pytest.raises(Forbidden):
                await release_units(ctx, hold_id=hold.id)
