"""Subscriptions that a review found wrong: migrated prices, what is put away, ends that come late, first payments."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Conflict, IllegalTransition, InvalidInput, NotFound
from backend.domain.periods import Interval, IntervalUnit
from backend.gateways.base import PaymentState, Redirect
from backend.models import Addon, Invoice, Subscription
from backend.services.catalog.archive import archive_addon, archive_plan, archive_product
from backend.services.catalog.load_purchase import Selection
from backend.services.catalog.migrate_price import migrate_plan_price
from backend.services.catalog.set_price import set_plan_price
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.invoices.lock import lock_invoice
from backend.services.invoices.reopen import reopen_invoice
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote import quote_subscription
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription
from backend.services.transaction import transaction
from tests.support.catalog_api import staff_context
from tests.support.clock import START
from tests.support.dunning import another_card, features
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, KEPT_CARD, Life, month
from tests.support.merchants import OpenMerchant
from tests.support.plan_changes import HALF, Changes, halfway, happens, held_by, open_changes, problems, statuses
from tests.support.scripted_gateway import ACTION_URL, Step, require_action
from tests.support.storefront import CARD
from tests.support.tariffs import open_servers

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


def staff(life: Life) -> Context:
    """The shop's staff, now."""
    return staff_context(life.store.merchant)


async def migrate(life: Life, amount: str) -> None:
    """Basic costs that much, also for who holds it, from their next invoice on."""
    await set_plan_price(staff(life), plan_id=life.monthly.id, price=(amount, "USD"))
    await migrate_plan_price(staff(life), plan_id=life.monthly.id, currency_code="USD", idempotency_key=amount)


async def totals(life: Life, subscription: Subscription) -> list[int]:
    """What each invoice came to, oldest first."""
    return [invoice.total_minor for invoice in await life.invoices(subscription)]


def prices(row: Subscription) -> tuple[int, int | None, datetime | None]:
    """What it pays for one now, what later, and from when on."""
    return row.unit_price_minor, row.next_price_minor, row.next_price_at


# A price that staff moved: what a period was billed at is what it is worth.


