"""Months pass for the customers of a clock, and for nobody else: each thing at its instant, in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from backend import models
from backend.gateways.base import DeclineAdvice
from backend.services.balances.adjust import adjust_balance
from backend.services.balances.auto_top_up import set_auto_top_up
from backend.services.balances.top_up import top_up
from backend.services.billing.run import run_due_subscriptions
from backend.services.collections.walk import collect_due_invoices
from backend.services.proof.examine import examine
from backend.services.tariffs.run import charge_due_tariffs
from tests.support.clock import START
from tests.support.clocked import KEPT_CARD, Clocked, open_clocked, rows_of, told
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import SignedIn
from tests.support.scripted_gateway import decline, succeed
from tests.support.storefront import Storefront
from tests.support.tariffs import Servers, assert_tariffs_add_up, open_servers

FEB, MAR, APR, MAY = [datetime(2026, month, day, 12, tzinfo=UTC) for month, day in ((2, 28), (3, 31), (4, 30), (5, 31))]
DAY = timedelta(days=1)
RENEWAL = ["invoice.issued", "subscription.renewed", "payment.created", "invoice.paid", "payment.succeeded"]


@pytest.fixture
async def clocked(store: Storefront) -> Clocked:
    return await open_clocked(store.merchant)


@pytest.fixture
async def servers(store: Storefront) -> Servers:
    return await open_servers(store.merchant)


async def give(clocked: Clocked, who: SignedIn, amount: str) -> None:
    await adjust_balance(
        clocked.by_staff, customer_id=who.row.id, amount=(amount, "USD"), reason="Gift", idempotency_key=who.row.id
    )


async def test_three_months_in_advance_are_billed_at_their_instants(store: Storefront, clocked: Clocked) -> None:
    who, free = await clocked.customer(), await clocked.customer()
    clock = await clocked.clock(who)
    subscription = await clocked.subscribe(who, store.catalog.basic)
    await clocked.subscribe(free, store.catalog.basic)
    beside = await rows_of(free)

    done = await clocked.advance(clock, APR)
    assert (done.clock.status, done.clock.now_at, done.clock.target_at, done.clock.last_error) == (
        "READY", APR, None, None,
    )  # fmt: skip
    invoices = await models.Invoice.filter(subscription_id=subscription.id).order_by("number")
    assert [(row.period_start, row.issued_at, row.paid_at) for row in invoices] == [
        (at, at, at) for at in (START, FEB, MAR, APR)
    ]
    lines = [await models.InvoiceLine.get(invoice_id=invoice.id) for invoice in invoices]
    assert [(line.period_start, line.period_end) for line in lines] == [
        (START, FEB), (FEB, MAR), (MAR, APR), (APR, MAY),
    ]  # fmt: skip
    assert [(row.total_minor, row.paid_minor, row.status) for row in invoices] == [(1000, 1000, "PAID")] * 4
    assert [payment.created_at for payment in await models.Payment.filter(customer_id=who.row.id).order_by("id")] == [
        START, FEB, MAR, APR,
    ]  # fmt: skip
    assert told(done.events) == [(type, at) for at in (FEB, MAR, APR) for type in RENEWAL]
    assert done.count == 15
    assert {event.customer_id for event in done.events} == {who.row.id}
    row = await models.Subscription.get(id=subscription.id)
    assert (row.status, row.period_start, row.period_end, row.due_at) == ("ACTIVE", APR, MAY, MAY)

    assert await rows_of(free) == beside
    assert len(store.gateway.charges) == 5
    # The proof of the books does not mind what is dated in the future.
    proof = await examine(store.merchant.row.id, as_of=START, since=None)
    assert [finding.law for finding in proof.findings if finding.broken] == []
    await assert_all_adds_up(store.gateway)


async def test_three_months_of_a_tariff_are_debited_day_by_day_until_the_money_ends(
    clocked: Clocked, servers: Servers
) -> None:
    who, free = await clocked.customer(), await clocked.customer()
    clock = await clocked.clock(who)
    for one in (who, free):
        await give(clocked, one, "70.00")
        await clocked.subscribe(one, servers.reserved, pay_with=None)
    beside = await rows_of(free)

    done = await clocked.advance(clock, APR)
    # 31.00 in February, 31.00 in March, then 8.00 at 31.00 for thirty days.
    end = MAR + timedelta(days=30) * 800 / 3100
    log = await models.BalanceTransaction.filter(customer_id=who.row.id, reason="TARIFF").order_by("number")
    assert [row.occurred_at for row in log[:-1]] == [START + n * DAY for n in range(1, 28 + 31 + 8)]
    assert timedelta(0) <= log[-1].occurred_at - end < timedelta(seconds=1)
    assert [sum(row.amount_minor for row in log if row.occurred_at <= at) for at in (FEB, MAR, APR)] == [
        -3100, -6200, -7000,
    ]  # fmt: skip
    assert {row.amount_minor for row in log if row.occurred_at <= FEB} == {-110, -111}

    assert told(done.events)[:-2] == [("balance.updated", START + n * DAY) for n in range(1, 28 + 31 + 8)]
    assert told(done.events)[-2:] == [
        ("subscription.suspended", log[-1].occurred_at), ("balance.updated", log[-1].occurred_at),
    ]  # fmt: skip
    assert await rows_of(free) == beside
    await assert_tariffs_add_up()
    await assert_all_adds_up()


async def test_a_decline_is_retried_over_fourteen_days_and_then_it_ends(store: Storefront, clocked: Clocked) -> None:
    who = await clocked.customer()
    clock = await clocked.clock(who)
    subscription = await clocked.subscribe(who, store.catalog.basic)
    later = decline("INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER)
    store.gateway.script("create", *[later] * 5)

    done = await clocked.advance(clock, FEB + 20 * DAY)
    tries = [FEB + n * DAY for n in (0, 1, 3, 7, 14)]
    failed = [row.created_at for row in await models.Payment.filter(status="FAILED").order_by("id")]
    assert failed == tries
    collection = await models.Collection.get()
    assert (collection.status, collection.tries, collection.first_failed_at) == ("GAVE_UP", 5, FEB)
    row = await models.Subscription.get(id=subscription.id)
    assert (row.status, row.canceled_at, row.ended_at) == ("CANCELED", tries[-1], tries[-1])
    assert [at for type, at in told(done.events) if type == "payment.failed"] == tries
    assert [at for type, at in told(done.events) if type == "subscription.past_due"] == tries
    assert [at for type, at in told(done.events) if type == "subscription.canceled"] == tries[-1:]
    await assert_all_adds_up(store.gateway)


async def test_a_retry_that_succeeds_recovers_at_its_instant(store: Storefront, clocked: Clocked) -> None:
    who = await clocked.customer()
    clock = await clocked.clock(who)
    subscription = await clocked.subscribe(who, store.catalog.basic)
    store.gateway.script("create", *[decline("INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER)] * 2, succeed())

    await clocked.advance(clock, FEB + DAY)
    assert (await models.Subscription.get(id=subscription.id)).status == "PAST_DUE"
    done = await clocked.advance(clock, FEB + 20 * DAY)
    assert told(done.events) == [
        (type, FEB + 3 * DAY)
        for type in ("payment.created", "invoice.paid", "subscription.recovered", "payment.succeeded")
    ]
    assert (await models.Invoice.get(number="INV-000002")).paid_at == FEB + 3 * DAY
    await assert_all_adds_up(store.gateway)


async def test_two_clocks_stand_at_different_instants_and_neither_sees_the_other(
    store: Storefront, clocked: Clocked
) -> None:
    early, late = await clocked.customer(), await clocked.customer()
    past, future = START - timedelta(days=365), START + timedelta(days=365)
    first, second = await clocked.clock(early, now=past), await clocked.clock(late, now=future)
    for who in (early, late):
        await clocked.subscribe(who, store.catalog.basic)
    # The jobs of the real present look: on every timeline only what is due there.
    assert await run_due_subscriptions(store.services) == 2
    assert await collect_due_invoices(store.services) == 0
    starts = [(row.period_start, row.due_at) for row in await models.Subscription.all().order_by("created_at")]
    assert starts == [
        (past, datetime(2025, 2, 28, 12, tzinfo=UTC)), (future, datetime(2027, 2, 28, 12, tzinfo=UTC)),
    ]  # fmt: skip

    beside = await rows_of(late)
    done = await clocked.advance(first, datetime(2025, 3, 15, tzinfo=UTC))
    assert told(done.events) == [(type, datetime(2025, 2, 28, 12, tzinfo=UTC)) for type in RENEWAL]
    assert await rows_of(late) == beside
    assert (await models.TestClock.get(id=second.id)).now_at == future
    beside = await rows_of(early)
    done = await clocked.advance(second, datetime(2027, 3, 15, tzinfo=UTC))
    assert told(done.events) == [(type, datetime(2027, 2, 28, 12, tzinfo=UTC)) for type in RENEWAL]
    assert await rows_of(early) == beside
    await assert_all_adds_up(store.gateway)


async def test_the_real_present_passes_a_clock_by(store: Storefront, clocked: Clocked, servers: Servers) -> None:
    who = await clocked.customer()
    await clocked.clock(who)
    await clocked.subscribe(who, store.catalog.basic)
    await give(clocked, who, "70.00")
    await clocked.subscribe(who, servers.reserved, pay_with=None)
    await run_due_subscriptions(store.services)
    store.clock.advance(days=400)
    async with nothing_changes():
        assert await run_due_subscriptions(store.services) == 0
        assert await collect_due_invoices(store.services) == 0
        assert await charge_due_tariffs(store.services) == 0


async def test_an_advance_over_nothing_only_moves_the_clock(clocked: Clocked) -> None:
    who = await clocked.customer()
    clock = await clocked.clock(who)
    before = await rows_of(who)
    done = await clocked.advance(clock, START + timedelta(days=3652))
    assert (done.clock.now_at, done.clock.status, done.events, done.count) == (
        START + timedelta(days=3652), "READY", [], 0,
    )  # fmt: skip
    assert await rows_of(who) == before
    told_of_clock = await models.Event.filter(subject_id=clock.id).order_by("id")
    assert [(event.type, event.version, event.occurred_at) for event in told_of_clock] == [
        ("test_clock.created", 1, START), ("test_clock.advance_started", 2, START), ("test_clock.advanced", 4, START),
    ]  # fmt: skip


async def test_a_balance_tops_itself_up_when_its_money_falls_below_on_the_way(
    store: Storefront, clocked: Clocked, servers: Servers
) -> None:
    who = await clocked.customer()
    clock = await clocked.clock(who)
    payment = await top_up(
        await clocked.here(who), amount=("31.00", "USD"), pay_with=KEPT_CARD, idempotency_key="first"
    )
    assert payment.status == "SUCCEEDED"
    method = await models.PaymentMethod.get()
    await set_auto_top_up(
        await clocked.here(who), enabled=True, threshold=("10.00", "USD"), amount=("31.00", "USD"), method_id=method.id
    )
    await clocked.subscribe(who, servers.reserved, pay_with=None)

    done = await clocked.advance(clock, MAR)
    # 31.00 in 28 days: 9.97 is left after 19. Then 31.00 in 31 days: of 62.00, 9.00 is left after 28 and 22.
    charged = await models.Payment.filter(auto_top_up_id__isnull=False).order_by("id")
    log = await models.BalanceTransaction.filter(customer_id=who.row.id).order_by("number")
    fell = [
        row.occurred_at for row, after in pairwise(log)
        if row.balance_after_minor < 1000 and after.reason == "TOP_UP"
    ]  # fmt: skip
    assert [row.created_at for row in charged] == fell
    assert [(at - START) // DAY for at in fell] == [19, 50]
    assert [row.occurred_at for row in log if row.reason == "TOP_UP"] == [START, *fell]
    assert [at for type, at in told(done.events) if type == "auto_top_up.succeeded"] == fell
    assert sum(row.amount_minor for row in log if row.reason == "TARIFF") == -6200
    await assert_tariffs_add_up()
    await assert_all_adds_up(store.gateway)
