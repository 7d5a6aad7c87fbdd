"""Subscriptions that live on their own: plans that are billed in advance, and the jobs that bill and collect."""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.domain.balance import TransactionReason
from backend.domain.ledger import balance_adjusted
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Addon, Collection, Invoice, LedgerAccount, PaymentMethod, Plan, Subscription
from backend.services.balances.open import open_balance
from backend.services.balances.top_up import top_up
from backend.services.billing.run import run_due_subscriptions
from backend.services.catalog.create import Offered, create_plan
from backend.services.catalog.load_purchase import Selection
from backend.services.collections.walk import collect_due_invoices
from backend.services.currencies import money
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.subscriptions.create import create_subscription
from backend.services.transaction import transaction
from tests.support.clock import START, MovableClock
from tests.support.merchants import MONTHLY, Catalog, OpenMerchant, SignedIn
from tests.support.storefront import CARD, CURRENCIES, Storefront, known_customer

YEARLY = Interval(IntervalUnit.YEAR, 1)
KEPT_CARD = PayWith("scripted", "CARD", "tok_visa", save=True)
BALANCE = PayWith("balance", "BALANCE")

_numbers = itertools.count(1)


def month(number: int, start: datetime = START) -> datetime:
    """So many months after `start`, in UTC: the same day, or the last one of a shorter month."""
    year, month0 = divmod(start.year * 12 + start.month - 1 + number, 12)
    day = min(start.day, calendar.monthrange(year, month0 + 1)[1])
    return start.replace(year=year, month=month0 + 1, day=day)


