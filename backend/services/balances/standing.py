"""Locked balances as an operation holds them: the account, and the tariffs that live on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tortoise.expressions import Q

from backend.domain.ledger import AccountKind
from backend.domain.money import Money
from backend.models import LedgerAccount, Tariff
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.tariffs.meters import Reading, reading_of


@dataclass(slots=True)
class Standing:
    """A locked customer balance at the instant `at`, with the tariffs on it that run or are suspended, by id."""

    account: LedgerAccount
    tariffs: list[Tariff]
    at: datetime
    # What the account's version was when it was locked: anything above it is told to those who watch.
    told_version: int = field(init=False)
    # What the rows of the tariffs say in the database, by id.
    readings: dict[str, Reading] = field(init=False)

    # Its footing when all its tariffs were charged up to now; None before that.
    settled: object = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.told_version = self.account.version
        self.readings = {tariff.id: reading_of(tariff) for tariff in self.tariffs}
        # Two machines' clocks differ a little: an act is never before what is already billed.
        self.at = max([self.at, *(tariff.last_billed_at for tariff in self.tariffs)])

    @property
    def available_minor(self) -> int:
        """The balance less what is held of it."""
        free: int = (self.account.balance_minor or 0) - self.account.held_minor
        return free

    @property
    def available(self) -> Money:
        """The same as money."""
        return money(self.available_minor, self.account.currency)

    @property
    def running(self) -> list[Tariff]:
        """The tariffs whose time is being charged."""
        return [tariff for tariff in self.tariffs if tariff.due_at is not None]

    def footing(self) -> object:
        """What decides, beside the tariffs' own debits, how long the money lasts."""
        rates = [
            (row.id, row.amount_minor, row.interval_unit, row.interval_count, row.anchor_at) for row in self.running
        ]
        return self.available_minor, rates

    def add(self, tariff: Tariff) -> None:
        """A tariff that was just written on this balance."""
        self.tariffs.append(tariff)
        self.readings[tariff.id] = reading_of(tariff)


def balance_account(ctx: Context, customer_id: str, currency: str) -> LedgerAccount:
    """A fresh row of a customer's balance, not yet written."""
    return LedgerAccount(
        id=new_id("lacc"), merchant_id=ctx.merchant_id, kind=AccountKind.CUSTOMER_BALANCE.value, owner_id=customer_id,
        currency=currency, balance_minor=0, held_minor=0, last_number=0, version=0, created_at=ctx.now,
    )  # fmt: skip


async def ensure_account(ctx: Context, *, customer_id: str, currency: str) -> LedgerAccount:
    """The customer's balance in `currency`, made at its first use; not locked."""
    own = LedgerAccount.filter(
        merchant_id=ctx.merchant_id, kind=AccountKind.CUSTOMER_BALANCE.value, owner_id=customer_id, currency=currency
    )
    account = await own.get_or_none()
    if account is None:
        # A twin may create it at the same moment: then both use the one that is there.
        await LedgerAccount.bulk_create([balance_account(ctx, customer_id, currency)], ignore_conflicts=True)
        account = await own.get()
    return account


async def lock_standing(ctx: Context, *, customer_id: str, currency: str) -> Standing:
    """Lock the customer's balance, then read the tariffs on it: nobody changes them without that lock."""
    own = LedgerAccount.filter(
        merchant_id=ctx.merchant_id, kind=AccountKind.CUSTOMER_BALANCE.value, owner_id=customer_id, currency=currency
    )
    account = await own.select_for_update().get_or_none()
    if account is None:
        await ensure_account(ctx, customer_id=customer_id, currency=currency)
        account = await own.select_for_update().get()
    return Standing(account, await tariffs_on(ctx, [account.id]), ctx.now)


async def tariffs_on(ctx: Context, account_ids: Iterable[str]) -> list[Tariff]:
    """The tariffs that run or are suspended on these balances, by id."""
    live = Q(due_at__isnull=False) | Q(suspended_at__isnull=False)
    return await Tariff.filter(live, merchant_id=ctx.merchant_id, account_id__in=list(account_ids)).order_by("id")
