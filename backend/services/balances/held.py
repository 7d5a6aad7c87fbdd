"""One hold of money, opened with its balance, and how it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from backend.domain.balance import HOLD_TRANSITIONS, HoldEvent, HoldStatus
from backend.domain.errors import NotFound
from backend.domain.lifecycle import next_status
from backend.domain.money import Money
from backend.models import BalanceHold
from backend.services.balances.open import OpenBalance, open_balance
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold under the lock of its balance, which everything that changes a hold takes first."""

    hold: BalanceHold
    balance: OpenBalance

    @property
    def amount(self) -> Money:
        """What is held."""
        return money(self.hold.amount_minor, self.hold.currency)


async def at_holds_time(ctx: Context, hold_id: str) -> Context:
    """The same surroundings in the present of the hold's customer; unchanged for a hold that does not exist."""
    seen = await BalanceHold.get_or_none(merchant_id=ctx.merchant_id, id=hold_id)
    return await at_customers_time(ctx, seen.customer_id) if seen else ctx


@asynccontextmanager
async def open_hold(ctx: Context, tx: Transaction, hold_id: str) -> AsyncIterator[OpenHold]:
    """One of the merchant's holds and its balance, for one operation. Raises NotFound."""
    own = BalanceHold.filter(merchant_id=ctx.merchant_id, id=hold_id)
    seen = await own.get_or_none()
    if seen is None:
        raise NotFound("There is no such hold.", hold_id)
    async with open_balance(ctx, tx, customer_id=seen.customer_id, currency=seen.currency) as balance:
        # Read again: a twin may have closed it before this one got the lock.
        yield OpenHold(await own.get(), balance)


async def close_hold(ctx: Context, opened: OpenHold, event: HoldEvent, *, settled: Money | None = None) -> None:
    """End a hold by compare-and-set, and free all that it held. Raises IllegalTransition for one that has ended."""
    hold = opened.hold
    status = next_status(HOLD_TRANSITIONS, HoldStatus(hold.status), event)
    changed = await BalanceHold.filter(merchant_id=ctx.merchant_id, id=hold.id, status=HoldStatus.HELD.value).update(
        status=status.value, settled_minor=settled.minor if settled else None, closed_at=ctx.now
    )
    assert changed == 1, "its balance is locked"
    await opened.balance.free(opened.amount)
