"""Many renewals in one transaction: the same rows as one by one, in as many statements as for a few."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from tortoise.transactions import in_transaction

from backend.domain.billing import ChangeTiming
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Collection, Customer, Event, Invoice, InvoiceCounter, LedgerTransaction, Plan, Subscription
from backend.models.ids import new_id
from backend.services.billing import together
from backend.services.billing.run import look_at, run_due_subscriptions
from backend.services.catalog.load_purchase import Selection
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.renewals import set_renewals
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import SignedIn
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.terms import coupon, tax
from tests.support.traces import traces_of

# Two months and some days: daily, weekly and monthly plans have several periods to catch up with.
LATE = START + timedelta(days=70)
_CURRENCIES = {"with all": "EUR", "by the week": "JPY"}
Begin = Callable[[SignedIn], Awaitable[Subscription]]


def lives(life: Life, plans: dict[str, Plan]) -> dict[str, Begin]:
    """Every kind of life that begins with a renewal, and some that need more."""

    async def foreign(who: SignedIn) -> Subscription:
        await tax(life, "Own", 55_000, inclusive=True, customer=who.row)
        return await life.subscribe(who=who, coupons=("THIRD",))

    async def exempt(who: SignedIn) -> Subscription:
        await Customer.filter(id=who.row.id).update(tax_treatment="EXEMPT")
        return await life.subscribe(plans["ten_days"], who=who)

    async def dearer(who: SignedIn) -> Subscription:
        held = await life.subscribe(who=who, quantity=2, coupons=("FIVE",))
        await Subscription.filter(id=held.id).update(next_price_minor=1300, next_price_at=month(2))
        return await life.now(held)

    async def behind(who: SignedIn) -> Subscription:
        held = await life.subscribe(who=who)
        await Subscription.filter(id=held.id).update(status="PAST_DUE", past_due_at=START)
        return await life.now(held)

    async def ending(who: SignedIn) -> Subscription:
        held = await life.subscribe(who=who)
        await cancel_subscription(who.context, subscription_id=held.id, when=ChangeTiming.PERIOD_END)
        return await life.now(held)

    async def not_renewed(who: SignedIn) -> Subscription:
        held = await life.subscribe(who=who)
        await set_renewals(who.context, subscription_id=held.id, auto_renew=False)
        return await life.now(held)

    async def changing(who: SignedIn) -> Subscription:
        held = await life.subscribe(life.plus, who=who)
        offer = await quote_change(who.context, subscription_id=held.id, selection=Selection(life.monthly.id))
        await change_subscription(
            who.context, subscription_id=held.id, quote_token=offer.token, idempotency_key=f"change-{held.id}"
        )
        return await life.now(held)

    return {
        "plain": lambda who: life.subscribe(who=who),
        "from the balance": lambda who: life.subscribe(way="BALANCE", who=who),
        "by hand": lambda who: life.subscribe(way="INVOICE", who=who),
        "free": lambda who: life.subscribe(life.free, who=who),
        "by the week": lambda who: life.subscribe(plans["weekly"], who=who, coupons=("THRICE",)),
        "by two months": lambda who: life.subscribe(plans["two_months"], who=who, coupons=("THRICE", "THIRD")),
        "with add-ons": lambda who: life.subscribe(who=who, quantity=3, addons={"seat": 2, "setup": 1}),
        "with all": lambda who: life.subscribe(who=who, addons={"seat": 1}, coupons=("ONCE", "THIRD", "FIVE")),
        "a coupon of another plan": lambda who: life.subscribe(who=who, coupons=("ONLY",)),
        "a trial": lambda who: life.subscribe(plans["trial"], who=who, coupons=("THRICE",)),
        "own taxes": foreign,
        "exempt": exempt,
        "dearer": dearer,
        "behind": behind,
        "ending": ending,
        "not renewed": not_renewed,
        "changing": changing,
    }


async def open_terms(life: Life) -> dict[str, Plan]:
    """Coupons of every kind, a tax on everything, and plans by several intervals."""
    await tax(life, "VAT", 210_000)
    await coupon(life, "ONCE", percent_bp=1_000)
    await coupon(life, "THRICE", percent_bp=2_550, periods=3)
    await coupon(life, "THIRD", percent_bp=3_333, periods=None)
    await coupon(life, "FIVE", amounts={"USD": 500, "EUR": 450}, periods=2)
    await coupon(life, "ONLY", percent_bp=5_000, periods=None, plans=(life.monthly,))
    unit = IntervalUnit
    return {
        "ten_days": await life.offer("ten-days", 333, Interval(unit.DAY, 10)),
        "weekly": await life.offer("weekly", 799, Interval(unit.WEEK, 1)),
        "two_months": await life.offer("two-months", 2_000, Interval(unit.MONTH, 2)),
        "trial": await life.offer("trial", 1_100, trial_days=14),
    }


async def test_a_batch_leaves_the_same_rows_as_one_after_the_other(life: Life, gateway: ScriptedGateway) -> None:
    begin = lives(life, await open_terms(life))
    twins = {
        kind: [await start(await life.customer(currency)) for _ in range(2)]
        for kind, start in begin.items()
        for currency in (_CURRENCIES.get(kind, "USD"),)
    }
    life.clock.now = LATE
    ctx = life.store.merchant.system
    for alone, _ in twins.values():
        while await look_at(ctx, subscription_id=alone.id):
            pass
    assert await run_due_subscriptions(life.store.services) >= len(twins)

    for kind, (alone, in_batch) in twins.items():
        one, other = await traces_of(alone), await traces_of(in_batch)
        assert other == one, kind
        # An end is no renewal, and a period of two months has one.
        renewed = sum('"subscription.renewed"' in fact for fact in one["Event"])
        assert renewed >= (0 if kind in ("ending", "not renewed") else 1), kind
    assert await Subscription.filter(stuck_reason__isnull=False).count() == 0
    async with nothing_changes():
        assert await run_due_subscriptions(life.store.services) == 0
    await life.run()


async def many(life: Life, count: int) -> list[Subscription]:
    """Customers with one subscription each, copied from one that was subscribed to."""
    held = await life.subscribe(who=await life.customer())
    owner, made = await Customer.get(id=held.customer_id), []
    for n in range(count - 1):
        customer = owner.clone(pk=new_id("cus"))
        customer.email = f"copy-{n}-{customer.id}@example.com"
        await customer.save(force_create=True)
        copy = held.clone(pk=new_id("sub"))
        copy.customer_id = customer.id
        await copy.save(force_create=True)
        made.append(copy)
    return [held, *made]


class _Statements(logging.Handler):
    """What Tortoise is asked to send."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.getMessage().startswith("Created connection"):
            self.seen.append(record.getMessage())


