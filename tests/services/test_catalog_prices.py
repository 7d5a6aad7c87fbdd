"""Prices change for who subscribes from now on; who holds a plan keeps what was agreed until staff move them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.catalog import BillingMode
from backend.domain.errors import Conflict, Forbidden, InvalidInput, NotFound, NotSupported
from backend.models import Customer, Event, IdempotencyKey, InvoiceLine, Plan, Price, Subscription, SubscriptionAddon
from backend.models import TestClock as Clock
from backend.models.ids import new_id
from backend.services.billing.run import run_due_subscriptions
from backend.services.catalog import migrate_price
from backend.services.catalog.add_plan import NewPlan, add_plan
from backend.services.catalog.archive import archive_plan
from backend.services.catalog.inputs import Amount
from backend.services.catalog.load_purchase import Selection
from backend.services.catalog.migrate_price import migrate_plan_price
from backend.services.catalog.price_migration import find_price_migration
from backend.services.catalog.set_price import set_addon_price, set_plan_price
from backend.services.context import Context
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote import quote_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.resume import resume_subscription
from tests.support.catalog_api import staff_context
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import MONTHLY, open_merchant
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.storefront import Storefront


def staff(life: Life) -> Context:
    """The shop's staff, now."""
    return staff_context(life.store.merchant)


async def set_monthly(life: Life, amount: str, currency: str = "USD") -> None:
    """Basic costs that much from now on."""
    await set_plan_price(staff(life), plan_id=life.monthly.id, price=(amount, currency))


async def migrate(life: Life, key: str = "migrate-1", currency: str = "USD") -> int:
    """Move everybody on Basic; answers how many there were."""
    ctx = staff(life)
    done = await migrate_plan_price(ctx, plan_id=life.monthly.id, currency_code=currency, idempotency_key=key)
    assert done.plan.id == life.monthly.id
    return done.touched


async def touched(life: Life, currency: str = "USD") -> list[str]:
    """Whom a migration would touch now."""
    found = await find_price_migration(staff(life), plan_id=life.monthly.id, currency_code=currency)
    return [row.id for row in await found.subscriptions.order_by("id")]


async def totals(life: Life, subscription: Subscription) -> list[int]:
    """What each invoice of it came to, oldest first."""
    return [invoice.total_minor for invoice in await life.invoices(subscription)]


def agreed(subscription: Subscription) -> int:
    """What it pays from its next invoice on."""
    migrated: int | None = subscription.next_price_minor
    return subscription.unit_price_minor if migrated is None else migrated


async def test_what_is_not_used_of_a_period_is_worth_what_it_cost_though_the_price_was_migrated(
    life: Life, gateway: ScriptedGateway
) -> None:
    held = await life.subscribe()
    await set_monthly(life, "20.00")
    assert await migrate(life) == 1
    now = await life.now(held)
    assert (now.unit_price_minor, now.next_price_minor, now.next_price_at) == (1000, 2000, month(1))
    life.clock.now = START + (month(1) - START) / 2
    await cancel_subscription(
        life.store.ana.context, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True
    )
    assert await life.balance() == 500
    await assert_all_adds_up(gateway)


async def test_a_migration_back_to_the_agreed_price_leaves_nothing_behind(life: Life) -> None:
    held = await life.subscribe()
    await set_monthly(life, "20.00")
    await migrate(life)
    await set_monthly(life, "10.00")
    assert await touched(life) == [held.id]
    await migrate(life, "back")
    now = await life.now(held)
    assert (now.unit_price_minor, now.next_price_minor, now.next_price_at) == (1000, None, None)
    await life.go(month(1))
    assert await totals(life, held) == [1000, 1000]


