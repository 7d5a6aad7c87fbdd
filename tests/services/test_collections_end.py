"""How collecting ends: what the merchant chose, money that comes late, subscriptions that are over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import IllegalTransition
from backend.domain.subscription import Collection
from backend.gateways.base import DeclineAdvice, PaymentState
from backend.models import Subscription
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription
from tests.support.dunning import GENERIC, another_card, features, latest, payments, policy, stands, told
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline, pending

FIRST = month(1)
DAYS = {day: FIRST + timedelta(days=day) for day in (1, 3, 7, 14)}
NEVER = decline(advice=DeclineAdvice.NEVER)


async def given_up(life: Life, gateway: ScriptedGateway, action: str) -> Subscription:
    """Declined for good in its second month, and given up on day 14."""
    await policy(life, final_action=action)
    sub = await life.subscribe()
    gateway.script("create", NEVER)
    await life.go(FIRST)
    await life.go(DAYS[14])
    return await life.now(sub)


async def test_canceled_it_stays_owed_and_paying_it_late_does_not_bring_it_back(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await given_up(life, gateway, "CANCEL")
    _, renewal = await life.invoices(sub)
    assert (sub.status, sub.ended_at, sub.past_due_at, sub.due_at, renewal.status) == (
        "CANCELED", DAYS[14], None, None, "OPEN",
    )  # fmt: skip
    await life.go(DAYS[14] + timedelta(days=1))
    await life.store.pay(renewal.id)
    assert await stands(life, sub) == ("CANCELED", "PAID", None, None, 1)
    assert await told(sub, "recovered") == []
    assert await features(life) == []
    await life.go(month(4))
    assert len(await life.invoices(sub)) == 2
    await assert_all_adds_up(gateway)


async def test_paused_it_goes_on_only_after_paying_with_the_rest_of_its_period(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await given_up(life, gateway, "PAUSE")
    _, renewal = await life.invoices(sub)
    assert (sub.status, sub.paused_at, sub.resume_at, sub.due_at) == ("PAUSED", DAYS[14], None, None)
    paused = {"status": "PAUSED", "reason": "collection_failed", "invoice": renewal.id}
    assert await told(sub, "paused") == [("paused", DAYS[14], paused)]
    assert await features(life) == []
    await life.go(month(3))
    assert len(await life.invoices(sub)) == 2, "nothing is billed meanwhile"
    async with nothing_changes():
        with pytest.raises(IllegalTransition, match="Pay what is owed first"):
            await resume_subscription(life.store.ana.context, subscription_id=sub.id)

    await life.store.pay(renewal.id)
    assert await stands(life, sub) == ("PAUSED", "PAID", None, None, 1)
    await resume_subscription(life.store.ana.context, subscription_id=sub.id)
    row, pause = await life.now(sub), month(3) - DAYS[14]
    assert (row.status, row.period_start, row.period_end) == ("ACTIVE", FIRST + pause, month(2) + pause)
    assert await features(life) == ["basic"]
    await life.go(month(2) + pause)
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID", "PAID", "PAID"]
    await assert_all_adds_up(gateway)


async def test_paused_another_method_is_tried_at_once_and_then_it_can_go_on(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await given_up(life, gateway, "PAUSE")
    card = await another_card(life)
    gateway.script("create", NEVER)
    for tries, status in ((2, "GAVE_UP"), (2, "PAID")):
        await set_renewals(
            life.store.ana.context, subscription_id=sub.id, collection=Collection.METHOD, method_id=card.id
        )
        await life.run()
        row, collection, _, following, tried = await stands(life, sub)
        assert (row, collection, following, tried) == ("PAUSED", status, None, tries)
    await resume_subscription(life.store.ana.context, subscription_id=sub.id)
    assert (await life.now(sub)).status == "ACTIVE"
    await assert_all_adds_up(gateway)


async def test_what_was_to_end_with_its_period_is_canceled_where_others_are_paused(
    life: Life, gateway: ScriptedGateway
) -> None:
    await policy(life, final_action="PAUSE")
    sub = await life.subscribe()
    gateway.script("create", NEVER)
    await life.go(FIRST)
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.PERIOD_END)
    await life.go(DAYS[14])
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "METHOD", None, 1)
    assert (await life.now(sub)).ended_at == DAYS[14]
    await assert_all_adds_up(gateway)


async def test_left_it_stays_past_due_is_billed_on_and_recovers_when_all_is_paid(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await given_up(life, gateway, "LEAVE")
    assert (sub.status, sub.past_due_at) == ("PAST_DUE", FIRST)
    assert await stands(life, sub) == ("PAST_DUE", "GAVE_UP", "METHOD", None, 1)
    gateway.script("create", NEVER)
    await life.go(month(2))
    _, second, third = await life.invoices(sub)
    assert [one.status for one in (second, third)] == ["OPEN", "OPEN"]
    assert [(row.status, row.next_try_at) for row in await life.collections(sub)] == [
        ("GAVE_UP", None), ("OPEN", month(2) + timedelta(days=14)),
    ]  # fmt: skip
    assert (await life.now(sub)).past_due_at == FIRST

    await life.store.pay(third.id, key="third")
    assert (await life.now(sub)).status == "PAST_DUE", "one is owed still"
    assert await told(sub, "recovered") == []
    await life.store.pay(second.id, key="second")
    row = await life.now(sub)
    assert (row.status, row.past_due_at, row.period_end) == ("ACTIVE", None, month(3))
    assert await told(sub, "recovered") == [("recovered", month(2), {"status": "ACTIVE", "invoice": second.id})]
    assert [collection.status for collection in await life.collections(sub)] == ["PAID", "PAID"]
    await assert_all_adds_up(gateway)


async def test_left_another_method_collects_all_that_is_owed(life: Life, gateway: ScriptedGateway) -> None:
    sub = await given_up(life, gateway, "LEAVE")
    gateway.script("create", NEVER)
    await life.go(month(2))
    card = await another_card(life)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.METHOD, method_id=card.id)
    await life.run()
    assert (await life.now(sub)).status == "ACTIVE"
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID", "PAID", "PAID"]
    assert [charge.minor for charge in gateway.charges] == [1000, 1000, 1000]
    assert len(await told(sub, "recovered")) == 1
    await assert_all_adds_up(gateway)


async def test_without_retries_the_first_failure_is_the_end(life: Life, gateway: ScriptedGateway) -> None:
    await policy(life, retry_days=[])
    sub = await life.subscribe()
    gateway.script("create", decline(advice=DeclineAdvice.RETRY_LATER))
    await life.go(FIRST)
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 1)
    assert [fact for fact, *_ in await told(sub, "past_due", "canceled")] == ["past_due", "canceled"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize(("action", "status"), [("CANCEL", "CANCELED"), ("PAUSE", "PAUSED"), ("LEAVE", "ACTIVE")])
async def test_money_of_a_payment_that_was_given_up_still_pays_its_invoice(
    life: Life, gateway: ScriptedGateway, action: str, status: str
) -> None:
    sub = await given_up(life, gateway, action)
    _, renewal = await life.invoices(sub)
    await life.go(DAYS[14] + timedelta(hours=1))
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert await stands(life, sub) == (status, "PAID", None, None, 1)
    assert await payments(renewal) == [("CARD", 1000, "SUCCEEDED")]
    assert await life.balance() == 0
    await assert_all_adds_up(gateway)


async def test_money_that_comes_late_beside_a_second_payment_becomes_balance(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=DeclineAdvice.RETRY_LATER))
    await life.go(FIRST)
    late = gateway.requests[-1].our_reference
    await life.go(DAYS[1])
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await life.store.hears(gateway.move(late, PaymentState.SUCCEEDED), id="evt_1")
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    assert await life.balance() == 1000
    # The next renewal is paid from it.
    await life.go(month(2))
    assert (await life.balance(), len(gateway.charges)) == (0, 3)
    await assert_all_adds_up(gateway)


async def test_of_a_subscription_that_ended_while_its_payment_was_in_flight_nothing_more_is_collected(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", pending())
    await life.go(FIRST)
    life.clock.advance(days=1)
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.NOW)
    assert (await latest(life, sub)).status == "OPEN"
    await life.store.hears(
        gateway.move(gateway.requests[-1].our_reference, PaymentState.FAILED, decline=NEVER.decline), id="evt_1"
    )
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 1)
    assert (await latest(life, sub)).last_reason == GENERIC
    assert await told(sub, "past_due") == []
    await life.go(month(3))
    assert (len(gateway.requests), len(await life.invoices(sub))) == (2, 2)
    await assert_all_adds_up(gateway)


async def test_of_a_subscription_that_ended_before_its_retry_nothing_more_is_collected(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=DeclineAdvice.RETRY_LATER))
    await life.go(FIRST)
    await cancel_subscription(life.store.ana.context, subscription_id=sub.id, when=ChangeTiming.NOW)
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 1)
    await life.go(month(3))
    assert len(gateway.requests) == 2
    await assert_all_adds_up(gateway)
