"""Cheaper when the period ends, by default: planned, taken back, replaced, applied before the renewal is billed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Conflict, Forbidden, IllegalTransition
from backend.models import BalanceTransaction, Event, LedgerTransaction, SubscriptionChange
from backend.services.currencies import money
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.keep import keep_subscription
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.plan_changes import HALF, Changes, figures, last_lines, open_changes, statuses

END = month(1)
NOW = ChangeTiming.NOW


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def codes(life: Life) -> list[str]:
    features = await customer_features(life.store.ana.context, customer_id=life.store.ana.row.id)
    return [feature.code for feature in features]


async def test_a_downgrade_waits_for_the_end_and_is_applied_before_the_renewal_is_billed(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    offer = await changes.quote(sub, life.monthly)
    quote = offer.quote
    assert (quote.lines, quote.due_now, quote.effective_at) == ((), money(0, "USD"), END)
    assert (quote.next_charge, quote.next_charge_at) == (money(1000, "USD"), END)
    changed = await changes.confirm(sub, offer, pay_with=None)
    held = changed.subscription
    assert (changed.payment, held.plan_id, held.version) == (None, changes.double.id, sub.version + 1)
    planned = await SubscriptionChange.get()
    assert (planned.status, planned.effective_at, planned.new_anchor) == ("SCHEDULED", END, False)
    assert (planned.plan_id, planned.quantity, planned.unit_price_minor) == (life.monthly.id, 1, 1000)

    await life.go(END - timedelta(microseconds=1))
    assert ((await life.now(sub)).plan_id, await codes(life)) == (changes.double.id, ["double"])
    await life.go(END)
    held = await life.now(sub)
    assert (held.plan_id, held.unit_price_minor, held.anchor_at) == (life.monthly.id, 1000, START)
    assert (held.period_start, held.period_end, await codes(life)) == (END, month(2), ["basic"])
    assert (await last_lines(life, sub), await statuses(sub)) == ([("Hosting Basic", 1000)], ["APPLIED"])
    assert (await SubscriptionChange.get()).ended_at == END
    told = [event.type for event in await Event.filter(subject_id=sub.id).order_by("id")]
    assert told[2:] == ["subscription.change_planned", "subscription.changed", "subscription.renewed"]
    await life.go(month(2))
    assert [invoice.total_minor for invoice in await life.invoices(sub)] == [2000, 1000, 1000]
    await assert_all_adds_up(life.store.gateway)


async def test_months_late_it_is_still_applied_at_its_instant(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    await changes.make(sub, life.monthly, pay_with=None)
    await life.go(month(3))
    assert [(invoice.period_start, invoice.total_minor) for invoice in await life.invoices(sub)] == [
        (START, 2000), (END, 1000), (month(2), 1000), (month(3), 1000)
    ]  # fmt: skip
    await assert_all_adds_up(life.store.gateway)


async def test_from_a_year_to_months_counts_them_from_the_years_end(changes: Changes) -> None:
    life = changes.life
    cheap = await life.offer("cheap", 300)
    sub = await life.subscribe(life.yearly)
    await changes.make(sub, cheap, pay_with=None)
    end = START.replace(year=2027)
    await life.go(end)
    held = await life.now(sub)
    assert (held.plan_id, held.anchor_at, held.period_start, held.period_end) == (cheap.id, end, end, month(13))
    await life.go(month(14))
    assert [(invoice.period_start, invoice.total_minor) for invoice in await life.invoices(sub)] == [
        (START, 10_000), (end, 300), (month(13), 300), (month(14), 300)
    ]  # fmt: skip
    await assert_all_adds_up(life.store.gateway)


async def test_keep_takes_it_back(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    await changes.make(sub, life.monthly, pay_with=None)
    kept = await keep_subscription(life.store.ana.context, subscription_id=sub.id)
    assert (kept.plan_id, kept.version, await statuses(sub)) == (changes.double.id, sub.version + 2, ["DROPPED"])
    async with nothing_changes():
        with pytest.raises(IllegalTransition):
            await keep_subscription(life.store.ana.context, subscription_id=sub.id)
    await life.go(END)
    assert await last_lines(life, sub) == [("Hosting Double", 2000)]
    await assert_all_adds_up(life.store.gateway)


async def test_a_new_change_takes_the_place_of_the_planned_one(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(life.plus)
    await changes.make(sub, life.monthly, pay_with=None)
    await changes.make(sub, changes.double, pay_with=None)
    assert await statuses(sub) == ["DROPPED", "SCHEDULED"]
    await life.go(END)
    assert (await last_lines(life, sub), await statuses(sub)) == ([("Hosting Double", 2000)], ["DROPPED", "APPLIED"])
    # One at once, too: what was planned for the end does not come any more.
    await changes.make(sub, life.monthly, pay_with=None)
    await changes.make(sub, life.plus)
    await life.go(month(2))
    assert await last_lines(life, sub) == [("Hosting Plus", 2900)]
    assert await statuses(sub) == ["DROPPED", "APPLIED", "DROPPED", "APPLIED"]
    await assert_all_adds_up(life.store.gateway)


async def test_a_cancellation_takes_the_place_of_the_planned_one(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    await changes.make(sub, life.monthly, pay_with=None)
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.PERIOD_END)
    assert await statuses(sub) == ["DROPPED"]
    await life.go(END)
    assert ((await life.now(sub)).status, len(await life.invoices(sub))) == ("CANCELED", 1)
    await assert_all_adds_up(life.store.gateway)


async def test_staff_may_have_it_now_and_what_is_too_much_becomes_balance(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = HALF
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await changes.quote(sub, life.monthly, when=NOW, by=life.store.ana.context)
        offer = await changes.quote(sub, life.monthly, when=NOW)
    quote = offer.quote
    assert figures(quote) == [
        ("Unused time: Hosting Double", -1000), ("Remaining time: Hosting Basic", 500), ("To your balance", 500)
    ]  # fmt: skip
    assert (quote.due_now, quote.total, quote.credited) == (money(0, "USD"), money(0, "USD"), money(500, "USD"))
    changed = await changes.confirm(sub, offer, pay_with=None, by=life.store.merchant.system)
    assert (changed.payment, changed.subscription.plan_id) == (None, life.monthly.id)
    invoice = (await life.invoices(sub))[-1]
    assert (invoice.status, invoice.total_minor, invoice.paid_at) == ("PAID", 0, HALF)
    assert await last_lines(life, sub) == figures(quote)
    (log,) = await BalanceTransaction.all()
    assert (log.amount_minor, log.reason, log.invoice_id, log.subscription_id) == (500, "CREDIT", invoice.id, sub.id)
    (posting,) = await LedgerTransaction.filter(subject_id=invoice.id)
    assert posting.key == f"invoice:{invoice.id}:credited"
    assert await life.balance() == 500
    await assert_all_adds_up(life.store.gateway)
    # The next renewal takes it first.
    await life.go(END)
    assert [charge.minor for charge in life.store.gateway.charges] == [2000, 500]
    assert await life.balance() == 0
    await assert_all_adds_up(life.store.gateway)


async def test_staff_may_have_an_upgrade_wait(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    await changes.make(sub, changes.double, when=ChangeTiming.PERIOD_END, pay_with=None)
    await life.go(END)
    assert await last_lines(life, sub) == [("Hosting Double", 2000)]
    await assert_all_adds_up(life.store.gateway)


async def test_with_the_next_period_invoiced_already_any_change_comes_after_it(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(way="INVOICE")
    await life.go(END - timedelta(days=5))
    sub = await life.now(sub)
    assert (len(await life.invoices(sub)), sub.billed_until) == (2, month(2))
    offer = await changes.quote(sub, changes.double)
    assert (offer.quote.effective_at, offer.quote.due_now) == (month(2), money(0, "USD"))
    await changes.confirm(sub, offer, pay_with=None)
    await life.store.pay((await life.invoices(sub))[1].id)
    await life.go(month(2) - timedelta(days=5))
    assert (await last_lines(life, sub), (await life.now(sub)).plan_id) == ([("Hosting Double", 2000)], life.monthly.id)
    await life.store.pay((await life.invoices(sub))[2].id, key="pay-2")
    await life.go(month(2))
    held = await life.now(sub)
    assert (held.plan_id, held.period_start, held.status) == (changes.double.id, month(2), "ACTIVE")
    await assert_all_adds_up(life.store.gateway)


async def test_what_is_planned_and_invoiced_ahead_cannot_be_taken_back_or_replaced(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double, "INVOICE")
    before = await changes.quote(sub, life.plus)
    await changes.make(sub, life.monthly, pay_with=None)
    await life.go(END - timedelta(days=5))
    assert await last_lines(life, sub) == [("Hosting Basic", 1000)]
    async with nothing_changes():
        with pytest.raises(Conflict, match="invoiced already"):
            await changes.quote(sub, life.plus)
        with pytest.raises(Conflict, match="invoiced already"):
            await changes.confirm(sub, before)
        with pytest.raises(IllegalTransition):
            await keep_subscription(life.store.ana.context, subscription_id=sub.id)
    # Paid and canceled, the period that is invoiced is served as it is invoiced.
    await life.store.pay((await life.invoices(sub))[-1].id)
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.PERIOD_END)
    assert await statuses(sub) == ["SCHEDULED"]
    await life.go(END)
    held = await life.now(sub)
    assert (held.plan_id, held.status, held.cancel_at) == (life.monthly.id, "ACTIVE", month(2))
    await life.go(month(2))
    assert ((await life.now(sub)).status, len(await life.invoices(sub))) == ("CANCELED", 2)
    await assert_all_adds_up(life.store.gateway)