async def test_a_new_price_is_for_new_subscriptions_and_running_ones_keep_what_they_agreed(
    life: Life, gateway: ScriptedGateway
) -> None:
    before = await life.subscribe(addons={"seat": 2})
    await set_monthly(life, "12.50")
    await set_addon_price(staff(life), addon_id=life.store.catalog.seat.id, price=("5.00", "USD"))
    after = await life.subscribe(who=await life.customer(), addons={"seat": 2})
    life.clock.now = month(1)
    assert await run_due_subscriptions(life.store.services) == 2
    assert (await totals(life, before), await totals(life, after)) == ([1800, 1800], [2250, 2250])
    assert ((await life.now(before)).unit_price_minor, (await life.now(after)).unit_price_minor) == (1000, 1250)
    extras = await SubscriptionAddon.all().order_by("id")
    assert [extra.unit_price_minor for extra in extras] == [400, 500]
    await life.run()
    await assert_all_adds_up(gateway)


async def test_each_price_that_is_set_is_told_with_the_one_before_it(life: Life) -> None:
    plan, seat = life.monthly, life.store.catalog.seat
    await set_monthly(life, "12.50")
    await set_monthly(life, "9900", "CLP")
    await set_addon_price(staff(life), addon_id=seat.id, price=("0.00", "USD"))
    prices = {row.currency: row.amount_minor for row in await Price.filter(plan_id=plan.id)}
    assert prices == {"USD": 1250, "EUR": 1000, "JPY": 1000, "CLP": 9900}
    told = await Event.filter(type__in=["plan.price_set", "addon.price_set"]).order_by("id")
    assert [(event.subject_id, event.version, event.payload) for event in told] == [
        (plan.id, 1, {"code": "basic", "currency": "USD", "amount_minor": 1250, "before_minor": 1000}),
        (plan.id, 2, {"code": "basic", "currency": "CLP", "amount_minor": 9900, "before_minor": None}),
        (seat.id, 1, {"code": "seat", "currency": "USD", "amount_minor": 0, "before_minor": 400}),
    ]
    async with nothing_changes():
        await set_monthly(life, "12.50")
        await set_addon_price(staff(life), addon_id=seat.id, price=("0", "USD"))


@on_one_database
@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (("-1", "USD"), ("price.amount", "OUT_OF_RANGE")),
        (("1.001", "USD"), ("price.amount", "INVALID_AMOUNT")),
        (("1.0", "JPY"), ("price.amount", "INVALID_AMOUNT")),
        (("10000000000000.01", "USD"), ("price.amount", "INVALID_AMOUNT")),
        (("1", "XXX"), ("price.currency", "UNKNOWN_CURRENCY")),
    ],
)
async def test_a_wrong_price_is_refused_by_field(life: Life, price: Amount, expected: tuple[str, str]) -> None:
    async with nothing_changes():
        for attempt in (
            set_plan_price(staff(life), plan_id=life.monthly.id, price=price),
            set_addon_price(staff(life), addon_id=life.store.catalog.seat.id, price=price),
        ):
            with pytest.raises(InvalidInput) as refused:
                await attempt
            assert [(".".join(one.path), one.code) for one in refused.value.fields] == [expected]


async def test_twenty_first_prices_in_one_currency_at_once_leave_one_price(life: Life) -> None:
    amounts = [f"{n}.00" for n in range(1, 21)]
    await asyncio.gather(*(set_monthly(life, amount, "CHF") for amount in amounts))
    (price,) = await Price.filter(plan_id=life.monthly.id, currency="CHF")
    told = await Event.filter(type="plan.price_set").order_by("id")
    assert sorted(event.version or 0 for event in told) == list(range(1, 21))
    assert sorted(event.payload["amount_minor"] for event in told) == [n * 100 for n in range(1, 21)]
    assert price.amount_minor == max(told, key=lambda event: event.version or 0).payload["amount_minor"]


