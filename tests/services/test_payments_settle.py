"""Settling: reply, webhook and late money all end in the same books."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.errors import Conflict, IllegalTransition, NotFound, PaymentDeclined
from backend.gateways.base import Decline, DeclineAdvice, PaymentState
from backend.models import (
    BalanceTransaction,
    Event,
    Invoice,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentAttempt,
    Subscription,
)
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.settle import settle_attempt
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import at, decline, lost_reply, pending, require_action
from tests.support.storefront import Storefront, known_customer, only_attempt, only_payment


async def test_a_capture_is_two_postings_of_exact_legs(store: Storefront) -> None:
    made = await store.subscribe()

    issued, captured = await LedgerTransaction.all().order_by("id")
    assert made.payment is not None
    assert (issued.key, issued.subject_id) == (f"invoice:{made.invoice.id}:finalized", made.invoice.id)
    assert captured.key == f"attempt:{(await only_attempt()).id}:captured"
    assert captured.subject_id == made.payment.id
    assert await legs(issued.id) == {("RECEIVABLE", store.ana.row.id): 1000, ("REVENUE", store.merchant.row.id): -1000}
    assert await legs(captured.id) == {
        ("GATEWAY_CLEARING", store.account.id): 1000,
        ("RECEIVABLE", store.ana.row.id): -1000,
    }


async def legs(transaction_id: str) -> dict[tuple[str, str], int]:
    found = {}
    for entry in await LedgerEntry.filter(transaction_id=transaction_id):
        account = await LedgerAccount.get(id=entry.account_id)
        found[account.kind, account.owner_id] = entry.amount_minor
    return found


async def balance(store: Storefront) -> int:
    account = await LedgerAccount.get_or_none(kind="CUSTOMER_BALANCE", owner_id=store.ana.row.id, currency="USD")
    return account.balance_minor or 0 if account else 0


async def test_a_webhook_finishes_what_waited_for_the_payer(store: Storefront) -> None:
    store.gateway.script("create", require_action())
    made = await store.subscribe()
    store.clock.advance(seconds=5)
    await store.hears(store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="evt_1")

    payment, invoice = await only_payment(), await Invoice.get(id=made.invoice.id)
    subscription = await Subscription.get(id=made.subscription.id)
    assert (payment.status, payment.captured_minor, payment.action_sealed) == ("SUCCEEDED", 1000, None)
    assert (invoice.status, invoice.paid_minor, invoice.paid_at) == ("PAID", 1000, START + timedelta(seconds=5))
    assert (subscription.status, subscription.activated_at) == ("ACTIVE", START + timedelta(seconds=5))
    assert store.gateway.calls("fetch") == 0
    await assert_all_adds_up(store.gateway)


async def test_a_webhook_that_outruns_the_reply_counts_and_the_reply_adds_nothing(store: Storefront) -> None:
    async def tell() -> None:
        await store.hears(store.gateway.payments[(await only_attempt()).id], id="evt_1")
        assert (await only_attempt()).status == "SUCCEEDED"

    store.gateway.script("create", replace(pending(), state=PaymentState.SUCCEEDED, after=tell))
    made = await store.subscribe()

    assert made.payment is not None
    assert (made.payment.status, made.invoice.status, made.subscription.status) == ("SUCCEEDED", "PAID", "ACTIVE")
    assert (made.payment.version, made.payment.captured_minor) == (2, 1000)
    assert await LedgerTransaction.filter(key__startswith="attempt:").count() == 1
    await assert_all_adds_up(store.gateway)


async def test_a_webhook_settles_what_a_lost_reply_left_unknown(store: Storefront) -> None:
    store.gateway.script("create", lost_reply())
    await store.subscribe()
    await store.hears(store.gateway.payments[(await only_attempt()).id], id="evt_1")

    assert (await only_attempt()).status == "SUCCEEDED"
    store.clock.advance(days=2)
    assert await collect_due_attempts(store.services) == 0
    assert store.gateway.calls("find") == 0
    await assert_all_adds_up(store.gateway)


async def test_settling_twenty_times_at_once_books_once(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    attempt = await only_attempt()
    observed = store.gateway.move(attempt.id, PaymentState.SUCCEEDED)

    changed = await asyncio.gather(
        *(settle_attempt(store.merchant.system, attempt_id=attempt.id, observed=observed) for _ in range(20))
    )

    assert sorted(changed) == [False] * 19 + [True]
    await assert_all_adds_up(store.gateway)


async def test_nothing_leaves_success(store: Storefront) -> None:
    await store.subscribe()
    attempt = await only_attempt()
    told = store.gateway.payments[attempt.id]
    async with nothing_changes():
        for state in PaymentState:
            assert await settle_attempt(store.merchant.system, attempt_id=attempt.id, observed=at(told, state)) is False


async def declined_then_paid(store: Storefront) -> tuple[str, str]:
    """The first attempt was declined, a second payment paid the invoice; answers the two attempts' ids."""
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    first = await only_attempt()
    (invoice,) = await Invoice.all()
    paid = await store.pay(invoice.id)
    assert (paid.invoice.status, paid.payment.status) == ("PAID", "SUCCEEDED")
    second = await PaymentAttempt.get(payment_id=paid.payment.id)
    return first.id, second.id


