"""Money that is not as asked for: too little, too much, too late, twice, or not ours at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.errors import PaymentDeclined
from backend.domain.money import Currency, Money
from backend.domain.subscription import SubscriptionStatus
from backend.gateways.base import PaymentResult, PaymentState
from backend.models import (
    BalanceTransaction,
    Event,
    Invoice,
    LedgerAccount,
    Payment,
    PaymentAttempt,
    StaffTask,
    Subscription,
)
from backend.services.balances.top_up import top_up
from backend.services.billing.run import run_due_subscriptions
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.settle import settle_attempt
from backend.services.proof.examine import examine
from tests.support.dunning import latest, payments
from tests.support.dunning import stands as stands_of
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import at, decline, lying, pending
from tests.support.storefront import CARD, Storefront, only_attempt, only_payment
from tests.support.telling_gateway import TellingGateway

USD = Currency("USD", 2)


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


async def waiting(store: Storefront) -> str:
    """A payment of 10.00 for the first invoice that waits for a transfer; its attempt's id."""
    store.gateway.script("create", pending())
    await store.subscribe()
    return (await only_attempt()).id


async def settle(store: Storefront, observed: PaymentResult) -> bool:
    return await settle_attempt(store.merchant.system, attempt_id=str(observed.our_reference), observed=observed)


async def balance(store: Storefront) -> int:
    account = await LedgerAccount.get_or_none(kind="CUSTOMER_BALANCE", owner_id=store.ana.row.id, currency="USD")
    return account.balance_minor or 0 if account else 0


async def stands() -> tuple[str, int, str, int, str]:
    """Payment and what it captured, invoice and what was paid of it, subscription."""
    payment, (invoice,), (subscription,) = await only_payment(), await Invoice.all(), await Subscription.all()
    return payment.status, payment.captured_minor, invoice.status, invoice.paid_minor, subscription.status


async def tasks() -> list[tuple[str, str]]:
    return [(task.kind, task.subject_id) for task in await StaffTask.all().order_by("id")]


async def assert_true(store: Storefront) -> None:
    await assert_all_adds_up(store.gateway, exact=False)
    proof = await examine(store.merchant.row.id, as_of=store.clock.now, since=None)
    assert [str(violation) for violation in proof.violations] == []


async def test_too_little_pays_a_part_and_the_rest_stays_due(store: Storefront, gateway: TellingGateway) -> None:
    attempt = await waiting(store)
    assert await settle(store, gateway.bring(attempt, 999)) is True

    assert await stands() == ("SUCCEEDED", 999, "OPEN", 999, "INCOMPLETE")
    (invoice,) = await Invoice.all()
    told = await Event.get(type="payment.succeeded")
    assert (told.payload["captured_minor"], told.payload["amount_minor"]) == (999, 1000)
    await assert_true(store)

    rest = await store.pay(invoice.id)
    assert (rest.payment.amount_minor, rest.invoice.status) == (1, "PAID")
    assert [row.status for row in await Subscription.all()] == [SubscriptionStatus.ACTIVE]
    assert (await balance(store), await tasks()) == (0, [])
    await assert_true(store)


async def test_too_much_pays_the_invoice_and_the_rest_is_balance(store: Storefront, gateway: TellingGateway) -> None:
    attempt = await waiting(store)
    await settle(store, gateway.bring(attempt, 1250))

    assert await stands() == ("SUCCEEDED", 1250, "PAID", 1000, "ACTIVE")
    assert (await balance(store), await tasks()) == (250, [])
    assert (await BalanceTransaction.get()).reason == "OVERPAYMENT"
    await assert_true(store)


