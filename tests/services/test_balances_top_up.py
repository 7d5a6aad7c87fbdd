"""Topping up: reply, webhook and poll all lead to one credit, and a refusal leaves nothing behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backend.domain.errors import Conflict, Forbidden, InvalidInput, PaymentDeclined
from backend.gateways.base import PaymentState
from backend.models import (
    BalanceTransaction,
    Event,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentMethod,
)
from backend.services.balances.top_up import top_up
from backend.services.gateways.apply import apply_due_events
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from tests.support.balances import BALANCE, Treasury, open_treasury
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import decline, lost_reply, pending, require_action
from tests.support.storefront import CARD, Storefront, known_customer, only_attempt, only_payment


@pytest.fixture
async def treasury(store: Storefront) -> Treasury:
    return await open_treasury(store)


async def test_a_top_up_by_card_is_a_payment_and_one_credit(treasury: Treasury) -> None:
    store = treasury.store
    payment = await treasury.top_up("25.00")

    assert (payment.status, payment.purpose, payment.invoice_id, payment.kind) == ("SUCCEEDED", "TOP_UP", None, "CARD")
    assert (payment.amount_minor, payment.captured_minor, payment.currency) == (2500, 2500, "USD")
    assert payment.user_id == store.ana.user.id
    account = await treasury.account()
    assert (account.balance_minor, account.held_minor, account.last_number, account.version) == (2500, 0, 1, 1)
    row = await BalanceTransaction.get()
    assert (row.number, row.reason, row.description) == (1, "TOP_UP", "Payment received")
    assert (row.amount_minor, row.balance_after_minor, row.currency) == (2500, 2500, "USD")
    assert (row.payment_id, row.invoice_id, row.subscription_id) == (payment.id, None, None)
    assert (row.user_id, row.occurred_at) == (store.ana.user.id, START)
    posting = await LedgerTransaction.get()
    assert (posting.key, posting.subject_id) == (f"attempt:{(await only_attempt()).id}:captured", payment.id)
    legs = {entry.account_id: entry.amount_minor for entry in await LedgerEntry.all()}
    clearing = await LedgerAccount.get(kind="GATEWAY_CLEARING", owner_id=store.account.id)
    assert legs == {clearing.id: 2500, account.id: -2500}
    told = [(event.type, event.subject_id, event.version) for event in await Event.all().order_by("id")]
    assert told == [
        ("payment.created", payment.id, 1),
        ("balance.updated", account.id, 1),
        ("payment.succeeded", payment.id, 2),
    ]
    await assert_all_adds_up(store.gateway)


async def test_a_webhook_credits_what_waited_for_the_payer_and_the_log_still_names_them(treasury: Treasury) -> None:
    store = treasury.store
    store.gateway.script("create", require_action())
    waiting = await treasury.top_up()
    assert waiting.status == "REQUIRES_ACTION"
    assert await LedgerAccount.all().count() == 0

    store.clock.advance(minutes=3)
    await store.hears(store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="evt_1")
    row = await BalanceTransaction.get()
    assert (row.amount_minor, row.user_id) == (2500, store.ana.user.id)
    assert (row.occurred_at - START).total_seconds() == 180
    await assert_all_adds_up(store.gateway)


async def test_a_poll_credits_what_took_its_time(treasury: Treasury) -> None:
    store = treasury.store
    store.gateway.script("create", pending())
    await treasury.top_up()
    store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)

    store.clock.advance(minutes=1)
    assert await collect_due_attempts(store.services) == 1
    assert await treasury.log() == [("TOP_UP", 2500, 2500)]
    assert (await BalanceTransaction.get()).user_id == store.ana.user.id
    await assert_all_adds_up(store.gateway)


async def test_a_lost_reply_is_looked_up_and_credited_once(treasury: Treasury) -> None:
    store = treasury.store
    store.gateway.script("create", lost_reply())
    assert (await treasury.top_up()).status == "PENDING"
    assert await BalanceTransaction.all().count() == 0

    store.clock.advance(minutes=1)
    await collect_due_attempts(store.services)
    assert await treasury.log() == [("TOP_UP", 2500, 2500)]
    assert store.gateway.calls("create") == 1
    await assert_all_adds_up(store.gateway)


async def test_a_declined_top_up_is_recorded_and_late_money_is_kept_all_the_same(treasury: Treasury) -> None:
    store = treasury.store
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await treasury.top_up()
    payment = await only_payment()
    assert (payment.status, payment.purpose, payment.captured_minor) == ("FAILED", "TOP_UP", 0)
    assert await LedgerTransaction.all().count() == 0

    await store.hears(store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="late")
    assert await treasury.log() == [("TOP_UP", 2500, 2500)]
    await assert_all_adds_up(store.gateway)


@pytest.mark.slow
@pytest.mark.parametrize("ids", ["one event, sent fifty times", "fifty events that say the same"])
async def test_the_same_webhook_fifty_times_at_once_is_one_credit(treasury: Treasury, ids: str) -> None:
    store = treasury.store
    store.gateway.script("create", pending())
    await treasury.top_up()
    told = store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED)

    async def hear(n: int) -> None:
        await store.told(told, id="evt" if ids.startswith("one") else f"evt_{n}")
        # Ten workers look at whatever is there; fifty would do the same work two thousand times.
        if n % 5 == 0:
            await apply_due_events(store.services)

    await asyncio.gather(*(hear(n) for n in range(50)))
    await apply_due_events(store.services)

    assert await treasury.log() == [("TOP_UP", 2500, 2500)]
    assert (await treasury.account()).balance_minor == 2500
    assert await Event.filter(type="balance.updated").count() == 1
    await assert_all_adds_up(store.gateway)


async def test_reply_webhook_and_poll_at_once_are_one_credit(treasury: Treasury) -> None:
    store = treasury.store

    async def webhook_and_poll() -> None:
        told = store.gateway.payments[(await only_attempt()).id]
        await asyncio.gather(store.hears(told, id="evt_1"), collect_due_attempts(store.services))

    store.gateway.script("create", replace(pending(), state=PaymentState.SUCCEEDED, after=webhook_and_poll))
    assert (await treasury.top_up()).status == "SUCCEEDED"
    assert await treasury.log() == [("TOP_UP", 2500, 2500)]
    await assert_all_adds_up(store.gateway)


async def test_the_same_key_twenty_times_at_once_is_charged_once(treasury: Treasury) -> None:
    payments = await asyncio.gather(*(treasury.top_up(key="once") for _ in range(20)))

    assert {payment.id for payment in payments} == {(await only_payment()).id}
    assert await treasury.log() == [("TOP_UP", 2500, 2500)]
    assert len(treasury.store.gateway.charges) == 1
    await assert_all_adds_up(treasury.store.gateway)


async def test_a_key_of_another_top_up_is_refused(treasury: Treasury) -> None:
    await treasury.top_up("25.00", key="mine")
    async with nothing_changes():
        with pytest.raises(Conflict):
            await treasury.top_up("26.00", key="mine")
    assert len(treasury.store.gateway.charges) == 1


async def test_top_ups_at_once_are_all_credited_one_after_the_other(treasury: Treasury) -> None:
    await asyncio.gather(*(treasury.top_up(f"{n}.00") for n in range(1, 11)))

    log = await treasury.log()
    assert sorted(amount for _, amount, _ in log) == [100 * n for n in range(1, 11)]
    account = await treasury.account()
    assert (account.balance_minor, account.last_number, account.version) == (5500, 10, 10)
    await assert_all_adds_up(treasury.store.gateway)


async def test_a_balance_is_kept_in_the_customers_own_currency(treasury: Treasury) -> None:
    store = treasury.store
    yuki = await known_customer(store.merchant, "yuki@example.com", "JPY")
    await treasury.top_up("2500", "JPY", who=yuki)

    account = await treasury.account("JPY", who=yuki)
    assert (account.balance_minor, account.currency) == (2500, "JPY")
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.top_up("2500.0", "JPY", who=yuki)
    (problem,) = refused.value.fields
    assert (problem.path, problem.code) == (("amount", "amount"), "INVALID_AMOUNT")
    assert problem.message == "JPY has 0 decimals; the amount has 1."
    await assert_all_adds_up(store.gateway)


async def test_a_quadrillion_minor_units_are_the_most(treasury: Treasury) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.top_up("10000000000000.01")
    assert refused.value.fields[0].path == ("amount", "amount")
    payment = await treasury.top_up("10000000000000.00")
    assert payment.captured_minor == 10**15
    assert await treasury.log() == [("TOP_UP", 10**15, 10**15)]
    await assert_all_adds_up(treasury.store.gateway)


WRONG = [
    (("0.00", "USD"), CARD, ("amount", "amount"), "OUT_OF_RANGE"),
    (("-5.00", "USD"), CARD, ("amount", "amount"), "OUT_OF_RANGE"),
    (("5.001", "USD"), CARD, ("amount", "amount"), "INVALID_AMOUNT"),
    (("1e3", "USD"), CARD, ("amount", "amount"), "INVALID_AMOUNT"),
    (("5.00", "EUR"), CARD, ("amount", "currency"), "OTHER_CURRENCY"),
    (("5.00", "QQQ"), CARD, ("amount", "currency"), "OTHER_CURRENCY"),
    (("5.00", "USD"), BALANCE, ("payWith", "kind"), "KIND_NOT_OFFERED"),
    (("5.00", "USD"), PayWith("scripted", "BALANCE", "tok_visa"), ("payWith", "kind"), "KIND_NOT_OFFERED"),
    (("5.00", "USD"), PayWith("balance", "CARD", "tok_visa"), ("payWith", "kind"), "KIND_NOT_OFFERED"),
    (("5.00", "USD"), PayWith("nobody", "CARD", "tok_visa"), ("payWith", "gateway"), "GATEWAY_NOT_OFFERED"),
    (("5.00", "USD"), PayWith("scripted", "CARD"), ("payWith", "token"), "REQUIRED"),
    (("5.00", "USD"), PayWith("scripted", "CARD", "4242 4242 4242 4242"), ("payWith", "token"), "CARD_NUMBER"),
    (("5.00", "USD"), PayWith("scripted", "CARD", method_id="pm_0"), ("payWith", "methodId"), "UNKNOWN_METHOD"),
]


@on_one_database
@pytest.mark.parametrize(("amount", "pay_with", "path", "code"), WRONG)
async def test_what_is_wrong_is_named_and_nothing_changes(
    treasury: Treasury, amount: tuple[str, str], pay_with: PayWith, path: tuple[str, ...], code: str
) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.top_up(*amount, pay_with=pay_with)
    assert [(field.path, field.code) for field in refused.value.fields] == [(path, code)]
    assert treasury.store.gateway.calls("create") == 0


async def test_only_customers_top_up(treasury: Treasury) -> None:
    merchant = treasury.store.merchant
    async with nothing_changes():
        for ctx in (treasury.by_staff, merchant.visitor, merchant.system):
            with pytest.raises(Forbidden):
                await top_up(ctx, amount=("5.00", "USD"), pay_with=CARD, idempotency_key="k")


async def test_a_method_that_was_saved_tops_up_again(treasury: Treasury) -> None:
    await treasury.top_up("5.00", pay_with=replace(CARD, save=True))
    method = await PaymentMethod.get()
    payment = await treasury.top_up("7.00", pay_with=PayWith("scripted", "CARD", method_id=method.id))

    assert (payment.status, payment.card_last4) == ("SUCCEEDED", "4242")
    assert await treasury.log() == [("TOP_UP", 500, 500), ("TOP_UP", 700, 1200)]
    stranger = await known_customer(treasury.store.merchant, "eve@example.com")
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.top_up(who=stranger, pay_with=PayWith("scripted", "CARD", method_id=method.id))
    assert refused.value.fields[0].code == "UNKNOWN_METHOD"
    assert await Payment.all().count() == 2
    await assert_all_adds_up(treasury.store.gateway)
