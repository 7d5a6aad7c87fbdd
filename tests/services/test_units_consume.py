"""Using units up: soonest expiry first, once for each key, and never more than there is."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from backend.domain.errors import Conflict, Forbidden, InsufficientUnits, InvalidInput, NotFound
from backend.domain.units import MICRO
from backend.models import Event, IdempotencyKey, UnitAccount, UnitGrant, UnitMovement
from backend.services.context import Actor, Role
from backend.services.units.consume import consume_units
from backend.services.units.hold import hold_units
from tests.support.clock import START
from tests.support.databases import Database
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront, known_customer
from tests.support.units import UnitShop, assert_units_add_up, movements, open_unit_shop, refill_plan


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    return await open_unit_shop(store)


async def left() -> list[int]:
    """What remains of each grant, in whole units, the oldest first."""
    return [grant.remaining // MICRO for grant in await UnitGrant.all().order_by("id")]


async def test_consuming_takes_from_the_account_and_says_so(shop: UnitShop) -> None:
    await shop.buy()
    account = await shop.consume("2.5")

    assert (account.remaining, account.held, account.version) == (97_500_000, 0, 3)
    grant = await UnitGrant.get()
    assert (grant.quantity, grant.remaining, grant.held) == (100 * MICRO, 97_500_000, 0)
    movement = await UnitMovement.get(kind="CONSUME")
    assert (movement.quantity, movement.description, movement.user_id, movement.occurred_at) == (
        2_500_000, "Build 17", shop.staff.user_id, START,
    )  # fmt: skip
    told = await Event.get(type="units.consumed")
    assert (told.subject_id, told.version, told.customer_id) == (account.id, 3, shop.store.ana.row.id)
    assert told.payload == {
        "customer": shop.store.ana.row.id, "unit": "hours", "quantity": "2.5", "remaining": "97.5", "held": "0",
        "description": "Build 17",
    }  # fmt: skip
    await assert_units_add_up()
    await assert_all_adds_up()


async def test_the_grant_that_expires_first_is_used_first_and_then_the_oldest(shop: UnitShop) -> None:
    weekly, monthly = [
        await refill_plan(
            shop.store.merchant, {"unit": "hours", "quantity": "10", "expires_after": {"unit": unit, "count": 1}}
        )
        for unit in ("WEEK", "MONTH")
    ]
    forever = await refill_plan(shop.store.merchant, {"unit": "hours", "quantity": "10"})
    for plan in (forever, forever, monthly, monthly, weekly):
        await shop.buy(plan=plan)
        shop.store.clock.advance(minutes=1)

    await shop.consume("5")
    assert await left() == [10, 10, 10, 10, 5]
    await shop.consume("17")
    assert await left() == [10, 10, 0, 8, 0]
    await shop.consume("9")
    assert await left() == [9, 10, 0, 0, 0]
    await shop.consume("19")
    assert await left() == [0, 0, 0, 0, 0]
    assert await shop.has("0")
    await assert_units_add_up()


async def test_more_than_there_is_is_refused_and_nothing_changes(shop: UnitShop) -> None:
    await shop.buy()
    await shop.hold("40")
    async with nothing_changes():
        with pytest.raises(InsufficientUnits) as refusal:
            await shop.consume("60.000001")
    assert refusal.value.message == "This needs 60.000001 hours; there are 60 available."
    assert (refusal.value.unit, refusal.value.needed_micro, refusal.value.available_micro) == (
        "hours", 60_000_001, 60 * MICRO,
    )  # fmt: skip
    await shop.consume("60")
    assert await shop.has("0", "40")


async def test_units_that_nobody_bought_are_not_there(shop: UnitShop) -> None:
    async with nothing_changes():
        for unit in ("hours", "Hours", "days"):
            with pytest.raises(InsufficientUnits) as refusal:
                await shop.consume("1", unit=unit)
            assert refusal.value.available_micro == 0


async def test_expired_units_do_not_count_though_nobody_wrote_them_off(shop: UnitShop) -> None:
    plan = await refill_plan(
        shop.store.merchant, {"unit": "hours", "quantity": "10", "expires_after": {"unit": "DAY", "count": 1}}
    )
    await shop.buy(plan=plan)
    await shop.buy(plan=await refill_plan(shop.store.merchant, {"unit": "hours", "quantity": "3"}))
    shop.store.clock.now = START + timedelta(days=1, microseconds=-1)
    await shop.consume("1")
    shop.store.clock.now = START + timedelta(days=1)
    async with nothing_changes():
        with pytest.raises(InsufficientUnits) as refusal:
            await shop.consume("4")
    assert refusal.value.available_micro == 3 * MICRO

    account = await shop.consume("2")
    assert (account.remaining, account.version) == (MICRO, 6)
    assert await movements("EXPIRE", "CONSUME") == [
        ("CONSUME", MICRO), ("EXPIRE", 9 * MICRO), ("CONSUME", 2 * MICRO),
    ]  # fmt: skip
    told = await Event.filter(subject_id=account.id).order_by("id")
    assert [(event.type, event.version, event.payload["quantity"]) for event in told] == [
        ("units.consumed", 4, "1"), ("units.expired", 5, "9"), ("units.consumed", 6, "2"),
    ]  # fmt: skip
    await assert_units_add_up()


async def test_fifty_twins_use_units_once(shop: UnitShop) -> None:
    await shop.buy()
    done = await asyncio.gather(*(shop.consume("3", key="job-1") for _ in range(50)))
    assert {account.remaining for account in done} == {97 * MICRO}
    assert await movements("CONSUME") == [("CONSUME", 3 * MICRO)]
    assert await IdempotencyKey.filter(operation="unitsConsume").count() == 1
    await assert_units_add_up()


async def test_the_same_key_for_something_else_is_a_conflict(shop: UnitShop) -> None:
    await shop.buy()
    await shop.consume("3", key="job-1")
    async with nothing_changes():
        with pytest.raises(Conflict):
            await shop.consume("4", key="job-1")
        with pytest.raises(Conflict):
            await shop.consume("3", unit="days", key="job-1")
        with pytest.raises(Conflict):
            await shop.hold("3", key="job-1")


async def test_a_refused_key_can_be_used_again(shop: UnitShop) -> None:
    with pytest.raises(InsufficientUnits):
        await shop.consume("3", key="job-1")
    await shop.buy()
    assert (await shop.consume("3", key="job-1")).remaining == 97 * MICRO


async def test_two_hundred_at_once_use_exactly_what_fits(shop: UnitShop, database: Database) -> None:
    """Three bags that end at different times hold 30 hours; each of the calls wants a quarter of one."""
    for count in (1, 2, 3):
        await shop.buy(
            plan=await refill_plan(
                shop.store.merchant,
                {"unit": "hours", "quantity": "10", "expires_after": {"unit": "DAY", "count": count}},
            )
        )
    calls = 40 if database.is_sqlite else 200
    wanted = "1" if database.is_sqlite else "0.25"
    answers = await asyncio.gather(*(shop.consume(wanted) for _ in range(calls)), return_exceptions=True)

    fits = 30 if database.is_sqlite else 120
    assert sum(isinstance(answer, UnitAccount) for answer in answers) == fits
    refusals = [answer for answer in answers if not isinstance(answer, UnitAccount)]
    assert {type(refusal) for refusal in refusals} == {InsufficientUnits}
    assert await shop.has("0")
    assert sum(micro for _, micro in await movements("CONSUME")) == 30 * MICRO
    versions = [event.version or 0 for event in await Event.filter(type="units.consumed")]
    assert sorted(versions) == list(range(5, 5 + fits))
    await assert_units_add_up()


@on_one_database
@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("quantity", "0", "OUT_OF_RANGE"),
        ("quantity", "0.000000", "OUT_OF_RANGE"),
        ("quantity", "-1", "INVALID_QUANTITY"),
        ("quantity", "1e2", "INVALID_QUANTITY"),
        ("quantity", "1.0000001", "INVALID_QUANTITY"),
        ("quantity", "1000000000.1", "INVALID_QUANTITY"),
        ("unit", "", "INVALID_UNIT"),
        ("unit", "u" * 51, "INVALID_UNIT"),
        ("unit", "ho\nurs", "INVALID_UNIT"),
        ("description", "d" * 301, "INVALID_TEXT"),
        ("description", "two\nlines", "INVALID_TEXT"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_changes(shop: UnitShop, field: str, value: str, code: str) -> None:
    await shop.buy()
    for operation in (consume_units, hold_units):
        arguments: dict[str, Any] = {
            "customer_id": shop.store.ana.row.id, "unit": "hours", "quantity": "1", "idempotency_key": "k", field: value
        }  # fmt: skip
        async with nothing_changes():
            with pytest.raises(InvalidInput) as refusal:
                await operation(shop.by_staff, **arguments)
        assert [(problem.path, problem.code) for problem in refusal.value.fields] == [((field,), code)]


async def test_a_customer_of_nobody_or_of_another_merchant_is_not_found(shop: UnitShop) -> None:
    other = await open_merchant(shop.store.services, shop.store.clock, "other")
    theirs = await known_customer(other, "theirs@example.com")
    for id in ("cus_none", theirs.row.id):
        for operation in (consume_units, hold_units):
            async with nothing_changes():
                with pytest.raises(NotFound) as refusal:
                    await operation(shop.by_staff, customer_id=id, unit="hours", quantity="1", idempotency_key="k")
            assert (refusal.value.id, refusal.value.message) == (id, "There is no such customer.")


async def test_only_staff_and_our_own_jobs_use_units(shop: UnitShop) -> None:
    await shop.buy()
    visitor = shop.store.merchant.visitor
    mine: dict[str, Any] = {"customer_id": shop.store.ana.row.id, "unit": "hours", "quantity": "1"}
    async with nothing_changes():
        for ctx in (shop.store.ana.context, visitor):
            for operation in (consume_units, hold_units):
                with pytest.raises(Forbidden, match="Only staff may do this"):
                    await operation(ctx, **mine, idempotency_key="k")
    job = shop.store.services.context(Actor(Role.SYSTEM, shop.store.merchant.row.id))
    await consume_units(job, **mine, idempotency_key="k")
    assert (await UnitMovement.get(kind="CONSUME")).user_id is None