async def test_migrating_moves_every_live_subscription_from_its_next_invoice_on(
    life: Life, gateway: ScriptedGateway
) -> None:
    plain = await life.subscribe(quantity=2)
    ahead = await life.subscribe(way="INVOICE", who=await life.customer())
    euros = await life.subscribe(who=await life.customer("EUR"))
    other = await life.subscribe(life.plus, who=await life.customer())
    # Five days before the end, the next period of who pays by hand is invoiced at the old price.
    await life.go(month(1) - timedelta(days=1))
    await set_monthly(life, "12.00")
    new = await life.subscribe(who=await life.customer())
    assert await touched(life) == [plain.id, ahead.id]
    lines = await InvoiceLine.all().order_by("id").values()
    assert await migrate(life) == 2
    assert await touched(life) == []
    assert await InvoiceLine.all().order_by("id").values() == lines
    prices = [agreed(await life.now(one)) for one in (plain, ahead, euros, other, new)]
    assert prices == [1200, 1200, 1000, 2900, 1200]
    told = await Event.filter(type="subscription.price_migrated").order_by("id")
    assert [(one.subject_id, one.payload) for one in told] == [
        (id, {"status": "ACTIVE", "plan": life.monthly.id, "unit_price_minor": 1200, "unit_price_before_minor": 1000})
        for id in (plain.id, ahead.id)
    ]
    (whole,) = await Event.filter(type="plan.price_migrated")
    assert whole.payload == {"code": "basic", "currency": "USD", "amount_minor": 1200, "touched": 2}

    await life.go(month(2))
    assert await totals(life, plain) == [2000, 2400, 2400]
    # The second was invoiced before, the third is already out: for the month after.
    assert await totals(life, ahead) == [1000, 1000, 1200]
    assert await totals(life, euros) == [1000, 1000, 1000]
    await assert_all_adds_up(gateway)


async def test_a_trial_ends_and_a_pause_is_over_at_the_new_price(life: Life, gateway: ScriptedGateway) -> None:
    tried = await life.offer("tried", 1000, trial_days=14)
    trial = await life.subscribe(tried)
    paused = await life.subscribe(who=(someone := await life.customer()))
    await pause_subscription(someone.context, subscription_id=paused.id)
    await set_monthly(life, "12.00")
    ctx = staff(life)
    await set_plan_price(ctx, plan_id=tried.id, price=("15.00", "USD"))
    done = await migrate_plan_price(ctx, plan_id=tried.id, currency_code="USD", idempotency_key="tried")
    assert (done.touched, await migrate(life)) == (1, 1)
    now = await life.now(paused)
    assert (now.status, agreed(now), now.paused_at) == ("PAUSED", 1200, START)
    assert ((await life.now(trial)).status, (await life.now(trial)).trial_end) == ("TRIALING", trial.trial_end)
    await life.go(START + timedelta(days=14))
    assert await totals(life, trial) == [1500]
    await resume_subscription(someone.context, subscription_id=paused.id)
    await life.go(month(3))
    assert (await totals(life, paused))[:2] == [1000, 1200]
    await assert_all_adds_up(gateway)


async def test_what_is_behind_moves_and_what_is_over_or_not_begun_does_not(life: Life) -> None:
    behind = await life.subscribe(way="INVOICE")
    ended = await life.subscribe(who=(someone := await life.customer()))
    await cancel_subscription(someone.context, subscription_id=ended.id, when=ChangeTiming.NOW)
    fresh = await life.subscribe(who=await life.customer())
    await Subscription.filter(id=fresh.id).update(status="INCOMPLETE", due_at=None)
    await life.go(month(1))
    assert (await life.now(behind)).status == "PAST_DUE"
    await set_monthly(life, "12.00")
    assert await touched(life) == [behind.id]
    others = Subscription.filter(id__in=[ended.id, fresh.id]).order_by("id")
    before = await others.values()
    assert (await migrate(life), await others.values()) == (1, before)
    moved = await life.now(behind)
    assert (moved.status, agreed(moved), moved.past_due_at) == ("PAST_DUE", 1200, month(1))
    assert (await totals(life, behind))[:2] == [1000, 1000]


