"""A change's quote that stays true while somebody looks at it: pushed anew, until no quote is possible any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from graphql import ExecutionResult

from backend.events.live import InProcessBus, LiveMessage
from backend.models import Price, Subscription
from backend.schema import live
from backend.schema.context import RequestContext
from backend.schema.root import schema
from backend.services.context import Limits, Services
from tests.services.conftest import life
from tests.support.balance_api import usd
from tests.support.change_api import quote_change
from tests.support.life import Life
from tests.support.plan_changes import HALF, Changes, open_changes
from tests.support.shop import Person, Shop, Watch, fresh

__all__ = ["life"]

_FIELDS = "token effectiveAt expiresAt dueNow { amount currency } nextCharge { amount currency }"
CHANGE = """
mutation ($input: SubscriptionChangeInput!) { subscriptionChange(input: $input) { __typename } }"""
CANCEL = """
mutation ($input: SubscriptionCancelInput!) { subscriptionCancel(input: $input) { __typename } }"""


def watching(subscription: str, plan: str) -> str:
    return f"""subscription {{ subscriptionChangeQuoteUpdated(
      input: {{ subscriptionId: "{subscription}", planId: "{plan}" }}) {{ {_FIELDS} }} }}"""


def codes(watch: Watch) -> list[str]:
    message = watch.receive()
    errors = message["payload"]["errors"] if message["type"] == "next" else message["payload"]
    return [error["extensions"]["code"] for error in errors]


def test_it_is_shown_at_once_and_anew_when_the_subscription_changed(shop: Shop, ana: Person) -> None:
    id = shop.buy(ana)["subscription"]["id"]
    with shop.watching(watching(id, shop.plans["hosting/business"]), "", by=ana) as watch:
        first = watch.next()
        assert (first["dueNow"], first["nextCharge"]) == (usd("980.00"), usd("990.00"))
        token = quote_change(shop, ana, id, "hosting/team")["quote"]["token"]
        order = {
            "subscriptionId": id, "quoteToken": token, "idempotencyKey": fresh("change"), "payWith": shop.pay_with()
        }  # fmt: skip
        assert shop.do(CHANGE, order, by=ana)["__typename"] == "SubscriptionChangeSuccess"
        second = watch.next()
        assert (second["dueNow"], second["nextCharge"]) == (usd("961.00"), usd("990.00"))
        assert second["effectiveAt"] > first["effectiveAt"]
        # And it can be confirmed.
        order = {**order, "quoteToken": second["token"], "idempotencyKey": fresh("change"), "payWith": shop.pay_with()}
        assert shop.do(CHANGE, order, by=ana)["__typename"] == "SubscriptionChangeSuccess"
        # It is that plan now: there is nothing to quote any more.
        assert codes(watch) == ["INVALID_INPUT"]


def test_it_completes_with_an_error_when_the_subscription_ends(shop: Shop, ana: Person) -> None:
    id = shop.buy(ana)["subscription"]["id"]
    with shop.watching(watching(id, shop.plans["hosting/team"]), "", by=ana) as watch:
        assert watch.next()["dueNow"] == usd("19.00")
        answer = shop.do(CANCEL, {"subscriptionId": id, "when": "NOW"}, by=ana)
        assert answer["__typename"] == "SubscriptionCancelSuccess"
        assert codes(watch) == ["ILLEGAL_TRANSITION"]


def test_strangers_and_wrong_choices_hear_why_at_once(shop: Shop, ana: Person) -> None:
    id = shop.buy(ana)["subscription"]["id"]
    for by, plan, code in (
        (shop.register(), "hosting/team", "NOT_FOUND"),
        (None, "hosting/team", "NOT_FOUND"),
        (ana, "servers/small", "NOT_SUPPORTED"),
        (ana, "hosting/starter", "INVALID_INPUT"),
    ):
        with shop.watching(watching(id, shop.plans[plan]), "", by=by) as watch:
            assert codes(watch) == [code]


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def pushed(
    changes: Changes, services: Services, bus: InProcessBus, subscription: Subscription
) -> AsyncIterator[dict[str, Any]]:
    """What Ana is shown of the change to Double, without a server: where the clock stands still."""
    context = RequestContext(services.context(changes.life.store.ana.actor), bus)
    document = watching(subscription.id, changes.double.id)
    updates = await schema.subscribe(document, context_value=context)
    assert not isinstance(updates, ExecutionResult)
    async for update in updates:
        assert update.errors is None, update.errors
        assert update.data is not None
        yield update.data["subscriptionChangeQuoteUpdated"]


async def test_a_price_that_moved_is_shown_though_no_message_tells_of_it(
    changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_LOOK_AT_PRICES_EVERY", timedelta(milliseconds=10))
    sub = await changes.life.subscribe()
    changes.life.clock.now = HALF
    updates = pushed(changes, changes.life.store.services, InProcessBus(), sub)
    assert (await anext(updates))["dueNow"]["amount"] == "5.00"
    await Price.filter(plan_id=changes.double.id).update(amount_minor=3000)
    assert (await anext(updates))["dueNow"]["amount"] == "10.00"


async def test_a_message_that_brings_nothing_new_is_not_shown_and_the_next_one_is(changes: Changes) -> None:
    life, bus = changes.life, InProcessBus()
    sub = await life.subscribe()
    life.clock.now = HALF
    updates = pushed(changes, life.store.services, bus, sub)
    shown = [await anext(updates)]
    told = LiveMessage(sub.merchant_id, sub.id, "subscription.changed", sub.version)
    await bus.publish(told)
    await bus.publish(told)
    await changes.make(sub, life.monthly, 2)
    await bus.publish(replace(told, version=sub.version + 1))
    shown.append(await anext(updates))
    # Two of 10.00 to one of 20.00: the same price.
    assert [one["dueNow"]["amount"] for one in shown] == ["5.00", "0.00"]


async def test_before_it_expires_it_is_quoted_anew(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    life.clock.now = HALF
    hasty = replace(life.store.services, limits=Limits(quote=timedelta(milliseconds=100)))
    updates = pushed(changes, hasty, InProcessBus(), sub)
    first = await anext(updates)
    life.clock.advance(days=7)
    second = await anext(updates)
    assert [one["dueNow"]["amount"] for one in (first, second)] == ["5.00", "2.50"]
    assert first["token"] != second["token"]
