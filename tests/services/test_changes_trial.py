"""A change during a trial: no money, the trial goes on, and the first invoice is of the new plan."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.models import Invoice, Plan
from backend.services.currencies import money
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up
from tests.support.life import Life, month
from tests.support.plan_changes import Changes, held_by, last_lines, open_changes, statuses

TRIAL_END = START + timedelta(days=14)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


@pytest.fixture
async def tried(life: Life) -> Plan:
    """7.00 a month, the first 14 days for nothing."""
    return await life.offer("tried", 700, trial_days=14)


async def test_it_is_made_at_once_and_the_first_invoice_is_of_the_new_plan(changes: Changes, tried: Plan) -> None:
    life = changes.life
    sub = await life.subscribe(tried)
    life.clock.advance(days=7)
    for plan, price in ((changes.double, 2000), (tried, 700), (life.monthly, 1000)):
        offer = await changes.quote(sub, plan)
        quote = offer.quote
        assert (quote.lines, quote.due_now, quote.effective_at) == ((), money(0, "USD"), life.clock.now)
        assert (quote.next_charge, quote.next_charge_at) == (money(price, "USD"), TRIAL_END)
        held = (await changes.confirm(sub, offer, pay_with=None)).subscription
        assert (held.status, held.plan_id, held.unit_price_minor) == ("TRIALING", plan.id, price)
        assert (held.trial_start, held.trial_end, held.period_end) == (START, TRIAL_END, TRIAL_END)
        assert (held.anchor_at, held.billed_until) == (TRIAL_END, TRIAL_END)
    assert (await Invoice.all().count(), await statuses(sub)) == (0, ["APPLIED"] * 3)
    await life.go(TRIAL_END)
    held = await life.now(sub)
    assert (held.status, held.period_start, held.period_end) == ("ACTIVE", TRIAL_END, month(1, TRIAL_END))
    assert await last_lines(life, sub) == [("Hosting Basic", 1000)]
    await assert_all_adds_up(life.store.gateway)


async def test_what_is_charged_once_is_charged_with_the_first_invoice_and_once(changes: Changes, tried: Plan) -> None:
    life = changes.life
    sub = await life.subscribe(tried)
    offer = await changes.quote(sub, life.monthly, addons={"seat": 2, "setup": 1})
    assert (offer.quote.due_now, offer.quote.next_charge) == (money(0, "USD"), money(6700, "USD"))
    await changes.confirm(sub, offer, pay_with=None)
    assert await held_by(sub) == {"seat": 2, "setup": 1}
    await life.go(TRIAL_END)
    assert await last_lines(life, sub) == [("Hosting Basic", 1000), ("Seat × 2", 800), ("Set-up", 4900)]
    await life.go(month(1, TRIAL_END))
    assert await last_lines(life, sub) == [("Hosting Basic", 1000), ("Seat × 2", 800)]
    await assert_all_adds_up(life.store.gateway)


async def test_to_a_year_the_first_period_is_a_year_from_the_trials_end(changes: Changes, tried: Plan) -> None:
    life = changes.life
    sub = await life.subscribe(tried)
    life.clock.advance(days=1)
    await changes.make(sub, life.yearly, pay_with=None)
    await life.go(TRIAL_END)
    held = await life.now(sub)
    assert (held.status, held.period_end) == ("ACTIVE", TRIAL_END.replace(year=2027))
    assert await last_lines(life, sub) == [("Hosting Yearly", 10_000)]
    await assert_all_adds_up(life.store.gateway)


async def test_with_the_first_period_invoiced_ahead_it_comes_after_that(changes: Changes, tried: Plan) -> None:
    life = changes.life
    sub = await life.subscribe(tried, "INVOICE")
    await life.go(TRIAL_END - timedelta(days=5))
    assert await last_lines(life, sub) == [("Hosting Tried", 700)]
    sub, end = await life.now(sub), month(1, TRIAL_END)
    offer = await changes.quote(sub, changes.double)
    assert (offer.quote.effective_at, offer.quote.next_charge) == (end, money(2000, "USD"))
    held = (await changes.confirm(sub, offer, pay_with=None)).subscription
    assert (held.status, held.plan_id) == ("TRIALING", tried.id)
    await life.store.pay((await life.invoices(sub))[0].id)
    await life.go(TRIAL_END)
    assert ((await life.now(sub)).status, (await life.now(sub)).plan_id) == ("ACTIVE", tried.id)
    await life.go(end - timedelta(days=5))
    await life.store.pay((await life.invoices(sub))[1].id, key="pay-2")
    await life.go(end)
    assert (await life.now(sub)).plan_id == changes.double.id
    assert [invoice.total_minor for invoice in await life.invoices(sub)] == [700, 2000]
    await assert_all_adds_up(life.store.gateway)