async def test_a_planned_change_keeps_its_own_price(life: Life, gateway: ScriptedGateway) -> None:
    held = await life.subscribe(life.plus)
    ana = life.store.ana
    offer = await quote_change(ana.context, subscription_id=held.id, selection=Selection(life.monthly.id))
    await change_subscription(
        ana.context, subscription_id=held.id, quote_token=offer.token, pay_with=None, idempotency_key="down"
    )
    ctx = staff(life)
    await set_monthly(life, "12.00")
    await set_plan_price(ctx, plan_id=life.plus.id, price=("30.00", "USD"))
    assert await migrate(life) == 0
    done = await migrate_plan_price(ctx, plan_id=life.plus.id, currency_code="USD", idempotency_key="plus")
    assert (done.touched, agreed(await life.now(held))) == (1, 3000)
    await life.go(month(1))
    now = await life.now(held)
    assert (now.plan_id, now.unit_price_minor, await totals(life, held)) == (life.monthly.id, 1000, [2900, 1000])
    # Once it holds the plan, it is one of those that pay another price.
    assert await touched(life) == [held.id]
    await assert_all_adds_up(gateway)


async def test_the_same_key_moves_once_and_another_price_needs_another_key(life: Life) -> None:
    first = await life.subscribe()
    await set_monthly(life, "12.00")
    assert await migrate(life) == 1
    async with nothing_changes():
        assert await migrate(life) == 1
        assert (
            await find_price_migration(staff(life), plan_id=life.monthly.id, currency_code="USD")
        ).price.minor == 1200
    await set_monthly(life, "13.00")
    second = await life.subscribe(who=await life.customer())
    await set_monthly(life, "12.00")
    async with nothing_changes():
        # Who came in between agreed to 13.00, and was not there when that key was used.
        assert await migrate(life) == 1
        with pytest.raises(Conflict):
            await migrate(life, currency="EUR")
    assert await migrate(life, "migrate-2") == 1
    assert (agreed(await life.now(first)), agreed(await life.now(second))) == (1200, 1200)


async def interrupted(life: Life) -> list[Subscription]:
    """Five subscriptions of which the first two were moved to 12.00 before the process died."""
    held = [await life.subscribe(who=await life.customer()) for _ in range(5)]
    left = {one.id for one in held[2:]}
    await set_monthly(life, "12.00")
    await Subscription.filter(id__in=left).update(plan_id=life.plus.id)
    assert await migrate(life) == 2
    await Subscription.filter(id__in=left).update(plan_id=life.monthly.id)
    # What was decided then named all five, and the newest of them.
    decided = await IdempotencyKey.get(key="migrate-1")
    await IdempotencyKey.filter(id=decided.id).update(result={**decided.result, "touched": "5", "newest": held[-1].id})
    return held


async def test_an_interrupted_migration_is_finished_by_its_key(life: Life) -> None:
    held = await interrupted(life)
    assert await touched(life) == [one.id for one in held[2:]]
    assert await migrate(life) == 5
    assert await touched(life) == []
    assert await Event.filter(type="subscription.price_migrated").count() == 5
    assert await Event.filter(type="plan.price_migrated").count() == 1


async def test_an_interrupted_migration_to_a_price_that_is_gone_moves_nobody_more(life: Life) -> None:
    held = await interrupted(life)
    await set_monthly(life, "11.00")
    async with nothing_changes():
        assert await migrate(life) == 5
    assert [agreed(await life.now(one)) for one in held] == [1200, 1200, 1000, 1000, 1000]


