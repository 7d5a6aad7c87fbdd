"""The one door to a balance, tried directly."""

from __future__ import annotations

import pytest

from backend.domain.balance import TransactionReason
from backend.domain.errors import InsufficientBalance
from backend.domain.ledger import balance_adjusted
from backend.models import BalanceTransaction, Event, LedgerAccount
from backend.services.balances.open import open_balance
from backend.services.currencies import money
from backend.services.transaction import transaction
from tests.support.invariants import nothing_changes
from tests.support.storefront import Storefront


async def give(store: Storefront, minor: int, key: str) -> BalanceTransaction:
    """Adjust the customer's balance."""
    ctx, customer = store.merchant.system, store.ana.row
    posting = balance_adjusted(key, customer.id, ctx.merchant_id, customer.id, money(minor, "USD"), "A gift")
    async with (
        transaction(ctx) as tx,
        open_balance(ctx, tx, customer_id=customer.id, currency="USD") as balance,
    ):
        return await balance.move(posting, reason=TransactionReason.CREDIT)


async def test_a_movement_is_logged_with_the_balance_after_it(store: Storefront) -> None:
    first = await give(store, 1000, "one")
    second = await give(store, -250, "two")

    assert (first.number, first.amount_minor, first.balance_after_minor) == (1, 1000, 1000)
    assert (second.number, second.amount_minor, second.balance_after_minor) == (2, -250, 750)
    account = await LedgerAccount.get(kind="CUSTOMER_BALANCE")
    assert (account.balance_minor, account.last_number, account.version) == (750, 2, 2)
    told = await Event.filter(type="balance.updated").order_by("id")
    assert [event.version for event in told] == [1, 2]
    assert told[1].payload == {"currency": "USD", "available_minor": 750, "held_minor": 0}


async def test_more_than_there_is_is_refused_and_nothing_changes(store: Storefront) -> None:
    await give(store, 1000, "one")
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refusal:
            await give(store, -1001, "two")
    assert (refusal.value.needed, refusal.value.available) == (money(1001, "USD"), money(1000, "USD"))
