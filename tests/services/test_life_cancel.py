"""Cancel: now, with or without what is unused given back, and for the end of what is paid for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import IllegalTransition, InvalidInput, PaymentDeclined
from backend.gateways.base import PaymentState
from backend.models import BalanceTransaction, Event, Invoice, LedgerEntry, LedgerTransaction, Payment, Subscription
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.due import collect_due_attempts
from backend.services.refunds.create import create_refund
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.entitlements import customer_features
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline, pending
from tests.support.storefront import only_attempt

NOW, END = ChangeTiming.NOW, ChangeTiming.PERIOD_END
HALF = timedelta(days=14)


async def cancel(life: Life, subscription: Subscription, when: ChangeTiming = NOW, *, credit: bool = False) -> None:
    """Ana does."""
    ctx = life.store.ana.context
    await cancel_subscription(ctx, subscription_id=subscription.id, when=when, credit_unused=credit, reason="Moving.")


async def feature_codes(life: Life) -> list[str]:
    """What is on for Ana."""
    found = await customer_features(life.store.ana.context, customer_id=life.store.ana.row.id)
    return [feature.code for feature in found]


async def told(subscription: Subscription, fact: str) -> list[dict[str, object]]:
    """The payloads of one kind of event."""
    rows = await Event.filter(subject_id=subscription.id, type=f"subscription.{fact}").order_by("id")
    return [row.payload for row in rows]


async def test_canceled_now_it_is_over_at_once_and_nothing_is_given_back(life: Life) -> None:
    held = await life.subscribe()
    life.clock.advance(days=14)
    assert await feature_codes(life) == ["basic"]
    await cancel(life, held)
    row = await life.now(held)
    at = START + HALF
    assert (row.status, row.canceled_at, row.ended_at, row.due_at, row.cancel_at) == ("CANCELED", at, at, None, None)
    assert await feature_codes(life) == []
    (payload,) = await told(held, "canceled")
    assert payload == {
        "status": "CANCELED",
        "plan": held.plan_id,
        "reason": "Moving.",
        "credited_minor": 0,
        "refunded_minor": 0,
    }
    await life.go(month(3))
    assert ([one.status for one in await life.invoices(held)], await life.balance()) == (["PAID"], 0)
    await assert_all_adds_up(life.store.gateway)


@pytest.mark.parametrize(
    ("after", "minor"),
    [
        (timedelta(0), 1000),
        (HALF, 500),
        # 28 days are 2,419,200 seconds: half a unit is up to 1,209.6 of them, and it is rounded away from zero.
        (timedelta(seconds=1209), 1000),
        (timedelta(seconds=1210), 999),
        (timedelta(days=28) - timedelta(seconds=1210), 1),
        (timedelta(days=28) - timedelta(seconds=1209), 0),
    ],
)
async def test_the_unused_part_is_the_balance_by_the_second(life: Life, after: timedelta, minor: int) -> None:
    held = await life.subscribe()
    life.clock.now = START + after
    await cancel(life, held, credit=True)
    assert (await life.now(held)).status == "CANCELED"
    assert await life.balance() == minor
    assert [payload["credited_minor"] for payload in await told(held, "canceled")] == [minor]
    log = await BalanceTransaction.filter(subscription_id=held.id)
    assert [(row.reason, row.amount_minor) for row in log] == ([("CREDIT", minor)] if minor else [])
    for posting in await LedgerTransaction.filter(key__startswith="credit:"):
        legs = {entry.amount_minor for entry in await LedgerEntry.filter(transaction_id=posting.id)}
        assert (posting.subject_id, legs) == (held.id, {minor, -minor})
    await assert_all_adds_up(life.store.gateway)


async def test_all_that_comes_with_each_period_is_given_back_and_nothing_that_was_charged_once(life: Life) -> None:
    held = await life.subscribe(quantity=3, addons={"seat": 2, "setup": 1})
    life.clock.advance(days=7)
    await cancel(life, held, credit=True)
    # Three quarters of 30.00 and of 8.00.
    assert await life.balance() == 2250 + 600
    await assert_all_adds_up(life.store.gateway)


@pytest.mark.parametrize(("refunded", "minor"), [("4.00", 500), ("5.01", 499), ("9.99", 1), ("10.00", 0)])
async def test_never_more_is_given_back_than_was_paid_and_kept(life: Life, refunded: str, minor: int) -> None:
    held = await life.subscribe()
    payment = await Payment.get(customer_id=held.customer_id)
    staff = life.store.merchant.system
    await create_refund(staff, payment_id=payment.id, amount=(refunded, "USD"), reason="Sorry.", idempotency_key="r")
    life.clock.advance(days=14)
    await cancel(life, held, credit=True)
    assert await life.balance() == minor
    await assert_all_adds_up(life.store.gateway)


async def test_a_refund_that_is_on_its_way_counts_and_one_of_an_earlier_period_does_not(
    life: Life, gateway: ScriptedGateway
) -> None:
    held = await life.subscribe()
    await life.go(month(1))
    first, second = [await Payment.get(invoice_id=one.id) for one in await life.invoices(held)]
    staff = life.store.merchant.system
    await create_refund(staff, payment_id=first.id, reason="Sorry.", idempotency_key="first")
    gateway.script("refund", pending())
    await create_refund(staff, payment_id=second.id, amount=("9.00", "USD"), reason="Sorry.", idempotency_key="second")
    # 31 days from 28 February; a tenth of them leaves 9.00 of 10.00, of which 1.00 was kept.
    life.clock.advance(days=3.1)
    await cancel(life, held, credit=True)
    assert await life.balance() == 100
    await assert_all_adds_up()


async def test_what_is_owed_gives_nothing_and_stays_owed(life: Life, gateway: ScriptedGateway) -> None:
    held = await life.subscribe()
    gateway.script("create", decline())
    await life.go(month(1))
    assert (await life.now(held)).status == "PAST_DUE"
    life.clock.advance(days=1)
    await cancel(life, held, credit=True)
    assert ((await life.now(held)).status, await life.balance()) == ("CANCELED", 0)
    await life.go(month(4))
    _, owed = await life.invoices(held)
    assert (owed.status, owed.paid_minor, len(gateway.charges)) == ("OPEN", 0, 1)
    assert [one.status for one in await life.collections(held)] == ["GAVE_UP"]
    await life.store.pay(owed.id)
    assert ((await life.now(held)).status, (await Invoice.get(id=owed.id)).status) == ("CANCELED", "PAID")
    await assert_all_adds_up(gateway)


async def test_a_trial_gives_nothing_and_is_never_billed(life: Life) -> None:
    plan = await life.offer("tried", 700, trial_days=14)
    held = await life.subscribe(plan)
    life.clock.advance(days=7)
    assert await feature_codes(life) == ["tried"]
    await cancel(life, held, credit=True)
    assert await feature_codes(life) == []
    await life.go(month(3))
    assert ((await life.now(held)).status, await life.invoices(held), await life.balance()) == ("CANCELED", [], 0)
    await assert_all_adds_up(life.store.gateway)


async def test_what_was_paid_from_the_balance_goes_back_to_it(life: Life) -> None:
    held = await life.subscribe(way="BALANCE", money_minor=1500)
    life.clock.advance(days=14)
    await cancel(life, held, credit=True)
    assert await life.balance() == 500 + 500
    await assert_all_adds_up(life.store.gateway)


async def test_a_period_that_ended_before_anybody_looked_gives_nothing(life: Life) -> None:
    held = await life.subscribe()
    life.clock.now = month(1) + timedelta(seconds=1)
    await cancel(life, held, credit=True)
    assert ((await life.now(held)).status, await life.balance()) == ("CANCELED", 0)
    await assert_all_adds_up(life.store.gateway)


async def test_at_the_end_of_the_period_it_is_served_until_that_second_and_never_billed_again(life: Life) -> None:
    held = await life.subscribe()
    life.clock.advance(days=3)
    await cancel(life, held, END)
    row = await life.now(held)
    assert (row.status, row.cancel_at, row.canceled_at) == ("ACTIVE", month(1), START + timedelta(days=3))
    (payload,) = await told(held, "cancellation_planned")
    assert (payload["cancel_at"], payload["reason"]) == (month(1).isoformat(), "Moving.")
    await life.go(month(1) - timedelta(seconds=1))
    assert ((await life.now(held)).status, await feature_codes(life)) == ("ACTIVE", ["basic"])
    await life.go(month(1))
    row = await life.now(held)
    assert (row.status, row.ended_at, row.canceled_at) == ("CANCELED", month(1), START + timedelta(days=3))
    assert await feature_codes(life) == []
    await life.go(month(6))
    assert len(await life.invoices(held)) == 1
    await assert_all_adds_up(life.store.gateway)


async def test_a_second_cancellation_for_the_end_changes_nothing_and_now_is_still_possible(life: Life) -> None:
    held = await life.subscribe()
    await cancel(life, held, END)
    await life.run()
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await cancel(life, held, END)
    assert refusal.value.status == "ACTIVE"
    life.clock.advance(days=14)
    await cancel(life, held, credit=True)
    assert ((await life.now(held)).status, await life.balance()) == ("CANCELED", 500)
    for when in ChangeTiming:
        async with nothing_changes():
            with pytest.raises(IllegalTransition) as refusal:
                await cancel(life, held, when)
        assert (refusal.value.status, refusal.value.allowed) == ("CANCELED", ())
    await assert_all_adds_up(life.store.gateway)


@on_one_database
@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"when": END, "credit_unused": True}, "creditUnused", "NOT_NEEDED"),
        ({"when": NOW, "reason": "x" * 301}, "reason", "INVALID_TEXT"),
        ({"when": NOW, "reason": "two\nlines"}, "reason", "INVALID_TEXT"),
    ],
)
async def test_impossible_wishes_are_refused_by_name(
    life: Life, changes: dict[str, object], path: str, code: str
) -> None:
    held = await life.subscribe()
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refusal:
            await cancel_subscription(life.store.ana.context, subscription_id=held.id, **changes)  # type: ignore[arg-type]
    assert [(field.path, field.code) for field in refusal.value.fields] == [((path,), code)]


async def test_incomplete_it_owes_nothing_any_more(life: Life, gateway: ScriptedGateway) -> None:
    gateway.script("create", pending())
    done = await life.store.subscribe()
    with pytest.raises(IllegalTransition):
        await cancel(life, done.subscription, END)
    await cancel(life, done.subscription, credit=True)
    row = await life.now(done.subscription)
    assert (row.status, (await Invoice.get(id=done.invoice.id)).status) == ("CANCELED", "VOID")
    # The money of the payment that was on its way comes after all.
    life.clock.advance(hours=1)
    gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)
    await collect_due_attempts(life.store.services)
    assert ((await life.now(row)).status, await life.balance()) == ("CANCELED", 1000)
    assert (await Invoice.get(id=done.invoice.id)).paid_minor == 0
    await assert_all_adds_up(gateway)


async def test_incomplete_and_paid_in_part_the_part_is_given_back(life: Life, gateway: ScriptedGateway) -> None:
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await life.store.subscribe()
    held = await Subscription.get(customer_id=life.store.ana.row.id)
    (invoice,) = await life.invoices(held)
    await life.give(300)
    ana = life.store.ana.context
    await pay_invoice(ana, invoice_id=invoice.id, pay_with=BALANCE, amount=("3.00", "USD"), idempotency_key="part")
    assert await life.balance() == 0
    await cancel(life, held)
    assert ((await life.now(held)).status, await life.balance()) == ("CANCELED", 300)
    assert (await Invoice.get(id=invoice.id)).status == "VOID"
    await assert_all_adds_up(gateway)


async def test_an_invoice_sent_ahead_is_void_and_the_end_is_that_of_the_paid_period(life: Life) -> None:
    held = await life.subscribe(way="INVOICE")
    await life.go(month(1) - timedelta(days=5))
    assert [one.status for one in await life.invoices(held)] == ["PAID", "OPEN"]
    await cancel(life, held, END)
    row = await life.now(held)
    assert (row.cancel_at, row.billed_until) == (month(1), month(1))
    assert [one.status for one in await life.invoices(held)] == ["PAID", "VOID"]
    await life.go(month(3))
    row = await life.now(held)
    assert (row.status, row.ended_at, len(await life.invoices(held))) == ("CANCELED", month(1), 2)
    assert [one.status for one in await life.collections(held)] == ["GAVE_UP"]
    await assert_all_adds_up(life.store.gateway)


async def test_a_period_that_was_paid_ahead_is_served_to_its_end_or_given_back_whole(life: Life) -> None:
    held = await life.subscribe(way="INVOICE")
    await life.go(month(1) - timedelta(days=5))
    _, ahead = await life.invoices(held)
    await life.store.pay(ahead.id)
    await cancel(life, held, END)
    assert (await life.now(held)).cancel_at == month(2)
    life.clock.now = month(1) - timedelta(days=2.8)
    await cancel(life, held, credit=True)
    # A tenth of the period that runs, and all of the next one.
    assert await life.balance() == 100 + 1000
    await assert_all_adds_up(life.store.gateway)


async def test_paid_ahead_and_canceled_for_the_end_both_periods_are_served(life: Life) -> None:
    held = await life.subscribe(way="INVOICE")
    await life.go(month(1) - timedelta(days=5))
    _, ahead = await life.invoices(held)
    await life.store.pay(ahead.id)
    await cancel(life, held, END)
    await life.go(month(2) - timedelta(seconds=1))
    row = await life.now(held)
    assert (row.status, row.period_start, row.period_end) == ("ACTIVE", month(1), month(2))
    await life.go(month(2))
    row = await life.now(held)
    assert (row.status, row.ended_at, len(await life.invoices(held))) == ("CANCELED", month(2), 2)
    assert month(2) == datetime(2026, 3, 31, 12, tzinfo=UTC)
    await assert_all_adds_up(life.store.gateway)
