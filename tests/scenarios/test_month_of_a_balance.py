"""A month of one customer, told through the API: daily top-ups, two changes of plan, one suspension, a refill used up.

June 2026, 720 hours, the merchant's calendar in UTC. All figures are worked out here by hand.

    Small costs 0.05 an hour, Large 0.20. Every day at 12:30 Ana tops up 1.00, on the 13th 30.00 instead.

    topped up   1 June 00:00                      20.00
                1 to 12 June, 12 x 1.00           12.00
                13 June                           30.00
                14 to 30 June, 17 x 1.00          17.00   together 79.00
    Small       1 June 00:00 to 11 June 00:00     240 h   x 0.05 = 12.00
    Large       11 June 00:00 to 13 June 12:00     60 h   x 0.20 = 12.00
    a bag of 10 hours, from the balance, 12 June 00:00            =  8.00
                20.00 + 12.00 - 12.00 - 12.00 - 8.00 = 0.00: suspended on 13 June at 12:00:00 exactly,
                resumed by the top-up of 12:30; the half hour between is never charged
    Large       13 June 12:30 to 14 June 12:30     24 h   x 0.20 =  4.80
    Small       14 June 12:30 to 1 July 00:30     396 h   x 0.05 = 19.80
                                                  spent together   56.60
    left        79.00 - 56.60                                     22.40

    Debits: one for each hour, and two for an hour that a top-up cuts in half (at 12:30, where steps are full hours):
    240 + 10 (1 to 10 June), 60 + 2 (11 and 12 June), 23 + 2 (13 to 14 June), 396 (steps are half past from then on).
    Hours of the bag: 10 granted - 2.5 used - 3.25 settled of 4 held = 4.25.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from backend.domain.catalog import BillingMode, ProductKind
from backend.domain.periods import Interval, IntervalUnit
from backend.models import BalanceTransaction, Plan, Subscription, TariffDebit
from backend.services.accounts.create_staff import create_staff
from backend.services.catalog.create import Offered, create_plan, create_product
from backend.services.context import Actor, Role
from backend.services.tariffs.run import charge_due_tariffs
from tests.support.api import Api
from tests.support.clock import MovableClock
from tests.support.invariants import assert_all_adds_up
from tests.support.scripted_gateway import ScriptedGateway
from tests.support.storefront import Storefront

JUNE = datetime(2026, 6, 1, tzinfo=UTC)
HOURLY = Interval(IntervalUnit.HOUR, 1)
CARD = {"gateway": "scripted", "kind": "CARD", "token": "tok_visa"}


@pytest.fixture
def clock() -> MovableClock:
    """The first of June."""
    return MovableClock(JUNE)


class Month:
    """Ana, the staff and the clock."""

    def __init__(self, store: Storefront, staff: Actor, small: Plan, large: Plan, bag: Plan) -> None:
        self.store, self.small, self.large, self.bag = store, small, large, bag
        self.ana = Api(store.services, store.ana.actor)
        self.staff = Api(store.services, staff)
        self._keys = count(1)

    def key(self) -> str:
        """A fresh idempotency key."""
        return f"month-{next(self._keys)}"

    async def top_up(self, amount: str) -> None:
        """By card."""
        money = {"amount": amount, "currency": "USD"}
        done = await self.ana.do(
            "balanceTopUp", "payment { status }", amount=money, payWith=CARD, idempotencyKey=self.key()
        )
        assert done == {"__typename": "BalanceTopUpSuccess", "payment": {"status": "SUCCEEDED"}}

    async def change(self, to: Plan) -> None:
        """Quote, then confirm."""
        subscription = (await Subscription.get()).id
        quoted = await self.ana.ask(
            """query ($input: SubscriptionChangeQuoteInput!) { subscriptionChangeQuote(input: $input) {
                 ... on SubscriptionChangeQuoteSuccess { quote { token dueNow { amount } } } } }""",
            input={"subscriptionId": subscription, "planId": to.id},
        )
        assert quoted["quote"]["dueNow"] == {"amount": "0.00"}
        done = await self.ana.do(
            "subscriptionChange", "subscription { status plan { code } }",
            subscriptionId=subscription, quoteToken=quoted["quote"]["token"], idempotencyKey=self.key(),
        )  # fmt: skip
        assert done["subscription"] == {"status": "ACTIVE", "plan": {"code": to.code}}

    async def available(self) -> str:
        """What the API says of the balance."""
        me = await self.ana.ask("{ me { balance { available { amount } } } }")
        amount: str = me["balance"]["available"]["amount"]
        return amount

    async def subscription(self) -> dict[str, object]:
        """What the API says of the subscription."""
        me = await self.ana.ask("{ me { subscriptions { nodes { status fundedUntil } } } }")
        (found,) = me["subscriptions"]["nodes"]
        shown: dict[str, object] = found
        return shown

    async def until(self, at: datetime, jobs: Callable[[], Awaitable[object]]) -> None:
        """Move to `at`; the periodic job looks in between, at hours that have nothing to do with the debits."""
        clock = self.store.clock
        while clock.now + timedelta(hours=7, minutes=13) < at:
            clock.advance(hours=7, minutes=13)
            await jobs()
        clock.now = at


@pytest.fixture
async def month(store: Storefront) -> Month:
    """The catalogue of the story."""
    ctx = store.merchant.system
    servers = await create_product(
        ctx, code="servers", name="Servers", description="By the hour.", kind=ProductKind.SUBSCRIPTION
    )
    small, large = [
        await create_plan(
            ctx, product=servers, code=code, name=code.title(), description="A server.", interval=HOURLY,
            prices={"USD": minor}, offered=Offered(), billing=BillingMode.FROM_BALANCE,
        )
        for code, minor in (("small", 5), ("large", 20))
    ]  # fmt: skip
    hours = await create_product(ctx, code="hours", name="Hours", description="In bags.", kind=ProductKind.REFILL)
    bag = await create_plan(
        ctx, product=hours, code="bag", name="10 hours", description="A bag.", interval=None, prices={"USD": 800},
        offered=Offered(grants=[{"unit": "hours", "quantity": "10"}]),
    )  # fmt: skip
    user = await create_staff(ctx, email="staff@example.com", password="a long pass phrase")
    return Month(store, Actor(Role.STAFF, ctx.merchant_id, user_id=user.id), small, large, bag)


async def test_the_month_ends_with_the_figures_worked_out_by_hand(month: Month, gateway: ScriptedGateway) -> None:
    store = month.store

    async def jobs() -> None:
        await charge_due_tariffs(store.services)

    await month.top_up("20.00")
    started = await month.ana.do(
        "subscriptionCreate", "subscription { status }", planId=month.small.id, idempotencyKey=month.key()
    )
    assert started["subscription"] == {"status": "ACTIVE"}
    # 20.00 at 0.05 an hour last 400 hours.
    assert await month.subscription() == {"status": "ACTIVE", "fundedUntil": "2026-06-17T16:00:00+00:00"}

    for day in range(1, 31):
        midnight = JUNE + timedelta(days=day - 1)
        await month.until(midnight, jobs)
        if day == 11:
            await month.change(month.large)
            assert await month.available() == "18.00"
        if day == 12:
            bought = await month.ana.do(
                "refillPurchase", "invoice { status } payment { status kind }", planId=month.bag.id,
                payWith={"gateway": "balance", "kind": "BALANCE"}, idempotencyKey=month.key(),
            )  # fmt: skip
            assert bought["payment"] == {"status": "SUCCEEDED", "kind": "BALANCE"}
            assert bought["invoice"] == {"status": "PAID"}
            assert await month.available() == "6.20"
        if day == 13:
            await month.until(midnight + timedelta(hours=12, minutes=29), jobs)
            await jobs()
            assert await month.available() == "0.00"
            assert await month.subscription() == {"status": "SUSPENDED", "fundedUntil": None}
        await month.until(midnight + timedelta(hours=12, minutes=30), jobs)
        await month.top_up("30.00" if day == 13 else "1.00")
        if day == 13:
            assert (await month.subscription())["status"] == "ACTIVE"
        if day == 14:
            await month.change(month.small)
        if day == 15:
            await _use_the_bag(month)
    await month.until(datetime(2026, 7, 1, 0, 30, tzinfo=UTC), jobs)
    await jobs()

    assert await month.available() == "22.40"
    assert sum(charge.minor for charge in gateway.charges) == 7900
    assert len(gateway.charges) == 31
    assert await _totals() == {"TOP_UP": 7900, "TARIFF": -4860, "INVOICE": -800}
    assert await TariffDebit.all().count() == 250 + 62 + 25 + 396
    stopped = await TariffDebit.filter(period_end=datetime(2026, 6, 13, 12, tzinfo=UTC)).count()
    resumed = await TariffDebit.filter(period_start=datetime(2026, 6, 13, 12, 30, tzinfo=UTC)).count()
    assert (stopped, resumed) == (1, 1)
    assert await month.ana.ask("{ me { units { unit remaining held } } }") == {
        "units": [{"unit": "hours", "remaining": "4.25", "held": "0"}]
    }
    proof = await month.staff.ask("{ ledgerProof { balanced violations } }")
    assert proof == {"balanced": True, "violations": []}
    await assert_all_adds_up(gateway)


async def _use_the_bag(month: Month) -> None:
    whose = {"customerId": month.store.ana.row.id, "unit": "hours"}
    used = await month.staff.do(
        "unitsConsume", "balance { remaining }", **whose, quantity="2.5", idempotencyKey=month.key()
    )
    assert used["balance"] == {"remaining": "7.5"}
    held = await month.staff.do(
        "unitsHold", "hold { id } balance { remaining held }", **whose, quantity="4", description="A build",
        idempotencyKey=month.key(),
    )  # fmt: skip
    assert held["balance"] == {"remaining": "3.5", "held": "4"}
    settled = await month.staff.do(
        "unitsSettle", "balance { remaining held }", holdId=held["hold"]["id"], quantity="3.25",
        idempotencyKey=month.key(),
    )  # fmt: skip
    assert settled["balance"] == {"remaining": "4.25", "held": "0"}
    refused = await month.staff.do(
        "unitsConsume", "balance { remaining }", **whose, quantity="5", idempotencyKey=month.key()
    )
    assert refused["__typename"] == "InsufficientUnitsError"


async def _totals() -> dict[str, int]:
    totals: dict[str, int] = {}
    for row in await BalanceTransaction.all():
        totals[row.reason] = totals.get(row.reason, 0) + row.amount_minor
    return totals
