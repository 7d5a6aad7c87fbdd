"""Paying invoices and subscriptions from the balance: in full, in part, and never more than there is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from backend.domain.errors import (
    Conflict,
    IllegalTransition,
    InsufficientBalance,
    InvalidInput,
    NotFound,
    PaymentDeclined,
)
from backend.models import BalanceTransaction, Event, Invoice, LedgerEntry, LedgerTransaction, Payment, Subscription
from backend.services.catalog.load_purchase import Selection
from backend.services.currencies import money
from backend.services.invoices.pay import InvoicePaid, pay_invoice
from backend.services.payments.pay_with import PayWith
from backend.services.refills.purchase import purchase_refill
from tests.support.balances import BALANCE, Treasury, fresh_key, open_treasury
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import SignedIn
from tests.support.scripted_gateway import decline
from tests.support.storefront import CARD, Storefront, known_customer
from tests.support.units import refill_plan


@pytest.fixture
async def treasury(store: Storefront) -> Treasury:
    return await open_treasury(store)


async def owing(treasury: Treasury) -> Invoice:
    """An invoice of 10.00 that a declined card left open."""
    treasury.store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await treasury.store.subscribe(key=fresh_key())
    invoice = await Invoice.filter(status="OPEN").order_by("-id").first()
    assert invoice is not None
    return invoice


async def pay(
    treasury: Treasury, invoice: Invoice, amount: tuple[str, str] | None = None, *, pay_with: PayWith = BALANCE,
    who: SignedIn | None = None, key: str | None = None,
) -> InvoicePaid:  # fmt: skip
    return await pay_invoice(
        (who or treasury.store.ana).context, invoice_id=invoice.id, pay_with=pay_with,
        idempotency_key=key or fresh_key(), amount=amount,
    )  # fmt: skip


async def test_an_invoice_paid_from_the_balance_is_paid_at_once(treasury: Treasury) -> None:
    store, invoice = treasury.store, await owing(treasury)
    await treasury.give("12.00")
    calls = store.gateway.calls("create")
    done = await pay(treasury, invoice)

    payment = done.payment
    assert (payment.status, payment.kind, payment.gateway, payment.purpose) == (
        "SUCCEEDED", "BALANCE", "balance", "INVOICE",
    )  # fmt: skip
    assert (payment.amount_minor, payment.captured_minor, payment.gateway_account_id) == (1000, 1000, None)
    assert (payment.version, payment.user_id) == (1, store.ana.user.id)
    assert (done.invoice.status, done.invoice.paid_minor, done.invoice.paid_at) == ("PAID", 1000, START)
    subscription = await Subscription.get()
    assert (subscription.status, subscription.activated_at) == ("ACTIVE", START)
    row = await BalanceTransaction.get(reason="INVOICE")
    assert (row.amount_minor, row.balance_after_minor, row.description) == (-1000, 200, "Paid from the balance")
    assert (row.payment_id, row.invoice_id, row.subscription_id, row.user_id) == (
        payment.id, invoice.id, subscription.id, store.ana.user.id,
    )  # fmt: skip
    posting = await LedgerTransaction.get(id=row.ledger_transaction_id)
    assert posting.key == f"payment:{payment.id}:captured"
    assert sorted([leg.amount_minor for leg in await LedgerEntry.filter(transaction_id=posting.id)]) == [-1000, 1000]
    assert store.gateway.calls("create") == calls
    told = [event.type for event in await Event.all().order_by("id")][-4:]
    assert told == ["payment.created", "balance.updated", "invoice.paid", "subscription.activated"]
    await assert_all_adds_up(store.gateway)


async def test_a_part_from_the_balance_and_the_rest_by_card(treasury: Treasury) -> None:
    invoice = await owing(treasury)
    await treasury.give("4.00")
    part = await pay(treasury, invoice, ("4.00", "USD"))

    assert (part.payment.amount_minor, part.invoice.status, part.invoice.paid_minor) == (400, "OPEN", 400)
    assert (await Subscription.get()).status == "INCOMPLETE"
    assert (await treasury.account()).balance_minor == 0
    rest = await pay(treasury, invoice, pay_with=CARD)
    assert (rest.payment.amount_minor, rest.payment.kind, rest.invoice.status) == (600, "CARD", "PAID")
    assert (await Subscription.get()).status == "ACTIVE"
    told = await Event.filter(subject_id=invoice.id).order_by("id")
    assert [(event.type, event.version) for event in told] == [
        ("invoice.issued", 1), ("invoice.partly_paid", 2), ("invoice.paid", 3),
    ]  # fmt: skip
    assert [charge.minor for charge in treasury.store.gateway.charges] == [600]
    await assert_all_adds_up(treasury.store.gateway)


async def test_a_part_by_card_and_the_rest_from_the_balance(treasury: Treasury) -> None:
    invoice = await owing(treasury)
    await treasury.give("10.00")
    assert (await pay(treasury, invoice, ("2.50", "USD"), pay_with=CARD)).invoice.paid_minor == 250
    assert (await pay(treasury, invoice)).invoice.status == "PAID"
    assert (await treasury.account()).balance_minor == 250
    await assert_all_adds_up(treasury.store.gateway)


async def test_a_balance_that_does_not_cover_it_is_not_touched(treasury: Treasury) -> None:
    invoice = await owing(treasury)
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as none:
            await pay(treasury, invoice)
    await treasury.give("12.00")
    await treasury.hold("2.01")
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as held:
            await pay(treasury, invoice)
    assert (none.value.needed, none.value.available) == (money(1000, "USD"), money(0, "USD"))
    assert (held.value.needed, held.value.available) == (money(1000, "USD"), money(999, "USD"))
    await assert_all_adds_up(treasury.store.gateway)


async def test_money_in_another_currency_pays_nothing(treasury: Treasury) -> None:
    store, invoice = treasury.store, await owing(treasury)
    store.ana.row.currency = "EUR"
    await store.ana.row.save()
    await treasury.give("50.00", "EUR")
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refused:
            await pay(treasury, invoice)
    assert (refused.value.needed, refused.value.available) == (money(1000, "USD"), money(0, "USD"))


WRONG = [
    (("4.00", "EUR"), BALANCE, ("amount", "currency"), "OTHER_CURRENCY"),
    (("4.005", "USD"), BALANCE, ("amount", "amount"), "INVALID_AMOUNT"),
    (("0.00", "USD"), BALANCE, ("amount", "amount"), "OUT_OF_RANGE"),
    (("-1.00", "USD"), BALANCE, ("amount", "amount"), "OUT_OF_RANGE"),
    (("10.01", "USD"), BALANCE, ("amount", "amount"), "OUT_OF_RANGE"),
    (("10.01", "USD"), CARD, ("amount", "amount"), "OUT_OF_RANGE"),
    (None, PayWith("balance", "CARD"), ("payWith", "kind"), "KIND_NOT_OFFERED"),
    (None, PayWith("scripted", "BALANCE"), ("payWith", "kind"), "KIND_NOT_OFFERED"),
    (None, replace(BALANCE, token="tok_visa"), ("payWith", "token"), "NOT_NEEDED"),
    (None, replace(BALANCE, save=True), ("payWith", "token"), "NOT_NEEDED"),
]


@on_one_database
@pytest.mark.parametrize(("amount", "pay_with", "path", "code"), WRONG)
async def test_what_is_wrong_is_named_and_nothing_changes(
    treasury: Treasury, amount: tuple[str, str] | None, pay_with: PayWith, path: tuple[str, ...], code: str
) -> None:
    invoice = await owing(treasury)
    await treasury.give("50.00")
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await pay(treasury, invoice, amount, pay_with=pay_with)
    assert [(field.path, field.code) for field in refused.value.fields] == [(path, code)]


async def test_a_paid_invoice_takes_nothing_more(treasury: Treasury) -> None:
    invoice = await owing(treasury)
    await treasury.give("50.00")
    await pay(treasury, invoice)
    async with nothing_changes():
        for amount in (None, ("1.00", "USD")):
            with pytest.raises(IllegalTransition) as refused:
                await pay(treasury, invoice, amount)
            assert refused.value.status == "PAID"


async def test_the_same_key_pays_once(treasury: Treasury) -> None:
    invoice = await owing(treasury)
    await treasury.give("50.00")
    answers = await asyncio.gather(*(pay(treasury, invoice, key="once") for _ in range(20)))

    assert len({answer.payment.id for answer in answers}) == 1
    assert (await treasury.account()).balance_minor == 4000
    async with nothing_changes():
        with pytest.raises(Conflict):
            await pay(treasury, invoice, ("1.00", "USD"), key="once")
    await assert_all_adds_up(treasury.store.gateway)


async def test_nobody_pays_with_somebody_elses_balance_or_for_somebody_elses_invoice(treasury: Treasury) -> None:
    invoice = await owing(treasury)
    await treasury.give("50.00")
    eve = await known_customer(treasury.store.merchant, "eve@example.com")
    await treasury.give("50.00", who=eve)
    async with nothing_changes():
        with pytest.raises(NotFound):
            await pay(treasury, invoice, who=eve)


async def test_twenty_invoices_at_once_never_overspend_one_balance(treasury: Treasury) -> None:
    store = treasury.store
    bag = await refill_plan(store.merchant, prices={"USD": 1000})
    store.gateway.script("create", *[decline()] * 20)
    for _ in range(20):
        with pytest.raises(PaymentDeclined):
            await purchase_refill(
                store.ana.context, plan_id=bag.id, quantity=1, pay_with=CARD, idempotency_key=fresh_key()
            )
    await treasury.give("55.00")
    invoices = await Invoice.all()
    answers = await asyncio.gather(*(pay(treasury, invoice) for invoice in invoices), return_exceptions=True)

    assert sum(isinstance(answer, InvoicePaid) for answer in answers) == 5
    refusals = [answer for answer in answers if isinstance(answer, InsufficientBalance)]
    assert len(refusals) == 15
    assert {refusal.available.decimal() for refusal in refusals} == {Decimal("5.00")}
    assert await Invoice.filter(status="PAID").count() == 5
    assert await Payment.filter(kind="BALANCE").count() == 5
    account = await treasury.account()
    assert (account.balance_minor, account.last_number, account.version) == (500, 6, 6)
    await assert_all_adds_up(store.gateway)


async def test_parts_of_one_invoice_at_once_pay_it_once(treasury: Treasury) -> None:
    invoice = await owing(treasury)
    await treasury.give("50.00")
    answers = await asyncio.gather(
        *(pay(treasury, invoice, ("3.00", "USD")) for _ in range(20)), return_exceptions=True
    )
    assert sum(isinstance(answer, InvoicePaid) for answer in answers) == 3
    assert sum(isinstance(answer, InvalidInput) for answer in answers) == 17
    assert (await Invoice.get(id=invoice.id)).paid_minor == 900
    assert (await treasury.account()).balance_minor == 4100
    await assert_all_adds_up(treasury.store.gateway)


async def test_a_subscription_paid_from_the_balance_starts_at_once(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.give("30.00")
    made = await store.subscribe(pay_with=BALANCE)

    assert made.payment is not None
    assert (made.subscription.status, made.invoice.status, made.payment.status) == ("ACTIVE", "PAID", "SUCCEEDED")
    assert (made.payment.kind, made.payment.amount_minor) == ("BALANCE", 1000)
    row = await BalanceTransaction.get(reason="INVOICE")
    assert (row.subscription_id, row.invoice_id, row.payment_id) == (
        made.subscription.id, made.invoice.id, made.payment.id,
    )  # fmt: skip
    assert (await treasury.account()).balance_minor == 2000
    assert store.gateway.journal == []
    again = await store.subscribe(pay_with=BALANCE)
    assert (again.subscription.id, again.payment and again.payment.id) == (made.subscription.id, made.payment.id)
    await assert_all_adds_up(store.gateway)


async def test_a_subscription_that_the_balance_does_not_cover_leaves_nothing_behind(treasury: Treasury) -> None:
    store = treasury.store
    await treasury.give("9.99")
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refused:
            await store.subscribe(pay_with=BALANCE)
        with pytest.raises(InsufficientBalance):
            await store.subscribe(Selection(store.catalog.plus.id), key="plus", pay_with=BALANCE)
    assert (refused.value.needed, refused.value.available) == (money(1000, "USD"), money(999, "USD"))
    # The key was not used up.
    await treasury.give("0.01")
    assert (await store.subscribe(pay_with=BALANCE)).subscription.status == "ACTIVE"
    assert (await treasury.account()).balance_minor == 0
    await assert_all_adds_up(store.gateway)
