"""Balances of a storefront's customers: staff who move them, and what a test reads of them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from backend.models import BalanceHold, BalanceTransaction, LedgerAccount, Payment, User
from backend.models.ids import new_id
from backend.services.balances.adjust import adjust_balance
from backend.services.balances.hold import hold_balance
from backend.services.balances.release_hold import release_hold
from backend.services.balances.settle_hold import HoldSettled, settle_hold
from backend.services.balances.top_up import top_up
from backend.services.context import Actor, Context, Role
from backend.services.payments.pay_with import PayWith
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.storefront import CARD, Storefront

BALANCE = PayWith("balance", "BALANCE")

_numbers = itertools.count(1)


def fresh_key() -> str:
    """An idempotency key that nothing else of the run uses."""
    return f"balance-{next(_numbers)}"


@dataclass(frozen=True)
class Treasury:
    """A shop and the staff who look after its customers' balances. Ana's unless told otherwise."""

    store: Storefront
    staff: Actor

    @property
    def by_staff(self) -> Context:
        """A context for one operation of theirs, at the clock's present instant."""
        return self.store.services.context(self.staff)

    async def give(
        self, amount: str, currency: str = "USD", *, who: SignedIn | None = None, key: str | None = None,
        reason: str = "Sorry",
    ) -> BalanceTransaction:  # fmt: skip
        """Adjust a balance; a negative amount takes."""
        return await adjust_balance(
            self.by_staff, customer_id=(who or self.store.ana).row.id, amount=(amount, currency), reason=reason,
            idempotency_key=key or fresh_key(),
        )  # fmt: skip

    async def hold(
        self, amount: str, currency: str = "USD", *, who: SignedIn | None = None, key: str | None = None,
        description: str = "A big build",
    ) -> BalanceHold:  # fmt: skip
        """Hold a part of a balance."""
        return await hold_balance(
            self.by_staff, customer_id=(who or self.store.ana).row.id, amount=(amount, currency),
            description=description, idempotency_key=key or fresh_key(),
        )  # fmt: skip

    async def settle(
        self, hold_id: str, amount: str | None = None, currency: str = "USD", *, key: str | None = None
    ) -> HoldSettled:
        """Settle a hold, in full or in part."""
        part = (amount, currency) if amount is not None else None
        return await settle_hold(self.by_staff, hold_id=hold_id, amount=part, idempotency_key=key or fresh_key())

    async def release(self, hold_id: str) -> BalanceHold:
        """Release a hold."""
        return await release_hold(self.by_staff, hold_id=hold_id)

    async def top_up(
        self, amount: str = "25.00", currency: str = "USD", *, who: SignedIn | None = None, key: str | None = None,
        pay_with: PayWith = CARD,
    ) -> Payment:  # fmt: skip
        """The customer puts money in, by card."""
        return await top_up(
            (who or self.store.ana).context, amount=(amount, currency), pay_with=pay_with,
            idempotency_key=key or fresh_key(),
        )  # fmt: skip

    async def account(self, currency: str = "USD", *, who: SignedIn | None = None) -> LedgerAccount:
        """The row of a balance."""
        return await LedgerAccount.get(
            kind="CUSTOMER_BALANCE", owner_id=(who or self.store.ana).row.id, currency=currency
        )

    async def log(self, *, who: SignedIn | None = None) -> list[tuple[str, int, int]]:
        """Reason, amount and the balance after it, in their order."""
        rows = await BalanceTransaction.filter(customer_id=(who or self.store.ana).row.id).order_by("id")
        return [(row.reason, row.amount_minor, row.balance_after_minor) for row in rows]


async def staff_of(merchant: OpenMerchant, email: str = "staff@example.com") -> Actor:
    """A staff user who never needs a password."""
    user = await User.create(
        id=new_id("usr"), merchant_id=merchant.row.id, email=email, password_hash="", role="STAFF",
        created_at=merchant.clock(),
    )  # fmt: skip
    return Actor(Role.STAFF, merchant.row.id, user_id=user.id)


async def open_treasury(store: Storefront) -> Treasury:
    """With one staff user."""
    return Treasury(store, await staff_of(store.merchant))
