"""Renewals: one invoice for each period, of exactly that period, however often and however late anybody looks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from backend.models import Collection, Event, Invoice, InvoiceLine, LedgerTransaction, Payment, Price, Subscription
from backend.services.billing.run import run_due_subscriptions
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway

SECOND = timedelta(seconds=1)
# From 31 January: the last day of each shorter month, and never the 28th again after February.
YEAR = [
    datetime(2026, *day, 12, tzinfo=UTC)
    for day in (
        (1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31),
    )
] + [datetime(2027, 1, 31, 12, tzinfo=UTC), datetime(2027, 2, 28, 12, tzinfo=UTC)]  # fmt: skip


async def periods(life: Life, subscription: Subscription) -> list[tuple[datetime | None, datetime | None]]:
    """What each invoice is for, by number."""
    found = []
    for invoice in await life.invoices(subscription):
        line = await InvoiceLine.get(invoice_id=invoice.id, position=1)
        assert line.period_start == invoice.period_start
        found.append((line.period_start, line.period_end))
    return found


def numbers(count: int) -> list[str]:
    """Of the first so many invoices."""
    return [f"INV-{n:06d}" for n in range(1, count + 1)]


@pytest.mark.parametrize("way", ["METHOD", "BALANCE"])
async def test_a_year_from_31_january_has_twelve_renewals_at_the_ends_of_the_months(
    life: Life, gateway: ScriptedGateway, way: str
) -> None:
    subscription = await life.subscribe(way=way)
    for n in range(1, 13):
        # A second before nothing happens; at the second it does; looking again changes nothing.
        life.clock.now = YEAR[n] - SECOND
        async with nothing_changes():
            assert await life.run() == 0
        await life.go(YEAR[n])
        async with nothing_changes():
            assert await life.run() == 0
        now = await life.now(subscription)
        assert (now.status, now.period_start, now.period_end) == ("ACTIVE", YEAR[n], YEAR[n + 1])
        assert (now.billed_until, now.due_at, now.anchor_at) == (YEAR[n + 1], YEAR[n + 1], START)

    invoices = await life.invoices(subscription)
    assert await periods(life, subscription) == list(pairwise(YEAR))
    assert [(one.number, one.status, one.total_minor) for one in invoices] == [(n, "PAID", 1000) for n in numbers(13)]
    assert [(one.issued_at, one.due_at, one.paid_at) for one in invoices] == [(at, at, at) for at in YEAR[:13]]
    assert await Event.filter(type="subscription.renewed").count() == 12
    assert [one.status for one in await life.collections(subscription)] == ["PAID"] * 12
    if way == "METHOD":
        assert [charge.minor for charge in gateway.charges] == [1000] * 13
        assert [request.off_session for request in gateway.requests] == [False] + [True] * 12
    else:
        assert (await life.balance(), gateway.charges) == (100_000 - 13 * 1000, [])
    await assert_all_adds_up(gateway)


async def test_a_year_that_was_paid_for_at_once_is_renewed_a_year_later(life: Life, gateway: ScriptedGateway) -> None:
    subscription = await life.subscribe(life.yearly)
    await life.go(YEAR[12] - SECOND)
    assert len(await life.invoices(subscription)) == 1
    await life.go(YEAR[12])
    next_year = YEAR[12].replace(year=2028)
    assert await periods(life, subscription) == [(START, YEAR[12]), (YEAR[12], next_year)]
    assert (await life.now(subscription)).period_end == next_year
    assert [charge.minor for charge in gateway.charges] == [10_000] * 2
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("way", ["METHOD", "BALANCE", "INVOICE"])
async def test_after_three_months_of_silence_one_look_makes_the_three_invoices_in_order(
    life: Life, gateway: ScriptedGateway, way: str
) -> None:
    subscription = await life.subscribe(way=way)
    late = month(3) + timedelta(days=2, seconds=17)
    life.clock.now = late
    assert await run_due_subscriptions(life.store.services) == 1
    invoices = await life.invoices(subscription)
    assert await periods(life, subscription) == list(pairwise(YEAR[:5]))
    assert [one.number for one in invoices] == numbers(4)
    # Nobody has to pay before they were asked.
    assert [(one.issued_at, one.due_at) for one in invoices[1:]] == [(late, late)] * 3
    now = await life.now(subscription)
    assert (now.period_start, now.period_end, now.billed_until) == (month(3), month(4), month(4))
    assert now.due_at == (month(4) - timedelta(days=5) if way == "INVOICE" else month(4))
    async with nothing_changes():
        assert await run_due_subscriptions(life.store.services) == 0

    await life.run()
    assert [one.status for one in await life.invoices(subscription)] == ["PAID"] + (
        ["OPEN"] * 3 if way == "INVOICE" else ["PAID"] * 3
    )
    assert (await life.now(subscription)).status == ("PAST_DUE" if way == "INVOICE" else "ACTIVE")
    assert [charge.minor for charge in gateway.charges] == [1000] * {"METHOD": 4, "BALANCE": 0, "INVOICE": 1}[way]
    await assert_all_adds_up(gateway)


async def test_late_or_in_time_the_periods_and_the_amounts_are_the_same(life: Life, gateway: ScriptedGateway) -> None:
    in_time = await life.subscribe()
    late = await life.subscribe(who=await life.customer())
    for n in (1, 2, 3, 4):
        # The second is held up until the end.
        await Subscription.filter(id=late.id).update(due_at=None)
        await life.go(month(n))
    await Subscription.filter(id=late.id).update(due_at=month(1))
    await life.run()
    assert await periods(life, late) == await periods(life, in_time)
    one, other = await life.now(late), await life.now(in_time)
    kept = ("status", "period_start", "period_end", "billed_until", "anchor_at", "due_at", "version")
    assert [getattr(one, name) for name in kept] == [getattr(other, name) for name in kept]
    assert sorted([str(one.number) for one in await Invoice.all()]) == numbers(10)
    await assert_all_adds_up(gateway)


async def test_jobs_that_look_at_the_same_moment_make_one_invoice(life: Life, gateway: ScriptedGateway) -> None:
    subscriptions = [await life.subscribe(who=await life.customer()) for _ in range(4)]
    life.clock.now = month(2)
    others = [replace(life.store.services) for _ in range(6)]
    looked = await asyncio.gather(*(run_due_subscriptions(services) for services in others))
    assert sum(looked) >= 4
    await asyncio.gather(life.run(), life.run(), life.run())
    for subscription in subscriptions:
        assert await periods(life, subscription) == list(pairwise(YEAR[:4]))
        assert (await life.now(subscription)).period_end == month(3)
    assert sorted(str(one.number) for one in await Invoice.all()) == numbers(12)
    assert await Collection.all().count() == 8
    assert [charge.minor for charge in gateway.charges] == [1000] * 12
    await assert_all_adds_up(gateway)


async def test_who_pays_by_hand_gets_the_invoice_five_days_before_its_period(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(way="INVOICE")
    sent = month(1) - timedelta(days=5)
    assert subscription.due_at == sent
    await life.go(sent - SECOND)
    assert len(await life.invoices(subscription)) == 1
    await life.go(sent)
    _, invoice = await life.invoices(subscription)
    assert (invoice.status, invoice.issued_at, invoice.due_at) == ("OPEN", sent, month(1))
    assert invoice.period_start == month(1)
    (collection,) = await life.collections(subscription)
    assert (collection.status, collection.next_try_at) == ("OPEN", month(1))
    now = await life.now(subscription)
    assert (now.status, now.period_end, now.billed_until, now.due_at) == ("ACTIVE", month(1), month(2), month(1))

    life.clock.now = month(1) - timedelta(days=1)
    await life.store.pay(invoice.id)
    await life.go(month(1))
    now = await life.now(subscription)
    assert (now.status, now.period_start, now.period_end) == ("ACTIVE", month(1), month(2))
    assert now.due_at == month(2) - timedelta(days=5)
    assert len(await life.invoices(subscription)) == 2
    await assert_all_adds_up(gateway)


async def test_what_costs_nothing_is_paid_at_once_and_collected_by_nobody(life: Life, gateway: ScriptedGateway) -> None:
    subscription = await life.subscribe(life.free, way="INVOICE")
    await life.go(month(2))
    invoices = await life.invoices(subscription)
    # Sent ahead like any other that nobody charges: the third is for the month that runs.
    assert [(one.status, one.total_minor, one.period_start) for one in invoices] == [("PAID", 0, at) for at in YEAR[:3]]
    assert [one.paid_at == one.issued_at for one in invoices] == [True] * 3
    assert (await life.now(subscription)).status == "ACTIVE"
    assert await Collection.all().count() == 0
    assert await Payment.all().count() == 0
    assert await LedgerTransaction.all().count() == 0
    await assert_all_adds_up(gateway)


async def test_add_ons_recur_or_are_charged_once_and_the_quantity_stays(life: Life, gateway: ScriptedGateway) -> None:
    subscription = await life.subscribe(quantity=3, addons={"seat": 2, "setup": 1})
    await life.go(month(2))
    lines = [
        [
            (line.description, line.quantity, line.unit_price_minor, line.amount_minor)
            for line in await InvoiceLine.filter(invoice_id=invoice.id).order_by("position")
        ]
        for invoice in await life.invoices(subscription)
    ]
    plan, seat = ("Hosting Basic × 3", 3, 1000, 3000), ("Seat × 2", 2, 400, 800)
    assert lines == [[plan, seat, ("Set-up", 1, 4900, 4900)], [plan, seat], [plan, seat]]
    assert [charge.minor for charge in gateway.charges] == [8700, 3800, 3800]
    await assert_all_adds_up(gateway)


async def test_the_agreed_price_is_renewed_whatever_the_plan_costs_others_by_now(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe()
    await Price.filter(plan_id=life.monthly.id).update(amount_minor=9999)
    await life.go(month(1))
    assert [one.total_minor for one in await life.invoices(subscription)] == [1000, 1000]
    await assert_all_adds_up(gateway)
