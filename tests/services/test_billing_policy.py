"""The merchant's billing policy: what staff may set, what is refused, and from when it counts."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from backend.domain.billing import ChangeTiming, DisputeAction, FinalAction, Policy, Surplus
from backend.domain.errors import Forbidden, InvalidInput
from backend.gateways.base import DeclineAdvice
from backend.models import BillingPolicy, Event
from backend.services.billing.policy import policy_of
from backend.services.billing.set_policy import PolicyChange, billing_policy, set_policy
from backend.services.context import Context
from tests.support.balances import staff_of
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.dunning import latest, stands
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.merchants import open_merchant
from tests.support.scripted_gateway import ScriptedGateway, decline

FIRST = month(1)
FRESH = {
    "retry_days": [1, 3, 7, 14], "final_action": "CANCEL", "grace_days": 7, "invoice_ahead_days": 5,
    "upgrade_timing": "NOW", "downgrade_timing": "PERIOD_END", "surplus": "BALANCE", "on_dispute": "KEEP",
    "version": 1, "updated_at": START,
}  # fmt: skip


async def by_staff(life: Life) -> Context:
    """A context of the merchant's staff, now."""
    return life.store.services.context(await staff_of(life.store.merchant, f"{life.clock.now:%d%H%M%S}@example.com"))


async def row(life: Life) -> dict[str, Any]:
    """The policy as it is kept."""
    found = await BillingPolicy.filter(merchant_id=life.store.merchant.row.id).values()
    return {name: value for name, value in found[0].items() if name != "merchant_id"}


async def test_a_merchant_starts_with_the_usual_policy(life: Life) -> None:
    assert await row(life) == FRESH
    assert await policy_of(life.store.merchant.system) == Policy(
        tuple(timedelta(days=days) for days in (1, 3, 7, 14)), FinalAction.CANCEL, timedelta(days=7),
        timedelta(days=5), ChangeTiming.NOW, ChangeTiming.PERIOD_END, Surplus.BALANCE,
    )  # fmt: skip


async def test_what_is_given_is_set_in_order_and_told_and_the_rest_stays(life: Life) -> None:
    other = await open_merchant(life.store.services, life.clock, "other")
    ctx = await by_staff(life)
    life.clock.advance(hours=1)
    changed = await set_policy(
        life.store.services.context(ctx.actor),
        change=PolicyChange(retry_days=[5, 2], final_action=FinalAction.PAUSE, grace_days=3),
    )
    later = START + timedelta(hours=1)
    expected = {**FRESH, "retry_days": [2, 5], "final_action": "PAUSE", "grace_days": 3}
    assert await row(life) == {**expected, "version": 2, "updated_at": later}
    assert (changed.retry_days, changed.version) == ([2, 5], 2)
    (event,) = await Event.filter(type="billing_policy.set")
    assert (event.subject_id, event.version, event.customer_id, event.occurred_at) == (
        life.store.merchant.row.id, 2, None, later,
    )  # fmt: skip
    assert event.payload == {"retry_days": [2, 5], "final_action": "PAUSE", "grace_days": 3}
    assert (await BillingPolicy.get(merchant_id=other.row.id)).grace_days == 7


async def test_every_field_can_be_set(life: Life) -> None:
    await set_policy(
        await by_staff(life),
        change=PolicyChange(
            [],
            FinalAction.LEAVE,
            365,
            60,
            upgrade_timing=ChangeTiming.PERIOD_END,
            downgrade_timing=ChangeTiming.NOW,
            surplus=Surplus.REFUND,
            on_dispute=DisputeAction.CANCEL,
        ),
    )
    assert await row(life) == {
        "retry_days": [], "final_action": "LEAVE", "grace_days": 365, "invoice_ahead_days": 60,
        "upgrade_timing": "PERIOD_END", "downgrade_timing": "NOW", "surplus": "REFUND", "on_dispute": "CANCEL",
        "version": 2, "updated_at": START,
    }  # fmt: skip


@pytest.mark.parametrize(
    "change", [PolicyChange(), PolicyChange(retry_days=[14, 7, 3, 1], grace_days=7, surplus=Surplus.BALANCE)]
)
async def test_what_is_so_already_changes_nothing(life: Life, change: PolicyChange) -> None:
    ctx = await by_staff(life)
    async with nothing_changes():
        assert (await set_policy(ctx, change=change)).version == 1


