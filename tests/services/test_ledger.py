"""The books: what is posted sums to zero, once, and stays."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from tortoise.exceptions import BaseORMException, IntegrityError
from tortoise.transactions import in_transaction

from backend.domain.balance import TransactionReason
from backend.domain.errors import InsufficientBalance
from backend.domain.ledger import AccountKind, Leg, Posting
from backend.domain.money import Currency, Money
from backend.models import BalanceTransaction, Customer, LedgerAccount, LedgerEntry, LedgerTransaction
from backend.models.ids import new_id
from backend.services.balances.log import log_row
from backend.services.balances.standing import ensure_account
from backend.services.ledger.move import move_hold
from backend.services.ledger.post import Dated, post, post_all
from backend.services.transaction import transaction
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import OpenMerchant, open_merchant

USD, EUR = Currency("USD", 2), Currency("EUR", 2)
BALANCE, CLEARING = AccountKind.CUSTOMER_BALANCE, AccountKind.GATEWAY_CLEARING


@pytest.fixture
async def merchant(merchant: OpenMerchant) -> OpenMerchant:
    """With two customers whose ids are short."""
    for id in ("cus_1", "cus_2"):
        await customer(merchant, id)
    return merchant


async def customer(merchant: OpenMerchant, id: str) -> None:
    await Customer.create(
        id=id, merchant_id=merchant.row.id, email=f"{id}@example.com", name=id, locale="en", currency="USD",
        created_at=merchant.clock(),
    )  # fmt: skip


def top_up(key: str, minor: int, owner: str = "cus_1", currency: Currency = USD) -> Posting:
    """`minor` came in at the gateway and is now the customer's; negative: it went out again."""
    amount = Money(minor, currency)
    return Posting(key, "pay_1", "Top-up", (Leg(CLEARING, "gwa_1", amount), Leg(BALANCE, owner, -amount)))


async def book(merchant: OpenMerchant, *postings: Posting) -> None:
    """Post them all at once, with their log. Each moves one balance; the balances are locked in the order of ids."""
    ctx = merchant.system
    owners = [_owner(posting) for posting in postings]
    async with transaction(ctx):
        ids = [(await ensure_account(ctx, customer_id=owner, currency=code)).id for owner, code in sorted(set(owners))]
        locked = await LedgerAccount.filter(id__in=ids).order_by("id").select_for_update()
        before = {(row.owner_id, row.currency): row.balance_minor or 0 for row in locked}
        accounts = {(row.owner_id, row.currency): row for row in locked}
        posted = await post_all(ctx, [Dated(posting, ctx.now) for posting in postings], opened=locked)
        for owner, posting, one in zip(owners, postings, posted, strict=True):
            row = log_row(
                ctx, accounts[owner], one, before_minor=before[owner], reason=TransactionReason.TOP_UP,
                description=posting.description, at=ctx.now,
            )  # fmt: skip
            before[owner] = row.balance_after_minor
            await row.save(force_create=True)


def _owner(posting: Posting) -> tuple[str, str]:
    (leg,) = (leg for leg in posting.legs if leg.kind is BALANCE)
    return leg.owner_id, leg.amount.currency.code


async def balance(owner: str = "cus_1", currency: str = "USD") -> int | None:
    account = await LedgerAccount.get(kind=BALANCE.value, owner_id=owner, currency=currency)
    found: int | None = account.balance_minor
    return found


async def test_a_balance_is_kept_with_every_entry(merchant: OpenMerchant) -> None:
    for key, minor in (("a", 1000), ("b", 250), ("c", -300)):
        await book(merchant, top_up(key, minor))

    account = await LedgerAccount.get(kind=BALANCE.value)
    entries = await LedgerEntry.filter(account_id=account.id).order_by("id")
    assert [(entry.amount_minor, entry.balance_after_minor) for entry in entries] == [
        (-1000, 1000),
        (-250, 1250),
        (300, 950),
    ]
    clearing = await LedgerAccount.get(kind=CLEARING.value)
    assert clearing.balance_minor is None
    assert {entry.balance_after_minor for entry in await LedgerEntry.filter(account_id=clearing.id)} == {None}
    await assert_all_adds_up()


async def test_a_key_is_posted_once(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("once", 100))
    async with nothing_changes():
        with pytest.raises(IntegrityError):
            await book(merchant, top_up("once", 100))
        with pytest.raises(IntegrityError):
            await book(merchant, top_up("twice", 5), top_up("twice", 5))


async def test_the_same_key_twenty_times_at_once_is_posted_once(merchant: OpenMerchant) -> None:
    answers = await asyncio.gather(*(book(merchant, top_up("k", 100)) for _ in range(20)), return_exceptions=True)
    assert answers.count(None) == 1
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 19
    assert await balance() == 100
    await assert_all_adds_up()


async def test_a_key_of_another_merchant_is_another_key(merchant: OpenMerchant) -> None:
    other = await open_merchant(merchant.services, merchant.clock, "other")
    await customer(other, "cus_3")
    await book(merchant, top_up("same", 100))
    await book(other, top_up("same", 200, "cus_3"))
    assert await LedgerTransaction.filter(key="same").count() == 2
    await assert_all_adds_up()


async def test_a_balance_below_zero_is_refused(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("in", 100))
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refused:
            await book(merchant, top_up("out", -101))
    assert (refused.value.needed, refused.value.available) == (Money(101, USD), Money(100, USD))
    await book(merchant, top_up("out", -100))
    assert await balance() == 0
    await assert_all_adds_up()