async def test_a_declined_invoice_can_be_paid_again(store: Storefront) -> None:
    first, second = await declined_then_paid(store)

    assert [row.status for row in await PaymentAttempt.filter(id__in=[first, second]).order_by("id")] == [
        "FAILED",
        "SUCCEEDED",
    ]
    assert [row.status for row in await Payment.all().order_by("id")] == ["FAILED", "SUCCEEDED"]
    assert [row.status for row in await Subscription.all()] == ["ACTIVE"]
    assert await balance(store) == 0
    await assert_all_adds_up(store.gateway)


async def test_late_money_of_a_failed_attempt_pays_the_invoice_that_still_waits(store: Storefront) -> None:
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    await store.hears(store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="late")

    attempt, payment = await only_attempt(), await only_payment()
    assert (payment.status, payment.decline_reason, payment.decline_advice) == ("SUCCEEDED", None, None)
    assert (attempt.status, attempt.decline_reason, attempt.decline_code) == ("SUCCEEDED", None, None)
    assert [row.status for row in await Subscription.all()] == ["ACTIVE"]
    assert await balance(store) == 0
    await assert_all_adds_up(store.gateway)


async def test_late_money_for_an_invoice_settled_otherwise_becomes_the_customers_balance(store: Storefront) -> None:
    first, _ = await declined_then_paid(store)
    await store.hears(store.gateway.move(first, PaymentState.SUCCEEDED), id="late")

    late = await PaymentAttempt.get(id=first)
    payment = await Payment.get(id=late.payment_id)
    (invoice,) = await Invoice.all()
    assert (payment.status, payment.captured_minor, invoice.paid_minor, invoice.total_minor) == (
        "SUCCEEDED",
        1000,
        1000,
        1000,
    )
    assert await balance(store) == 1000
    posting = await LedgerTransaction.get(key=f"attempt:{first}:captured")
    assert await legs(posting.id) == {
        ("GATEWAY_CLEARING", store.account.id): 1000,
        ("CUSTOMER_BALANCE", store.ana.row.id): -1000,
    }
    row = await BalanceTransaction.get()
    assert (row.reason, row.amount_minor, row.payment_id, row.invoice_id, row.user_id) == (
        "OVERPAYMENT", 1000, payment.id, invoice.id, store.ana.user.id,
    )  # fmt: skip
    told = await Event.get(type="balance.updated")
    assert (told.subject_id, told.version, told.payload) == (
        row.account_id, 1, {"currency": "USD", "available_minor": 1000, "held_minor": 0},
    )  # fmt: skip
    await assert_all_adds_up(store.gateway)