async def test_a_period_that_a_planned_quantity_was_billed_for_is_worth_no_more_than_that(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(quantity=3)
    await changes.make(sub, life.monthly, 2, pay_with=None)
    await migrate(life, "20.00")
    await life.go(month(1))
    assert prices(await life.now(sub)) == (1000, 2000, month(2))
    await life.go(month(2))
    assert (prices(await life.now(sub)), await totals(life, sub)) == ((2000, None, None), [3000, 2000, 4000])
    await assert_all_adds_up(life.store.gateway)


async def test_canceled_inside_that_period_half_of_what_it_cost_comes_back(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(quantity=3)
    await changes.make(sub, life.monthly, 2, pay_with=None)
    await migrate(life, "20.00")
    await life.go(month(1))
    life.clock.now = month(1) + (month(2) - month(1)) / 2
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.NOW, credit_unused=True)
    assert await life.balance() == 1000
    await assert_all_adds_up(life.store.gateway)


async def test_a_quote_says_what_the_next_period_costs_at_the_price_that_it_was_moved_to(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    await migrate(life, "20.00")
    life.clock.now = HALF
    offer = await changes.quote(sub, life.monthly, 2)
    # The rest of this period was sold at the old price.
    assert (offer.quote.due_now, offer.quote.next_charge) == (money(500, "USD"), money(4000, "USD"))
    await changes.confirm(sub, offer)
    await life.go(month(1))
    assert await totals(life, sub) == [1000, 500, 4000]
    await assert_all_adds_up(life.store.gateway)


async def test_a_smaller_quantity_is_planned_at_the_price_that_counts_then(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(way="INVOICE", quantity=3)
    await migrate(life, "20.00")
    await life.go(month(1) - 3 * DAY)
    await life.store.pay((await life.invoices(sub))[-1].id)
    offer = await changes.quote(sub, life.monthly, 2)
    assert (offer.quote.effective_at, offer.quote.next_charge) == (month(2), money(4000, "USD"))
    await changes.confirm(sub, offer, pay_with=None)
    await life.go(month(2))
    row = await life.now(sub)
    assert (row.quantity, prices(row), (await totals(life, sub))[:3]) == (2, (2000, None, None), [3000, 6000, 4000])
    await assert_all_adds_up(life.store.gateway)


async def test_a_trial_is_quoted_at_the_price_that_its_first_period_will_have(changes: Changes) -> None:
    life = changes.life
    tried = await life.offer("tried", 1000, trial_days=14)
    sub = await life.subscribe(tried)
    await set_plan_price(staff(life), plan_id=tried.id, price=("15.00", "USD"))
    await migrate_plan_price(staff(life), plan_id=tried.id, currency_code="USD", idempotency_key="tried")
    offer = await changes.quote(sub, tried, 2)
    assert offer.quote.next_charge == money(3000, "USD")
    await changes.confirm(sub, offer, pay_with=None)
    await life.go(START + 14 * DAY)
    assert await totals(life, sub) == [3000]


async def test_a_period_that_was_paid_ahead_keeps_its_price_through_a_pause(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(way="INVOICE")
    await life.go(month(1) - 3 * DAY)
    await life.store.pay((await life.invoices(sub))[-1].id)
    await migrate(life, "20.00")
    assert prices(await life.now(sub)) == (1000, 2000, month(2))
    await pause_subscription(life.store.ana.context, subscription_id=sub.id)
    pause = 65 * DAY
    await life.go(month(1) - 3 * DAY + pause)
    await resume_subscription(life.store.ana.context, subscription_id=sub.id)
    await life.go(month(1) + pause)
    row = await life.now(sub)
    assert (row.period_start, prices(row)) == (month(1) + pause, (1000, 2000, month(2) + pause))
    await life.go(month(2) + pause - 5 * DAY)
    assert await totals(life, sub) == [1000, 1000, 2000]
    await assert_all_adds_up(life.store.gateway)


# What was not paid for is not credited.


async def test_a_change_whose_money_was_taken_back_is_paid_before_the_next_one(changes: Changes) -> None:
    life = changes.life
    sub = await halfway(changes)
    changed = await changes.make(sub, life.plus)
    assert changed.payment is not None
    ctx = life.store.merchant.system
    async with transaction(ctx) as tx:
        subscription, invoice = await lock_invoice(ctx, str(changed.payment.invoice_id))
        due = money(invoice.total_minor, "USD")
        await reopen_invoice(ctx, tx, invoice=invoice, subscription=subscription, unpaid=due)
    async with nothing_changes():
        for plan, when in ((life.free, ChangeTiming.NOW), (life.yearly, None)):
            with pytest.raises(Conflict, match="not paid for yet"):
                await changes.quote(sub, plan, when=when)
    assert (await changes.quote(sub, life.free)).quote.effective_at == month(1)


async def test_the_invoice_of_a_change_that_waits_hinders_no_quote_of_another(changes: Changes) -> None:
    life = changes.life
    sub = await halfway(changes, require_action())
    await changes.make(sub, life.plus)
    assert await statuses(sub) == ["AWAITING_PAYMENT"]
    assert (await changes.quote(sub, changes.double)).quote.due_now == money(500, "USD")


# What is not sold any more stays with who holds it.


@pytest.mark.parametrize("whole_product", [False, True])
async def test_of_an_archived_plan_who_holds_it_can_have_more_or_less_and_nobody_else_any(
    changes: Changes, *, whole_product: bool
) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"seat": 2})
    other = await life.subscribe(life.plus, who=(bob := await life.customer()))
    if whole_product:
        await archive_product(staff(life), product_id=life.store.catalog.product.id)
    else:
        await archive_plan(staff(life), plan_id=life.monthly.id)
    life.clock.now = HALF
    await changes.make(sub, life.monthly, 2, addons={"seat": 1})
    assert ((await life.now(sub)).quantity, await held_by(sub)) == (2, {"seat": 1})
    async with nothing_changes():
        with pytest.raises(NotFound):
            await changes.quote(other, life.monthly, by=bob.context)
        with pytest.raises(NotFound):
            await quote_subscription(bob.context, selection=Selection(life.monthly.id))
    await assert_all_adds_up(life.store.gateway)


async def test_an_archived_add_on_stays_with_who_holds_it_and_comes_to_nobody_else(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"seat": 2})
    without = await life.subscribe(who=(bob := await life.customer()))
    await archive_addon(staff(life), addon_id=life.store.catalog.seat.id)
    life.clock.now = HALF
    await changes.make(sub, life.monthly, 2, addons={"seat": 3})
    assert ((await life.now(sub)).quantity, await held_by(sub)) == (2, {"seat": 3})
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await changes.quote(without, life.monthly, 2, addons={"seat": 1}, by=bob.context)
    assert problems(refused.value) == [("addons.0.addonId", "NOT_ON_PLAN")]


async def test_who_holds_more_than_a_lower_limit_keeps_as_many_and_gets_no_more(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(addons={"seat": 3})
    await Addon.filter(id=life.store.catalog.seat.id).update(max_quantity=2)
    life.clock.now = HALF
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await changes.quote(sub, life.monthly, 2, addons={"seat": 4})
    assert problems(refused.value) == [("addons.0.quantity", "OUT_OF_RANGE")]
    await changes.make(sub, life.monthly, 2, addons={"seat": 3})
    assert ((await life.now(sub)).quantity, await held_by(sub)) == (2, {"seat": 3})


# What is not renewed.


async def test_not_renewed_nobody_owes_the_invoice_that_was_sent_ahead(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(way="INVOICE")
    await life.go(month(1) - 3 * DAY)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, auto_renew=False)
    row = await life.now(sub)
    assert (row.billed_until, [one.status for one in await life.invoices(sub)]) == (month(1), ["PAID", "VOID"])
    # Switched on again there is another one.
    await set_renewals(life.store.ana.context, subscription_id=sub.id, auto_renew=True)
    await life.run()
    assert [one.status for one in await life.invoices(sub)] == ["PAID", "VOID", "OPEN"]
    await set_renewals(life.store.ana.context, subscription_id=sub.id, auto_renew=False)
    await life.go(month(2))
    row = await life.now(sub)
    assert (row.status, row.ended_at) == ("EXPIRED", month(1) + 7 * DAY)
    assert [one.status for one in await life.invoices(sub)] == ["PAID", "VOID", "VOID"]
    await assert_all_adds_up(life.store.gateway)


async def test_not_renewed_a_period_that_was_paid_ahead_is_served(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(way="INVOICE")
    await life.go(month(1) - 3 * DAY)
    await life.store.pay((await life.invoices(sub))[-1].id)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, auto_renew=False)
    await life.go(month(2) + 7 * DAY)
    row = await life.now(sub)
    assert (row.status, row.ended_at) == ("EXPIRED", month(2) + 7 * DAY)
    assert [one.status for one in await life.invoices(sub)] == ["PAID", "PAID"]


async def test_what_has_expired_is_off_and_stays_so_though_the_job_is_late(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    await set_renewals(life.store.ana.context, subscription_id=sub.id, auto_renew=False)
    life.clock.now = month(1) + 7 * DAY - SECOND
    assert await features(life) == ["basic"]
    life.clock.now += SECOND
    assert ((await life.now(sub)).status, await features(life)) == ("ACTIVE", [])
    async with nothing_changes():
        with pytest.raises(IllegalTransition, match="too late"):
            await set_renewals(life.store.ana.context, subscription_id=sub.id, auto_renew=True)
    await life.run()
    assert ((await life.now(sub)).status, await features(life)) == ("EXPIRED", [])


async def test_what_the_balance_does_not_pay_for_is_off_to_the_second_though_the_job_is_late(
    merchant: OpenMerchant,
) -> None:
    servers = await open_servers(merchant)
    ana = await servers.customer(10)
    await servers.subscribe(ana, servers.small)

    async def codes() -> list[str]:
        return [feature.code for feature in await customer_features(ana.context, customer_id=ana.row.id)]

    # 0.05 an hour.
    servers.clock.advance(hours=1, minutes=59, seconds=59)
    assert await codes() == ["small", "cores"]
    servers.clock.advance(seconds=1)
    assert await codes() == []
    await servers.fund(ana, 5)
    assert await codes() == ["small", "cores"]


# First payments.


async def by_voucher(changes: Changes, selection: Selection, lives: timedelta) -> Subscription:
    """A first payment by a voucher that can be paid for so long."""
    slip = Redirect(ACTION_URL, expires_at=START + lives)
    changes.life.store.gateway.script("create", Step(PaymentState.REQUIRES_ACTION, lie={"action": slip}))
    return (await changes.life.store.subscribe(selection)).subscription


async def test_a_voucher_that_is_paid_after_days_buys_a_whole_period_from_then_on(changes: Changes) -> None:
    life = changes.life
    weekly = await life.offer("weekly", 700, Interval(IntervalUnit.WEEK, 1))
    sub = await by_voucher(changes, Selection(weekly.id), 10 * DAY)
    paid_at = START + 9 * DAY
    await life.go(paid_at)
    assert ((await life.now(sub)).status, await features(life)) == ("INCOMPLETE", [])
    await happens(changes, PaymentState.SUCCEEDED)
    await life.run()
    row = await life.now(sub)
    assert (row.status, row.activated_at, row.anchor_at) == ("ACTIVE", paid_at, paid_at + 7 * DAY)
    assert (row.period_start, row.period_end) == (paid_at, paid_at + 7 * DAY)
    # Invoiced ahead for the week after; nobody owes one that was over before it began.
    assert [(one.total_minor, one.period_start) for one in await Invoice.filter(status="OPEN")] == []
    await life.go(paid_at + 2 * DAY)
    (ahead,) = await Invoice.filter(subscription_id=sub.id, status="OPEN")
    assert (ahead.total_minor, ahead.period_start, ahead.due_at) == (700, row.period_end, row.period_end)
    await assert_all_adds_up(life.store.gateway)


async def test_a_first_payment_inside_the_usual_time_leaves_the_period_where_it_was_sold(changes: Changes) -> None:
    life = changes.life
    sub = await by_voucher(changes, Selection(life.monthly.id), 3 * DAY)
    await life.go(START + timedelta(hours=23) - SECOND)
    await happens(changes, PaymentState.SUCCEEDED)
    row = await life.now(sub)
    assert (row.status, row.period_start, row.period_end, row.anchor_at) == ("ACTIVE", START, month(1), START)


async def test_what_was_free_is_renewed_as_its_first_payment_was_paid(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(life.free, way="INVOICE")
    life.clock.now = HALF
    await changes.make(sub, life.monthly, pay_with=KEPT_CARD)
    row = await life.now(sub)
    assert (row.collection, row.payment_method_id is not None) == ("METHOD", True)
    await life.go(month(1))
    assert ((await life.now(sub)).status, await totals(life, sub)) == ("ACTIVE", [0, 500, 1000])
    assert [one.status for one in await life.invoices(sub)] == ["PAID", "PAID", "PAID"]
    await assert_all_adds_up(life.store.gateway)


async def test_a_way_that_was_chosen_before_stays_whatever_a_change_is_paid_with(changes: Changes) -> None:
    life = changes.life
    kept = await life.keep_card()
    other = await another_card(life)
    chosen = await life.subscribe(life.free, way="METHOD")
    assert chosen.payment_method_id == kept.id
    life.clock.now = HALF
    await changes.make(chosen, life.monthly, pay_with=CARD)
    assert (await life.now(chosen)).payment_method_id == kept.id
    await life.give(10_000)
    await changes.make(chosen, changes.double, pay_with=BALANCE)
    row = await life.now(chosen)
    assert (row.collection, row.payment_method_id) == ("METHOD", kept.id)
    assert other.id != kept.id


async def test_paid_with_a_card_that_is_not_kept_it_goes_on_by_invoice(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(life.free, way="INVOICE")
    life.clock.now = HALF
    await changes.make(sub, life.monthly, pay_with=CARD)
    row = await life.now(sub)
    assert (row.plan_id, row.collection, row.payment_method_id) == (life.monthly.id, "INVOICE", None)
