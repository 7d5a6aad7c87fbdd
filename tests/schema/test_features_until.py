"""Until when the features of a subscription are on: what is told comes true, to the second."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from backend.gateways.base import DeclineAdvice
from backend.models import Subscription
from tests.support.api import Api
from tests.support.dunning import policy
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline
from tests.support.storefront import Storefront

SEEN = "{ me { subscriptions { nodes { status featuresUntil } } entitlements { code } } }"
FIRST, SECOND = month(1), timedelta(seconds=1)
WEEK = timedelta(days=7)


@pytest.fixture
async def ana(store: Storefront) -> Api:
    return Api(store.services, store.ana.actor)


async def seen(ana: Api) -> tuple[str, datetime | None, list[str]]:
    """Status, until when the features are on, and those that are."""
    me = await ana.ask(SEEN)
    (held,) = me["subscriptions"]["nodes"]
    until = held["featuresUntil"]
    codes = [feature["code"] for feature in me["entitlements"]]
    return held["status"], datetime.fromisoformat(until) if until else None, codes


async def behind(life: Life, gateway: ScriptedGateway) -> Subscription:
    """A subscription whose renewal was declined for good."""
    held = await life.subscribe()
    gateway.script("create", decline(advice=DeclineAdvice.NEVER))
    await life.go(FIRST)
    return held


async def test_behind_with_its_payments_it_is_on_for_the_grace_days_and_told_of_afterwards(
    life: Life, gateway: ScriptedGateway, ana: Api
) -> None:
    held = await behind(life, gateway)
    until = FIRST + WEEK
    assert await seen(ana) == ("PAST_DUE", until, ["basic"])
    await life.go(until - SECOND)
    assert await seen(ana) == ("PAST_DUE", until, ["basic"])
    for later in (until, until + WEEK - SECOND):
        await life.go(later)
        assert await seen(ana) == ("PAST_DUE", until, [])
    _, renewal = await life.invoices(held)
    await life.store.pay(renewal.id)
    assert await seen(ana) == ("ACTIVE", None, ["basic"])


async def test_it_follows_the_merchants_policy(life: Life, gateway: ScriptedGateway, ana: Api) -> None:
    await behind(life, gateway)
    for days in (0, 1, 365):
        await policy(life, grace_days=days, final_action="LEAVE")
        assert await seen(ana) == ("PAST_DUE", FIRST + timedelta(days=days), ["basic"] if days else [])


@pytest.mark.parametrize("final_action", ["CANCEL", "PAUSE"])
async def test_it_is_on_no_longer_than_the_payment_is_tried(
    life: Life, gateway: ScriptedGateway, ana: Api, final_action: str
) -> None:
    await policy(life, grace_days=60, final_action=final_action)
    await behind(life, gateway)
    until = FIRST + timedelta(days=14)
    await life.go(until - SECOND)
    assert await seen(ana) == ("PAST_DUE", until, ["basic"])
    await life.go(until)
    assert await seen(ana) == ("CANCELED" if final_action == "CANCEL" else "PAUSED", None, [])


async def test_what_is_not_renewed_is_on_until_its_grace_days_are_over(life: Life, ana: Api) -> None:
    held = await life.subscribe()
    assert await seen(ana) == ("ACTIVE", None, ["basic"])
    await ana.do("subscriptionRenewalsSet", "subscription { id }", subscriptionId=held.id, autoRenew=False)
    until = FIRST + WEEK
    assert await seen(ana) == ("ACTIVE", until, ["basic"])
    await life.go(until - SECOND)
    assert await seen(ana) == ("ACTIVE", until, ["basic"])
    await life.go(until)
    assert await seen(ana) == ("EXPIRED", None, [])


@pytest.mark.parametrize("grace_days", [7, 60])
async def test_a_planned_end_counts_where_it_comes_before_the_end_of_the_grace(
    life: Life, gateway: ScriptedGateway, ana: Api, grace_days: int
) -> None:
    held = await behind(life, gateway)
    await policy(life, grace_days=grace_days, final_action="LEAVE")
    plan = {"subscriptionId": held.id, "when": "PERIOD_END"}
    answer = await ana.do("subscriptionCancel", "subscription { cancelAt featuresUntil }", **plan)
    until = min(FIRST + timedelta(days=grace_days), month(2))
    assert answer["subscription"] == {"cancelAt": month(2).isoformat(), "featuresUntil": until.isoformat()}
    await life.go(until - SECOND)
    assert await seen(ana) == ("PAST_DUE", until, ["basic"])
    life.clock.now = until
    assert await seen(ana) == ("PAST_DUE", until, [])


async def test_what_is_canceled_for_the_end_of_its_period_is_on_until_then_and_what_is_kept_for_ever(
    life: Life, ana: Api
) -> None:
    held = await life.subscribe()
    assert await seen(ana) == ("ACTIVE", None, ["basic"])
    await ana.do("subscriptionCancel", "subscription { id }", subscriptionId=held.id, when="PERIOD_END")
    assert await seen(ana) == ("ACTIVE", FIRST, ["basic"])
    await ana.do("subscriptionKeep", "subscription { id }", subscriptionId=held.id)
    assert await seen(ana) == ("ACTIVE", None, ["basic"])
    await ana.do("subscriptionPause", "subscription { id }", subscriptionId=held.id)
    assert await seen(ana) == ("PAUSED", None, [])
