"""Refunding a bag: the same share of its units goes back, or the refund is refused with the reason."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from backend.domain.errors import Conflict
from backend.domain.units import MICRO, Portion
from backend.models import Event, Invoice, UnitGrant, UnitMovement
from backend.services.transaction import transaction
from backend.services.units.give_back import give_back_units
from backend.services.units.take_back import take_back_units
from tests.support.invariants import nothing_changes
from tests.support.storefront import Storefront
from tests.support.units import UnitShop, assert_units_add_up, movements, open_unit_shop, refill_plan


@pytest.fixture
async def shop(store: Storefront) -> UnitShop:
    return await open_unit_shop(store)


async def take_back(shop: UnitShop, invoice_id: str, numerator: int, denominator: int) -> list[Portion]:
    ctx = shop.by_staff
    async with transaction(ctx) as tx:
        return await take_back_units(ctx, tx, invoice_id=invoice_id, numerator=numerator, denominator=denominator)


async def give_back(shop: UnitShop, taken: Sequence[Portion]) -> None:
    ctx = shop.store.merchant.system
    async with transaction(ctx) as tx:
        await give_back_units(ctx, tx, taken=taken)


async def hundred(shop: UnitShop) -> str:
    """A bag of 100 hours for 100.00 USD; answers its invoice."""
    plan = await refill_plan(shop.store.merchant, prices={"USD": 10_000})
    return (await shop.buy(plan=plan)).invoice.id


async def test_a_full_refund_takes_everything_back(shop: UnitShop) -> None:
    invoice = await hundred(shop)
    (taken,) = await take_back(shop, invoice, 10_000, 10_000)
    grant = await UnitGrant.get()
    assert taken == Portion(grant.id, 100 * MICRO)
    assert (grant.quantity, grant.remaining) == (100 * MICRO, 0)
    movement = await UnitMovement.get(kind="TAKE_BACK")
    assert (movement.quantity, movement.user_id, movement.description) == (100 * MICRO, shop.staff.user_id, "Refunded")
    told = await Event.get(type="units.taken_back")
    assert (told.version, told.payload["quantity"], told.payload["remaining"]) == (3, "100", "0")
    await assert_units_add_up()


async def test_a_part_takes_its_share_back_rounded_up(shop: UnitShop) -> None:
    invoice = await hundred(shop)
    await shop.consume("10")
    for n, left in ((1, 56_666_666), (2, 23_333_332)):
        await take_back(shop, invoice, 1, 3)
        assert (await UnitGrant.get()).remaining == left, n
    async with nothing_changes():
        with pytest.raises(Conflict):
            await take_back(shop, invoice, 1, 3)
    await assert_units_add_up()


async def test_three_thirds_of_an_unused_bag_can_all_be_refunded(shop: UnitShop) -> None:
    invoice = await hundred(shop)
    for _ in range(3):
        await take_back(shop, invoice, 1, 3)
    assert await shop.has("0")
    assert sum(micro for _, micro in await movements("TAKE_BACK")) == 100 * MICRO


@pytest.mark.parametrize(
    ("prepare", "reason"),
    [
        (("consume 37",), "37 of the 100 hours are used; at most 63.00 USD can be refunded."),
        (("hold 37",), "37 of the 100 hours are held; at most 63.00 USD can be refunded."),
        (
            ("consume 20.5", "hold 10"),
            "20.5 of the 100 hours are used, 10 are held; at most 69.50 USD can be refunded.",
        ),
        (("consume 100",), "100 of the 100 hours are used; at most 0.00 USD can be refunded."),
    ],
)
async def test_what_is_used_or_held_is_not_refunded(shop: UnitShop, prepare: tuple[str, ...], reason: str) -> None:
    invoice = await hundred(shop)
    for act in prepare:
        verb, quantity = act.split()
        await (shop.consume(quantity) if verb == "consume" else shop.hold(quantity))
    async with nothing_changes():
        with pytest.raises(Conflict) as refusal:
            await take_back(shop, invoice, 1, 1)
    assert refusal.value.message == reason


async def test_exactly_the_named_amount_can_be_refunded(shop: UnitShop) -> None:
    invoice = await hundred(shop)
    await shop.consume("37")
    async with nothing_changes():
        with pytest.raises(Conflict):
            await take_back(shop, invoice, 6_301, 10_000)
    await take_back(shop, invoice, 6_300, 10_000)
    assert await shop.has("0")
    await assert_units_add_up()


async def test_what_expired_is_not_refunded_though_nobody_wrote_it_off(shop: UnitShop) -> None:
    plan = await refill_plan(
        shop.store.merchant, {"unit": "hours", "quantity": "100", "expires_after": {"unit": "DAY", "count": 1}}
    )
    invoice = (await shop.buy(plan=plan)).invoice.id
    await shop.consume("1")
    shop.store.clock.advance(days=1)
    async with nothing_changes():
        with pytest.raises(Conflict) as refusal:
            await take_back(shop, invoice, 1, 8000)
    assert refusal.value.message == ("1 of the 100 hours are used, 99 are expired; at most 0.00 USD can be refunded.")


async def test_only_the_units_of_that_invoice_go_back(shop: UnitShop) -> None:
    first, second = await hundred(shop), await hundred(shop)
    await shop.consume("30")
    await take_back(shop, second, 1, 1)
    assert [grant.remaining // MICRO for grant in await UnitGrant.all().order_by("id")] == [70, 0]
    with pytest.raises(Conflict, match="30 of the 100 hours are used"):
        await take_back(shop, first, 1, 1)
    await assert_units_add_up()


async def test_of_several_units_the_tightest_decides_and_none_goes_back_alone(shop: UnitShop) -> None:
    plan = await refill_plan(
        shop.store.merchant,
        {"unit": "minutes", "quantity": "10"},
        {"unit": "hours", "quantity": "100"},
        {"unit": "hours", "quantity": "4", "expires_after": {"unit": "DAY", "count": 9}},
        prices={"USD": 10_000},
    )
    invoice = (await shop.buy(2, plan=plan)).invoice
    await shop.consume("2")
    await shop.consume("5", unit="minutes")
    async with nothing_changes():
        with pytest.raises(Conflict) as refusal:
            await take_back(shop, invoice.id, 16_000, 20_000)
    assert refusal.value.message == "2 of the 8 hours are used; at most 150.00 USD can be refunded."

    await take_back(shop, invoice.id, 15_000, 20_000)
    found = {grant.position: grant.remaining for grant in await UnitGrant.all()}
    assert found == {1: 0, 2: 50 * MICRO, 3: 0}
    await assert_units_add_up()


async def test_an_invoice_that_granted_nothing_is_left_alone(shop: UnitShop) -> None:
    await shop.store.subscribe()
    invoice = await Invoice.get()
    async with nothing_changes():
        assert await take_back(shop, invoice.id, 1, 1) == []


async def test_a_refund_that_failed_gives_the_units_back(shop: UnitShop) -> None:
    invoice = await hundred(shop)
    await shop.consume("10")
    taken = await take_back(shop, invoice, 1, 2)
    await give_back(shop, taken)
    assert await shop.has("90")
    assert (await Event.get(type="units.given_back")).payload["quantity"] == "50"
    await assert_units_add_up()
    # As if it had never been taken.
    await take_back(shop, invoice, 9, 10)
    assert await shop.has("0")
    await assert_units_add_up()


async def test_units_that_come_back_after_their_time_expire_at_once(shop: UnitShop) -> None:
    plan = await refill_plan(
        shop.store.merchant, {"unit": "hours", "quantity": "100", "expires_after": {"unit": "DAY", "count": 1}}
    )
    taken = await take_back(shop, (await shop.buy(plan=plan)).invoice.id, 1, 1)
    shop.store.clock.advance(days=1)
    await give_back(shop, taken)
    assert await shop.has("0")
    assert (await movements())[1:] == [(kind, 100 * MICRO) for kind in ("TAKE_BACK", "GIVE_BACK", "EXPIRE")]
    await assert_units_add_up()


async def test_a_race_with_use_never_takes_the_same_unit_twice(shop: UnitShop) -> None:
    invoice = await hundred(shop)
    answers = await asyncio.gather(
        *(take_back(shop, invoice, 1, 10) for _ in range(8)), *(shop.consume("10") for _ in range(8)),
        return_exceptions=True,
    )  # fmt: skip
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 6
    assert await shop.has("0")
    await assert_units_add_up()
