"""Quantities and add-ons: only what differs has a line; what is charged once is charged once; agreed prices stay."""

from __future__ import annotations

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import InsufficientBalance, InvalidInput, NotSupported
from backend.models import Addon, Invoice, Plan, Price
from backend.services.currencies import money
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, Life, month
from tests.support.plan_changes import (
    HALF,
    Changes,
    figures,
    held_by,
    last_lines,
    open_changes,
    problems,
    statuses,
)

END = month(1)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def test_a_larger_quantity_now_and_a_smaller_one_when_the_period_ends(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(quantity=3)
    life.clock.now = HALF
    await changes.make(sub, life.monthly, 5)
    assert await last_lines(life, sub) == [
        ("Unused time: Hosting Basic × 3", -1500), ("Remaining time: Hosting Basic × 5", 2500)
    ]  # fmt: skip
    smaller = await changes.quote(sub, life.monthly, 2)
    assert (smaller.quote.lines, smaller.quote.effective_at) == ((), END)
    assert smaller.quote.next_charge == money(2000, "USD")
    await changes.confirm(sub, smaller, pay_with=None)
    assert (await life.now(sub)).quantity == 5
    await life.go(END)
    assert ((await life.now(sub)).quantity, await last_lines(life, sub)) == (2, [("Hosting Basic × 2", 2000)])
    await assert_all_adds_up(life.store.gateway)


async def test_an_add_on_is_charged_for_the_rest_and_one_that_comes_once_in_full_and_never_again(
    changes: Changes,
) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"seat": 1})
    life.clock.now = HALF
    offer = await changes.quote(sub, life.monthly, addons={"seat": 3, "setup": 1})
    assert figures(offer.quote) == [("Unused time: Seat", -200), ("Remaining time: Seat × 3", 600), ("Set-up", 4900)]
    assert (offer.quote.due_now, offer.quote.next_charge) == (money(5300, "USD"), money(2200, "USD"))
    await changes.confirm(sub, offer)
    assert await held_by(sub) == {"seat": 3, "setup": 1}
    for n in (1, 2):
        await life.go(month(n))
        assert await last_lines(life, sub) == [("Hosting Basic", 1000), ("Seat × 3", 1200)]
    # Dropped, it goes when the period that it is paid for ends.
    await changes.make(sub, life.monthly, addons={"setup": 1}, pay_with=None)
    assert await held_by(sub) == {"seat": 3, "setup": 1}
    await life.go(month(3))
    assert (await held_by(sub), await last_lines(life, sub)) == ({"setup": 1}, [("Hosting Basic", 1000)])
    await assert_all_adds_up(life.store.gateway)


async def test_an_add_on_that_comes_once_and_is_planned_is_charged_with_the_renewal_and_once(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"seat": 2})
    offer = await changes.quote(sub, life.monthly, addons={"seat": 1, "setup": 1})
    assert (offer.quote.lines, offer.quote.next_charge) == ((), money(6300, "USD"))
    await changes.confirm(sub, offer, pay_with=None)
    await life.go(END)
    assert await last_lines(life, sub) == [("Hosting Basic", 1000), ("Seat", 400), ("Set-up", 4900)]
    await life.go(month(2))
    assert await last_lines(life, sub) == [("Hosting Basic", 1000), ("Seat", 400)]
    await assert_all_adds_up(life.store.gateway)


async def test_what_was_charged_once_and_is_dropped_costs_nothing_and_gives_nothing_back(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"setup": 1})
    life.clock.now = HALF
    offer = await changes.quote(sub, life.monthly)
    assert (offer.quote.lines, offer.quote.effective_at, offer.quote.due_now) == ((), HALF, money(0, "USD"))
    changed = await changes.confirm(sub, offer, pay_with=None)
    assert (changed.payment, await held_by(sub), await statuses(sub)) == (None, {}, ["APPLIED"])
    assert await Invoice.all().count() == 1
    await assert_all_adds_up(life.store.gateway)


async def test_the_add_ons_of_the_plan_that_is_left_are_credited_with_it(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"seat": 2, "setup": 1})
    life.clock.now = HALF
    await changes.make(sub, life.plus)
    assert await last_lines(life, sub) == [
        ("Unused time: Hosting Basic", -500), ("Unused time: Seat × 2", -400), ("Remaining time: Hosting Plus", 1450)
    ]  # fmt: skip
    assert await held_by(sub) == {}
    await assert_all_adds_up(life.store.gateway)


