"""Ends that were planned: at the second of the period's end, or after the grace days of what is not renewed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.models import BillingPolicy, Event, Subscription, SubscriptionChange
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.renewals import set_renewals
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
GRACE = 7 * DAY


async def features(life: Life) -> list[str]:
    """What Ana has at this instant."""
    ctx = life.store.ana.context
    return [feature.code for feature in await customer_features(ctx, customer_id=life.store.ana.row.id)]


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=3), timedelta(days=40)])
async def test_canceled_for_the_end_it_ends_at_that_second_and_is_never_billed_again(
    life: Life, gateway: ScriptedGateway, late: timedelta
) -> None:
    subscription = await life.subscribe()
    life.clock.advance(days=10)
    ctx = life.store.ana.context
    await cancel_subscription(ctx, subscription_id=subscription.id, when=ChangeTiming.PERIOD_END)
    await life.go(month(1) - SECOND)
    assert (await life.now(subscription)).status == "ACTIVE"
    assert await features(life) == ["basic"]
    life.clock.now = month(1) + late
    assert await features(life) == [], "also before anybody looks"
    await life.run()
    now = await life.now(subscription)
    assert (now.status, now.ended_at, now.canceled_at) == ("CANCELED", month(1), START + 10 * DAY)
    assert (now.due_at, now.cancel_at) == (None, None)
    assert await features(life) == []
    (told,) = await Event.filter(type="subscription.canceled")
    assert told.payload == {"status": "CANCELED", "plan": life.monthly.id, "reason": "planned"}
    life.clock.now = month(14)
    async with nothing_changes():
        assert await life.run() == 0
    assert [one.status for one in await life.invoices(subscription)] == ["PAID"]
    assert len(gateway.charges) == 1
    await assert_all_adds_up(gateway)


async def test_what_was_canceled_and_kept_is_renewed_as_if_nothing_had_been(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe()
    ctx = life.store.ana.context
    await cancel_subscription(ctx, subscription_id=subscription.id, when=ChangeTiming.PERIOD_END)
    await life.run()
    await keep_subscription(ctx, subscription_id=subscription.id)
    await life.go(month(1))
    now = await life.now(subscription)
    assert (now.status, now.period_end, now.canceled_at) == ("ACTIVE", month(2), None)
    assert len(await life.invoices(subscription)) == 2
    await assert_all_adds_up(gateway)


async def test_canceled_after_the_next_period_was_invoiced_that_period_is_served_first(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(way="INVOICE")
    await life.go(month(1) - 2 * DAY)
    _, invoice = await life.invoices(subscription)
    await life.store.pay(invoice.id)
    ctx = life.store.ana.context
    await cancel_subscription(ctx, subscription_id=subscription.id, when=ChangeTiming.PERIOD_END)
    await life.go(month(1))
    now = await life.now(subscription)
    assert (now.status, now.period_end, now.cancel_at) == ("ACTIVE", month(2), month(2))
    await life.go(month(2))
    now = await life.now(subscription)
    assert (now.status, now.ended_at) == ("CANCELED", month(2))
    assert [one.status for one in await life.invoices(subscription)] == ["PAID", "PAID"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("late", [timedelta(0), 40 * DAY])
async def test_without_a_renewal_it_expires_after_the_grace_days(
    life: Life, gateway: ScriptedGateway, late: timedelta
) -> None:
    subscription = await life.subscribe()
    await set_renewals(life.store.ana.context, subscription_id=subscription.id, auto_renew=False)
    await life.run()
    assert (await life.now(subscription)).due_at == month(1) + GRACE
    life.clock.now = month(1) + GRACE - SECOND
    async with nothing_changes():
        assert await life.run() == 0
    await life.go(month(1) + GRACE + late)
    now = await life.now(subscription)
    assert (now.status, now.ended_at, now.due_at, now.canceled_at) == ("EXPIRED", month(1) + GRACE, None, None)
    assert await features(life) == []
    assert len(await life.invoices(subscription)) == 1
    assert await Event.filter(type="subscription.expired").count() == 1
    await assert_all_adds_up(gateway)


async def test_switched_on_again_inside_the_grace_days_it_is_billed_from_the_end_on(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe()
    ctx = life.store.ana.context
    await set_renewals(ctx, subscription_id=subscription.id, auto_renew=False)
    await life.go(month(1) + 6 * DAY)
    assert (await life.now(subscription)).period_end == month(1)
    await set_renewals(life.store.ana.context, subscription_id=subscription.id, auto_renew=True)
    await life.run()
    now = await life.now(subscription)
    assert (now.status, now.period_start, now.period_end, now.due_at) == ("ACTIVE", month(1), month(2), month(2))
    invoice = (await life.invoices(subscription))[-1]
    assert (invoice.period_start, invoice.issued_at, invoice.status) == (month(1), month(1) + 6 * DAY, "PAID")
    assert [charge.minor for charge in gateway.charges] == [1000, 1000]
    await assert_all_adds_up(gateway)


async def plan_basic(life: Life, subscription: Subscription) -> None:
    """From Plus to Basic, when the period ends."""
    ctx = life.store.ana.context
    offer = await quote_change(ctx, subscription_id=subscription.id, selection=life.store.basic)
    await change_subscription(ctx, subscription_id=subscription.id, quote_token=offer.token, idempotency_key="to-basic")


async def test_a_change_for_the_next_period_is_not_made_when_none_follows(life: Life, gateway: ScriptedGateway) -> None:
    subscription = await life.subscribe(life.plus)
    await plan_basic(life, subscription)
    await set_renewals(life.store.ana.context, subscription_id=subscription.id, auto_renew=False)
    await life.go(month(1) + GRACE - SECOND)
    assert (await life.now(subscription)).plan_id == life.plus.id
    await life.go(month(1) + GRACE)
    now = await life.now(subscription)
    assert (now.status, now.plan_id) == ("EXPIRED", life.plus.id)
    assert [change.status for change in await SubscriptionChange.all()] == ["DROPPED"]
    assert [one.total_minor for one in await life.invoices(subscription)] == [2900]
    await assert_all_adds_up(gateway)


async def test_switched_on_again_the_change_is_made_and_billed_from_the_end_on(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(life.plus)
    await plan_basic(life, subscription)
    await set_renewals(life.store.ana.context, subscription_id=subscription.id, auto_renew=False)
    await life.go(month(1) + DAY)
    await set_renewals(life.store.ana.context, subscription_id=subscription.id, auto_renew=True)
    await life.run()
    now = await life.now(subscription)
    assert (now.status, now.plan_id, now.period_start, now.period_end) == (
        "ACTIVE", life.monthly.id, month(1), month(2),
    )  # fmt: skip
    assert [(one.total_minor, one.period_start) for one in await life.invoices(subscription)] == [
        (2900, START), (1000, month(1)),
    ]  # fmt: skip
    assert [change.status for change in await SubscriptionChange.all()] == ["APPLIED"]
    await assert_all_adds_up(gateway)


async def test_the_merchants_grace_days_are_the_ones_that_count_when_they_end(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe()
    await set_renewals(life.store.ana.context, subscription_id=subscription.id, auto_renew=False)
    await life.run()
    await BillingPolicy.all().update(grace_days=10)
    await life.go(month(1) + GRACE)
    now = await life.now(subscription)
    assert (now.status, now.due_at) == ("ACTIVE", month(1) + 10 * DAY)
    await life.go(month(1) + 10 * DAY)
    assert (await life.now(subscription)).status == "EXPIRED"
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=7), 3 * DAY])
async def test_a_pause_until_a_day_ends_at_its_second_and_moves_the_renewal_by_its_length(
    life: Life, gateway: ScriptedGateway, late: timedelta
) -> None:
    subscription = await life.subscribe()
    life.clock.now = START + 10 * DAY
    back = START + 14 * DAY
    await pause_subscription(life.store.ana.context, subscription_id=subscription.id, resume_at=back)
    assert (await life.now(subscription)).due_at == back
    assert await features(life) == []
    life.clock.now = back - SECOND
    async with nothing_changes():
        assert await life.run() == 0
    await life.go(back + late)
    now = await life.now(subscription)
    assert (now.status, now.resume_at, now.paused_at) == ("ACTIVE", None, None)
    # Late or not: four days of pause.
    end = month(1) + 4 * DAY
    assert (now.period_start, now.period_end, now.billed_until) == (START + 4 * DAY, end, end)
    assert now.due_at == end
    assert await features(life) == ["basic"]
    await life.go(end)
    invoice = (await life.invoices(subscription))[-1]
    assert (invoice.period_start, invoice.status) == (end, "PAID")
    assert (await life.now(subscription)).period_end == end.replace(month=4)
    await assert_all_adds_up(gateway)
