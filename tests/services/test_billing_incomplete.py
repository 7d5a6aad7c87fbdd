"""A first payment that never came: after 23 hours the subscription is over, and the books are as if it had not been."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.errors import PaymentDeclined
from backend.gateways.base import PaymentState, Redirect
from backend.models import (
    BalanceTransaction,
    Event,
    Invoice,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Subscription,
)
from backend.services.invoices.pay import pay_invoice
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, Life, month
from tests.support.scripted_gateway import ACTION_URL, ScriptedGateway, Step, decline, require_action
from tests.support.storefront import only_attempt

SECOND = timedelta(seconds=1)
LIMIT = START + timedelta(hours=23)


async def declined(life: Life, gateway: ScriptedGateway) -> tuple[Subscription, Invoice]:
    """Ana wanted Basic; her card did not."""
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await life.store.subscribe()
    await life.run()
    return await Subscription.get(), await Invoice.get()


async def posted(invoice: Invoice) -> dict[str, list[tuple[str, int]]]:
    """What the books have of an invoice, by the last word of the key."""
    found = {}
    for row in await LedgerTransaction.filter(subject_id=invoice.id):
        legs = [
            ((await LedgerAccount.get(id=leg.account_id)).kind, leg.amount_minor)
            for leg in await LedgerEntry.filter(transaction_id=row.id)
        ]
        found[row.key.rpartition(":")[2]] = sorted(legs)
    return found


async def test_it_expires_after_23_hours_and_its_invoice_is_void(life: Life, gateway: ScriptedGateway) -> None:
    subscription, invoice = await declined(life, gateway)
    assert (subscription.status, subscription.due_at) == ("INCOMPLETE", LIMIT)
    life.clock.now = LIMIT - SECOND
    async with nothing_changes():
        assert await life.run() == 0
    await life.go(LIMIT)
    now = await life.now(subscription)
    assert (now.status, now.ended_at, now.due_at) == ("INCOMPLETE_EXPIRED", LIMIT, None)
    await invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor, invoice.number) == ("VOID", 0, "INV-000001")
    assert await posted(invoice) == {
        "finalized": [("RECEIVABLE", 1000), ("REVENUE", -1000)],
        "voided": [("RECEIVABLE", -1000), ("REVENUE", 1000)],
    }
    told = [event.type for event in await Event.filter(subject_id__in=[subscription.id, invoice.id]).order_by("id")]
    assert sorted(told[-2:]) == ["invoice.voided", "subscription.incomplete_expired"]
    async with nothing_changes():
        assert await life.run() == 0
    await assert_all_adds_up(gateway)
    # The product is free for a new try, whose invoice has the next number.
    again = await life.subscribe()
    assert [one.number for one in await life.invoices(again)] == ["INV-000002"]
    await assert_all_adds_up(gateway)


async def test_what_was_paid_in_part_from_the_balance_is_given_back(life: Life, gateway: ScriptedGateway) -> None:
    subscription, invoice = await declined(life, gateway)
    await life.give(400)
    await pay_invoice(
        life.store.ana.context, invoice_id=invoice.id, pay_with=BALANCE, amount=("3.00", "USD"), idempotency_key="part"
    )
    assert await life.balance() == 100
    await life.go(LIMIT + timedelta(days=2))
    await invoice.refresh_from_db()
    assert (invoice.status, invoice.paid_minor, await life.balance()) == ("VOID", 300, 400)
    assert (await life.now(subscription)).status == "INCOMPLETE_EXPIRED"
    assert (await posted(invoice))["voided"] == [("CUSTOMER_BALANCE", -300), ("RECEIVABLE", -700), ("REVENUE", 1000)]
    last = await BalanceTransaction.all().order_by("-number").first()
    assert last is not None
    assert (last.reason, last.amount_minor, last.invoice_id) == ("CREDIT", 300, invoice.id)
    (told,) = await Event.filter(type="invoice.voided")
    assert told.payload == {"number": "INV-000001", "given_back_minor": 300, "currency": "USD"}
    await assert_all_adds_up(gateway)


async def test_money_that_comes_too_late_is_the_customers_balance(life: Life, gateway: ScriptedGateway) -> None:
    gateway.script("create", require_action())
    await life.store.subscribe()
    attempt = await only_attempt()
    await life.go(LIMIT)
    subscription = await Subscription.get()
    assert subscription.status == "INCOMPLETE_EXPIRED"
    life.clock.advance(hours=2)
    await life.store.hears(gateway.move(attempt.id, PaymentState.SUCCEEDED), id="evt_late")
    assert await life.balance() == 1000
    assert (await life.now(subscription)).status == "INCOMPLETE_EXPIRED"
    assert (await Invoice.get()).status == "VOID"
    await life.run()
    await assert_all_adds_up(gateway)


async def test_money_that_comes_in_the_last_second_starts_it(life: Life, gateway: ScriptedGateway) -> None:
    gateway.script("create", require_action())
    await life.store.subscribe()
    attempt = await only_attempt()
    life.clock.now = LIMIT - SECOND
    await life.store.hears(gateway.move(attempt.id, PaymentState.SUCCEEDED), id="evt_in_time")
    await life.go(LIMIT)
    subscription = await Subscription.get()
    assert (subscription.status, subscription.activated_at) == ("ACTIVE", LIMIT - SECOND)
    assert ((await Invoice.get()).status, await life.balance()) == ("PAID", 0)
    await assert_all_adds_up(gateway)


async def voucher(life: Life, gateway: ScriptedGateway, lives: timedelta) -> Subscription:
    """A first payment by a voucher that can be paid for so long."""
    slip = Redirect(ACTION_URL, expires_at=START + lives)
    gateway.script("create", Step(PaymentState.REQUIRES_ACTION, lie={"action": slip}))
    await life.store.subscribe()
    await life.run()
    return await Subscription.get()


async def test_a_voucher_that_lives_longer_puts_the_end_off_until_it_cannot_be_paid_any_more(
    life: Life, gateway: ScriptedGateway
) -> None:
    lives = timedelta(days=3)
    subscription = await voucher(life, gateway, lives)
    await life.go(LIMIT)
    now = await life.now(subscription)
    assert (now.status, now.due_at) == ("INCOMPLETE", START + lives + SECOND)
    await life.go(START + lives)
    assert (await life.now(subscription)).status == "INCOMPLETE"
    await life.go(START + lives + SECOND)
    assert (await life.now(subscription)).status == "INCOMPLETE_EXPIRED"
    assert (await Invoice.get()).status == "VOID"
    await assert_all_adds_up(gateway)


async def test_a_voucher_that_is_paid_on_its_last_day_starts_the_subscription(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await voucher(life, gateway, timedelta(days=3))
    await life.go(START + timedelta(days=2))
    attempt = await only_attempt()
    await life.store.hears(gateway.move(attempt.id, PaymentState.SUCCEEDED), id="evt_voucher")
    await life.run()
    now = await life.now(subscription)
    assert (now.status, now.activated_at) == ("ACTIVE", START + timedelta(days=2))
    # The period that is paid for begins now.
    end = month(1) + timedelta(days=2)
    assert (now.period_start, now.period_end, now.billed_until) == (START + timedelta(days=2), end, end)
    # Who paid by a voucher once does so again: the next invoice is sent ahead.
    assert (now.collection, now.due_at) == ("INVOICE", end - timedelta(days=5))
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("lives", [timedelta(hours=1), timedelta(hours=23)])
async def test_a_voucher_that_ends_before_changes_nothing(
    life: Life, gateway: ScriptedGateway, lives: timedelta
) -> None:
    subscription = await voucher(life, gateway, lives)
    await life.go(LIMIT)
    now: Any = await life.now(subscription)
    assert (now.status, now.ended_at) == ("INCOMPLETE_EXPIRED", LIMIT)
    await assert_all_adds_up(gateway)
