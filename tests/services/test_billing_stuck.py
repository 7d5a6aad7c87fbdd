"""What cannot be billed is set aside with the reason, hinders nobody else, and goes on once it is repaired."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.database import connection
from backend.domain.errors import Forbidden, IllegalTransition, NotFound
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Invoice, Plan, Subscription
from backend.services.billing.retry import retry_subscription
from backend.services.billing.run import MOST_ACTS, run_due_subscriptions
from backend.services.subscriptions.renewals import set_renewals
from tests.support.balances import Treasury, open_treasury
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import ScriptedGateway

REASON = "NotSupported: The plan odd has no interval: nobody can say when its next period ends."


async def odd_one(life: Life) -> tuple[Subscription, Subscription, Subscription]:
    """Three subscriptions that are due; the plan of the second has lost its interval."""
    odd = await life.offer("odd", 700)
    before, broken, after = [
        await life.subscribe(plan, who=await life.customer()) for plan in (life.monthly, odd, life.monthly)
    ]
    await Plan.filter(id=odd.id).update(interval_unit=None, interval_count=None)
    life.clock.now = month(1)
    return before, broken, after


@pytest.fixture
async def treasury(life: Life) -> Treasury:
    """With staff."""
    return await open_treasury(life.store)


async def test_one_that_is_broken_is_set_aside_with_the_reason_and_the_others_are_done(
    life: Life, gateway: ScriptedGateway
) -> None:
    before, broken, after = await odd_one(life)
    assert await run_due_subscriptions(life.store.services) == 3
    for one in (before, after):
        now = await life.now(one)
        assert (now.status, now.period_end, now.stuck_reason) == ("ACTIVE", month(2), None)
    now = await life.now(broken)
    assert (now.status, now.period_end, now.version) == ("ACTIVE", month(1), broken.version)
    assert (now.due_at, now.stuck_reason) == (None, REASON)
    assert len(await life.invoices(broken)) == 1
    await life.run()
    async with nothing_changes():
        assert await life.run() == 0
    await assert_all_adds_up(gateway)


async def test_staff_let_it_be_looked_at_again_and_it_makes_up_for_everything(
    life: Life, gateway: ScriptedGateway, treasury: Treasury
) -> None:
    _, broken, _ = await odd_one(life)
    await life.run()
    # Still broken: set aside again, for the same reason.
    retried = await retry_subscription(treasury.by_staff, subscription_id=broken.id)
    assert (retried.due_at, retried.stuck_reason) == (month(1), None)
    await life.run()
    assert (await life.now(broken)).stuck_reason == REASON

    await Plan.filter(id=broken.plan_id).update(interval_unit="MONTH", interval_count=1)
    life.clock.now = month(2) + timedelta(days=1)
    await retry_subscription(treasury.by_staff, subscription_id=broken.id)
    await life.run()
    now = await life.now(broken)
    assert (now.status, now.period_end, now.due_at, now.stuck_reason) == ("ACTIVE", month(3), month(3), None)
    assert [one.period_start for one in await life.invoices(broken)] == [START, month(1), month(2)]
    await assert_all_adds_up(gateway)


async def test_only_staff_may_and_only_what_is_stuck_can_be_retried(life: Life, treasury: Treasury) -> None:
    before, broken, _ = await odd_one(life)
    await life.run()
    stranger = await open_merchant(life.store.services, life.clock, code="other")
    by_staff = treasury.by_staff
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await retry_subscription(life.store.ana.context, subscription_id=broken.id)
        with pytest.raises(Forbidden):
            await retry_subscription(life.store.merchant.visitor, subscription_id=broken.id)
        with pytest.raises(NotFound) as absent:
            await retry_subscription(by_staff, subscription_id="sub_none")
        assert absent.value.id == "sub_none"
        with pytest.raises(NotFound):
            await retry_subscription(stranger.system, subscription_id=broken.id)
        with pytest.raises(IllegalTransition) as refused:
            await retry_subscription(by_staff, subscription_id=before.id)
        assert refused.value.status == "ACTIVE"


async def test_a_fault_in_the_middle_undoes_all_of_that_look(life: Life, gateway: ScriptedGateway) -> None:
    """Of two renewals that are due the second finds its period invoiced already. Neither stays."""
    subscription = await life.subscribe()
    (first,) = await life.invoices(subscription)
    await Invoice.filter(id=first.id).update(period_start=month(2))
    life.clock.now = month(2)
    await run_due_subscriptions(life.store.services)
    stuck = await life.now(subscription)
    assert str(stuck.stuck_reason).startswith("IntegrityError: ")
    assert (stuck.due_at, stuck.period_end, stuck.billed_until) == (None, month(1), month(1))
    assert stuck.version == subscription.version
    assert len(await life.invoices(subscription)) == 1

    await Invoice.filter(id=first.id).update(period_start=START)
    # Whatever moves it makes it due again, too; the reason goes when the look succeeds.
    await set_renewals(life.store.ana.context, subscription_id=subscription.id, auto_renew=True)
    assert (await life.now(subscription)).stuck_reason == stuck.stuck_reason
    await life.run()
    done = await life.now(subscription)
    assert (done.stuck_reason, done.period_end) == (None, month(3))
    assert [one.number for one in await life.invoices(subscription)] == ["INV-000001", "INV-000002", "INV-000003"]
    await assert_all_adds_up(gateway)


async def test_more_acts_than_one_look_takes_are_done_by_the_next(life: Life, gateway: ScriptedGateway) -> None:
    hourly = await life.offer("hourly", 1, Interval(IntervalUnit.HOUR, 1))
    subscription = await life.subscribe(hourly, way="BALANCE", money_minor=1000)
    # A bill and a renewal for each hour.
    hours = MOST_ACTS // 2 + 20
    life.clock.now = START + timedelta(hours=hours)
    assert await run_due_subscriptions(life.store.services) == 2
    await life.run()
    starts = [one.period_start for one in await life.invoices(subscription)]
    assert starts == [START + timedelta(hours=n) for n in range(hours + 1)]
    assert await life.balance() == 1000 - hours - 1
    assert (await life.now(subscription)).due_at == START + timedelta(hours=hours + 1)
    await assert_all_adds_up(gateway)


_ALWAYS_LOSE = """
CREATE FUNCTION always_lose() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$;
CREATE TRIGGER always_lose BEFORE INSERT ON invoices FOR EACH ROW EXECUTE FUNCTION always_lose();
"""


@pytest.mark.postgres
@pytest.mark.parametrize("migrated", ["postgres"], indirect=True)
async def test_one_that_always_loses_to_others_is_not_set_aside_but_left_to_the_next_look(
    life: Life, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe()
    life.clock.now = month(1)
    await connection().execute_script(_ALWAYS_LOSE)
    async with nothing_changes():
        assert await run_due_subscriptions(life.store.services) == 0
    await connection().execute_script("DROP TRIGGER always_lose ON invoices")
    await life.run()
    now = await life.now(subscription)
    assert (now.period_end, now.stuck_reason) == (month(2), None)
    await assert_all_adds_up(gateway)
