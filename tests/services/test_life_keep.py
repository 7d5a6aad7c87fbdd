"""Take back what is planned, as long as its instant has not come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Forbidden, IllegalTransition, NotFound
from backend.gateways.base import PaymentState
from backend.models import Event, Invoice, PaymentAttempt, Subscription, SubscriptionChange
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.payments.due import collect_due_attempts
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import ScriptedGateway, pending
from tests.support.storefront import CARD, known_customer

SECOND = timedelta(seconds=1)


async def plan_end(life: Life, held: Subscription) -> None:
    """Canceled for the end of the period."""
    await cancel_subscription(life.store.ana.context, subscription_id=held.id, when=ChangeTiming.PERIOD_END)


async def keep(life: Life, held: Subscription) -> Subscription:
    """Ana does."""
    return await keep_subscription(life.store.ana.context, subscription_id=held.id)


async def refused_to_keep(life: Life, held: Subscription) -> str:
    """In which status."""
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await keep(life, held)
    return refusal.value.status


async def test_kept_it_renews_as_if_nothing_had_been(life: Life) -> None:
    held = await life.subscribe()
    await plan_end(life, held)
    await life.go(month(1) - SECOND)
    row = await keep(life, held)
    assert (row.status, row.cancel_at, row.canceled_at, row.auto_renew) == ("ACTIVE", None, None, True)
    assert await refused_to_keep(life, held) == "ACTIVE"
    await life.go(month(2))
    assert [one.period_start for one in await life.invoices(held)][1:] == [month(1), month(2)]
    assert await Event.filter(subject_id=held.id, type="subscription.kept").count() == 1
    await assert_all_adds_up(life.store.gateway)


async def test_at_the_instant_of_the_end_it_is_too_late_though_nobody_has_looked(life: Life) -> None:
    held = await life.subscribe()
    await plan_end(life, held)
    life.clock.now = month(1)
    assert await refused_to_keep(life, held) == "ACTIVE"
    await life.run()
    assert await refused_to_keep(life, held) == "CANCELED"


async def test_kept_inside_the_grace_days_it_renews_without_a_gap(life: Life) -> None:
    held = await life.subscribe()
    await set_renewals(life.store.ana.context, subscription_id=held.id, auto_renew=False)
    await life.go(month(1) + timedelta(days=7) - SECOND)
    await keep(life, held)
    await life.run()
    row = await life.now(held)
    assert (row.status, row.period_start, row.period_end) == ("ACTIVE", month(1), month(2))
    await assert_all_adds_up(life.store.gateway)


async def test_after_the_grace_days_it_is_too_late_though_nobody_has_looked(life: Life) -> None:
    held = await life.subscribe()
    await set_renewals(life.store.ana.context, subscription_id=held.id, auto_renew=False)
    life.clock.now = month(1) + timedelta(days=7)
    assert await refused_to_keep(life, held) == "ACTIVE"
    await life.run()
    assert (await life.now(held)).status == "EXPIRED"


async def test_a_planned_change_is_taken_back_until_its_instant(life: Life) -> None:
    held = await life.subscribe(life.plus)
    ana = life.store.ana.context
    offer = await quote_change(ana, subscription_id=held.id, selection=Selection(life.monthly.id))
    await change_subscription(ana, subscription_id=held.id, quote_token=offer.token, idempotency_key="down")
    life.clock.now = month(1)
    assert await refused_to_keep(life, held) == "ACTIVE"
    life.clock.now = month(1) - SECOND
    await keep(life, held)
    assert [one.status for one in await SubscriptionChange.all()] == ["DROPPED"]
    await life.go(month(1))
    assert [one.total_minor for one in await life.invoices(held)] == [2900, 2900]
    await assert_all_adds_up(life.store.gateway)


async def test_a_change_that_waits_for_its_payment_is_forgotten_and_late_money_is_balance(
    life: Life, gateway: ScriptedGateway
) -> None:
    held = await life.subscribe()
    life.clock.advance(days=14)
    ana = life.store.ana.context
    offer = await quote_change(ana, subscription_id=held.id, selection=Selection(life.plus.id))
    gateway.script("create", pending())
    changed = await change_subscription(
        ana, subscription_id=held.id, quote_token=offer.token, idempotency_key="up", pay_with=CARD
    )
    assert changed.payment is not None
    await keep(life, held)
    _, asked = await life.invoices(held)
    assert (asked.status, [one.status for one in await SubscriptionChange.all()]) == ("VOID", ["DROPPED"])
    attempt = await PaymentAttempt.get(payment_id=changed.payment.id)
    gateway.move(attempt.id, PaymentState.SUCCEEDED)
    life.clock.advance(hours=1)
    await collect_due_attempts(life.store.services)
    row = await life.now(held)
    assert (row.plan_id, await life.balance()) == (life.monthly.id, 950)
    assert (await Invoice.get(id=asked.id)).paid_minor == 0
    await assert_all_adds_up(gateway)


async def _everything(ctx: Context, id: str) -> list[type[Exception]]:
    """How each operation refuses."""
    refusals: list[type[Exception]] = []
    for attempt in (
        cancel_subscription(ctx, subscription_id=id, when=ChangeTiming.NOW),
        cancel_subscription(ctx, subscription_id=id, when=ChangeTiming.PERIOD_END),
        keep_subscription(ctx, subscription_id=id),
        pause_subscription(ctx, subscription_id=id),
        resume_subscription(ctx, subscription_id=id),
    ):
        with pytest.raises((NotFound, Forbidden)) as refusal:
            await attempt
        refusals.append(refusal.type)
    return refusals


async def test_nobody_touches_what_is_not_theirs_and_it_looks_absent(life: Life) -> None:
    held = await life.subscribe()
    other = await life.customer()
    elsewhere = await open_merchant(life.store.services, life.clock, "elsewhere")
    stranger = await known_customer(elsewhere, "ana@example.com")
    async with nothing_changes():
        for ctx in (other.context, stranger.context, elsewhere.system):
            assert await _everything(ctx, held.id) == [NotFound] * 5
        assert await _everything(life.store.ana.context, "sub_0") == [NotFound] * 5
        assert await _everything(life.store.merchant.visitor, held.id) == [Forbidden] * 5


async def test_staff_do_all_of_it_for_the_customer(life: Life) -> None:
    held = await life.subscribe()
    staff = life.store.merchant.system
    await pause_subscription(staff, subscription_id=held.id)
    await resume_subscription(staff, subscription_id=held.id)
    await cancel_subscription(staff, subscription_id=held.id, when=ChangeTiming.PERIOD_END)
    await keep_subscription(staff, subscription_id=held.id)
    await cancel_subscription(staff, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True)
    assert ((await life.now(held)).status, await life.balance()) == ("CANCELED", 1000)
    await assert_all_adds_up(life.store.gateway)
