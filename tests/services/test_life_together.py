"""Ten at once are one; and what another moved meanwhile is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Conflict, IllegalTransition
from backend.domain.subscription import SubscriptionEvent
from backend.models import BalanceTransaction, Event, Subscription
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.move import move
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.resume import resume_subscription
from backend.services.transaction import transaction
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway

DAY = timedelta(days=1)


async def ten_at_once(*operations: Awaitable[object]) -> tuple[int, int]:
    """How many had their effect, and how many were refused."""
    done = await asyncio.gather(*operations, return_exceptions=True)
    refused = [one for one in done if isinstance(one, IllegalTransition | Conflict)]
    assert [one for one in done if isinstance(one, BaseException) and one not in refused] == []
    return len(done) - len(refused), len(refused)


async def test_ten_cancellations_at_once_give_back_once(life: Life, gateway: ScriptedGateway) -> None:
    held = await life.subscribe()
    life.clock.advance(days=14)
    ctx = life.store.ana.context
    assert await ten_at_once(
        *(
            cancel_subscription(ctx, subscription_id=held.id, when=ChangeTiming.NOW, credit_unused=True)
            for _ in range(10)
        )
    ) == (1, 9)
    assert (await life.balance(), await BalanceTransaction.filter(subscription_id=held.id).count()) == (500, 1)
    assert await Event.filter(subject_id=held.id, type="subscription.canceled").count() == 1
    await assert_all_adds_up(gateway)


async def test_ten_of_anything_at_once_are_one(life: Life, gateway: ScriptedGateway) -> None:
    held = await life.subscribe()
    life.clock.advance(days=1)
    ctx, id = life.store.ana.context, held.id
    assert await ten_at_once(*(pause_subscription(ctx, subscription_id=id) for _ in range(10))) == (1, 9)
    life.clock.advance(days=1)
    later = life.store.ana.context
    assert await ten_at_once(*(resume_subscription(later, subscription_id=id) for _ in range(10))) == (1, 9)
    assert (await life.now(held)).period_end == month(1) + DAY
    planned = (cancel_subscription(later, subscription_id=id, when=ChangeTiming.PERIOD_END) for _ in range(10))
    assert await ten_at_once(*planned) == (1, 9)
    assert await ten_at_once(*(keep_subscription(later, subscription_id=id) for _ in range(10))) == (1, 9)
    await assert_all_adds_up(gateway)


async def test_what_another_moved_meanwhile_is_refused_and_changes_nothing(life: Life) -> None:
    held = await life.subscribe()
    ctx = life.store.merchant.system
    stale = await life.now(held)
    await Subscription.filter(id=held.id).update(version=held.version + 1)
    async with nothing_changes():
        with pytest.raises(Conflict):
            async with transaction(ctx) as tx:
                await move(ctx, tx, stale, SubscriptionEvent.PAUSE, fact="paused")
