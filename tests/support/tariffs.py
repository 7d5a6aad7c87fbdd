"""Servers by the hour and by the month, debited from a balance, and the few moves that their stories are made of."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any

from backend.domain.balance import TransactionReason
from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.domain.ledger import balance_adjusted
from backend.domain.periods import Interval, IntervalUnit
from backend.models import (
    Addon,
    BalanceTransaction,
    LedgerAccount,
    LedgerTransaction,
    Plan,
    Product,
    Subscription,
    Tariff,
    TariffDebit,
)
from backend.services.balances.open import open_balance
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.catalog.load_purchase import Selection
from backend.services.currencies import money
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.create import create_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.tariffs.run import charge_due_tariffs
from backend.services.transaction import transaction
from tests.support.clock import MovableClock
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.storefront import known_customer

CURRENCIES = ("USD", "JPY", "KWD")
HOURLY, MONTHLY = Interval(IntervalUnit.HOUR, 1), Interval(IntervalUnit.MONTH, 1)

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Servers:
    """Small 0.05, Large 0.20 an hour, with Backup 0.01 on Small; Reserved 31.00 a month, Tiny nothing at all."""

    merchant: OpenMerchant
    product: Product
    small: Plan
    large: Plan
    reserved: Plan
    tiny: Plan
    backup: Addon

    @property
    def clock(self) -> MovableClock:
        """The clock of it all."""
        return self.merchant.clock

    async def customer(self, minor: int = 0, currency: str = "USD") -> SignedIn:
        """Somebody new, with so much on the balance."""
        made = await known_customer(self.merchant, f"server-{next(_numbers)}@example.com", currency)
        await self.fund(made, minor)
        return made

    async def fund(self, who: SignedIn, minor: int) -> None:
        """Give prepaid money, or take it."""
        if not minor:
            return
        ctx, customer = self.merchant.system, who.row
        amount = money(minor, customer.currency)
        posting = balance_adjusted(f"gift:{next(_numbers)}", customer.id, ctx.merchant_id, customer.id, amount, "Gift")
        async with (
            transaction(ctx) as tx,
            open_balance(ctx, tx, customer_id=customer.id, currency=customer.currency) as balance,
        ):
            await balance.move(posting, reason=TransactionReason.CREDIT)

    async def look(self, who: SignedIn) -> None:
        """Open the balance and do nothing: it is charged up to now, to the microsecond."""
        ctx = self.merchant.system
        async with (
            transaction(ctx) as tx,
            open_balance(ctx, tx, customer_id=who.row.id, currency=who.row.currency),
        ):
            pass

    async def subscribe(self, who: SignedIn, plan: Plan, quantity: int = 1, **addons: int) -> Subscription:
        """Start a server; `backup=2` adds add-ons by their code."""
        done = await create_subscription(
            who.context, selection=await self.selection(plan, quantity, **addons), pay_with=None,
            idempotency_key=f"start-{next(_numbers)}",
        )  # fmt: skip
        assert (done.invoice, done.payment) == (None, None)
        return done.subscription

    async def change(
        self, who: SignedIn, subscription: Subscription, plan: Plan, quantity: int = 1, **addons: int
    ) -> Subscription:
        """Quote, then confirm."""
        offer = await quote_change(
            who.context, subscription_id=subscription.id, selection=await self.selection(plan, quantity, **addons)
        )
        changed = await change_subscription(
            who.context, subscription_id=subscription.id, quote_token=offer.token,
            idempotency_key=f"change-{next(_numbers)}",
        )  # fmt: skip
        assert changed.payment is None
        return changed.subscription

    async def selection(self, plan: Plan, quantity: int = 1, **addons: int) -> Selection:
        """What a customer chooses."""
        ids = {addon.code: addon.id for addon in await Addon.filter(plan_id=plan.id)}
        return Selection(plan.id, quantity, tuple((ids[code], count) for code, count in addons.items()))

    async def run(self) -> int:
        """The periodic job looks."""
        return await charge_due_tariffs(self.merchant.services)


async def server_plan(
    merchant: OpenMerchant, product: Product, code: str, interval: Interval, minor: int, cores: int = 2
) -> Plan:
    """A plan that is billed from the balance, at the same minor units in each currency."""
    features: list[dict[str, Any]] = [
        {"code": code, "name": code.title(), "value": None},
        {"code": "cores", "name": "Cores", "value": cores},
    ]
    return await create_plan(
        merchant.system, product=product, code=code, name=code.title(), description="A server.", interval=interval,
        prices=dict.fromkeys(CURRENCIES, minor), offered=Offered(features), billing=BillingMode.FROM_BALANCE,
    )  # fmt: skip


async def open_servers(merchant: OpenMerchant, code: str = "servers") -> Servers:
    """The catalogue of one product."""
    ctx = merchant.system
    product = await create_product(
        ctx, code=code, name=code.title(), description="Machines.", kind=ProductKind.SUBSCRIPTION
    )
    small = await server_plan(merchant, product, "small", HOURLY, 5)
    backup = await create_addon(
        ctx, plan=small, code="backup", name="Backup", charge=AddonCharge.RECURRING,
        prices=dict.fromkeys(CURRENCIES, 1), offered=Offered([{"code": "backup", "name": "Backup"}]), max_quantity=5,
    )  # fmt: skip
    return Servers(
        merchant,
        product,
        small=small,
        large=await server_plan(merchant, product, "large", HOURLY, 20, cores=8),
        reserved=await server_plan(merchant, product, "reserved", MONTHLY, 3100),
        tiny=await server_plan(merchant, product, "tiny", HOURLY, 0),
        backup=backup,
    )


async def tariff_of(subscription: Subscription) -> Tariff:
    """Where it stands."""
    return await Tariff.get(subscription_id=subscription.id)


async def balance_of(who: SignedIn) -> int:
    """What there is, in minor units."""
    account = await LedgerAccount.get(kind="CUSTOMER_BALANCE", owner_id=who.row.id)
    found: int = account.balance_minor or 0
    return found


async def charged(subscription: Subscription) -> int:
    """What was debited for it, in minor units."""
    return sum([debit.amount_minor for debit in await TariffDebit.filter(subscription_id=subscription.id)])


async def assert_tariffs_add_up() -> None:
    """Debits follow each other, each is what its figures say, and the books and the logs hold the same."""
    accounts = {account.id: account for account in await LedgerAccount.filter(kind="CUSTOMER_BALANCE")}
    for tariff in await Tariff.all():
        debits = await TariffDebit.filter(subscription_id=tariff.subscription_id).order_by("period_start")
        _assert_chained(tariff, debits)
        log = await BalanceTransaction.filter(subscription_id=tariff.subscription_id, reason="TARIFF").order_by(
            "number"
        )
        paid = [debit for debit in debits if debit.amount_minor]
        assert [(row.amount_minor, row.occurred_at) for row in log] == [
            (-debit.amount_minor, debit.period_end) for debit in paid
        ]
        keys = {row.key for row in await LedgerTransaction.filter(subject_id=tariff.subscription_id)}
        assert keys == {f"tariff:{debit.id}" for debit in paid}
        assert (tariff.due_at is None) == (tariff.suspended_at is not None)
        free = (accounts[tariff.account_id].balance_minor or 0) - accounts[tariff.account_id].held_minor
        assert tariff.suspended_at is None or free == 0
        subscription = await Subscription.get(id=tariff.subscription_id)
        assert subscription.status == ("SUSPENDED" if tariff.suspended_at else "ACTIVE")
    for account in accounts.values():
        rows = await BalanceTransaction.filter(account_id=account.id).order_by("number")
        assert [row.number for row in rows] == list(range(1, account.last_number + 1))
        after = list(itertools.accumulate(row.amount_minor for row in rows))
        assert [row.balance_after_minor for row in rows] == after
        assert all(balance >= 0 for balance in after)
        assert account.balance_minor == (after[-1] if after else 0)


def _assert_chained(tariff: Tariff, debits: list[TariffDebit]) -> None:
    """What is carried out of one debit is carried into the next, unless money was short."""
    for debit, following in itertools.zip_longest(debits, debits[1:]):
        share = Fraction(int(debit.numerator), int(debit.denominator))
        owed = Fraction(int(debit.carried_numerator), int(debit.carried_denominator)) + debit.unit_price_minor * share
        after = (
            (following.carried_numerator, following.carried_denominator)
            if following
            else (tariff.carried_numerator, tariff.carried_denominator)
        )
        left = Fraction(int(after[0]), int(after[1]))
        if debit.amount_minor == floor(owed):
            assert left == owed - debit.amount_minor
        else:
            assert debit.amount_minor < owed
            assert left == 0
        assert debit.period_end <= (following.period_start if following else tariff.last_billed_at)
