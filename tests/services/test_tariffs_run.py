"""The periodic job: late, doubled, cut into batches or never, the books are the same."""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import structlog
from tortoise.transactions import in_transaction

from backend.models import (
    AutoTopUp,
    BalanceTransaction,
    Event,
    LedgerAccount,
    PaymentMethod,
    Subscription,
    Tariff,
    TariffDebit,
)
from backend.models.ids import new_id
from backend.services.subscriptions.entitlements import customer_features
from backend.services.tariffs import run
from backend.services.tariffs.run import charge_due_tariffs
from tests.support.clock import START
from tests.support.databases import Database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import OpenMerchant, SignedIn, open_merchant
from tests.support.storefront import scripted_account
from tests.support.tariffs import (
    Servers,
    assert_tariffs_add_up,
    balance_of,
    charged,
    open_servers,
    tariff_of,
)

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
async def servers(merchant: OpenMerchant) -> Servers:
    return await open_servers(merchant)


async def fleet(servers: Servers, count: int, minor: int = 1000) -> list[tuple[SignedIn, Subscription]]:
    """So many customers with a Large each."""
    people = [await servers.customer(minor) for _ in range(count)]
    return [(who, await servers.subscribe(who, servers.large)) for who in people]


# One balance.


async def test_each_full_hour_is_debited_once_and_told(servers: Servers) -> None:
    ((_, started),) = await fleet(servers, 1)
    for minutes, written in ((59, 0), (1, 1), (0, 0), (59, 0), (2, 1), (0, 0)):
        servers.clock.advance(minutes=minutes)
        assert await servers.run() == written

    debits = await TariffDebit.all().order_by("period_start")
    assert [(debit.period_start, debit.period_end, debit.amount_minor) for debit in debits] == [
        (START, START + HOUR, 20),
        (START + HOUR, START + 2 * HOUR, 20),
    ]
    log = await BalanceTransaction.filter(reason="TARIFF").order_by("number")
    assert [(row.number, row.amount_minor, row.balance_after_minor, row.occurred_at) for row in log] == [
        (2, -20, 980, START + HOUR),
        (3, -20, 960, START + 2 * HOUR),
    ]
    assert {(row.description, row.subscription_id, row.user_id) for row in log} == {("Servers Large", started.id, None)}
    tariff = await tariff_of(started)
    # Minute 121: the hour that has begun is not touched.
    assert (tariff.last_billed_at, tariff.due_at) == (START + 2 * HOUR, START + 3 * HOUR)
    told = await Event.filter(type="balance.updated").order_by("id")
    assert [event.payload["available_minor"] for event in told] == [1000, 980, 960]
    # Nothing new for who watches the subscription: it is funded until the same second.
    assert (await Subscription.get()).version == 3
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_it_is_suspended_as_of_the_exact_second_however_late_the_job_is(servers: Servers) -> None:
    ana = await servers.customer(47)
    started = await servers.subscribe(ana, servers.large)
    # 47 / 20 hours are 2 h 21 min.
    ends = START + timedelta(hours=2, minutes=21)
    servers.clock.now = ends - SECOND
    await servers.run()
    assert (await tariff_of(started)).due_at == ends
    assert [feature.code for feature in await customer_features(ana.context, customer_id=ana.row.id)] == [
        "large", "cores",
    ]  # fmt: skip
    servers.clock.now = ends + timedelta(days=3)
    assert await servers.run() == 1

    tariff, started = await tariff_of(started), await Subscription.get()
    assert (started.status, tariff.suspended_at, tariff.last_billed_at) == ("SUSPENDED", ends, ends)
    assert (tariff.due_at, tariff.funded_until) == (None, None)
    assert await balance_of(ana) == 0
    assert await customer_features(ana.context, customer_id=ana.row.id) == []
    told = await Event.filter(subject_id=started.id).order_by("-id").first()
    assert told is not None
    assert (told.type, told.version, told.payload["suspended_at"]) == (
        "subscription.suspended", 4, "2026-01-31T14:21:00+00:00",
    )  # fmt: skip
    async with nothing_changes():
        servers.clock.advance(days=1)
        assert await servers.run() == 0
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_money_brings_it_back_at_once_and_the_gap_is_free(servers: Servers) -> None:
    ana = await servers.customer(20)
    started = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=5, minutes=17)
    await servers.run()
    servers.clock.advance(minutes=3)
    await servers.fund(ana, 30)

    tariff, started = await tariff_of(started), await Subscription.get()
    back = START + timedelta(hours=5, minutes=20)
    assert (started.status, tariff.suspended_at, tariff.last_billed_at) == ("ACTIVE", None, back)
    # 40 minutes to the full hour from the start, then 50 more: 30 / 20 hours.
    assert (tariff.due_at, tariff.funded_until) == (START + 6 * HOUR, back + timedelta(minutes=90))
    servers.clock.advance(hours=10)
    await servers.run()
    assert (await charged(started), await balance_of(ana)) == (50, 0)
    periods = await TariffDebit.all().order_by("period_start").values_list("period_start", "period_end")
    assert periods == [
        (START, START + HOUR),
        (back, START + 6 * HOUR),
        (START + 6 * HOUR, back + timedelta(minutes=90)),
    ]
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_two_on_one_balance_spend_it_in_the_order_of_time_and_stop_together(servers: Servers) -> None:
    more = await open_servers(servers.merchant, "clusters")
    ana = await servers.customer(100)
    large = await servers.subscribe(ana, servers.large)
    servers.clock.advance(minutes=30)
    small = await more.subscribe(ana, more.small, 2)
    servers.clock.advance(days=2)
    await servers.run()

    # 10 until half past; then 90 at 20 + 10 an hour: three hours.
    ends = START + timedelta(hours=3, minutes=30)
    for started in (large, small):
        tariff = await tariff_of(started)
        assert (tariff.suspended_at, (await Subscription.get(id=started.id)).status) == (ends, "SUSPENDED")
    assert (await charged(large), await charged(small), await balance_of(ana)) == (70, 30, 0)
    log = await BalanceTransaction.filter(reason="TARIFF").order_by("number").values_list("amount_minor", "occurred_at")
    at = [START + timedelta(minutes=minutes) for minutes in (30, 60, 90, 120, 150, 180, 210, 210)]
    assert log == list(zip([-10, -10, -10, -20, -10, -20, -10, -10], at, strict=True))
    await servers.fund(ana, 30)
    assert await Subscription.filter(status="ACTIVE").count() == 2
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_held_money_is_not_spent(servers: Servers) -> None:
    ana = await servers.customer(100)
    started = await servers.subscribe(ana, servers.large)
    await LedgerAccount.filter(owner_id=ana.row.id).update(held_minor=60)
    servers.clock.advance(hours=9)
    await servers.run()
    tariff = await tariff_of(started)
    assert (tariff.suspended_at, await balance_of(ana)) == (START + 2 * HOUR, 60)


