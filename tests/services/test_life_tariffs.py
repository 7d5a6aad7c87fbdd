"""Cancel, pause and resume what is billed from the balance: charged to the second, and for no second of a pause."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import IllegalTransition, NotSupported
from backend.models import Event, Subscription, TariffDebit
from backend.services.billing.run import run_due_subscriptions
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.resume import resume_subscription
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.merchants import OpenMerchant, SignedIn
from tests.support.tariffs import Servers, balance_of, charged, open_servers, tariff_of

NOW, END = ChangeTiming.NOW, ChangeTiming.PERIOD_END
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
async def servers(merchant: OpenMerchant) -> Servers:
    return await open_servers(merchant)


async def is_on(who: SignedIn, code: str) -> bool:
    """Whether the feature of a plan is on."""
    return code in {feature.code for feature in await customer_features(who.context, customer_id=who.row.id)}


async def debits(held: Subscription) -> list[tuple[timedelta, timedelta, int]]:
    """From when to when after the start, and how much."""
    rows = await TariffDebit.filter(subscription_id=held.id).order_by("period_start")
    return [(row.period_start - START, row.period_end - START, row.amount_minor) for row in rows]


async def facts(held: Subscription) -> list[str]:
    """What was told of it, in order; not that it is funded for another time."""
    found = [
        event.type.removeprefix("subscription.") for event in await Event.filter(subject_id=held.id).order_by("id")
    ]
    return [fact for fact in found if fact != "funded"]


async def now(held: Subscription) -> Subscription:
    """The row as it is."""
    return await Subscription.get(id=held.id)


@pytest.mark.parametrize("on_time", [True, False])
async def test_canceled_it_is_charged_to_the_second_and_never_after(servers: Servers, on_time: bool) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=2)
    if on_time:
        await servers.run()
    # 0.20 an hour: a quarter of an hour is 0.05.
    servers.clock.advance(minutes=15)
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await cancel_subscription(ana.context, subscription_id=held.id, when=END)
    await cancel_subscription(ana.context, subscription_id=held.id, when=NOW, credit_unused=True)
    row, tariff = await now(held), await tariff_of(held)
    assert (row.status, row.ended_at) == ("CANCELED", START + 2 * HOUR + 15 * MINUTE)
    assert (tariff.due_at, tariff.suspended_at, tariff.funded_until) == (None, None, None)
    assert await debits(held) == [
        (timedelta(0), HOUR, 20), (HOUR, 2 * HOUR, 20), (2 * HOUR, 2 * HOUR + 15 * MINUTE, 5)
    ]  # fmt: skip
    assert not await is_on(ana, "large")
    servers.clock.advance(days=400)
    assert await servers.run() == 0
    await servers.look(ana)
    assert (await charged(held), await balance_of(ana)) == (45, 955)
    await assert_all_adds_up()


async def test_canceled_beside_another_only_its_own_time_ends(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.large)
    other = await servers.subscribe(ana, (await open_servers(servers.merchant, "more")).small)
    servers.clock.advance(hours=1)
    await cancel_subscription(ana.context, subscription_id=held.id, when=NOW)
    servers.clock.advance(hours=9)
    await servers.run()
    assert (await charged(held), await charged(other), await balance_of(ana)) == (20, 50, 930)
    # 9.30 at 0.05 an hour.
    assert (await tariff_of(other)).funded_until == START + 10 * HOUR + 186 * HOUR
    await assert_all_adds_up()


async def test_suspended_it_can_be_canceled_and_money_starts_it_no_more(servers: Servers) -> None:
    ana = await servers.customer(20)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=3)
    await servers.run()
    assert (await now(held)).status == "SUSPENDED"
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await pause_subscription(ana.context, subscription_id=held.id)
    assert refusal.value.status == "SUSPENDED"
    async with nothing_changes():
        with pytest.raises(IllegalTransition):
            await resume_subscription(ana.context, subscription_id=held.id)
    await cancel_subscription(ana.context, subscription_id=held.id, when=NOW, credit_unused=True)
    await servers.fund(ana, 500)
    servers.clock.advance(hours=3)
    await servers.run()
    assert ((await now(held)).status, await charged(held), await balance_of(ana)) == ("CANCELED", 20, 500)
    assert await facts(held) == ["created", "activated", "suspended", "canceled"]
    await assert_all_adds_up()


async def test_a_pause_costs_nothing_and_what_is_owed_below_a_cent_goes_along(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.small)
    # 0.05 an hour is a cent in 12 minutes; 6 minutes leave half a cent.
    servers.clock.advance(minutes=18)
    await pause_subscription(ana.context, subscription_id=held.id)
    row = await now(held)
    assert (row.status, row.paused_at, await balance_of(ana)) == ("PAUSED", START + 18 * MINUTE, 999)
    assert not await is_on(ana, "small")
    tariff = await tariff_of(held)
    assert (tariff.due_at, tariff.funded_until, tariff.carried_numerator) == (None, None, "1")
    servers.clock.advance(days=30)
    assert await servers.run() == 0
    await servers.look(ana)
    assert await balance_of(ana) == 999
    await resume_subscription(ana.context, subscription_id=held.id)
    again = servers.clock.now
    assert ((await now(held)).status, (await tariff_of(held)).last_billed_at) == ("ACTIVE", again)
    # 9.99 less the half cent, at 12 minutes a cent.
    assert (await tariff_of(held)).funded_until == again + (999 * 12 - 6) * MINUTE
    assert await is_on(ana, "small")
    servers.clock.advance(minutes=6)
    await servers.look(ana)
    assert (await charged(held), await balance_of(ana)) == (2, 998)
    assert (await debits(held))[1:] == [(again - START, again - START + 6 * MINUTE, 1)]
    assert await facts(held) == ["created", "activated", "paused", "resumed"]
    await assert_all_adds_up()


async def test_paused_twice_charges_only_what_ran(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.large, 2)
    for _ in range(2):
        servers.clock.advance(hours=1)
        await pause_subscription(ana.context, subscription_id=held.id)
        async with nothing_changes():
            with pytest.raises(IllegalTransition):
                await pause_subscription(ana.context, subscription_id=held.id)
        servers.clock.advance(hours=100)
        await resume_subscription(ana.context, subscription_id=held.id)
    servers.clock.advance(hours=1)
    await servers.run()
    assert (await charged(held), await balance_of(ana)) == (3 * 40, 1000 - 120)
    await assert_all_adds_up()


async def test_resumed_without_money_it_is_suspended_at_once_and_money_starts_it(servers: Servers) -> None:
    ana = await servers.customer(20)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(minutes=30)
    await pause_subscription(ana.context, subscription_id=held.id)
    await servers.fund(ana, -10)
    servers.clock.advance(days=1)
    resumed = await resume_subscription(ana.context, subscription_id=held.id)
    row = await now(held)
    assert (resumed.status, row.status, row.version) == ("SUSPENDED", "SUSPENDED", resumed.version)
    assert (await tariff_of(held)).suspended_at == servers.clock.now
    assert not await is_on(ana, "large")
    servers.clock.advance(days=1)
    await servers.fund(ana, 20)
    assert ((await now(held)).status, await is_on(ana, "large")) == ("ACTIVE", True)
    assert (await tariff_of(held)).funded_until == servers.clock.now + HOUR
    assert (await charged(held), await facts(held)) == (
        10, ["created", "activated", "paused", "resumed", "suspended", "resumed"]
    )  # fmt: skip
    await assert_all_adds_up()


async def test_paused_until_a_date_the_job_resumes_it_at_that_second(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.large)
    await pause_subscription(ana.context, subscription_id=held.id, resume_at=START + 10 * HOUR)
    servers.clock.now = START + 10 * HOUR - timedelta(seconds=1)
    assert (await run_due_subscriptions(servers.merchant.services), (await now(held)).status) == (0, "PAUSED")
    servers.clock.now = START + 10 * HOUR
    assert await run_due_subscriptions(servers.merchant.services) == 1
    row = await now(held)
    assert (row.status, row.resume_at, row.due_at) == ("ACTIVE", None, None)
    servers.clock.advance(hours=1)
    await servers.run()
    assert await debits(held) == [(10 * HOUR, 11 * HOUR, 20)]
    await assert_all_adds_up()


async def test_what_ran_out_of_money_before_anybody_looked_is_not_paused(servers: Servers) -> None:
    ana = await servers.customer(20)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=2)
    async with nothing_changes():
        with pytest.raises(IllegalTransition):
            await pause_subscription(ana.context, subscription_id=held.id)
    await servers.run()
    assert ((await now(held)).status, (await tariff_of(held)).suspended_at) == ("SUSPENDED", START + HOUR)
    await assert_all_adds_up()


async def test_canceled_while_paused_nothing_more_is_charged(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.large)
    servers.clock.advance(hours=1)
    await pause_subscription(ana.context, subscription_id=held.id, resume_at=START + 50 * HOUR)
    servers.clock.advance(hours=10)
    await cancel_subscription(ana.context, subscription_id=held.id, when=NOW)
    servers.clock.advance(hours=100)
    await run_due_subscriptions(servers.merchant.services)
    await servers.run()
    assert ((await now(held)).status, await charged(held), await balance_of(ana)) == ("CANCELED", 20, 980)
    await assert_all_adds_up()


async def test_there_is_nothing_to_keep(servers: Servers) -> None:
    ana = await servers.customer(1000)
    held = await servers.subscribe(ana, servers.large)
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as refusal:
            await keep_subscription(ana.context, subscription_id=held.id)
    assert refusal.value.status == "ACTIVE"
