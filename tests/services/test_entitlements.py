"""Which features are on, to the second, in every status."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.billing import ChangeTiming
from backend.gateways.base import DeclineAdvice
from backend.models import Subscription
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.entitlements import customer_features
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.resume import resume_subscription
from tests.support.api import Api
from tests.support.balances import staff_of
from tests.support.dunning import features, policy
from tests.support.invariants import assert_all_adds_up
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline

FIRST = month(1)
GRACE_ENDS = FIRST + timedelta(days=7)
SECOND = timedelta(seconds=1)
LATER = decline(advice=DeclineAdvice.RETRY_LATER)
ASK = "query ($id: ID!) { node(id: $id) { ... on Customer { entitlements { code } } } }"


async def asked(life: Life, *, by_staff: bool = False) -> list[str]:
    """The same through the API, by the customer or by staff."""
    actor = await staff_of(life.store.merchant) if by_staff else life.store.ana.actor
    node = await Api(life.store.services, actor).ask(ASK, id=life.store.ana.row.id)
    return [feature["code"] for feature in node["entitlements"]]


async def test_behind_they_stay_on_for_the_grace_days_to_the_second(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    assert await features(life) == ["basic"]
    gateway.script("create", LATER, LATER, LATER)
    await life.go(FIRST)
    assert ((await life.now(sub)).status, await features(life)) == ("PAST_DUE", ["basic"])
    await life.go(GRACE_ENDS - SECOND)
    assert (await features(life), await asked(life)) == (["basic"], ["basic"])
    # No job has to run for it.
    life.clock.now = GRACE_ENDS
    assert (await features(life), await asked(life), await asked(life, by_staff=True)) == ([], [], [])
    await life.run()
    assert ((await life.now(sub)).status, await features(life)) == ("PAST_DUE", [])
    await life.store.pay((await life.invoices(sub))[-1].id)
    assert ((await life.now(sub)).status, await features(life)) == ("ACTIVE", ["basic"])
    await assert_all_adds_up(gateway)


async def test_the_grace_is_the_merchants_choice_and_counts_from_now_on(life: Life, gateway: ScriptedGateway) -> None:
    await life.subscribe()
    gateway.script("create", LATER, LATER)
    await life.go(FIRST)
    await policy(life, grace_days=0)
    assert await features(life) == []
    await policy(life, grace_days=1)
    life.clock.now = FIRST + timedelta(days=1) - SECOND
    assert await features(life) == ["basic"]
    life.clock.advance(seconds=1)
    assert await features(life) == []


async def test_in_a_trial_they_are_on_from_its_start(life: Life, gateway: ScriptedGateway) -> None:
    plan = await life.offer("tried", 700, trial_days=14)
    sub = await life.subscribe(plan)
    assert (sub.status, await features(life)) == ("TRIALING", ["tried"])
    assert sub.trial_end is not None
    await life.go(sub.trial_end)
    assert ((await life.now(sub)).status, await features(life)) == ("ACTIVE", ["tried"])
    await assert_all_adds_up(gateway)


async def test_paused_they_are_off_and_resumed_on_again(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    await pause_subscription(life.store.ana.context, subscription_id=sub.id)
    assert await features(life) == []
    life.clock.advance(days=3)
    await resume_subscription(life.store.ana.context, subscription_id=sub.id)
    assert await features(life) == ["basic"]
    await assert_all_adds_up(gateway)


async def test_canceled_they_are_off_at_once(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.NOW)
    assert await features(life) == []
    await assert_all_adds_up(gateway)


async def test_canceled_for_the_periods_end_they_are_off_from_that_second_though_the_job_is_late(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.PERIOD_END)
    life.clock.now = FIRST - SECOND
    assert await features(life) == ["basic"]
    life.clock.now = FIRST
    assert ((await life.now(sub)).status, await features(life)) == ("ACTIVE", [])
    await life.run()
    assert ((await life.now(sub)).status, await features(life)) == ("CANCELED", [])
    await assert_all_adds_up(gateway)


async def test_suspended_or_unpaid_at_first_they_are_off(life: Life) -> None:
    sub = await life.subscribe()
    for status in ("SUSPENDED", "INCOMPLETE"):
        await Subscription.filter(id=sub.id).update(status=status)
        assert await features(life) == []


async def test_another_subscription_of_the_customer_is_not_touched_by_one_that_is_behind(
    life: Life, gateway: ScriptedGateway
) -> None:
    await life.subscribe()
    other = await life.store.merchant.catalog("mail")
    mine = await life.subscribe(other.plus, way="INVOICE")
    await life.go(FIRST - timedelta(days=5))
    sent = (await life.invoices(mine))[-1]
    await life.store.pay(sent.id)
    gateway.script("create", LATER, LATER, LATER, LATER)
    await life.go(FIRST)
    found = await customer_features(life.store.ana.context, customer_id=life.store.ana.row.id)
    assert [feature.code for feature in found] == ["basic", "plus"]
    await life.go(GRACE_ENDS)
    assert await features(life) == ["plus"]
    await assert_all_adds_up(gateway)