async def test_balances_below_their_threshold_ask_for_an_automatic_top_up(servers: Servers) -> None:
    (ana, _), (bea, _) = await fleet(servers, 2, 100)
    account = await scripted_account(servers.merchant)
    for who, threshold in ((ana, 80), (bea, 81)):
        await order_top_ups(who, account.id, threshold)
    armed = []
    for _ in range(2):
        servers.clock.advance(hours=1)
        await servers.run()
        armed.append(await AutoTopUp.filter(next_try_at__isnull=False).values_list("customer_id", "next_try_at"))
    assert armed[0] == [(bea.row.id, START + HOUR)]
    assert sorted(armed[1]) == sorted([(ana.row.id, START + 2 * HOUR), (bea.row.id, START + HOUR)])


async def order_top_ups(who: SignedIn, account_id: str, threshold: int) -> None:
    mine: dict[str, Any] = {"merchant_id": who.row.merchant_id, "customer_id": who.row.id, "created_at": START}
    method = await PaymentMethod.create(
        id=new_id("pm"), gateway_account_id=account_id, gateway="scripted", kind="CARD", is_default=True,
        gateway_reference=who.row.id, **mine,
    )  # fmt: skip
    await AutoTopUp.create(
        id=new_id("atu"), currency="USD", enabled=True, threshold_minor=threshold, amount_minor=500, failures=0,
        payment_method_id=method.id, version=1, updated_at=START, **mine,
    )  # fmt: skip


