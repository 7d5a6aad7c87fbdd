"""What is due is paid first: the change is made when the money is there, and forgotten when it does not come."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Conflict, IllegalTransition, PaymentDeclined
from backend.gateways.base import PaymentState
from backend.models import Payment
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.cancel import cancel_payment
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.keep import keep_subscription
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, Life, month
from tests.support.plan_changes import (
    HALF,
    Changes,
    halfway,
    happens,
    last_lines,
    newest_attempt,
    open_changes,
    row_of,
    settled,
    statuses,
)
from tests.support.scripted_gateway import Step, decline, pending, require_action

END = month(1)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


# A payer who is asked to do something has a day for it.
@pytest.mark.parametrize(("step", "hours"), [(require_action(), 20), (pending(), 72)], ids=["action", "pending"])
async def test_nothing_changes_until_it_is_paid_and_then_as_of_the_quoted_instant(
    changes: Changes, step: Step, hours: int
) -> None:
    life = changes.life
    sub = await halfway(changes, step)
    before = await row_of(sub)
    changed = await changes.make(sub, life.yearly)
    assert changed.payment is not None
    assert changed.payment.status in ("REQUIRES_ACTION", "PENDING")
    assert changed.subscription.version == sub.version
    assert await row_of(sub) == before
    assert await settled(sub) == (life.monthly.id, ["AWAITING_PAYMENT"], "OPEN")

    life.clock.advance(hours=hours)
    await life.run()
    assert await settled(sub) == (life.monthly.id, ["AWAITING_PAYMENT"], "OPEN")
    await happens(changes, PaymentState.SUCCEEDED)
    held, end = await life.now(sub), HALF.replace(year=2027)
    assert await settled(sub) == (life.yearly.id, ["APPLIED"], "PAID")
    assert (held.anchor_at, held.period_start, held.period_end, held.billed_until) == (HALF, HALF, end, end)
    await assert_all_adds_up(life.store.gateway)
    await life.go(end)
    assert await last_lines(life, sub) == [("Hosting Yearly", 10_000)]
    await assert_all_adds_up(life.store.gateway)


async def test_declined_it_leaves_the_subscription_as_it_was_and_a_new_quote_works(changes: Changes) -> None:
    life = changes.life
    sub = await halfway(changes, decline("INSUFFICIENT_FUNDS"))
    before, offer = await row_of(sub), await changes.quote(sub, changes.double)
    with pytest.raises(PaymentDeclined) as declined:
        await changes.confirm(sub, offer, key="first")
    assert declined.value.reason == "INSUFFICIENT_FUNDS"
    assert await row_of(sub) == before
    assert await settled(sub) == (life.monthly.id, ["DROPPED"], "VOID")
    async with nothing_changes():
        with pytest.raises(PaymentDeclined) as again:
            await changes.confirm(sub, offer, key="first")
    assert again.value.payment_id == declined.value.payment_id
    await assert_all_adds_up(life.store.gateway)

    life.clock.advance(minutes=20)
    await changes.make(sub, changes.double)
    assert await settled(sub) == (changes.double.id, ["DROPPED", "APPLIED"], "PAID")
    await life.go(END)
    assert await last_lines(life, sub) == [("Hosting Double", 2000)]
    await assert_all_adds_up(life.store.gateway)


async def test_what_was_planned_before_gives_way_though_the_payment_failed(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    await changes.make(sub, life.monthly, pay_with=None)
    life.store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await changes.make(sub, life.plus)
    assert await settled(sub) == (changes.double.id, ["DROPPED", "DROPPED"], "VOID")
    await assert_all_adds_up(life.store.gateway)


@pytest.mark.parametrize("end", [PaymentState.FAILED, PaymentState.EXPIRED, PaymentState.CANCELED])
async def test_what_fails_later_is_forgotten_and_money_after_that_is_balance(
    changes: Changes, end: PaymentState
) -> None:
    life = changes.life
    sub = await halfway(changes, require_action())
    before = await row_of(sub)
    changed = await changes.make(sub, changes.double)
    life.clock.advance(minutes=30)
    if end is PaymentState.CANCELED:
        assert changed.payment is not None
        await cancel_payment(life.store.ana.context, payment_id=changed.payment.id)
    else:
        await happens(changes, end)
    assert await settled(sub) == (life.monthly.id, ["DROPPED"], "VOID")
    assert await row_of(sub) == before
    await happens(changes, PaymentState.SUCCEEDED)
    assert await settled(sub) == (life.monthly.id, ["DROPPED"], "VOID")
    assert ((await Payment.all().order_by("-id"))[0].status, await life.balance()) == ("SUCCEEDED", 500)
    await assert_all_adds_up(life.store.gateway)


async def test_one_that_staff_record_is_canceled_and_the_change_is_forgotten(changes: Changes) -> None:
    life = changes.life
    gateway = life.store.gateway
    sub = await halfway(changes, pending())
    gateway.__dict__["capabilities"] = replace(gateway.capabilities, recorded_by_staff=True)
    changed = await changes.make(sub, changes.double)
    assert changed.payment is not None
    canceled = await cancel_payment(life.store.ana.context, payment_id=changed.payment.id)
    assert (canceled.status, gateway.calls("cancel")) == ("CANCELED", 0)
    assert await settled(sub) == (life.monthly.id, ["DROPPED"], "VOID")
    await assert_all_adds_up(gateway)


async def test_the_period_that_it_was_priced_for_ends_while_it_waits(changes: Changes) -> None:
    life = changes.life
    sub = await halfway(changes, pending())
    await changes.make(sub, changes.double)
    waits = await newest_attempt()
    await life.go(END)
    held = await life.now(sub)
    assert (held.plan_id, held.period_start, held.status) == (life.monthly.id, END, "ACTIVE")
    assert [(invoice.total_minor, invoice.status) for invoice in await life.invoices(sub)] == [
        (1000, "PAID"), (500, "VOID"), (1000, "PAID")
    ]  # fmt: skip
    assert await statuses(sub) == ["DROPPED"]
    await happens(changes, PaymentState.SUCCEEDED, waits)
    assert ((await life.now(sub)).plan_id, await life.balance()) == (life.monthly.id, 500)
    await assert_all_adds_up(life.store.gateway)


async def test_the_next_period_is_invoiced_ahead_while_it_waits(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(way="INVOICE")
    life.clock.now = HALF
    life.store.gateway.script("create", pending())
    await changes.make(sub, changes.double)
    await life.go(END - timedelta(days=5))
    assert [(invoice.total_minor, invoice.status) for invoice in await life.invoices(sub)] == [
        (1000, "PAID"), (500, "VOID"), (1000, "OPEN")
    ]  # fmt: skip
    await happens(changes, PaymentState.SUCCEEDED)
    assert ((await life.now(sub)).plan_id, await statuses(sub)) == (life.monthly.id, ["DROPPED"])
    assert await life.balance() == 500
    await assert_all_adds_up(life.store.gateway)


async def test_it_ends_or_is_kept_while_the_payment_waits(changes: Changes) -> None:
    life = changes.life
    sub = await halfway(changes, pending())
    await changes.make(sub, changes.double)
    kept, first = await keep_subscription(life.store.ana.context, subscription_id=sub.id), await newest_attempt()
    assert await settled(sub) == (life.monthly.id, ["DROPPED"], "VOID")
    life.store.gateway.script("create", pending())
    await changes.make(kept, changes.double)
    second = await newest_attempt()
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.NOW)
    assert await settled(sub) == (life.monthly.id, ["DROPPED", "DROPPED"], "VOID")
    for attempt in (first, second):
        await happens(changes, PaymentState.SUCCEEDED, attempt)
    assert ((await life.now(sub)).status, await life.balance()) == ("CANCELED", 1000)
    await assert_all_adds_up(life.store.gateway)


async def test_a_second_change_while_one_waits_is_refused(changes: Changes) -> None:
    life = changes.life
    sub = await halfway(changes, require_action())
    other = await changes.quote(sub, life.plus)
    await changes.make(sub, changes.double)
    async with nothing_changes():
        with pytest.raises(Conflict, match="waits for its payment"):
            await changes.confirm(sub, other)
        with pytest.raises(Conflict, match="waits for its payment"):
            await changes.confirm(sub, await changes.quote(sub, life.free), pay_with=None)
    await happens(changes, PaymentState.SUCCEEDED)
    assert await settled(sub) == (changes.double.id, ["APPLIED"], "PAID")
    await assert_all_adds_up(life.store.gateway)


async def test_what_was_paid_in_part_by_hand_is_given_back_when_the_rest_does_not_come(changes: Changes) -> None:
    life, ctx = changes.life, changes.life.store.ana.context
    sub = await halfway(changes, pending())
    changed = await changes.make(sub, changes.double)
    assert changed.payment is not None
    invoice_id = changed.payment.invoice_id or ""
    await life.give(200)
    await pay_invoice(ctx, invoice_id=invoice_id, pay_with=BALANCE, amount=("2.00", "USD"), idempotency_key="part")
    assert (await settled(sub), await life.balance()) == ((life.monthly.id, ["AWAITING_PAYMENT"], "OPEN"), 0)
    await happens(changes, PaymentState.FAILED)
    assert (await settled(sub), await life.balance()) == ((life.monthly.id, ["DROPPED"], "VOID"), 200)
    async with nothing_changes():
        with pytest.raises(IllegalTransition, match="nothing to pay"):
            await pay_invoice(ctx, invoice_id=invoice_id, pay_with=BALANCE, idempotency_key="rest")
    await assert_all_adds_up(life.store.gateway)