@dataclass(frozen=True)
class Life:
    """Ana's subscriptions, unless told otherwise. Monthly (Basic) costs 10.00, Plus 29.00, Yearly 100.00, Free nothing.

    All are of one product. Basic has the add-ons Seat (4.00 with each period) and Set-up (49.00 once).
    """

    store: Storefront
    yearly: Plan
    free: Plan

    @property
    def clock(self) -> MovableClock:
        """The clock of it all."""
        return self.store.clock

    @property
    def monthly(self) -> Plan:
        """10.00 a month."""
        return self.store.catalog.basic

    @property
    def plus(self) -> Plan:
        """29.00 a month."""
        return self.store.catalog.plus

    async def customer(self, currency: str = "USD") -> SignedIn:
        """Somebody new, with nothing."""
        return await known_customer(self.store.merchant, f"life-{next(_numbers)}@example.com", currency)

    async def offer(self, code: str, minor: int, interval: Interval = MONTHLY, *, trial_days: int = 0) -> Plan:
        """One more plan of the product, in the shop's currencies."""
        return await _plan(self.store.merchant, self.store.catalog, code, interval, minor, trial_days)

    async def subscribe(
        self,
        plan: Plan | None = None,
        way: str = "METHOD",
        *,
        who: SignedIn | None = None,
        quantity: int = 1,
        addons: Mapping[str, int] | None = None,
        coupons: tuple[str, ...] = (),
        money_minor: int = 100_000,
    ) -> Subscription:
        """Start a plan (Monthly) and look once, so that what is next is known; `addons` go by their code.

        METHOD keeps a card, by paying with it, or takes the kept one; BALANCE is given `money_minor` first; INVOICE
        pays the first period with a card that is not kept. Where nothing is due, INVOICE pays with nothing.
        """
        person, chosen = who or self.store.ana, plan or self.monthly
        if way == "BALANCE":
            await self.give(money_minor, who=person)
        ids = {addon.code: addon.id for addon in await Addon.filter(plan_id=chosen.id)}
        done = await create_subscription(
            person.context,
            selection=Selection(
                chosen.id, quantity, tuple((ids[code], n) for code, n in (addons or {}).items()), coupons
            ),
            pay_with=await self._pay_with(chosen, way, person),
            idempotency_key=f"life-{next(_numbers)}",
        )
        await self.run()
        found = await self.now(done.subscription)
        assert found.collection == way
        return found

    async def _pay_with(self, plan: Plan, way: str, who: SignedIn) -> PayWith | None:
        if way == "BALANCE":
            return BALANCE
        nothing_due = plan.trial_days > 0 or plan.id == self.free.id
        if way == "INVOICE":
            return None if nothing_due else CARD
        kept = await PaymentMethod.get_or_none(customer_id=who.row.id, is_default=True, removed_at=None)
        if kept is None and not nothing_due:
            return KEPT_CARD
        kept = kept or await self.keep_card(who)
        return PayWith("scripted", "CARD", method_id=kept.id)

    async def keep_card(self, who: SignedIn | None = None) -> PaymentMethod:
        """Let the customer have a kept card before they subscribe, by a top-up of 5.00 that is taken back again."""
        person = who or self.store.ana
        payment = await top_up(
            person.context, amount=("5.00", person.row.currency), pay_with=KEPT_CARD,
            idempotency_key=f"life-{next(_numbers)}",
        )  # fmt: skip
        assert payment.status == "SUCCEEDED"
        await self.give(-500, who=person)
        return await PaymentMethod.get(customer_id=person.row.id, is_default=True)

    async def give(self, minor: int, who: SignedIn | None = None) -> None:
        """Give prepaid money, or take it."""
        ctx, customer = self.store.merchant.system, (who or self.store.ana).row
        amount = money(minor, customer.currency)
        posting = balance_adjusted(f"gift:{next(_numbers)}", customer.id, ctx.merchant_id, customer.id, amount, "Gift")
        async with (
            transaction(ctx) as tx,
            open_balance(ctx, tx, customer_id=customer.id, currency=customer.currency) as balance,
        ):
            await balance.move(posting, reason=TransactionReason.CREDIT)

    async def balance(self, who: SignedIn | None = None) -> int:
        """What the customer has, in minor units."""
        owner = (who or self.store.ana).row
        account = await LedgerAccount.get_or_none(kind="CUSTOMER_BALANCE", owner_id=owner.id, currency=owner.currency)
        return (account.balance_minor or 0) if account else 0

    async def run(self) -> int:
        """The jobs look until nothing is due; answers how much they did."""
        total = 0
        while done := sum(
            [
                await run_due_subscriptions(self.store.services),
                await collect_due_invoices(self.store.services),
                await collect_due_attempts(self.store.services),
            ]
        ):
            total += done
        return total

    async def go(self, to: datetime) -> None:
        """The clock jumps, then the jobs look."""
        assert to >= self.clock.now, "time only goes forward"
        self.clock.now = to
        await self.run()

    async def now(self, subscription: Subscription) -> Subscription:
        """The row as it is."""
        return await Subscription.get(id=subscription.id)

    async def invoices(self, subscription: Subscription) -> list[Invoice]:
        """All of it, oldest first."""
        return await Invoice.filter(subscription_id=subscription.id).order_by("number")

    async def collections(self, subscription: Subscription) -> list[Collection]:
        """What was collected by itself, oldest first."""
        return await Collection.filter(subscription_id=subscription.id).order_by("id")


async def open_life(store: Storefront) -> Life:
    """The shop with the two further plans."""
    yearly, free = await further_plans(store.merchant, store.catalog)
    return Life(store, yearly, free)


async def further_plans(merchant: OpenMerchant, catalog: Catalog) -> tuple[Plan, Plan]:
    """Yearly and Free."""
    yearly = await _plan(merchant, catalog, "yearly", YEARLY, 10_000)
    return yearly, await _plan(merchant, catalog, "free", MONTHLY, 0)


async def _plan(
    merchant: OpenMerchant, catalog: Catalog, code: str, interval: Interval, minor: int, trial_days: int = 0
) -> Plan:
    plan = await create_plan(
        merchant.system, product=catalog.product, code=code, name=code.title(), description="A plan.",
        interval=interval, prices=dict.fromkeys(CURRENCIES, minor),
        offered=Offered([{"code": code, "name": code.title(), "value": None}]),
    )  # fmt: skip
    await Plan.filter(id=plan.id).update(trial_days=trial_days)
    return await Plan.get(id=plan.id)
