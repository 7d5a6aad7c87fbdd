"""The law of tariffs, through the database: whenever jobs run, the books are the same, and exact.

Each story is told twice, by two customers at the same instants: once with jobs in between, once without any. The clock
goes back in between; all stories end at the same instant, so that nothing of an earlier one is due in a later one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.domain.errors import InsufficientBalance, InvalidInput
from backend.domain.periods import Interval, IntervalUnit
from backend.models import BalanceTransaction, LedgerAccount, Plan, Subscription, TariffDebit
from backend.services.tariffs.meters import reading_of
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.tariffs import (
    HOURLY,
    Servers,
    assert_tariffs_add_up,
    balance_of,
    charged,
    open_servers,
    server_plan,
    tariff_of,
)

TICK = timedelta(microseconds=1)
LENGTH = timedelta(hours=30)
END = START + LENGTH
# Of the intervals of the plans in UTC, in microseconds.
MICROSECONDS = {"HOUR": 3_600_000_000, "DAY": 86_400_000_000, "WEEK": 604_800_000_000}
INTERVALS = (HOURLY, Interval(IntervalUnit.HOUR, 7), Interval(IntervalUnit.DAY, 1), Interval(IntervalUnit.WEEK, 2))
quick = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass(frozen=True)
class Act:
    """What the customer does: `fund` so much, or `change` the first or second server to the n-th plan."""

    at: datetime
    kind: str
    minor: int = 0
    server: int = 0
    plan: int = 0
    quantity: int = 1


@dataclass(frozen=True)
class Story:
    """Prices of the plans, money at the start, which plan each server starts with, what happens, and when jobs run."""

    prices: tuple[int, ...]
    money: int
    begins: tuple[int, ...]
    acts: tuple[Act, ...]
    jobs: tuple[datetime, ...]


# Whole seconds and minutes are where debits and ends meet; microseconds are where fractions come from.
instants = st.one_of(
    st.integers(1, LENGTH // TICK - 1).map(lambda n: START + n * TICK),
    st.integers(1, 30 * 60 - 1).map(lambda n: START + timedelta(minutes=n)),
)


@st.composite
def stories(draw: st.DrawFn, *, scarce: bool) -> Story:
    prices = tuple(draw(st.lists(st.integers(0, 3) | st.integers(4, 5000), min_size=4, max_size=4)))
    acts = draw(
        st.lists(
            st.one_of(
                st.builds(Act, instants, st.just("fund"), minor=st.integers(1, 3000)),
                st.builds(
                    Act, instants, st.just("change"), server=st.integers(0, 1), plan=st.integers(0, 3),
                    quantity=st.integers(1, 3),
                ),
                st.builds(Act, instants, st.just("look")),
            ),
            max_size=6,
            unique_by=lambda act: act.at,
        )
    )  # fmt: skip
    return Story(
        prices=prices,
        money=draw(st.integers(1, 20_000)) if scarce else 10**9,
        begins=tuple(draw(st.lists(st.integers(0, 3), min_size=1, max_size=2))),
        acts=tuple(sorted(acts, key=lambda act: act.at)),
        jobs=tuple(sorted(draw(st.lists(instants, max_size=6)))),
    )


@dataclass
class Told:
    """A story that was told: the servers, and what each was from when on."""

    who: SignedIn
    servers: list[Subscription]
    spans: list[list[tuple[datetime, Plan, int]]]


class Stage:
    """Two products with four plans each, at the prices of one story."""

    def __init__(self, shops: Sequence[Servers]) -> None:
        self.shops = shops
        self.clock = shops[0].clock
        self._plays = 0

    async def plans(self, story: Story) -> list[list[Plan]]:
        self._plays += 1
        return [
            [
                await server_plan(shop.merchant, shop.product, f"p{self._plays}-{n}", interval, minor)
                for n, (interval, minor) in enumerate(zip(INTERVALS, story.prices, strict=True))
            ]
            for shop in self.shops
        ]

    async def tell(self, story: Story, plans: list[list[Plan]], *, jobs: Sequence[datetime]) -> Told:
        self.clock.now = START
        first = self.shops[0]
        told = Told(await first.customer(story.money), [], [])
        for server, plan in enumerate(story.begins):
            try:
                told.servers.append(await self.shops[server].subscribe(told.who, plans[server][plan]))
            except InsufficientBalance:
                break
            told.spans.append([(START, plans[server][plan], 1)])
        # Work that falls on one instant: the act comes first.
        for at, act in sorted([*((at, None) for at in jobs), *((act.at, act) for act in story.acts)], key=_order):
            self.clock.now = at
            if act is None:
                await first.run()
            else:
                await self.act(told, act, plans)
        self.clock.now = END
        await first.look(told.who)
        return told

    async def act(self, told: Told, act: Act, plans: list[list[Plan]]) -> None:
        if act.kind == "fund":
            await self.shops[0].fund(told.who, act.minor)
        elif act.kind == "look":
            await self.shops[0].look(told.who)
        elif act.server < len(told.servers):
            plan = plans[act.server][act.plan]
            try:
                await self.shops[act.server].change(told.who, told.servers[act.server], plan, act.quantity)
            except InvalidInput:  # it is that already
                return
            told.spans[act.server].append((act.at, plan, act.quantity))


def _order(work: tuple[datetime, Act | None]) -> tuple[datetime, bool]:
    return work[0], work[1] is None


@pytest.fixture
async def stage(merchant: OpenMerchant) -> Stage:
    return Stage([await open_servers(merchant), await open_servers(merchant, "clusters")])


async def books(told: Told) -> dict[str, Any]:
    """Everything that can be seen of a customer's balance and servers, without ids."""
    account = await LedgerAccount.get(kind="CUSTOMER_BALANCE", owner_id=told.who.row.id)
    log = await BalanceTransaction.filter(account_id=account.id).order_by("number")
    debits = [
        await TariffDebit.filter(subscription_id=one.id)
        .order_by("period_start")
        .values_list(
            "period_start", "period_end", "amount_minor", "unit_price_minor", "numerator", "denominator",
            "carried_numerator", "carried_denominator",
        )
        for one in told.servers
    ]  # fmt: skip
    return {
        "balance": (account.balance_minor, account.last_number),
        "log": [(row.number, row.amount_minor, row.balance_after_minor, row.reason, row.occurred_at) for row in log],
        "debits": debits,
        "readings": [reading_of(await tariff_of(one)) for one in told.servers],
        "statuses": [(await Subscription.get(id=one.id)).status for one in told.servers],
    }