async def test_ten_migrations_at_once_move_each_subscription_once(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    held = [await life.subscribe(who=await life.customer()) for _ in range(5)]
    await set_monthly(life, "12.00")
    monkeypatch.setattr(migrate_price, "BATCH", 2)
    await asyncio.gather(*(migrate(life, f"at-once-{n}") for n in range(10)))
    assert await touched(life) == []
    for one in held:
        now = await life.now(one)
        assert (agreed(now), now.version) == (1200, one.version + 1)
    await life.run()
    await assert_all_adds_up()


async def test_a_quote_that_was_made_before_the_move_does_not_hold(life: Life) -> None:
    held, ana = await life.subscribe(), life.store.ana
    offer = await quote_change(ana.context, subscription_id=held.id, selection=Selection(life.plus.id))
    await set_monthly(life, "12.00")
    await migrate(life)
    fresh = await quote_change(ana.context, subscription_id=held.id, selection=Selection(life.plus.id))
    assert offer.token != fresh.token
    assert (await life.now(held)).version == held.version + 1


async def test_who_lives_by_a_test_clock_is_moved_in_their_present(life: Life) -> None:
    held = await life.subscribe()
    past = datetime(2026, 1, 31, 13, 0, tzinfo=START.tzinfo)
    clock = await Clock.create(
        id=new_id("clock"), merchant_id=life.store.merchant.row.id, name="Past", now_at=past, status="READY",
        version=1, created_at=START,
    )  # fmt: skip
    await Customer.filter(id=held.customer_id).update(test_clock_id=clock.id)
    life.clock.advance(days=10)
    await set_monthly(life, "12.00")
    assert await migrate(life) == 1
    now = await life.now(held)
    (told,) = await Event.filter(type="subscription.price_migrated")
    assert (agreed(now), now.due_at, told.occurred_at) == (1200, past, past)


async def test_a_migration_is_refused_where_it_cannot_be(life: Life, store: Storefront) -> None:
    ctx, product = staff(life), store.catalog.product
    tariff = await add_plan(
        ctx, product_id=product.id,
        plan=NewPlan("hourly", "Hourly", "", [("1", "USD")], interval=MONTHLY, billing=BillingMode.FROM_BALANCE),
    )  # fmt: skip
    big = await life.subscribe(quantity=10_000)
    await set_monthly(life, "1000000000.01")
    other = await open_merchant(store.services, store.clock, "other")

    async def attempt(plan: Plan, currency: str = "USD", by: Context = ctx, key: str = "k") -> None:
        await migrate_plan_price(by, plan_id=plan.id, currency_code=currency, idempotency_key=key)

    async with nothing_changes():
        with pytest.raises(NotSupported, match="billed from the balance cannot be moved to another price yet"):
            await attempt(tariff)
        for currency, code in (("CHF", "NO_PRICE"), ("QQQ", "UNKNOWN_CURRENCY")):
            with pytest.raises(InvalidInput) as refused:
                await attempt(life.monthly, currency)
            assert [(one.path, one.code) for one in refused.value.fields] == [(("currency",), code)]
        with pytest.raises(InvalidInput) as refused:
            await attempt(life.monthly)
        assert [(one.path, one.code) for one in refused.value.fields] == [(("planId",), "TOO_LARGE")]
        with pytest.raises(InvalidInput):
            await attempt(life.monthly, key=" ")
        with pytest.raises(NotFound):
            await attempt(life.monthly, by=staff_context(other))
        for nobody in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await attempt(life.monthly, by=nobody)
            with pytest.raises(Forbidden):
                await find_price_migration(nobody, plan_id=life.monthly.id, currency_code="USD")
            for forbidden in (
                set_plan_price(nobody, plan_id=life.monthly.id, price=("1", "USD")),
                set_addon_price(nobody, addon_id=store.catalog.seat.id, price=("1", "USD")),
            ):
                with pytest.raises(Forbidden):
                    await forbidden
    assert big.quantity == 10_000


async def test_holders_of_an_archived_plan_are_moved_and_nobody_can_buy_it(life: Life) -> None:
    held = await life.subscribe()
    await archive_plan(staff(life), plan_id=life.monthly.id)
    await set_monthly(life, "12.00")
    assert await migrate(life) == 1
    await life.go(month(1))
    assert await totals(life, held) == [1000, 1200]
    with pytest.raises(NotFound):
        await quote_subscription((await life.customer()).context, selection=Selection(life.monthly.id))
