"""Trials: nothing now, one for each customer and product, and the first period is billed at the second it ends."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import AlreadySubscribed, Conflict, QuoteChanged
from backend.domain.subscription import Collection as Way
from backend.models import Collection, Event, Invoice, InvoiceLine, Payment, Plan, Subscription, Trial
from backend.services.billing.run import run_due_subscriptions
from backend.services.catalog.load_purchase import Selection
from backend.services.subscriptions import create
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.quote import Offer, offer_as_of, quote_subscription
from backend.services.subscriptions.renewals import set_renewals
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway

SECOND = timedelta(seconds=1)
ENDS = datetime(2026, 2, 14, 12, tzinfo=UTC)
FIRST_PAID = datetime(2026, 3, 14, 12, tzinfo=UTC)


@pytest.fixture
async def tried(life: Life) -> Plan:
    """12.00 a month after fourteen days."""
    return await life.offer("tried", 1200, trial_days=14)


async def features(life: Life) -> list[str]:
    """What Ana has at this instant."""
    ctx = life.store.ana.context
    return [feature.code for feature in await customer_features(ctx, customer_id=life.store.ana.row.id)]


async def test_the_quote_of_a_trial_says_nothing_now_and_the_first_period_when_it_ends(life: Life, tried: Plan) -> None:
    quote = (await quote_subscription(life.store.ana.context, selection=Selection(tried.id, 2))).quote
    assert (quote.lines, quote.total.minor, quote.due_now.minor) == ((), 0, 0)
    assert (quote.next_charge.minor, quote.next_charge_at) == (2400, ENDS)
    assert [feature.code for feature in quote.features_gained] == ["tried"]


@pytest.mark.parametrize("way", ["METHOD", "BALANCE"])
async def test_a_trial_is_billed_and_active_at_the_second_it_ends(
    life: Life, tried: Plan, gateway: ScriptedGateway, way: str
) -> None:
    subscription = await life.subscribe(tried, way=way)
    assert (subscription.status, subscription.trial_start, subscription.trial_end) == ("TRIALING", START, ENDS)
    assert (subscription.period_start, subscription.period_end, subscription.due_at) == (START, ENDS, ENDS)
    assert await Invoice.all().count() == 0
    assert await features(life) == ["tried"]
    charged = len(gateway.charges)

    life.clock.now = ENDS - SECOND
    async with nothing_changes():
        assert await life.run() == 0
    await life.go(ENDS)
    (invoice,) = await life.invoices(subscription)
    assert (invoice.number, invoice.status, invoice.total_minor) == ("INV-000001", "PAID", 1200)
    assert (invoice.period_start, invoice.issued_at, invoice.due_at) == (ENDS, ENDS, ENDS)
    line = await InvoiceLine.get(invoice_id=invoice.id)
    assert (line.period_start, line.period_end, line.numerator, line.denominator) == (ENDS, FIRST_PAID, "1", "1")
    now = await life.now(subscription)
    assert (now.status, now.period_start, now.period_end) == ("ACTIVE", ENDS, FIRST_PAID)
    assert (now.anchor_at, now.billed_until, now.due_at) == (ENDS, FIRST_PAID, FIRST_PAID)
    assert (now.trial_start, now.trial_end) == (START, ENDS)
    assert [charge.minor for charge in gateway.charges[charged:]] == ([1200] if way == "METHOD" else [])
    assert await features(life) == ["tried"]

    await life.go(FIRST_PAID)
    assert [one.period_start for one in await life.invoices(subscription)] == [ENDS, FIRST_PAID]
    told = [event.type for event in await Event.filter(subject_id=subscription.id).order_by("id")]
    assert told == [
        "subscription.created",
        "subscription.trial_started",
        "subscription.renewed",
        "subscription.renewed",
    ]
    await assert_all_adds_up(gateway)


async def test_what_is_charged_once_comes_with_the_first_invoice_after_the_trial_and_not_again(
    life: Life, gateway: ScriptedGateway
) -> None:
    await Plan.filter(id=life.monthly.id).update(trial_days=14)
    plan = await Plan.get(id=life.monthly.id)
    subscription = await life.subscribe(plan, addons={"setup": 1, "seat": 1})
    await life.go(FIRST_PAID)
    assert [one.total_minor for one in await life.invoices(subscription)] == [1000 + 400 + 4900, 1000 + 400]
    await assert_all_adds_up(gateway)


async def test_without_a_way_to_pay_the_invoice_comes_five_days_before_the_trial_ends(
    life: Life, tried: Plan, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(tried, way="INVOICE")
    sent = ENDS - timedelta(days=5)
    assert subscription.due_at == sent
    life.clock.now = sent - SECOND
    async with nothing_changes():
        assert await life.run() == 0
    await life.go(sent)
    (invoice,) = await life.invoices(subscription)
    assert (invoice.status, invoice.total_minor, invoice.due_at) == ("OPEN", 1200, ENDS)
    assert (await life.now(subscription)).status == "TRIALING"

    life.clock.now = ENDS - timedelta(days=1)
    await life.store.pay(invoice.id)
    assert (await life.now(subscription)).status == "TRIALING"
    await life.go(ENDS)
    now = await life.now(subscription)
    assert (now.status, now.period_start, now.period_end) == ("ACTIVE", ENDS, FIRST_PAID)
    assert len(await life.invoices(subscription)) == 1
    await assert_all_adds_up(gateway)


async def test_a_trial_whose_invoice_nobody_paid_is_past_due_when_it_ends(
    life: Life, tried: Plan, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(tried, way="INVOICE")
    await life.go(ENDS - timedelta(days=5))
    await life.go(ENDS)
    now = await life.now(subscription)
    assert (now.status, now.past_due_at, now.due_at) == ("PAST_DUE", ENDS, ENDS + timedelta(days=7))
    await life.go(ENDS + timedelta(days=7))
    now = await life.now(subscription)
    assert (now.status, now.ended_at) == ("EXPIRED", ENDS + timedelta(days=7))
    await assert_all_adds_up(gateway)


async def test_a_way_to_pay_that_came_during_the_trial_is_charged_when_it_ends(
    life: Life, tried: Plan, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(tried, way="INVOICE")
    method = await life.keep_card()
    await set_renewals(
        life.store.ana.context, subscription_id=subscription.id, collection=Way.METHOD, method_id=method.id
    )
    await life.run()
    assert (await life.now(subscription)).due_at == ENDS
    await life.go(ENDS)
    (invoice,) = await life.invoices(subscription)
    assert (invoice.status, invoice.issued_at, gateway.charges[-1].minor) == ("PAID", ENDS, 1200)
    await assert_all_adds_up(gateway)


async def test_a_trial_that_was_canceled_ends_at_its_second_and_is_never_billed(
    life: Life, tried: Plan, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(tried)
    charged = len(gateway.charges)
    life.clock.advance(days=3)
    ctx = life.store.ana.context
    await cancel_subscription(ctx, subscription_id=subscription.id, when=ChangeTiming.PERIOD_END)
    await life.go(ENDS - SECOND)
    now = await life.now(subscription)
    assert (now.status, now.cancel_at, now.due_at) == ("TRIALING", ENDS, ENDS)
    assert await features(life) == ["tried"]
    await life.go(ENDS + timedelta(minutes=4))
    now = await life.now(subscription)
    assert (now.status, now.ended_at, now.canceled_at) == ("CANCELED", ENDS, START + timedelta(days=3))
    assert await features(life) == []
    async with nothing_changes():
        life.clock.now = month(12)
        assert await life.run() == 0
    assert await Invoice.all().count() == 0
    assert await Collection.all().count() == 0
    assert len(gateway.charges) == charged
    await assert_all_adds_up(gateway)


async def test_each_customer_has_one_trial_of_a_product_also_by_another_plan(
    life: Life, tried: Plan, gateway: ScriptedGateway
) -> None:
    other = await life.offer("also-tried", 700, trial_days=30)
    first = await life.subscribe(tried)
    await cancel_subscription(life.store.ana.context, subscription_id=first.id, when=ChangeTiming.NOW)
    quote = (await quote_subscription(life.store.ana.context, selection=Selection(other.id))).quote
    assert (quote.due_now.minor, quote.next_charge_at) == (700, month(1))
    second = await life.subscribe(other)
    assert (second.status, second.trial_end, second.period_end) == ("ACTIVE", None, month(1))
    assert [one.total_minor for one in await life.invoices(second)] == [700]

    # Somebody else has theirs.
    bea = await life.customer()
    assert (await life.subscribe(other, who=bea)).status == "TRIALING"
    trials = await Trial.all().order_by("id")
    assert [(one.customer_id, one.product_id) for one in trials] == [
        (person.row.id, tried.product_id) for person in (life.store.ana, bea)
    ]
    await assert_all_adds_up(gateway)


async def test_of_trials_that_are_started_at_the_same_moment_one_begins(
    life: Life, tried: Plan, gateway: ScriptedGateway
) -> None:
    async def start(n: int) -> str:
        try:
            done = await create_subscription(
                life.store.ana.context, selection=Selection(tried.id), pay_with=None, idempotency_key=f"race-{n}"
            )
        except (AlreadySubscribed, Conflict) as refusal:
            return type(refusal).__name__
        return str(done.subscription.status)

    answers = await asyncio.gather(*(start(n) for n in range(8)))
    assert answers.count("TRIALING") == 1
    assert set(answers) <= {"TRIALING", "AlreadySubscribed", "Conflict"}
    assert (await Trial.all().count(), await Subscription.all().count()) == (1, 1)
    await assert_all_adds_up(gateway)


@pytest.mark.postgres
@pytest.mark.parametrize("migrated", ["postgres"], indirect=True)
async def test_a_trial_that_is_taken_between_two_looks_is_told_as_the_subscription_that_took_it(
    life: Life, tried: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, go_on = asyncio.Event(), asyncio.Event()
    offered = offer_as_of

    async def slowly(*args: Any) -> Offer:
        if not looked.is_set():
            looked.set()
            await go_on.wait()
        return await offered(*args)

    monkeypatch.setattr(create, "offer_as_of", slowly)
    start = partial(create_subscription, life.store.ana.context, selection=Selection(tried.id), pay_with=None)
    late = asyncio.create_task(start(idempotency_key="late"))
    await looked.wait()
    first = await start(idempotency_key="first")
    go_on.set()
    with pytest.raises(AlreadySubscribed) as refused:
        await late
    assert refused.value.subscription_id == first.subscription.id


async def test_a_trial_that_was_quoted_to_a_visitor_is_no_second_one(life: Life, tried: Plan) -> None:
    subscription = await life.subscribe(tried)
    await cancel_subscription(life.store.ana.context, subscription_id=subscription.id, when=ChangeTiming.NOW)
    token = (await quote_subscription(life.store.merchant.visitor, selection=Selection(tried.id))).token
    async with nothing_changes():
        with pytest.raises(QuoteChanged):
            await create_subscription(
                life.store.ana.context, selection=Selection(tried.id), pay_with=None, idempotency_key="k",
                quote_token=token,
            )  # fmt: skip


async def test_after_days_away_a_trial_is_billed_from_its_end_on(
    life: Life, tried: Plan, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(tried, way="BALANCE")
    life.clock.now = FIRST_PAID + timedelta(days=1)
    assert await run_due_subscriptions(life.store.services) == 1
    await life.run()
    invoices = await life.invoices(subscription)
    assert [(one.period_start, one.status) for one in invoices] == [(ENDS, "PAID"), (FIRST_PAID, "PAID")]
    assert await Payment.all().count() == 2
    assert (await life.now(subscription)).status == "ACTIVE"
    await assert_all_adds_up(gateway)
