"""Renewals that no method pays: invoices that the customer pays, and those that the balance has to cover in full."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.errors import IllegalTransition
from backend.domain.subscription import Collection
from backend.gateways.base import DeclineAdvice, PaymentState
from backend.models import Event, Subscription
from backend.services.billing.run import run_due_subscriptions
from backend.services.collections.walk import collect_due_invoices
from backend.services.invoices.pay import pay_invoice
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.renewals import set_renewals
from tests.support.dunning import another_card, features, latest, payments, policy, stands, told
from tests.support.invariants import assert_all_adds_up
from tests.support.life import BALANCE, Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline, require_action

FIRST = month(1)
SENT = FIRST - timedelta(days=5)
OVER = FIRST + timedelta(days=7)
SECOND = timedelta(seconds=1)
UNPAID = "The invoice was not paid in time."


async def test_an_invoice_that_is_paid_before_its_due_date_is_never_behind(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe(way="INVOICE")
    await life.go(SENT)
    _, sent = await life.invoices(sub)
    assert (sent.status, sent.issued_at, sent.due_at) == ("OPEN", SENT, FIRST)
    assert await stands(life, sub) == ("ACTIVE", "OPEN", None, FIRST, 0)
    await life.go(FIRST - SECOND)
    await life.store.pay(sent.id)
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 0)
    await life.go(FIRST)
    row = await life.now(sub)
    assert (row.status, row.period_start, row.period_end) == ("ACTIVE", FIRST, month(2))
    assert await told(sub, "past_due", "recovered") == []
    await assert_all_adds_up(gateway)


async def test_unpaid_at_its_due_date_it_is_past_due_that_second_and_paying_makes_it_active(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe(way="INVOICE")
    await life.give(5000)
    await life.go(SENT)
    await life.go(FIRST - SECOND)
    assert (await life.now(sub)).status == "ACTIVE"
    await life.go(FIRST)
    _, sent = await life.invoices(sub)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", None, 1)
    row = await life.now(sub)
    assert (row.past_due_at, row.period_start, row.due_at) == (FIRST, FIRST, OVER)
    about = {"invoice": sent.id, "reason": UNPAID, "wants": "PAYMENT", "next_try_at": None, "gives_up_at": None}
    assert await told(sub, "past_due") == [("past_due", FIRST, {"status": "PAST_DUE", **about})]
    assert await payments(sent) == [], "the customer chose to pay by hand: their balance is left alone"

    await life.go(OVER - SECOND)
    assert await features(life) == ["basic"]
    paid = await pay_invoice(life.store.ana.context, invoice_id=sent.id, pay_with=BALANCE, idempotency_key="by-hand")
    assert (paid.invoice.status, await life.balance()) == ("PAID", 4000)
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    recovered = {"status": "ACTIVE", "invoice": sent.id}
    assert await told(sub, "recovered") == [("recovered", OVER - SECOND, recovered)]
    await life.go(OVER)
    assert (await life.now(sub)).status == "ACTIVE"
    await assert_all_adds_up(gateway)


async def test_unpaid_after_the_grace_days_it_is_expired(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe(way="INVOICE")
    await life.go(SENT)
    await life.go(FIRST)
    await life.go(OVER - SECOND)
    assert (await life.now(sub)).status == "PAST_DUE"
    assert await features(life) == ["basic"]
    await life.go(OVER)
    assert await stands(life, sub) == ("EXPIRED", "GAVE_UP", "PAYMENT", None, 1)
    assert (await life.now(sub)).ended_at == OVER
    assert await features(life) == []
    _, sent = await life.invoices(sub)
    # It stays owed; paying it now brings nothing back.
    await life.store.pay(sent.id)
    assert await stands(life, sub) == ("EXPIRED", "PAID", None, None, 1)
    await life.go(month(4))
    assert len(await life.invoices(sub)) == 2
    await assert_all_adds_up(gateway)


async def test_a_payment_that_was_only_begun_at_the_due_date_does_not_stop_it(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe(way="INVOICE")
    await life.go(SENT)
    gateway.script("create", require_action())
    await life.store.pay((await life.invoices(sub))[-1].id)
    await life.go(FIRST)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", None, 1)
    life.clock.advance(days=2)
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("first", ["collections", "subscriptions", "both"])
async def test_the_order_of_the_jobs_makes_no_difference_at_the_end_of_a_trial(
    life: Life, gateway: ScriptedGateway, first: str
) -> None:
    plan = await life.offer("tried", 700, trial_days=14)
    sub = await life.subscribe(plan, way="INVOICE")
    assert sub.trial_end is not None
    await life.go(sub.trial_end - timedelta(days=5))
    life.clock.now = sub.trial_end
    services = life.store.services
    if first == "collections":
        await collect_due_invoices(services)
    elif first == "both":
        await asyncio.gather(*(run_due_subscriptions(services) for _ in range(3)), *(
            collect_due_invoices(services) for _ in range(3)
        ))  # fmt: skip
    await life.run()
    row = await life.now(sub)
    assert (row.status, row.past_due_at, row.period_start) == ("PAST_DUE", sub.trial_end, sub.trial_end)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", None, 1)
    assert len(await told(sub, "past_due")) == 1
    assert await Event.filter(subject_id=sub.id, type="subscription.renewed").count() == 1
    await assert_all_adds_up(gateway)


async def test_other_days_ahead_and_of_grace_are_the_merchants_choice(life: Life, gateway: ScriptedGateway) -> None:
    await policy(life, invoice_ahead_days=0, grace_days=0)
    sub = await life.subscribe(way="INVOICE")
    await life.go(FIRST - SECOND)
    assert len(await life.invoices(sub)) == 1
    await life.go(FIRST)
    assert await stands(life, sub) == ("EXPIRED", "GAVE_UP", "PAYMENT", None, 1)
    assert [fact for fact, *_ in await told(sub, "renewed", "past_due", "expired")] == [
        "renewed", "past_due", "expired",
    ]  # fmt: skip
    await assert_all_adds_up(gateway)


async def test_who_pays_by_invoice_may_let_a_card_pay_what_is_behind(life: Life, gateway: ScriptedGateway) -> None:
    await life.keep_card()
    sub = await life.subscribe(way="INVOICE")
    await life.go(SENT)
    await life.go(FIRST)
    card = await another_card(life)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.METHOD, method_id=card.id)
    await life.run()
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await life.go(month(2) - timedelta(days=5))
    assert len(await life.invoices(sub)) == 2, "nothing is sent ahead any more"
    await assert_all_adds_up(gateway)


async def test_the_balance_pays_in_full_or_not_at_all(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe(way="BALANCE", money_minor=2999)
    await life.go(FIRST)
    _, paid = await life.invoices(sub)
    assert (await payments(paid), await life.balance()) == ([("BALANCE", 1000, "SUCCEEDED")], 999)
    second = month(2)
    await life.go(second)
    owed = (await life.invoices(sub))[-1]
    assert (await payments(owed), owed.paid_minor, await life.balance()) == ([], 0, 999)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", second + timedelta(days=1), 1)
    assert (await latest(life, sub)).last_reason == "The balance has 9.99 USD; 10.00 USD are due."
    await life.go(second + timedelta(days=1))
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", second + timedelta(days=3), 2)
    await life.give(1)
    await life.go(second + timedelta(days=3))
    assert (await stands(life, sub), await life.balance()) == (("ACTIVE", "PAID", None, None, 2), 0)
    assert gateway.charges == []
    await assert_all_adds_up(gateway)


async def test_a_balance_that_stays_empty_ends_on_day_14(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe(way="BALANCE", money_minor=1000)
    await life.go(FIRST)
    for day in (1, 3, 7):
        await life.go(FIRST + timedelta(days=day))
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", FIRST + timedelta(days=14), 4)
    await life.go(FIRST + timedelta(days=14))
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 5)
    await assert_all_adds_up(gateway)


async def test_paid_by_hand_between_two_tries_it_recovers_and_is_tried_no_more(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=DeclineAdvice.RETRY_LATER))
    await life.go(FIRST)
    life.clock.advance(hours=3)
    _, renewal = await life.invoices(sub)
    await life.store.pay(renewal.id)
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await life.go(FIRST + timedelta(days=14))
    assert len(gateway.requests) == 3
    assert await payments(renewal) == [("CARD", 1000, "FAILED"), ("CARD", 1000, "SUCCEEDED")]
    await assert_all_adds_up(gateway)


async def test_nothing_can_be_paused_while_it_is_behind(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe(way="INVOICE")
    await life.go(SENT)
    await life.go(FIRST)
    with pytest.raises(IllegalTransition):
        await pause_subscription(life.store.ana.context, subscription_id=sub.id)
    assert await Subscription.filter(status="PAST_DUE").count() == 1
    await assert_all_adds_up(gateway)
