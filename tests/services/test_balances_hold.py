"""Holding: what is held cannot be spent, what is settled is taken once, what is left is free."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.catalog import BillingMode
from backend.domain.errors import Conflict, Forbidden, IllegalTransition, InsufficientBalance, InvalidInput, NotFound
from backend.domain.periods import Interval, IntervalUnit
from backend.models import BalanceHold, BalanceTransaction, Event, LedgerTransaction, Subscription, Tariff
from backend.services.balances.hold import hold_balance
from backend.services.balances.release_hold import release_hold
from backend.services.balances.settle_hold import HoldSettled, settle_hold
from backend.services.catalog.create import Offered, create_plan
from backend.services.catalog.load_purchase import Selection
from backend.services.currencies import money
from backend.services.subscriptions.create import create_subscription
from tests.support.balances import Treasury, open_treasury, staff_of
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront


@pytest.fixture
async def treasury(store: Storefront) -> Treasury:
    """Ana has 10.00."""
    treasury = await open_treasury(store)
    await treasury.give("10.00")
    return treasury


async def stand(treasury: Treasury) -> tuple[int, int]:
    """What there is of the balance, and what of it is held."""
    account = await treasury.account()
    return account.balance_minor or 0, account.held_minor


async def test_what_is_held_is_there_and_cannot_be_spent(treasury: Treasury) -> None:
    hold = await treasury.hold("6.00", description=" Render farm ")

    assert (hold.amount_minor, hold.currency, hold.status, hold.description) == (600, "USD", "HELD", "Render farm")
    assert (hold.settled_minor, hold.closed_at, hold.created_at) == (None, None, START)
    assert (hold.user_id, hold.customer_id) == (treasury.staff.user_id, treasury.store.ana.row.id)
    assert await stand(treasury) == (1000, 600)
    assert (await treasury.account()).version == 2
    told = await Event.filter(type="balance.updated").order_by("-id").first()
    assert told is not None
    assert (told.version, told.payload) == (2, {"currency": "USD", "available_minor": 400, "held_minor": 600})
    assert await BalanceTransaction.all().count() == 1
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refused:
            await treasury.hold("4.01")
        with pytest.raises(InsufficientBalance):
            await treasury.give("-4.01")
    assert (refused.value.needed, refused.value.available) == (money(401, "USD"), money(400, "USD"))
    await treasury.hold("4.00")
    assert await stand(treasury) == (1000, 1000)
    await assert_all_adds_up()


async def test_settled_in_full_it_is_taken_with_the_holds_description(treasury: Treasury) -> None:
    hold = await treasury.hold("6.00")
    treasury.store.clock.advance(hours=2)
    done = await treasury.settle(hold.id)

    assert (done.hold.status, done.hold.settled_minor) == ("SETTLED", 600)
    assert done.hold.closed_at == START + timedelta(hours=2)
    row = done.transaction
    assert (row.reason, row.description, row.amount_minor, row.balance_after_minor, row.user_id) == (
        "ADJUSTMENT", "A big build", -600, 400, treasury.staff.user_id,
    )  # fmt: skip
    posting = await LedgerTransaction.get(id=row.ledger_transaction_id)
    assert (posting.key, posting.subject_id) == (f"hold:{hold.id}:settled", hold.id)
    assert await stand(treasury) == (400, 0)
    await assert_all_adds_up()


async def test_settled_in_part_the_rest_is_free(treasury: Treasury) -> None:
    hold = await treasury.hold("6.00")
    done = await treasury.settle(hold.id, "1.25")

    assert (done.hold.status, done.hold.amount_minor, done.hold.settled_minor) == ("SETTLED", 600, 125)
    assert (done.transaction.amount_minor, done.transaction.balance_after_minor) == (-125, 875)
    assert await stand(treasury) == (875, 0)
    await treasury.give("-8.75")
    await assert_all_adds_up()


async def test_released_everything_is_free(treasury: Treasury) -> None:
    hold = await treasury.hold("6.00")
    treasury.store.clock.advance(minutes=1)
    released = await treasury.release(hold.id)

    assert (released.status, released.settled_minor, released.closed_at) == (
        "RELEASED", None, START + timedelta(minutes=1),
    )  # fmt: skip
    assert await stand(treasury) == (1000, 0)
    assert await BalanceTransaction.all().count() == 1
    told = await Event.filter(type="balance.updated").order_by("-id").first()
    assert told is not None
    assert (told.version, told.payload["available_minor"]) == (3, 1000)
    await assert_all_adds_up()


async def test_several_holds_end_each_for_itself(treasury: Treasury) -> None:
    one, two, three = [await treasury.hold(amount) for amount in ("1.00", "2.00", "3.00")]
    await treasury.settle(two.id, "0.50")
    assert await stand(treasury) == (950, 400)
    await treasury.release(one.id)
    assert await stand(treasury) == (950, 300)
    await treasury.settle(three.id)
    assert await stand(treasury) == (650, 0)
    await assert_all_adds_up()


async def test_a_hold_ends_once(treasury: Treasury) -> None:
    settled, released = await treasury.hold("1.00"), await treasury.hold("1.00")
    await treasury.settle(settled.id)
    await treasury.release(released.id)
    async with nothing_changes():
        for id, status in ((settled.id, "SETTLED"), (released.id, "RELEASED")):
            for again in (treasury.settle(id), treasury.settle(id, "0.50"), treasury.release(id)):
                with pytest.raises(IllegalTransition) as refused:
                    await again
                assert (refused.value.status, refused.value.allowed) == (status, ())
    await assert_all_adds_up()


async def test_the_same_key_gives_the_same_answer(treasury: Treasury) -> None:
    hold = await treasury.hold("6.00", key="hold")
    async with nothing_changes():
        assert (await treasury.hold("6.00", key="hold")).id == hold.id
        with pytest.raises(Conflict):
            await treasury.hold("5.00", key="hold")
    first = await treasury.settle(hold.id, "2.00", key="settle")
    async with nothing_changes():
        second = await treasury.settle(hold.id, "2.00", key="settle")
        with pytest.raises(Conflict):
            await treasury.settle(hold.id, "3.00", key="settle")
    assert (second.hold.id, second.transaction.id) == (first.hold.id, first.transaction.id)


async def test_twenty_who_end_one_hold_at_once_end_it_once(treasury: Treasury) -> None:
    hold = await treasury.hold("6.00")
    answers = await asyncio.gather(
        *(treasury.settle(hold.id, "4.00") for _ in range(10)),
        *(treasury.release(hold.id) for _ in range(10)),
        return_exceptions=True,
    )
    done = [answer for answer in answers if isinstance(answer, HoldSettled | BalanceHold)]
    assert len(done) == 1
    assert sum(isinstance(answer, IllegalTransition) for answer in answers) == 19
    assert await stand(treasury) == ((600, 0) if isinstance(done[0], HoldSettled) else (1000, 0))
    await assert_all_adds_up()


async def test_holders_and_spenders_at_once_never_get_more_than_there_is(treasury: Treasury) -> None:
    answers = await asyncio.gather(
        *(treasury.hold("1.00") for _ in range(10)),
        *(treasury.give("-1.00") for _ in range(10)),
        return_exceptions=True,
    )
    held = sum(isinstance(answer, BalanceHold) for answer in answers)
    taken = sum(isinstance(answer, BalanceTransaction) for answer in answers)
    assert held + taken == 10
    assert sum(isinstance(answer, InsufficientBalance) for answer in answers) == 10
    assert await stand(treasury) == (1000 - 100 * taken, 100 * held)
    await assert_all_adds_up()


WRONG_HOLDS = [
    (("0.00", "USD"), "Work", ("amount", "amount"), "OUT_OF_RANGE"),
    (("-1.00", "USD"), "Work", ("amount", "amount"), "OUT_OF_RANGE"),
    (("1.005", "USD"), "Work", ("amount", "amount"), "INVALID_AMOUNT"),
    (("1.00", "EUR"), "Work", ("amount", "currency"), "OTHER_CURRENCY"),
    (("1.00", "USD"), "  ", ("description",), "INVALID_TEXT"),
    (("1.00", "USD"), "x" * 301, ("description",), "INVALID_TEXT"),
]


@on_one_database
@pytest.mark.parametrize(("amount", "description", "path", "code"), WRONG_HOLDS)
async def test_what_is_wrong_with_a_hold_is_named_and_nothing_changes(
    treasury: Treasury, amount: tuple[str, str], description: str, path: tuple[str, ...], code: str
) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.hold(*amount, description=description)
    assert [(field.path, field.code) for field in refused.value.fields] == [(path, code)]


WRONG_SETTLEMENTS = [
    (("6.01", "USD"), ("amount", "amount"), "OUT_OF_RANGE"),
    (("0.00", "USD"), ("amount", "amount"), "OUT_OF_RANGE"),
    (("-1.00", "USD"), ("amount", "amount"), "OUT_OF_RANGE"),
    (("1.005", "USD"), ("amount", "amount"), "INVALID_AMOUNT"),
    (("1.00", "EUR"), ("amount", "currency"), "OTHER_CURRENCY"),
]


@on_one_database
@pytest.mark.parametrize(("amount", "path", "code"), WRONG_SETTLEMENTS)
async def test_what_is_wrong_with_a_settlement_is_named_and_nothing_changes(
    treasury: Treasury, amount: tuple[str, str], path: tuple[str, ...], code: str
) -> None:
    hold = await treasury.hold("6.00")
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.settle(hold.id, *amount)
    assert [(field.path, field.code) for field in refused.value.fields] == [(path, code)]


async def test_only_staff_hold_and_only_in_their_own_shop(treasury: Treasury) -> None:
    store = treasury.store
    hold = await treasury.hold("6.00")
    other = await open_merchant(store.services, store.clock, "other")
    stranger = replace(treasury, staff=await staff_of(other, "staff@other.example"))
    async with nothing_changes():
        for ctx in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await hold_balance(
                    ctx, customer_id=store.ana.row.id, amount=("1.00", "USD"), description="Me", idempotency_key="k"
                )
            with pytest.raises(Forbidden):
                await settle_hold(ctx, hold_id=hold.id, idempotency_key="k")
            with pytest.raises(Forbidden):
                await release_hold(ctx, hold_id=hold.id)
        messages = set()
        for id in (hold.id, "bhold_00000000000000000000000000"):
            for attempt in (stranger.settle(id), stranger.release(id)):
                with pytest.raises(NotFound) as refused:
                    await attempt
                messages.add(refused.value.message)
        with pytest.raises(NotFound):
            await stranger.hold("1.00")
    assert messages == {"There is no such hold."}


async def test_tariffs_leave_alone_what_is_held_and_go_on_with_what_is_released(treasury: Treasury) -> None:
    store = treasury.store
    plan = await create_plan(
        store.merchant.system, product=store.catalog.product, code="hourly", name="Hourly", description="By the hour.",
        interval=Interval(IntervalUnit.HOUR, 1), prices={"USD": 100}, offered=Offered(),
        billing=BillingMode.FROM_BALANCE,
    )  # fmt: skip
    made = await create_subscription(
        store.ana.context, selection=Selection(plan.id), pay_with=None, idempotency_key="hourly"
    )
    hold = await treasury.hold("8.00")
    assert (await Tariff.get()).funded_until == START + timedelta(hours=2)

    store.clock.advance(hours=5)
    assert (await treasury.give("1.00")).balance_after_minor == 900
    assert [(row.reason, row.amount_minor) for row in await BalanceTransaction.all().order_by("number")] == [
        ("CREDIT", 1000), ("TARIFF", -100), ("TARIFF", -100), ("CREDIT", 100),
    ]  # fmt: skip
    assert await BalanceTransaction.filter(reason="TARIFF", user_id__isnull=False).count() == 0
    await treasury.hold("1.00")
    assert (await Subscription.get(id=made.subscription.id)).status == "SUSPENDED"

    store.clock.advance(hours=1)
    await treasury.release(hold.id)
    tariff = await Tariff.get()
    assert (await Subscription.get(id=made.subscription.id)).status == "ACTIVE"
    assert (tariff.last_billed_at, tariff.funded_until) == (START + timedelta(hours=6), START + timedelta(hours=14))
    assert await stand(treasury) == (900, 100)
    await assert_all_adds_up()