@contextmanager
def statements() -> Iterator[list[str]]:
    client, handler = logging.getLogger("tortoise.db_client"), _Statements()
    level, propagate = client.level, client.propagate
    client.addHandler(handler)
    client.setLevel(logging.DEBUG)
    client.propagate = False
    try:
        yield handler.seen
    finally:
        client.removeHandler(handler)
        client.setLevel(level)
        client.propagate = propagate


async def test_sixty_take_as_many_statements_as_two(life: Life) -> None:
    await open_terms(life)
    counted = []
    for n, count in ((1, 2), (2, 60)):
        await Subscription.all().update(due_at=None)
        held = await many(life, count)
        life.clock.now = held[0].period_end or START
        with statements() as seen:
            assert await run_due_subscriptions(life.store.services) == count
        counted.append(len(seen))
        assert await Event.filter(type="subscription.renewed").count() == count + (n - 1) * 2
    assert counted[0] == counted[1]


async def test_one_that_the_database_refuses_is_set_aside_and_the_others_are_billed(life: Life) -> None:
    held = await many(life, 9)
    bad = held[4]
    # Its next period is invoiced already, which only the unique key knows.
    first = await Invoice.get(subscription_id=held[0].id)
    twin = first.clone(pk=new_id("inv"))
    twin.number, twin.subscription_id, twin.customer_id, twin.period_start = "X-1", bad.id, bad.customer_id, month(1)
    await twin.save(force_create=True)
    life.clock.now = month(1)
    assert await run_due_subscriptions(life.store.services) == 9

    for one in held:
        now = await life.now(one)
        if one.id == bad.id:
            assert str(now.stuck_reason).startswith("IntegrityError: ")
            assert (now.due_at, now.period_end, now.billed_until, now.version) == (
                None,
                month(1),
                month(1),
                bad.version,
            )
        else:
            assert (now.stuck_reason, now.period_end, now.due_at) == (None, month(2), month(2))
            assert now.version == one.version + 1
    numbers = sorted(str(one.number) for one in await Invoice.filter(number__startswith="INV"))
    assert numbers == [f"INV-{n:06d}" for n in range(1, 10)]
    assert (await InvoiceCounter.get()).next_number == 10
    assert await Event.filter(type="subscription.renewed").count() == 8
    assert await Collection.all().count() == 8


async def test_what_a_batch_does_not_come_to_is_done_by_the_next(
    life: Life, gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "MOST_IN_BATCH", 5)
    held = [await life.subscribe(who=await life.customer()) for _ in range(4)]
    life.clock.now = month(2)
    # Four acts each: two of them in the first batch, the others in the second.
    assert await run_due_subscriptions(life.store.services) == 4
    for one in held:
        assert (await life.now(one)).period_end == month(3)
    assert await LedgerTransaction.filter(key__startswith="invoice:").count() == 4 * 3
    await life.run()
    await assert_all_adds_up(gateway)


@pytest.mark.postgres
@pytest.mark.parametrize("migrated", ["postgres"], indirect=True)
async def test_what_another_worker_holds_is_left_to_it_and_the_rest_is_done(life: Life) -> None:
    held = await many(life, 7)
    life.clock.now = month(1)
    holds, let_go = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with in_transaction():
            await Subscription.filter(id__in=[one.id for one in held[:3]]).select_for_update()
            holds.set()
            await let_go.wait()

    other = asyncio.create_task(hold())
    await holds.wait()
    assert await run_due_subscriptions(life.store.services) == 4
    assert [(await life.now(one)).period_end for one in held] == [month(1)] * 3 + [month(2)] * 4
    let_go.set()
    await other
    assert await run_due_subscriptions(life.store.services) == 3
    assert await Invoice.filter(period_start=month(1)).count() == 7


async def test_two_workers_share_what_is_due(life: Life, gateway: ScriptedGateway) -> None:
    held = [await life.subscribe(who=await life.customer()) for _ in range(6)]
    life.clock.now = month(3)
    looked = await asyncio.gather(*(run_due_subscriptions(life.store.services) for _ in range(2)))
    assert sum(looked) == 6
    for one in held:
        assert [invoice.period_start for invoice in await life.invoices(one)] == [START, month(1), month(2), month(3)]
    assert (await InvoiceCounter.get()).next_number == 6 * 4 + 1
    await life.run()
    await assert_all_adds_up(gateway)