def exact(span: list[tuple[datetime, Plan, int]], minor: dict[str, int]) -> Fraction:
    """What the time of one server costs, by schoolbook arithmetic."""
    total = Fraction(0)
    for (start, plan, quantity), end in zip(span, [*(at for at, _, _ in span[1:]), END], strict=True):
        assert plan.interval_unit is not None
        assert plan.interval_count is not None
        length = MICROSECONDS[plan.interval_unit] * plan.interval_count
        total += Fraction(minor[plan.id] * quantity * ((end - start) // TICK), length)
    return total


@quick
@given(story=stories(scarce=False))
async def test_with_money_enough_every_server_costs_its_exact_time_rounded_down_once(
    stage: Stage, story: Story
) -> None:
    plans = await stage.plans(story)
    minor = {plan.id: price for row in plans for plan, price in zip(row, story.prices, strict=True)}
    told = await stage.tell(story, plans, jobs=story.jobs)
    for one, span in zip(told.servers, told.spans, strict=True):
        total = exact(span, minor)
        tariff = await tariff_of(one)
        assert await charged(one) == floor(total)
        assert Fraction(int(tariff.carried_numerator), int(tariff.carried_denominator)) == total - floor(total)
    spent = sum([await charged(one) for one in told.servers])
    gifts = sum(act.minor for act in story.acts if act.kind == "fund")
    assert await balance_of(told.who) == story.money + gifts - spent
    late = await stage.tell(story, plans, jobs=())
    assert await books(told) == await books(late)


@quick
@given(story=stories(scarce=True))
async def test_with_little_money_the_books_are_those_of_one_late_look(stage: Stage, story: Story) -> None:
    plans = await stage.plans(story)
    told = await stage.tell(story, plans, jobs=story.jobs)
    late = await stage.tell(story, plans, jobs=())
    assert await books(told) == await books(late)
    gifts = sum(act.minor for act in story.acts if act.kind == "fund")
    spent = sum([await charged(one) for one in told.servers])
    assert await balance_of(told.who) == story.money + gifts - spent >= 0
    await assert_tariffs_add_up()
    await assert_all_adds_up()
