"""Dearer at once: what is unused is credited, what is left is charged, and the next period costs the new price."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from backend.domain.billing import ChangeTiming
from backend.models import Event, InvoiceLine
from backend.services.currencies import money
from backend.services.subscriptions.entitlements import customer_features
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import YEARLY, Life, month
from tests.support.plan_changes import HALF, Changes, figures, last_lines, lines_of, open_changes, statuses

END = month(1)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def test_ten_to_twenty_at_exactly_half_costs_five(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    life.clock.now = HALF
    async with nothing_changes():
        offer = await changes.quote(sub, changes.double)
    quote, period = offer.quote, (HALF, END)
    assert figures(quote) == [("Unused time: Hosting Basic", -500), ("Remaining time: Hosting Double", 1000)]
    assert [(line.period and (line.period.start, line.period.end)) for line in quote.lines] == [period, period]
    assert [line.derivation.share for line in quote.lines] == [Fraction(-1, 2), Fraction(1, 2)]
    assert (quote.due_now, quote.total, quote.credited) == (money(500, "USD"), money(500, "USD"), money(0, "USD"))
    assert (quote.next_charge, quote.next_charge_at) == (money(2000, "USD"), END)
    assert (quote.effective_at, quote.expires_at) == (HALF, HALF + timedelta(minutes=15))
    assert [feature.code for feature in quote.features_gained] == ["double"]
    assert [feature.code for feature in quote.features_lost] == ["basic"]

    changed = await changes.confirm(sub, offer)
    held, payment = changed.subscription, changed.payment
    assert payment is not None
    assert (payment.amount_minor, payment.status, payment.purpose) == (500, "SUCCEEDED", "INVOICE")
    assert (held.plan_id, held.quantity, held.unit_price_minor) == (changes.double.id, 1, 2000)
    assert (held.status, held.version) == ("ACTIVE", sub.version + 1)
    assert (held.anchor_at, held.period_start, held.period_end, held.billed_until) == (START, START, END, END)
    _, invoice = await life.invoices(sub)
    assert (invoice.number, invoice.status, invoice.total_minor) == ("INV-000002", "PAID", 500)
    assert (invoice.period_start, invoice.issued_at, invoice.paid_at) == (None, HALF, HALF)
    assert await lines_of(invoice) == figures(quote)
    exact = await InvoiceLine.filter(invoice_id=invoice.id).order_by("position").values_list(
        "unit_price_minor", "quantity", "numerator", "denominator", "period_start", "period_end"
    )  # fmt: skip
    assert exact == [(1000, 1, "-1", "2", HALF, END), (2000, 1, "1", "2", HALF, END)]
    assert await statuses(sub) == ["APPLIED"]
    told = await Event.filter(subject_id=sub.id).order_by("id")
    assert (told[-1].type, told[-1].payload) == (
        "subscription.changed",
        {"status": "ACTIVE", "plan": changes.double.id, "quantity": 1, "plan_before": life.monthly.id},
    )
    features = await customer_features(life.store.ana.context, customer_id=sub.customer_id)
    assert [feature.code for feature in features] == ["double"]

    await life.go(END)
    renewal = (await life.invoices(sub))[-1]
    assert (await lines_of(renewal), renewal.period_start) == ([("Hosting Double", 2000)], END)
    assert [charge.minor for charge in life.store.gateway.charges] == [1000, 500, 2000]
    await assert_all_adds_up(life.store.gateway)


async def test_a_hundred_to_three_hundred_on_the_16th_of_june(life: Life) -> None:
    changes = await open_changes(life)
    hundred, large = await life.offer("hundred", 10_000), await life.offer("large", 30_000)
    life.clock.now = datetime(2026, 6, 1, tzinfo=UTC)
    sub = await life.subscribe(hundred)
    life.clock.now = datetime(2026, 6, 16, tzinfo=UTC)
    changed = await changes.make(sub, large)
    assert changed.payment is not None
    assert changed.payment.amount_minor == 10_000
    assert await last_lines(life, sub) == [
        ("Unused time: Hosting Hundred", -5000), ("Remaining time: Hosting Large", 15_000)
    ]  # fmt: skip
    await life.go(datetime(2026, 7, 1, tzinfo=UTC))
    assert await last_lines(life, sub) == [("Hosting Large", 30_000)]
    await assert_all_adds_up(life.store.gateway)


async def test_a_hundred_a_month_to_a_thousand_a_year_counts_years_from_the_change(life: Life) -> None:
    changes = await open_changes(life)
    hundred, thousand = await life.offer("hundred", 10_000), await life.offer("thousand", 100_000, YEARLY)
    life.clock.now = datetime(2026, 6, 1, tzinfo=UTC)
    sub = await life.subscribe(hundred)
    life.clock.now = at = datetime(2026, 6, 16, tzinfo=UTC)
    end = at.replace(year=2027)
    offer = await changes.quote(sub, thousand)
    assert (offer.quote.next_charge, offer.quote.next_charge_at) == (money(100_000, "USD"), end)
    held = (await changes.confirm(sub, offer)).subscription
    assert await last_lines(life, sub) == [("Unused time: Hosting Hundred", -5000), ("Hosting Thousand", 100_000)]
    assert (held.anchor_at, held.period_start, held.period_end, held.billed_until) == (at, at, end, end)
    await life.go(datetime(2026, 7, 1, tzinfo=UTC))
    await life.go(end - timedelta(microseconds=1))
    assert len(await life.invoices(sub)) == 2
    await life.go(end)
    renewal = (await life.invoices(sub))[-1]
    assert (renewal.total_minor, renewal.period_start) == (100_000, end)
    held = await life.now(sub)
    assert (held.period_start, held.period_end) == (end, at.replace(year=2028))
    assert [charge.minor for charge in life.store.gateway.charges] == [10_000, 95_000, 100_000]
    await assert_all_adds_up(life.store.gateway)


async def test_changes_that_follow_each_other_in_one_period_credit_what_is_held_not_what_was_charged(
    changes: Changes,
) -> None:
    life = changes.life
    await changes.policy(downgrade=ChangeTiming.NOW)
    top = await life.offer("top", 4000)
    sub = await life.subscribe()
    for day, plan, expected in (
        (7, changes.double, [("Unused time: Hosting Basic", -750), ("Remaining time: Hosting Double", 1500)]),
        (14, top, [("Unused time: Hosting Double", -1000), ("Remaining time: Hosting Top", 2000)]),
        (21, life.plus, [
            ("Unused time: Hosting Top", -1000), ("Remaining time: Hosting Plus", 725), ("To your balance", 275)
        ]),
    ):  # fmt: skip
        life.clock.now = START + timedelta(days=day)
        await changes.make(sub, plan)
        assert await last_lines(life, sub) == expected
    # A quarter at each price: what was paid is that, and what is left of it is on the balance.
    charged = [charge.minor for charge in life.store.gateway.charges]
    assert (charged, await life.balance()) == ([1000, 750, 1000], 275)
    assert sum(charged) - 275 == (1000 + 2000 + 4000 + 2900) // 4
    assert await statuses(sub) == ["APPLIED"] * 3
    await assert_all_adds_up(life.store.gateway)


async def test_many_upgrades_charge_each_piece_once_within_half_a_cent_for_each_line(changes: Changes) -> None:
    life = changes.life
    plans = [await life.offer(f"step-{n}", 1000 + 137 * n) for n in range(1, 8)]
    sub = await life.subscribe()
    exact = Fraction(1000)
    for n, plan in enumerate(plans, start=1):
        life.clock.now = START + timedelta(days=3 * n, microseconds=n)
        await changes.make(sub, plan)
        rest = Fraction((END - life.clock.now) // timedelta(microseconds=1), 28 * 86_400 * 1_000_000)
        exact += rest * 137
    charged = sum(charge.minor for charge in life.store.gateway.charges)
    lines = await InvoiceLine.filter(description__contains="time").count()
    assert lines == 14
    assert abs(charged - exact) <= Fraction(lines, 2)
    await assert_all_adds_up(life.store.gateway)


async def test_to_a_plan_for_nothing_and_from_it(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(life.free, "INVOICE")
    life.clock.now = HALF
    await changes.make(sub, life.monthly)
    assert await last_lines(life, sub) == [("Unused time: Hosting Free", 0), ("Remaining time: Hosting Basic", 500)]
    await changes.policy(downgrade=ChangeTiming.NOW)
    await changes.make(sub, life.free, pay_with=None)
    assert await last_lines(life, sub) == [
        ("Unused time: Hosting Basic", -500), ("Remaining time: Hosting Free", 0), ("To your balance", 500)
    ]  # fmt: skip
    await life.go(END)
    assert ((await life.now(sub)).plan_id, await last_lines(life, sub)) == (life.free.id, [("Hosting Free", 0)])
    assert await life.balance() == 500
    await assert_all_adds_up(life.store.gateway)
