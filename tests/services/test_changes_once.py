"""However often it is sent, and whatever gets lost on the way: one change, one charge."""

from __future__ import annotations

import asyncio

import pytest

from backend.domain.errors import Conflict, InvalidInput, QuoteChanged
from backend.services.payments.due import collect_due_attempts
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, Life
from tests.support.plan_changes import (
    Changes,
    halfway,
    open_changes,
    settled,
)
from tests.support.scripted_gateway import Step, away, lost_reply


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


@pytest.mark.parametrize("step", [lost_reply(), away()])
async def test_an_answer_that_is_lost_is_one_charge_and_one_change(changes: Changes, step: Step) -> None:
    life = changes.life
    sub = await halfway(changes, step)
    offer = await changes.quote(sub, changes.double)
    await changes.confirm(sub, offer, key="once")
    assert await settled(sub) == (life.monthly.id, ["AWAITING_PAYMENT"], "OPEN")
    life.clock.advance(hours=1)
    await collect_due_attempts(life.store.services)
    assert await settled(sub) == (changes.double.id, ["APPLIED"], "PAID")
    again = await changes.confirm(sub, offer, key="once")
    assert (again.subscription.plan_id, again.subscription.version) == (changes.double.id, sub.version + 1)
    assert [charge.minor for charge in life.store.gateway.charges] == [1000, 500]
    await assert_all_adds_up(life.store.gateway)


async def test_the_same_key_twice_is_one_change_and_for_another_request_a_conflict(changes: Changes) -> None:
    life = changes.life
    sub = await halfway(changes)
    offer = await changes.quote(sub, changes.double)
    first = await changes.confirm(sub, offer, key="once")
    assert first.payment is not None
    life.clock.advance(hours=1)
    async with nothing_changes():
        second = await changes.confirm(sub, offer, key="once")
        with pytest.raises(Conflict):
            await changes.confirm(sub, offer, key="once", pay_with=BALANCE)
    assert second.payment is not None
    assert (second.payment.id, second.subscription.version) == (first.payment.id, first.subscription.version)
    await assert_all_adds_up(life.store.gateway)


@pytest.mark.parametrize("same_key", [True, False])
async def test_twenty_confirmations_of_one_quote_at_once_are_one_change_and_one_charge(
    changes: Changes, *, same_key: bool
) -> None:
    life = changes.life
    sub = await halfway(changes)
    offer = await changes.quote(sub, changes.double)
    answers = await asyncio.gather(
        *[changes.confirm(sub, offer, key="one" if same_key else f"key-{n}") for n in range(20)],
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert all(isinstance(one, Conflict | QuoteChanged | InvalidInput) for one in refused), refused
    assert len(refused) == (0 if same_key else 19)
    assert await settled(sub) == (changes.double.id, ["APPLIED"], "PAID")
    assert [charge.minor for charge in life.store.gateway.charges] == [1000, 500]
    assert (await life.now(sub)).version == sub.version + 1
    await assert_all_adds_up(life.store.gateway)