# Many balances.


async def test_after_three_days_without_jobs_one_look_catches_up(servers: Servers) -> None:
    people = await fleet(servers, 6, 2000)
    poor, stopped = (await fleet(servers, 1, 333))[0]
    servers.clock.advance(hours=72, minutes=30)
    assert await servers.run() == 6 * 72 + 17
    for who, started in people:
        assert (await charged(started), await balance_of(who)) == (72 * 20, 2000 - 72 * 20)
        assert (await tariff_of(started)).due_at == START + 73 * HOUR
    assert (await tariff_of(stopped)).suspended_at == START + timedelta(hours=16, minutes=39)
    assert await balance_of(poor) == 0
    assert await TariffDebit.filter(subscription_id=people[0][1].id).count() == 72
    await assert_tariffs_add_up()
    await assert_all_adds_up()


@pytest.mark.parametrize(("batch", "steps"), [(1, 2000), (3, 2000), (200, 5)], ids=["single", "threes", "few-steps"])
async def test_batches_of_any_size_charge_the_same(
    servers: Servers, batch: int, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", batch)
    monkeypatch.setattr(run, "STEPS", steps)
    people = await fleet(servers, 7)
    more = await open_servers(servers.merchant, "clusters")
    # Two that are due on one balance, where a page may end between them.
    for who, _ in people[:3]:
        await more.subscribe(who, more.small)
    servers.clock.advance(hours=4)
    assert await servers.run() == 7 * 4 + 3 * 4
    assert {await balance_of(who) for who, _ in people[:3]} == {900}
    assert {await balance_of(who) for who, _ in people[3:]} == {920}
    assert await servers.run() == 0
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_every_merchant_is_served_in_its_own_time_zone(servers: Servers) -> None:
    far = await open_servers(await open_merchant(servers.merchant.services, servers.clock, "far"))
    # Of the 721 hours of this month in Sydney the first day has 25; in UTC every day has 24 of 720.
    far.merchant.row.timezone = "Australia/Sydney"
    await far.merchant.row.save(update_fields=["timezone"])
    servers.clock.now = START.replace(month=4, day=4, hour=6)
    here, there = await servers.customer(5000), await far.customer(5000)
    ours, theirs = await servers.subscribe(here, servers.reserved), await far.subscribe(there, far.reserved)
    servers.clock.advance(days=1)
    assert await servers.run() == 1
    assert (await charged(ours), await charged(theirs)) == (103, 0)
    servers.clock.advance(hours=1)
    assert await servers.run() == 1
    assert (await charged(ours), await charged(theirs)) == (103, 3100 * 25 // 721)


async def test_one_that_cannot_be_charged_is_named_and_stops_none_of_the_others(servers: Servers) -> None:
    people = await fleet(servers, 9)
    bad, broken = people[4]
    await Tariff.filter(subscription_id=broken.id).update(carried_denominator="0")
    servers.clock.advance(hours=2)
    with structlog.testing.capture_logs() as logged:
        assert await servers.run() == 8 * 2
    account = await LedgerAccount.get(kind="CUSTOMER_BALANCE", owner_id=bad.row.id)
    assert [(entry["event"], entry["account"], entry["reason"]) for entry in logged] == [
        ("tariffs.charge_failed", account.id, "Fraction(0, 0)")
    ]
    assert (await balance_of(bad), await charged(broken)) == (1000, 0)
    assert {await balance_of(who) for who, _ in people if who is not bad} == {960}
    # It is still due, and is charged in full once it is repaired.
    await Tariff.filter(subscription_id=broken.id).update(carried_denominator="1")
    assert await servers.run() == 2
    assert await balance_of(bad) == 960
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_time_that_is_in_the_books_already_is_not_debited_again(servers: Servers) -> None:
    people = await fleet(servers, 3)
    _, done = people[1]
    await TariffDebit.create(
        id=new_id("tdeb"), merchant_id=servers.merchant.row.id, subscription_id=done.id, period_start=START,
        period_end=START + HOUR, amount_minor=0, unit_price_minor=20, numerator="1", denominator="1",
        carried_numerator="0", carried_denominator="1",
    )  # fmt: skip
    servers.clock.advance(hours=1)
    with structlog.testing.capture_logs() as logged:
        assert await servers.run() == 2
    assert [entry["event"] for entry in logged] == ["tariffs.charge_failed"]
    assert [await balance_of(who) for who, _ in people] == [980, 1000, 980]


async def test_a_database_that_is_away_is_nobodys_fault(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    await fleet(servers, 2)
    servers.clock.advance(hours=1)

    async def away(*_: object, **__: object) -> int:
        raise ConnectionRefusedError("no database")

    with monkeypatch.context() as broken:
        broken.setattr(run, "settle", away)
        with structlog.testing.capture_logs() as logged, pytest.raises(ConnectionRefusedError):
            await servers.run()
    assert logged == []
    assert await servers.run() == 2


async def test_a_balance_that_somebody_holds_is_left_to_them(servers: Servers, database: Database) -> None:
    if database.is_sqlite:
        return  # It has one writer: the job waits for its turn.
    people = await fleet(servers, 3)
    held, _ = people[1]
    servers.clock.advance(hours=1)
    outside = contextvars.copy_context()
    async with in_transaction():
        await LedgerAccount.filter(owner_id=held.row.id).select_for_update().get()
        job = asyncio.create_task(charge_due_tariffs(servers.merchant.services), context=outside)
        assert await asyncio.wait_for(job, 60) == 2
    assert [await balance_of(who) for who, _ in people] == [980, 1000, 980]
    assert await servers.run() == 1
    await assert_tariffs_add_up()


async def test_many_jobs_at_once_debit_each_hour_once(servers: Servers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 4)
    people = await fleet(servers, 12)
    servers.clock.advance(hours=3)
    written = await asyncio.gather(*(servers.run() for _ in range(6)))
    # What one job found locked, another was just charging.
    assert sum(written) == 12 * 3
    assert {await balance_of(who) for who, _ in people} == {940}
    await assert_tariffs_add_up()
    await assert_all_adds_up()


# Cost.


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that goes to the database."""
    seen: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(record.getMessage())

    client, ear = logging.getLogger("tortoise.db_client"), Ear(logging.DEBUG)
    level, propagate = client.level, client.propagate
    client.addHandler(ear)
    client.setLevel(logging.DEBUG)
    client.propagate = False
    try:
        yield seen
    finally:
        client.removeHandler(ear)
        client.setLevel(level)
        client.propagate = propagate


async def test_fifty_balances_cost_as_many_statements_as_two(servers: Servers) -> None:
    await fleet(servers, 2)
    servers.clock.advance(hours=1)
    assert await servers.run() == 2
    costs = []
    for more in (0, 48):
        await fleet(servers, more, 60)
        # In the third hour all of the poorer ones are suspended, too.
        servers.clock.advance(hours=4)
        with statements() as seen:
            assert await servers.run() == 2 * 4 + more * 3
        costs.append(len(seen))
        with statements() as seen:
            assert await servers.run() == 0
        assert len(seen) == 2, "what is due, and whether there are test clocks"
    assert await Subscription.filter(status="SUSPENDED").count() == 48
    # One more: the subscriptions that were suspended.
    assert costs[1] == costs[0] + 1
    assert costs[0] <= 17