async def test_agreed_prices_stay_for_what_is_held_whatever_else_changes(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"seat": 1, "setup": 1})
    await Price.filter(plan_id=life.monthly.id).update(amount_minor=1500)
    await Price.filter(addon_id=life.store.catalog.seat.id).update(amount_minor=600)
    await Price.filter(addon_id=life.store.catalog.setup.id).update(amount_minor=5000)
    await Addon.filter(id=life.store.catalog.setup.id).update(max_quantity=5)
    life.clock.now = HALF
    async with nothing_changes():
        with pytest.raises(InvalidInput) as same:
            await changes.quote(sub, life.monthly, addons={"seat": 1, "setup": 1})
    assert problems(same.value) == [("planId", "NO_CHANGE")]
    # One more of what is charged once is bought today.
    await changes.make(sub, life.monthly, addons={"seat": 2, "setup": 2})
    assert await last_lines(life, sub) == [
        ("Unused time: Seat", -200), ("Remaining time: Seat × 2", 400), ("Set-up", 5000)
    ]  # fmt: skip
    await life.go(END)
    assert await last_lines(life, sub) == [("Hosting Basic", 1000), ("Seat × 2", 800)]
    # Left and taken up again, it costs what it costs everybody.
    await changes.make(sub, changes.double)
    assert (await changes.quote(sub, life.monthly)).quote.next_charge == money(1500, "USD")
    await assert_all_adds_up(life.store.gateway)


async def test_it_is_paid_from_the_balance_where_that_suffices(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(way="BALANCE", money_minor=1400)
    life.clock.now = HALF
    offer = await changes.quote(sub, changes.double)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await changes.confirm(sub, offer, pay_with=None)
        with pytest.raises(InsufficientBalance) as short:
            await changes.confirm(sub, offer, pay_with=BALANCE)
    assert problems(caught.value) == [("payWith", "REQUIRED")]
    assert (short.value.needed, short.value.available) == (money(500, "USD"), money(400, "USD"))
    await life.give(100)
    changed = await changes.confirm(sub, offer, pay_with=BALANCE)
    assert changed.payment is not None
    assert (changed.payment.status, changed.subscription.plan_id) == ("SUCCEEDED", changes.double.id)
    assert (await life.balance(), await statuses(sub)) == (0, ["APPLIED"])
    await assert_all_adds_up(life.store.gateway)


async def test_targets_are_plans_on_sale_of_the_product_that_are_billed_the_same_way(changes: Changes) -> None:
    life = changes.life
    other = await life.store.merchant.catalog("mail")
    sub = await life.subscribe()
    await Plan.filter(id=life.yearly.id).update(billing="FROM_BALANCE")
    async with nothing_changes():
        with pytest.raises(NotSupported, match="own product"):
            await changes.quote(sub, other.basic)
        with pytest.raises(NotSupported, match="do not mix"):
            await changes.quote(sub, life.yearly)
        with pytest.raises(InvalidInput) as caught:
            await changes.quote(sub, life.plus, 0)
    assert problems(caught.value) == [("quantity", "OUT_OF_RANGE")]


async def test_the_policy_the_other_way_round(changes: Changes) -> None:
    life = changes.life
    await changes.policy(upgrade=ChangeTiming.PERIOD_END, downgrade=ChangeTiming.NOW)
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    later = await changes.quote(sub, life.plus)
    assert (later.quote.lines, later.quote.effective_at, later.quote.due_now) == ((), END, money(0, "USD"))
    await changes.make(sub, life.monthly, pay_with=None)
    assert ((await life.now(sub)).plan_id, await life.balance()) == (life.monthly.id, 500)
    await changes.make(sub, life.plus, pay_with=None)
    assert (await life.now(sub)).plan_id == life.monthly.id
    await life.go(END)
    assert ((await life.now(sub)).plan_id, await last_lines(life, sub)) == (life.plus.id, [("Hosting Plus", 2900)])
    await assert_all_adds_up(life.store.gateway)