@on_one_database
@pytest.mark.parametrize(
    ("change", "fields"),
    [
        (PolicyChange(retry_days=[0]), ["retryDays"]),
        (PolicyChange(retry_days=[61]), ["retryDays"]),
        (PolicyChange(retry_days=[-1, 3]), ["retryDays"]),
        (PolicyChange(retry_days=[3, 3]), ["retryDays"]),
        (PolicyChange(retry_days=list(range(1, 12))), ["retryDays"]),
        (PolicyChange(grace_days=-1), ["graceDays"]),
        (PolicyChange(grace_days=366), ["graceDays"]),
        (PolicyChange(invoice_ahead_days=-1), ["invoiceAheadDays"]),
        (PolicyChange(invoice_ahead_days=61), ["invoiceAheadDays"]),
        (
            PolicyChange(retry_days=[0], grace_days=-1, invoice_ahead_days=61, final_action=FinalAction.PAUSE),
            ["retryDays", "graceDays", "invoiceAheadDays"],
        ),
    ],
)
async def test_what_is_out_of_range_is_refused_by_field(life: Life, change: PolicyChange, fields: list[str]) -> None:
    ctx = await by_staff(life)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await set_policy(ctx, change=change)
    assert [(problem.path, problem.code) for problem in refused.value.fields] == [
        ((field,), "OUT_OF_RANGE") for field in fields
    ]


async def test_only_staff_may_see_or_set_it(life: Life) -> None:
    for ctx in (life.store.ana.context, life.store.merchant.visitor):
        async with nothing_changes():
            with pytest.raises(Forbidden):
                await set_policy(ctx, change=PolicyChange(grace_days=1))
            with pytest.raises(Forbidden):
                await billing_policy(ctx)


async def test_ten_at_once_are_ten_versions(life: Life) -> None:
    ctx = await by_staff(life)
    await asyncio.gather(*(set_policy(ctx, change=PolicyChange(grace_days=20 + n)) for n in range(10)))
    events = await Event.filter(type="billing_policy.set").order_by("version")
    assert [event.version for event in events] == list(range(2, 12))
    assert {event.payload["grace_days"] for event in events} == set(range(20, 30))
    assert (await row(life))["grace_days"] == events[-1].payload["grace_days"]


async def test_other_retries_count_from_the_next_failure_on(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", *(decline(advice=DeclineAdvice.RETRY_LATER) for _ in range(3)))
    await life.go(FIRST)
    await set_policy(await by_staff(life), change=PolicyChange(retry_days=[2, 4], final_action=FinalAction.LEAVE))
    assert (await latest(life, sub)).next_try_at == FIRST + timedelta(days=1)
    await life.go(FIRST + timedelta(days=1))
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", FIRST + timedelta(days=2), 2)
    await life.go(FIRST + timedelta(days=2))
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", FIRST + timedelta(days=4), 3)
    await life.go(FIRST + timedelta(days=4))
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 3)
    await assert_all_adds_up(gateway)


async def test_other_days_ahead_and_of_grace_count_for_what_runs_already(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe(way="INVOICE")
    assert sub.due_at == FIRST - timedelta(days=5)
    await set_policy(await by_staff(life), change=PolicyChange(invoice_ahead_days=10))
    await life.run()
    assert (await life.now(sub)).due_at == FIRST - timedelta(days=10)
    await life.go(FIRST - timedelta(days=10))
    assert [invoice.issued_at for invoice in await life.invoices(sub)][1:] == [FIRST - timedelta(days=10)]
    await life.go(FIRST)
    assert (await life.now(sub)).due_at == FIRST + timedelta(days=7)
    await set_policy(await by_staff(life), change=PolicyChange(grace_days=2))
    await life.run()
    assert (await life.now(sub)).due_at == FIRST + timedelta(days=2)
    await life.go(FIRST + timedelta(days=2))
    assert await stands(life, sub) == ("EXPIRED", "GAVE_UP", "PAYMENT", None, 1)
    await assert_all_adds_up(gateway)