async def test_a_second_transfer_to_the_same_payment_counts_once_and_an_older_word_of_it_never(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempt = await waiting(store)
    first = gateway.bring(attempt, 400)
    second = gateway.bring(attempt, 1100)
    assert [await settle(store, told) for told in (first, second, second, first)] == [True, True, False, False]

    assert await stands() == ("SUCCEEDED", 1100, "PAID", 1000, "ACTIVE")
    assert await balance(store) == 100
    assert await Event.filter(type="payment.received_more").count() == 1
    await assert_true(store)


async def test_a_top_up_brings_what_really_came(store: Storefront, gateway: TellingGateway) -> None:
    gateway.script("create", pending())
    await top_up(store.ana.context, amount=("50.00", "USD"), pay_with=CARD, idempotency_key="top-up")
    await settle(store, gateway.bring((await only_attempt()).id, 4321))
    assert ((await only_payment()).captured_minor, await balance(store)) == (4321, 4321)
    await assert_true(store)


@pytest.mark.parametrize(
    "lie",
    [
        {"amount": Money(999, USD)},
        {"amount": Money(1000, Currency("EUR", 2))},
        {"received": Money(1000, Currency("EUR", 2))},
        {"received": Money(0, USD)},
        {"our_reference": "pa_somebody_else"},
        {"reference": "ch_other"},
    ],
    ids=["amount", "currency", "received-currency", "received-nothing", "our-reference", "reference"],
)
async def test_what_is_not_ours_is_never_booked_and_staff_are_told_once(
    store: Storefront, gateway: TellingGateway, lie: dict[str, Any]
) -> None:
    attempt = await waiting(store)
    gateway.move(attempt, PaymentState.SUCCEEDED)
    gateway.script("fetch", lying(**lie), lying(**lie))
    before = await Payment.all().values()
    for _ in range(2):
        store.clock.advance(days=2)
        assert await collect_due_attempts(store.services) == 1

    assert await Payment.all().values() == before
    (task,) = await StaffTask.all()
    assert (task.kind, task.subject_id, task.customer_id) == ("AMOUNT_MISMATCH", before[0]["id"], store.ana.row.id)
    assert (task.details["attempt"], task.details["expected"]) == (attempt, "10.00 USD")
    assert await Event.filter(type="staff_task.opened").count() == 1
    # Once the gateway tells the truth, it counts.
    store.clock.advance(days=2)
    await collect_due_attempts(store.services)
    assert (await only_payment()).status == "SUCCEEDED"
    await assert_true(store)


async def test_late_money_that_pays_the_invoice_asks_nobody(store: Storefront, gateway: TellingGateway) -> None:
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    await store.hears(gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="late")
    assert await stands() == ("SUCCEEDED", 1000, "PAID", 1000, "ACTIVE")
    assert await tasks() == []


@pytest.mark.parametrize("ended", [PaymentState.FAILED, PaymentState.CANCELED, PaymentState.EXPIRED])
async def test_late_money_for_what_was_paid_otherwise_becomes_balance_and_a_task(
    store: Storefront, gateway: TellingGateway, ended: PaymentState
) -> None:
    attempt = await waiting(store)
    await settle(store, gateway.move(attempt, ended))
    (invoice,) = await Invoice.all()
    await store.pay(invoice.id)
    late = gateway.move(attempt, PaymentState.SUCCEEDED)
    await store.hears(late, id="late")

    assert await balance(store) == 1000
    payment = await Payment.get(status="SUCCEEDED", gateway_reference=late.reference)
    (task,) = await StaffTask.all()
    assert (task.kind, task.subject_id, task.details["invoice"]) == ("LATE_PAYMENT", payment.id, invoice.id)
    assert "10.00 USD came in for invoice INV-000001, which is PAID" in task.message
    async with nothing_changes():
        await settle(store, late)
        await settle(store, at(late, ended))
    await assert_true(store)


async def test_late_money_for_a_void_invoice_is_kept_and_starts_nothing(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempt = await waiting(store)
    await settle(store, gateway.move(attempt, PaymentState.EXPIRED))
    store.clock.advance(hours=24)
    await run_due_subscriptions(store.services)
    assert await stands() == ("EXPIRED", 0, "VOID", 0, "INCOMPLETE_EXPIRED")

    await settle(store, gateway.bring(attempt, 900))
    assert await stands() == ("SUCCEEDED", 900, "VOID", 0, "INCOMPLETE_EXPIRED")
    assert await balance(store) == 900
    assert [kind for kind, _ in await tasks()] == ["LATE_PAYMENT"]
    await assert_true(store)


async def test_a_renewal_that_brought_too_little_is_collected_further(life: Life, gateway: TellingGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", pending())
    await life.go(month(1))
    _, renewal = await life.invoices(sub)
    attempt = await PaymentAttempt.get(invoice_id=renewal.id)
    await settle(life.store, gateway.bring(attempt.id, 600))
    # It is behind by the rest, and the saved method is charged with that at the next try.
    assert await stands_of(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", month(1) + timedelta(days=1), 1)
    assert (await latest(life, sub)).last_reason == "The payment brought less than was due."

    await life.go(month(1) + timedelta(days=1))
    assert await payments(renewal) == [("CARD", 1000, "SUCCEEDED"), ("CARD", 400, "SUCCEEDED")]
    assert (await life.now(sub)).status == "ACTIVE"
    await assert_all_adds_up(gateway, exact=False)