async def test_money_twice_for_one_invoice_is_kept_whichever_comes_first(store: Storefront) -> None:
    store.gateway.script("create", decline(), pending())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    first = await only_attempt()
    (invoice,) = await Invoice.all()
    second = await PaymentAttempt.get(payment_id=(await store.pay(invoice.id)).payment.id)

    told = [store.gateway.move(id, PaymentState.SUCCEEDED) for id in (first.id, second.id)]
    await asyncio.gather(*(store.hears(payment, id=f"evt_{n}") for n, payment in enumerate(told)))

    assert [row.status for row in await Payment.all()] == ["SUCCEEDED", "SUCCEEDED"]
    assert (await Invoice.get(id=invoice.id)).paid_minor == 1000
    assert await balance(store) == 1000
    await assert_all_adds_up(store.gateway)


async def test_a_late_decline_is_no_longer_of_interest_once_another_payment_paid(store: Storefront) -> None:
    first, _ = await declined_then_paid(store)
    told = at(store.gateway.payments[first], PaymentState.FAILED)
    async with nothing_changes():
        again = replace(told, decline=Decline("FRAUD", DeclineAdvice.NEVER))
        assert await settle_attempt(store.merchant.system, attempt_id=first, observed=again) is False


async def test_a_second_payment_is_refused_while_the_first_is_open(store: Storefront) -> None:
    store.gateway.script("create", require_action())
    made = await store.subscribe()

    async with nothing_changes():
        with pytest.raises(Conflict):
            await store.pay(made.invoice.id)
    assert store.gateway.calls("create") == 1


async def test_two_payers_at_once_are_charged_once(store: Storefront) -> None:
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    (invoice,) = await Invoice.all()

    answers = await asyncio.gather(*(store.pay(invoice.id, key=f"pay-{n}") for n in range(20)), return_exceptions=True)

    paid = [answer for answer in answers if not isinstance(answer, BaseException)]
    assert len(paid) == 1
    assert {type(answer) for answer in answers if isinstance(answer, BaseException)} <= {Conflict, IllegalTransition}
    assert await Payment.all().count() == 2
    assert len(store.gateway.charges) == 1
    await assert_all_adds_up(store.gateway)


async def test_a_paid_invoice_cannot_be_paid_again(store: Storefront) -> None:
    made = await store.subscribe()
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as caught:
            await store.pay(made.invoice.id)
    assert caught.value.status == "PAID"
    assert store.gateway.calls("create") == 1


async def test_somebody_elses_invoice_looks_as_if_it_were_not_there(store: Storefront) -> None:
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    (invoice,) = await Invoice.all()
    stranger = await known_customer(store.merchant, "eve@example.com")

    messages = []
    async with nothing_changes():
        for id in (invoice.id, "inv_00000000000000000000000000"):
            with pytest.raises(NotFound) as caught:
                await store.pay(id, who=stranger)
            messages.append(caught.value.message)
    assert messages[0] == messages[1]


async def test_the_same_key_pays_once_and_answers_the_same_payment(store: Storefront) -> None:
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    (invoice,) = await Invoice.all()

    first = await store.pay(invoice.id, key="again")
    second = await store.pay(invoice.id, key="again")

    assert (first.payment.id, first.invoice.status) == (second.payment.id, second.invoice.status)
    assert len(store.gateway.charges) == 1
    await assert_all_adds_up(store.gateway)


async def test_the_facts_of_a_paid_subscription_in_their_order(store: Storefront) -> None:
    store.gateway.script("create", require_action())
    made = await store.subscribe()
    await store.hears(store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="evt_1")

    assert made.payment is not None
    told = [(event.type, event.subject_id, event.version) for event in await Event.all().order_by("id")]
    assert told == [
        ("invoice.issued", made.invoice.id, 1),
        ("subscription.created", made.subscription.id, 1),
        ("payment.created", made.payment.id, 1),
        ("payment.requires_action", made.payment.id, 2),
        ("invoice.paid", made.invoice.id, 2),
        ("subscription.activated", made.subscription.id, 2),
        ("payment.succeeded", made.payment.id, 3),
    ]
    assert {event.customer_id for event in await Event.all()} == {store.ana.row.id}