async def test_many_spenders_at_once_spend_exactly_what_there_is(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("in", 100))
    answers = await asyncio.gather(
        *(book(merchant, top_up(f"out-{n}", -10)) for n in range(30)), return_exceptions=True
    )
    assert answers.count(None) == 10
    assert sum(isinstance(answer, InsufficientBalance) for answer in answers) == 20
    assert await balance() == 0
    await assert_all_adds_up()


async def test_the_first_use_of_an_account_by_many_at_once_makes_one(merchant: OpenMerchant) -> None:
    await asyncio.gather(*(book(merchant, top_up(f"k-{n}", n)) for n in range(1, 21)))
    assert await LedgerAccount.all().count() == 2
    assert await balance() == 210
    await assert_all_adds_up()


async def test_postings_that_name_their_accounts_in_opposite_order_do_not_lock_each_other_out(
    merchant: OpenMerchant,
) -> None:
    def gift(key: str, giver: str, taker: str) -> tuple[Posting, Posting]:
        return top_up(f"{key}-out", -10, giver), top_up(f"{key}-in", 10, taker)

    await book(merchant, top_up("a", 1000, "cus_1"), top_up("b", 1000, "cus_2"))
    await asyncio.gather(
        *(book(merchant, *gift(f"to-{n}", "cus_1", "cus_2")) for n in range(10)),
        *(book(merchant, *gift(f"fro-{n}", "cus_2", "cus_1")) for n in range(10)),
    )
    assert [await balance("cus_1"), await balance("cus_2")] == [1000, 1000]
    assert await BalanceTransaction.all().count() == 42
    await assert_all_adds_up()


async def test_a_balance_that_nobody_opened_is_not_moved(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("in", 100))
    ctx = merchant.system
    async with nothing_changes():
        with pytest.raises(AssertionError, match="open the balance first"):
            async with transaction(ctx):
                await post(ctx, top_up("past-the-door", 100))


async def test_what_is_held_cannot_be_posted_away(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("in", 100))
    account = await LedgerAccount.get(kind=BALANCE.value)
    async with transaction(merchant.system):
        await move_hold(merchant.system, account, 60)
    assert (account.held_minor, account.version) == (60, 2)

    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refused:
            await book(merchant, top_up("out", -41))
        for delta in (41, -61):
            with pytest.raises(AssertionError, match="between nothing and the balance"):
                await move_hold(merchant.system, account, delta)
    assert (refused.value.needed, refused.value.available) == (Money(41, USD), Money(40, USD))
    async with transaction(merchant.system):
        await move_hold(merchant.system, account, -60)
    await book(merchant, top_up("out", -100))
    await assert_all_adds_up()


async def test_currencies_are_kept_apart(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("usd", 100), top_up("eur", 7, currency=EUR))
    assert [await balance(currency=code) for code in ("USD", "EUR")] == [100, 7]
    with pytest.raises(AssertionError):
        Posting("x", "s", "Mixed", (Leg(BALANCE, "c", Money(1, USD)), Leg(CLEARING, "g", Money(-1, EUR))))
    with pytest.raises(AssertionError):
        Posting("x", "s", "Nothing", ())


async def entry(merchant: OpenMerchant, account: LedgerAccount, transaction_id: str, minor: int) -> None:
    await LedgerEntry.create(
        id=new_id("lent"), merchant_id=merchant.row.id, transaction_id=transaction_id, account_id=account.id,
        currency=account.currency, amount_minor=minor,
    )  # fmt: skip


async def seal(merchant: OpenMerchant, transaction_id: str) -> None:
    await LedgerTransaction.create(
        id=transaction_id, merchant_id=merchant.row.id, key=transaction_id, subject_id="s", description="d",
        occurred_at=merchant.clock.now,
    )  # fmt: skip


async def write(merchant: OpenMerchant, transaction_id: str, legs: Sequence[tuple[LedgerAccount, int]]) -> None:
    async with in_transaction():
        for account, minor in legs:
            await entry(merchant, account, transaction_id, minor)
        await seal(merchant, transaction_id)


async def test_the_database_itself_refuses_what_does_not_sum_to_zero(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("a", 100), top_up("b", 100, currency=EUR))
    dollars, euros = await LedgerAccount.filter(kind=CLEARING.value).order_by("-currency")
    async with nothing_changes():
        for id, legs in (("ltx_one", [(dollars, 5)]), ("ltx_mixed", [(dollars, 5), (euros, -5)]), ("ltx_empty", [])):
            with pytest.raises(IntegrityError):
                await write(merchant, id, legs)
        sealed = await LedgerTransaction.get(key="a")
        with pytest.raises(IntegrityError):
            await entry(merchant, dollars, sealed.id, 5)


async def test_what_is_posted_can_be_neither_changed_nor_deleted(merchant: OpenMerchant) -> None:
    await book(merchant, top_up("a", 100))
    changes = (
        lambda: LedgerEntry.all().update(amount_minor=1),
        lambda: LedgerTransaction.all().update(description="x"),
        lambda: LedgerEntry.all().delete(),
        lambda: LedgerTransaction.all().delete(),
    )
    async with nothing_changes():
        for change in changes:
            with pytest.raises(BaseORMException):
                await change()
