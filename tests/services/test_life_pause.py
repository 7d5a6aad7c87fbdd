"""Pause and resume what is billed in advance: every second that was paid for is served, and no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.billing import ChangeTiming, FinalAction
from backend.domain.errors import IllegalTransition, InvalidInput
from backend.models import BillingPolicy, Event, Plan, Subscription
from backend.services.billing.run import run_due_subscriptions
from backend.services.catalog.load_purchase import Selection
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline

DAY = timedelta(days=1)


def at(month_: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month_, day, hour, tzinfo=UTC)


async def pause(life: Life, held: Subscription, until: datetime | None = None) -> None:
    """Ana does."""
    await pause_subscription(life.store.ana.context, subscription_id=held.id, resume_at=until, reason="Holidays.")


async def resume(life: Life, held: Subscription) -> None:
    """Ana does."""
    await resume_subscription(life.store.ana.context, subscription_id=held.id)


async def feature_codes(life: Life) -> list[str]:
    """What is on for Ana."""
    found = await customer_features(life.store.ana.context, customer_id=life.store.ana.row.id)
    return [feature.code for feature in found]


async def facts(held: Subscription) -> list[str]:
    """What was told of it, in order."""
    return [event.type.removeprefix("subscription.") for event in await Event.filter(subject_id=held.id).order_by("id")]


async def test_a_pause_moves_the_period_and_all_that_follow(life: Life) -> None:
    held = await life.subscribe()
    life.clock.now = at(2, 10)
    await pause(life, held)
    row = await life.now(held)
    assert (row.status, row.paused_at, row.resume_at, row.due_at) == ("PAUSED", at(2, 10), None, None)
    assert await feature_codes(life) == []
    # Past the end of the period: nothing is billed.
    await life.go(at(3, 15))
    assert len(await life.invoices(held)) == 1
    await resume(life, held)
    row = await life.now(held)
    pause_was = at(3, 15) - at(2, 10)
    assert (row.status, row.paused_at, row.resume_at) == ("ACTIVE", None, None)
    assert (row.period_start, row.period_end) == (START + pause_was, month(1) + pause_was)
    assert (row.billed_until, row.anchor_at) == (row.period_end, row.period_end)
    assert row.period_end == at(4, 2)
    assert await feature_codes(life) == ["basic"]
    # Served before and after the pause: what was paid for.
    assert (at(2, 10) - START) + (row.period_end - at(3, 15)) == month(1) - START
    await life.go(at(4, 2) - timedelta(seconds=1))
    assert len(await life.invoices(held)) == 1
    await life.go(at(6, 2))
    starts = [invoice.period_start for invoice in await life.invoices(held)]
    assert starts == [START, at(4, 2), at(5, 2), at(6, 2)]
    assert await facts(held) == ["created", "activated", "paused", "resumed", "renewed", "renewed", "renewed"]
    await assert_all_adds_up(life.store.gateway)


async def test_after_a_pause_the_calendar_counts_from_the_end_of_what_was_paid(life: Life) -> None:
    """Paused for one day that moves the end to 1 March; and in March for 30 days, to 1 May, after which 31s come."""
    held = await life.subscribe()
    await pause(life, held)
    life.clock.advance(days=1)
    await resume(life, held)
    await life.go(at(3, 1))
    await pause(life, held)
    life.clock.advance(days=30)
    await resume(life, held)
    row = await life.now(held)
    assert (row.period_start, row.period_end) == (at(3, 31), at(5, 1))
    await pause(life, held)
    life.clock.now = at(3, 31) + timedelta(days=30)
    await resume(life, held)
    assert (await life.now(held)).period_end == at(5, 31)
    await life.go(at(9, 1))
    starts = [invoice.period_start for invoice in await life.invoices(held)]
    assert starts == [START, at(3, 1), at(5, 31), at(6, 30), at(7, 31), at(8, 31)]
    await assert_all_adds_up(life.store.gateway)


async def test_a_pause_without_length_moves_nothing(life: Life) -> None:
    held = await life.subscribe()
    await pause(life, held)
    await resume(life, held)
    row = await life.now(held)
    assert (row.period_start, row.period_end, row.anchor_at) == (START, month(1), START)
    await life.go(month(2))
    assert [one.period_start for one in await life.invoices(held)] == [START, month(1), month(2)]
    await assert_all_adds_up(life.store.gateway)


async def test_with_a_date_the_job_resumes_it_at_that_second(life: Life) -> None:
    held = await life.subscribe()
    life.clock.now = at(2, 10)
    await pause(life, held, at(2, 20))
    row = await life.now(held)
    assert (row.resume_at, row.due_at) == (at(2, 20), at(2, 20))
    await life.go(at(2, 20) - timedelta(seconds=1))
    assert ((await life.now(held)).status, await feature_codes(life)) == ("PAUSED", [])
    await life.go(at(2, 20))
    row = await life.now(held)
    assert (row.status, row.period_end, row.resume_at) == ("ACTIVE", month(1) + 10 * DAY, None)
    assert await feature_codes(life) == ["basic"]
    await life.go(at(3, 10))
    assert [one.period_start for one in await life.invoices(held)] == [START, at(3, 10)]
    await assert_all_adds_up(life.store.gateway)


async def test_resumed_by_hand_before_its_date_nothing_more_happens_at_that_date(life: Life) -> None:
    held = await life.subscribe()
    await pause(life, held, at(2, 20))
    life.clock.now = at(2, 5)
    await resume(life, held)
    before = (await life.now(held)).version
    await life.go(at(2, 21))
    row = await life.now(held)
    assert (row.version, row.status, row.period_end) == (before, "ACTIVE", month(1) + (at(2, 5) - START))
    await assert_all_adds_up(life.store.gateway)


@on_one_database
@pytest.mark.parametrize(
    ("until", "code"),
    [
        (START, "OUT_OF_RANGE"),
        (START - DAY, "OUT_OF_RANGE"),
        (START + 366 * DAY + timedelta(microseconds=1), "OUT_OF_RANGE"),
        (datetime(2026, 3, 1), "NO_OFFSET"),  # noqa: DTZ001 - what is refused
    ],
)
async def test_an_impossible_date_is_refused(life: Life, until: datetime, code: str) -> None:
    held = await life.subscribe()
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await pause(life, held, until)
    assert [(field.path, field.code) for field in refusal.value.fields] == [(("resumeAt",), code)]


async def test_paused_twice_and_resumed_twice_only_the_first_counts(life: Life) -> None:
    held = await life.subscribe()
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await resume(life, held)
    assert refusal.value.status == "ACTIVE"
    await pause(life, held, START + 366 * DAY)
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await pause(life, held)
    assert refusal.value.status == "PAUSED"
    assert set(refusal.value.allowed) == {"RESUME", "SET_RENEWALS", "DISCOUNT", "CANCEL"}
    await resume(life, held)
    async with nothing_changes():
        with pytest.raises(IllegalTransition):
            await resume(life, held)
    await assert_all_adds_up(life.store.gateway)


async def test_what_is_planned_is_taken_back_before_it_is_paused(life: Life) -> None:
    held = await life.subscribe(life.plus)
    ana = life.store.ana.context
    await cancel_subscription(ana, subscription_id=held.id, when=ChangeTiming.PERIOD_END)
    await _cannot_pause(life, held)
    await keep_subscription(ana, subscription_id=held.id)
    await set_renewals(ana, subscription_id=held.id, auto_renew=False)
    await _cannot_pause(life, held)
    await keep_subscription(ana, subscription_id=held.id)
    offer = await quote_change(ana, subscription_id=held.id, selection=Selection(life.monthly.id))
    await change_subscription(ana, subscription_id=held.id, quote_token=offer.token, idempotency_key="down")
    await _cannot_pause(life, held)
    await keep_subscription(ana, subscription_id=held.id)
    await pause(life, held)
    assert (await life.now(held)).status == "PAUSED"
    await assert_all_adds_up(life.store.gateway)


async def _cannot_pause(life: Life, held: Subscription) -> None:
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await pause(life, held)
    assert refusal.value.status == "ACTIVE"


async def test_what_is_behind_is_paid_before_it_is_paused(life: Life, gateway: ScriptedGateway) -> None:
    held = await life.subscribe()
    gateway.script("create", decline())
    await life.go(month(1))
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await pause(life, held)
    assert refusal.value.status == "PAST_DUE"


async def test_paused_because_a_renewal_was_given_up_it_resumes_when_that_is_paid(
    life: Life, gateway: ScriptedGateway
) -> None:
    await BillingPolicy.all().update(retry_days=[], final_action=FinalAction.PAUSE.value)
    held = await life.subscribe()
    gateway.script("create", decline())
    await life.go(month(1))
    assert (await life.now(held)).status == "PAUSED"
    life.clock.advance(days=2)
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await resume(life, held)
    assert refusal.value.status == "PAUSED"
    _, owed = await life.invoices(held)
    await life.store.pay(owed.id)
    await resume(life, held)
    row = await life.now(held)
    assert (row.status, row.period_start, row.period_end) == ("ACTIVE", month(1) + 2 * DAY, month(2) + 2 * DAY)
    await assert_all_adds_up(gateway)


async def test_a_renewal_that_fails_during_the_pause_leaves_it_behind_when_the_date_comes(
    life: Life, gateway: ScriptedGateway
) -> None:
    held = await life.subscribe()
    gateway.script("create", decline())
    # The period has begun and is invoiced; the collector has not come yet.
    life.clock.now = month(1)
    await run_due_subscriptions(life.store.services)
    await pause(life, held, month(1) + 5 * DAY)
    await life.run()
    assert (await life.now(held)).status == "PAUSED"
    await life.go(month(1) + 5 * DAY)
    row = await life.now(held)
    assert (row.status, row.past_due_at, row.period_end) == ("PAST_DUE", month(1) + 5 * DAY, month(2) + 5 * DAY)
    assert await facts(held) == ["created", "activated", "renewed", "paused", "resumed", "past_due"]
    _, owed = await life.invoices(held)
    await life.store.pay(owed.id)
    assert (await life.now(held)).status == "ACTIVE"
    await assert_all_adds_up(gateway)


async def test_an_unpaid_invoice_of_the_next_period_is_void_and_sent_anew(life: Life) -> None:
    held = await life.subscribe(way="INVOICE")
    await life.go(month(1) - 5 * DAY)
    assert [one.status for one in await life.invoices(held)] == ["PAID", "OPEN"]
    await pause(life, held)
    row = await life.now(held)
    assert (row.billed_until, [one.status for one in await life.invoices(held)]) == (month(1), ["PAID", "VOID"])
    # Longer than until it would have been due: nobody owes anything.
    await life.go(month(1) + 15 * DAY)
    await resume(life, held)
    row = await life.now(held)
    assert (row.status, row.period_end) == ("ACTIVE", month(1) + 20 * DAY)
    await life.go(month(1) + 15 * DAY)
    *_, again = await life.invoices(held)
    assert (again.status, again.period_start, again.due_at) == ("OPEN", row.period_end, row.period_end)
    await life.store.pay(again.id)
    await life.go(month(1) + 20 * DAY)
    row = await life.now(held)
    assert (row.status, row.period_start, row.period_end) == ("ACTIVE", at(3, 20), at(4, 20))
    await assert_all_adds_up(life.store.gateway)


async def test_a_period_that_was_paid_ahead_is_served_in_full_after_the_pause(life: Life) -> None:
    held = await life.subscribe(way="INVOICE")
    await life.go(month(1) - 5 * DAY)
    _, ahead = await life.invoices(held)
    await life.store.pay(ahead.id)
    await pause(life, held)
    # For so long that its periods overtake what the invoices say.
    life.clock.advance(days=90)
    await resume(life, held)
    row = await life.now(held)
    moved = 90 * DAY
    assert (row.period_end, row.billed_until, row.anchor_at) == (month(1) + moved, month(2) + moved, month(2) + moved)
    await life.go(month(1) + moved)
    row = await life.now(held)
    assert (row.period_start, row.period_end) == (month(1) + moved, month(2) + moved)
    assert len(await life.invoices(held)) == 2
    await cancel_subscription(
        life.store.ana.context, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True
    )
    assert await life.balance() == 1000
    await assert_all_adds_up(life.store.gateway)


async def test_canceled_while_paused_what_was_kept_is_given_back(life: Life) -> None:
    held = await life.subscribe()
    life.clock.advance(days=14)
    await pause(life, held, START + 100 * DAY)
    life.clock.advance(days=60)
    ana = life.store.ana.context
    async with nothing_changes():
        with pytest.raises(IllegalTransition):
            await cancel_subscription(ana, subscription_id=held.id, when=ChangeTiming.PERIOD_END)
    await cancel_subscription(ana, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True)
    assert ((await life.now(held)).status, await life.balance()) == ("CANCELED", 500)
    await life.go(START + 101 * DAY)
    assert (await life.now(held)).status == "CANCELED"
    await assert_all_adds_up(life.store.gateway)


async def test_a_trial_cannot_be_paused(life: Life) -> None:
    plan: Plan = await life.offer("tried", 700, trial_days=14)
    held = await life.subscribe(plan)
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await pause(life, held)
    assert refusal.value.status == "TRIALING"
