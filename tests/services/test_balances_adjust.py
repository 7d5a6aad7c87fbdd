"""Adjusting: staff give and take, the log says who and why, and nobody goes below nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from backend.domain.errors import Conflict, Forbidden, InsufficientBalance, InvalidInput, NotFound
from backend.models import BalanceTransaction, Event, LedgerAccount, LedgerEntry, LedgerTransaction
from backend.services.balances.adjust import adjust_balance
from backend.services.currencies import money
from tests.support.balances import Treasury, open_treasury, staff_of
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import open_merchant
from tests.support.storefront import Storefront, known_customer


@pytest.fixture
async def treasury(store: Storefront) -> Treasury:
    return await open_treasury(store)


async def test_staff_give_and_take_and_the_log_says_who_and_why(treasury: Treasury) -> None:
    store = treasury.store
    given = await treasury.give("10.00", reason="  Sorry for Monday's outage ")
    taken = await treasury.give("-2.50", reason="Paid out in cash")

    assert (given.reason, given.description, given.amount_minor, given.balance_after_minor) == (
        "CREDIT", "Sorry for Monday's outage", 1000, 1000,
    )  # fmt: skip
    assert (taken.reason, taken.description, taken.amount_minor, taken.balance_after_minor) == (
        "ADJUSTMENT", "Paid out in cash", -250, 750,
    )  # fmt: skip
    assert (given.number, taken.number) == (1, 2)
    assert {given.user_id, taken.user_id} == {treasury.staff.user_id}
    assert {given.occurred_at, taken.occurred_at} == {START}
    account = await treasury.account()
    assert (account.balance_minor, account.version) == (750, 2)
    credits = await LedgerAccount.get(kind="CREDITS", owner_id=store.merchant.row.id)
    posting = await LedgerTransaction.get(id=given.ledger_transaction_id)
    assert (posting.description, posting.subject_id) == ("Sorry for Monday's outage", store.ana.row.id)
    assert {row.account_id: row.amount_minor for row in await LedgerEntry.filter(transaction_id=posting.id)} == {
        credits.id: 1000, account.id: -1000,
    }  # fmt: skip
    told = await Event.filter(type="balance.updated").order_by("id")
    assert [(event.subject_id, event.version, event.payload["available_minor"]) for event in told] == [
        (account.id, 1, 1000),
        (account.id, 2, 750),
    ]
    await assert_all_adds_up()


async def test_more_than_there_is_cannot_be_taken(treasury: Treasury) -> None:
    poor = await known_customer(treasury.store.merchant, "poor@example.com")
    await treasury.give("10.00")
    await treasury.hold("4.00")
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refused:
            await treasury.give("-6.01")
        with pytest.raises(InsufficientBalance) as nothing:
            await treasury.give("-0.01", who=poor)
    assert (refused.value.needed, refused.value.available) == (money(601, "USD"), money(600, "USD"))
    assert (nothing.value.needed, nothing.value.available) == (money(1, "USD"), money(0, "USD"))
    await treasury.give("-6.00")
    assert (await treasury.account()).balance_minor == 400
    await assert_all_adds_up()


async def test_takers_at_once_take_exactly_what_there_is(treasury: Treasury) -> None:
    await treasury.give("10.00")
    answers = await asyncio.gather(*(treasury.give("-1.00") for _ in range(20)), return_exceptions=True)

    assert sum(isinstance(answer, BalanceTransaction) for answer in answers) == 10
    assert sum(isinstance(answer, InsufficientBalance) for answer in answers) == 10
    account = await treasury.account()
    assert (account.balance_minor, account.last_number, account.version) == (0, 11, 11)
    await assert_all_adds_up()


async def test_the_same_key_twenty_times_at_once_gives_once(treasury: Treasury) -> None:
    rows = await asyncio.gather(*(treasury.give("10.00", key="once") for _ in range(20)))
    assert {row.id for row in rows} == {(await BalanceTransaction.get()).id}
    assert (await treasury.account()).balance_minor == 1000

    async with nothing_changes():
        assert (await treasury.give("10.00", key="once")).id == rows[0].id
        for amount, reason in (("11.00", "Sorry"), ("10.00", "Another")):
            with pytest.raises(Conflict):
                await treasury.give(amount, reason=reason, key="once")
    await assert_all_adds_up()


WRONG = [
    (("0.00", "USD"), "Sorry", ("amount", "amount"), "OUT_OF_RANGE"),
    (("-0.00", "USD"), "Sorry", ("amount", "amount"), "OUT_OF_RANGE"),
    (("1.005", "USD"), "Sorry", ("amount", "amount"), "INVALID_AMOUNT"),
    (("10000000000000.01", "USD"), "Sorry", ("amount", "amount"), "INVALID_AMOUNT"),
    (("-10000000000000.01", "USD"), "Sorry", ("amount", "amount"), "INVALID_AMOUNT"),
    (("1.00", "EUR"), "Sorry", ("amount", "currency"), "OTHER_CURRENCY"),
    (("1.00", "usd"), "Sorry", ("amount", "currency"), "OTHER_CURRENCY"),
    (("1.00", "USD"), "", ("reason",), "INVALID_TEXT"),
    (("1.00", "USD"), " \n ", ("reason",), "INVALID_TEXT"),
    (("1.00", "USD"), "one\ntwo", ("reason",), "INVALID_TEXT"),
    (("1.00", "USD"), "\x00", ("reason",), "INVALID_TEXT"),
    (("1.00", "USD"), "x" * 301, ("reason",), "INVALID_TEXT"),
    (("1.00", "USD"), "Card 4242 4242 4242 4242", ("reason",), "CARD_NUMBER"),
]


@on_one_database
@pytest.mark.parametrize(("amount", "reason", "path", "code"), WRONG)
async def test_what_is_wrong_is_named_and_nothing_changes(
    treasury: Treasury, amount: tuple[str, str], reason: str, path: tuple[str, ...], code: str
) -> None:
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.give(*amount, reason=reason)
    assert [(field.path, field.code) for field in refused.value.fields] == [(path, code)]


async def test_a_reason_of_three_hundred_characters_is_not_too_long(treasury: Treasury) -> None:
    assert (await treasury.give("1.00", reason="é" * 300)).description == "é" * 300
    await assert_all_adds_up()


async def test_a_quadrillion_minor_units_can_be_given_and_taken(treasury: Treasury) -> None:
    await treasury.give("10000000000000.00")
    assert (await treasury.account()).balance_minor == 10**15
    await treasury.give("-10000000000000.00")
    assert await treasury.log() == [("CREDIT", 10**15, 10**15), ("ADJUSTMENT", -(10**15), 0)]
    await assert_all_adds_up()


async def test_money_in_a_currency_that_came_before_can_be_moved_after_the_customer_changed_theirs(
    treasury: Treasury,
) -> None:
    await treasury.give("10.00")
    ana = treasury.store.ana.row
    ana.currency = "EUR"
    await ana.save()
    await treasury.give("-4.00", "USD")
    await treasury.give("7.00", "EUR")
    assert [(await treasury.account(code)).balance_minor for code in ("USD", "EUR")] == [600, 700]
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await treasury.give("1", "JPY")
    assert refused.value.message == "Give the amount in EUR or USD."
    await assert_all_adds_up()


async def test_only_staff_adjust_and_only_their_own_merchants_customers(treasury: Treasury) -> None:
    store = treasury.store
    other = await open_merchant(store.services, store.clock, "other")
    stranger = replace(treasury, staff=await staff_of(other, "staff@other.example"))
    messages = set()
    async with nothing_changes():
        for ctx in (store.ana.context, store.merchant.visitor):
            with pytest.raises(Forbidden):
                await adjust_balance(
                    ctx, customer_id=store.ana.row.id, amount=("1.00", "USD"), reason="Me", idempotency_key="k"
                )
        for id in (store.ana.row.id, "cus_00000000000000000000000000"):
            with pytest.raises(NotFound) as refused:
                await adjust_balance(
                    stranger.by_staff, customer_id=id, amount=("1.00", "USD"), reason="Us", idempotency_key="k"
                )
            messages.add(refused.value.message)
    assert len(messages) == 1
