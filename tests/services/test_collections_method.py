"""Collecting renewals from a saved method: when, from what, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.errors import Conflict
from backend.gateways.base import DeclineAdvice, MethodKind, PaymentState, SavedMethod
from backend.models import Collection, Event, GatewayAccount, Payment, PaymentAttempt, PaymentMethod
from backend.services.billing.run import run_due_subscriptions
from backend.services.collections.walk import collect_due_invoices
from backend.services.invoices.pay import InvoicePaid
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from tests.support.dunning import another_card, latest, payments, stands, told
from tests.support.invariants import assert_all_adds_up
from tests.support.life import KEPT_CARD, Life, month
from tests.support.scripted_gateway import ScriptedGateway, away, decline, lost_reply, pending, require_action

FIRST = month(1)


async def test_a_renewal_is_charged_off_session_in_the_periods_first_second(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    await life.go(FIRST - timedelta(seconds=1))
    assert len(gateway.charges) == 1
    await life.go(FIRST)

    _, renewal = await life.invoices(sub)
    (payment,) = await Payment.filter(invoice_id=renewal.id)
    assert (renewal.status, renewal.issued_at, renewal.paid_at, renewal.period_start) == ("PAID", FIRST, FIRST, FIRST)
    assert (payment.status, payment.amount_minor, payment.created_at, payment.user_id) == (
        "SUCCEEDED", 1000, FIRST, None,
    )  # fmt: skip
    request = gateway.requests[-1]
    assert request.source == SavedMethod(MethodKind.CARD, "cus_1", "pm_1")
    assert (request.off_session, request.save_method, request.return_url, request.amount.minor) == (
        True, False, None, 1000,
    )  # fmt: skip
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 0)
    assert await told(sub, "past_due", "recovered") == []
    assert await life.run() == 0
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize(("has", "by_card"), [(0, [1000]), (1, [999]), (999, [1]), (1000, []), (1001, [])])
async def test_the_balance_pays_first_and_the_method_the_rest(
    life: Life, gateway: ScriptedGateway, has: int, by_card: list[int]
) -> None:
    sub = await life.subscribe()
    if has:
        await life.give(has)
    await life.go(FIRST)
    _, renewal = await life.invoices(sub)
    from_balance = [("BALANCE", min(has, 1000), "SUCCEEDED")] if has else []
    assert await payments(renewal) == [*from_balance, *(("CARD", minor, "SUCCEEDED") for minor in by_card)]
    assert (renewal.status, await life.balance()) == ("PAID", max(0, has - 1000))
    assert [charge.minor for charge in gateway.charges] == [1000, *by_card]
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 0)
    await assert_all_adds_up(gateway)


async def test_the_card_that_was_kept_for_it_is_charged_and_not_the_customers_default(
    life: Life, gateway: ScriptedGateway
) -> None:
    default = await life.keep_card()
    sub = (await life.store.subscribe(pay_with=KEPT_CARD)).subscription
    kept = await PaymentMethod.get(is_default=False)
    assert (default.gateway_reference, kept.gateway_reference) == ("pm_1", "pm_2")
    assert (await life.now(sub)).payment_method_id == kept.id
    await life.go(FIRST)
    assert gateway.requests[-1].source == SavedMethod(MethodKind.CARD, "cus_1", "pm_2")

    # Once it is gone, the default stands in.
    await PaymentMethod.filter(id=kept.id).update(removed_at=life.clock.now)
    await life.go(month(2))
    assert gateway.requests[-1].source == SavedMethod(MethodKind.CARD, "cus_1", "pm_1")
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID", "PAID", "PAID"]
    await assert_all_adds_up(gateway)


async def test_without_any_method_left_the_customer_is_asked_for_one_and_a_new_default_is_charged_at_the_end(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    await PaymentMethod.all().update(removed_at=life.clock.now, is_default=False)
    await life.go(FIRST)
    end = FIRST + timedelta(days=14)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "METHOD", end, 1)
    assert (await latest(life, sub)).last_reason == "There is no saved payment method."
    card = await another_card(life)
    await PaymentMethod.filter(id=card.id).update(is_default=True)
    await life.go(end)
    assert gateway.requests[-1].source == SavedMethod(MethodKind.CARD, "cus_1", "pm_other")
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert len(gateway.charges) == 2
    await assert_all_adds_up(gateway)


async def test_an_account_that_was_switched_off_is_asked_again_by_the_schedule(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    await GatewayAccount.all().update(enabled=False)
    await life.go(FIRST)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "METHOD", FIRST + timedelta(days=1), 1)
    assert (await latest(life, sub)).last_reason == "This method cannot be charged any more."
    assert len(gateway.requests) == 1
    await GatewayAccount.all().update(enabled=True)
    await life.go(FIRST + timedelta(days=1))
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await assert_all_adds_up(gateway)


async def test_an_answer_that_is_lost_is_one_charge(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", away(), lost_reply())
    await life.go(FIRST)
    assert (await life.now(sub)).status == "ACTIVE", "not known yet is not failed"
    life.clock.advance(hours=1)
    await life.run()
    life.clock.advance(hours=1)
    await life.run()
    assert [charge.minor for charge in gateway.charges] == [1000, 1000]
    assert await PaymentAttempt.all().count() == 2
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 0)
    await assert_all_adds_up(gateway)


async def test_twenty_walkers_at_once_are_one_payment(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    await life.give(250)
    life.clock.now = FIRST
    services = life.store.services
    await run_due_subscriptions(services)
    await asyncio.gather(*(collect_due_invoices(services) for _ in range(20)))
    await asyncio.gather(*(collect_due_attempts(services) for _ in range(5)))
    _, renewal = await life.invoices(sub)
    assert await payments(renewal) == [("BALANCE", 250, "SUCCEEDED"), ("CARD", 750, "SUCCEEDED")]
    assert await Event.filter(type="invoice.paid", subject_id=renewal.id).count() == 1
    assert [charge.minor for charge in gateway.charges] == [1000, 750]
    await assert_all_adds_up(gateway)


async def test_a_customer_who_pays_at_the_same_moment_as_the_walker_is_charged_once(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(), pending())
    await life.go(FIRST)
    _, renewal = await life.invoices(sub)
    await Collection.all().update(next_try_at=life.clock.now, wants=None)
    services = life.store.services
    answers = await asyncio.gather(
        life.store.pay(renewal.id), *(collect_due_invoices(services) for _ in range(5)), return_exceptions=True
    )
    await life.run()
    # Whoever was second found the other's payment under way.
    paid = answers[0]
    assert isinstance(paid, Conflict) or (isinstance(paid, InvoicePaid) and paid.payment.status == "PENDING")
    assert {type(answer) for answer in answers[1:]} == {int}
    assert [status for _, _, status in await payments(renewal)] == ["FAILED", "PENDING"]
    if not isinstance(paid, Conflict):
        assert (await latest(life, sub)).next_try_at == life.clock.now + timedelta(hours=1)
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    await life.go(life.clock.now + timedelta(hours=2))
    assert [charge.minor for charge in gateway.charges] == [1000, 1000]
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await assert_all_adds_up(gateway)


async def test_while_the_customer_is_paying_by_hand_nothing_is_charged(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=DeclineAdvice.RETRY_LATER), require_action())
    await life.go(FIRST)
    _, renewal = await life.invoices(sub)
    await life.store.pay(renewal.id)
    day = FIRST + timedelta(days=1)
    await life.go(day)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", day + timedelta(hours=1), 1)
    assert len(gateway.requests) == 3
    # The bank says no: what is kept is charged when it is looked at next.
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.FAILED), id="evt_1")
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", day + timedelta(hours=1), 1)
    await life.go(day + timedelta(hours=1))
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert len(gateway.charges) == 2
    await assert_all_adds_up(gateway)


async def test_a_payment_that_is_in_flight_when_the_period_ends_again_stays_one(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", pending())
    await life.go(FIRST)
    await life.go(month(2))
    _, slow, quick = await life.invoices(sub)
    assert ([await payments(one) for one in (slow, quick)]) == [
        [("CARD", 1000, "PENDING")], [("CARD", 1000, "SUCCEEDED")],
    ]  # fmt: skip
    assert (await life.now(sub)).status == "ACTIVE"
    slow_attempt = await PaymentAttempt.get(invoice_id=slow.id)
    await life.store.hears(gateway.move(slow_attempt.id, PaymentState.FAILED), id="evt_1")
    first, second = await life.collections(sub)
    assert (first.status, first.next_try_at, first.first_failed_at) == (
        "OPEN", month(2) + timedelta(days=1), month(2),
    )  # fmt: skip
    assert (second.status, (await life.now(sub)).status) == ("PAID", "PAST_DUE")
    await life.go(month(2) + timedelta(days=1))
    assert (await life.now(sub)).status == "ACTIVE"
    assert [charge.minor for charge in gateway.charges] == [1000, 1000, 1000]
    await assert_all_adds_up(gateway)


async def test_a_payment_that_the_customer_cancels_is_tried_again_tomorrow(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", pending())
    await life.go(FIRST)
    payment = await Payment.get(invoice_id=(await life.invoices(sub))[-1].id)
    await cancel_payment(life.store.ana.context, payment_id=payment.id)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", FIRST + timedelta(days=1), 1)
    assert (await latest(life, sub)).last_reason == "The payment was canceled."
    await life.go(FIRST + timedelta(days=1))
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await assert_all_adds_up(gateway)
