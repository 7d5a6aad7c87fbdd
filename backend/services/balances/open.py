"""The one door to a balance: lock it, charge what its tariffs owe up to now, let the caller move it, reckon anew."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from backend.domain.balance import TransactionReason
from backend.domain.errors import InsufficientBalance
from backend.domain.ledger import Posting
from backend.domain.money import Money
from backend.models import BalanceTransaction, LedgerAccount, Payment, Refund
from backend.services.balances.log import log_row
from backend.services.balances.standing import Standing, lock_standing
from backend.services.context import Context
from backend.services.ledger.move import move_hold
from backend.services.ledger.post import Dated, post_all
from backend.services.tariffs.reckon import reckon
from backend.services.tariffs.settle import settle
from backend.services.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a movement of a balance has to do with."""

    payment_id: str | None = None
    invoice_id: str | None = None
    subscription_id: str | None = None


class OpenBalance:
    """A locked balance that is charged up to now. Use it inside `open_balance` only."""

    def __init__(self, ctx: Context, standing: Standing) -> None:
        self._ctx = ctx
        self.standing = standing

    @property
    def account(self) -> LedgerAccount:
        """The row, always as it stands."""
        return self.standing.account

    @property
    def available(self) -> Money:
        """The balance less what is held of it."""
        return self.standing.available

    async def move(
        self,
        posting: Posting,
        *,
        reason: TransactionReason,
        subjects: Subjects | None = None,
        payment: Payment | None = None,
        refund: Refund | None = None,
    ) -> BalanceTransaction:
        """Post what moves this balance, and log it. Raises InsufficientBalance when it does not cover the posting.

        The log names who acts; with `payment` or `refund` who started it, however we heard what became of it.
        """
        subjects = subjects or Subjects()
        started = refund or payment
        user_id = started.user_id if started is not None else self._ctx.actor.user_id
        before = self.account.balance_minor or 0
        (posted,) = await post_all(self._ctx, [Dated(posting, self.standing.at)], opened=[self.account])
        assert posted.balance_after_minor is not None, "the posting moves this balance"
        row = log_row(
            self._ctx, self.account, posted, before_minor=before, reason=reason, description=posting.description,
            at=self.standing.at, user_id=user_id, payment_id=subjects.payment_id, invoice_id=subjects.invoice_id,
            subscription_id=subjects.subscription_id,
        )  # fmt: skip
        await row.save(force_create=True)
        return row

    async def hold(self, amount: Money) -> None:
        """Keep `amount`, which is above zero, from being spent. Raises InsufficientBalance when less is available."""
        if self.available < amount:
            raise InsufficientBalance(amount, self.available)
        await move_hold(self._ctx, self.account, amount.minor)

    async def free(self, amount: Money) -> None:
        """Let `amount`, which `hold` kept, be spent again."""
        await move_hold(self._ctx, self.account, -amount.minor)


@asynccontextmanager
async def open_balance(ctx: Context, tx: Transaction, *, customer_id: str, currency: str) -> AsyncIterator[OpenBalance]:
    """Hold the customer's balance for one operation, inside its transaction.

    Before the block, time that tariffs served until now is debited, so that the books are the same however seldom the
    jobs ran. After it, suspended tariffs resume if there is money, `funded_until` is true again, those who watch are
    told, and an automatic top-up is due if the balance fell below its threshold.
    """
    standing = await lock_standing(ctx, customer_id=customer_id, currency=currency)
    await settle(ctx, tx, [standing], finish=True)
    yield OpenBalance(ctx, standing)
    await reckon(ctx, tx, [standing])
