"""Changes that are refused: by what the subscription is, by the token, by the time. Nothing changes then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Conflict, IllegalTransition, InvalidInput
from backend.models import Subscription
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.renewals import set_renewals
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.plan_changes import Changes, open_changes, problems
from tests.support.scripted_gateway import decline, pending, require_action

END = month(1)


@pytest.fixture
async def changes(life: Life) -> Changes:
    return await open_changes(life)


async def refused_as_it_is(changes: Changes, before: Subscription, token: str) -> str:
    """Neither a quote nor the change that was quoted before; answers why."""
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as quoting:
            await changes.quote(before, changes.double)
        with pytest.raises(IllegalTransition) as confirming:
            await changes.confirm(before, token)
    now = await Subscription.get(id=before.id)
    assert quoting.value.status == confirming.value.status == now.status
    assert quoting.value.message == confirming.value.message
    return quoting.value.message


async def test_what_is_behind_with_its_payments_pays_first(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    life.clock.now = END - timedelta(minutes=5)
    token = (await changes.quote(sub, changes.double)).token
    life.store.gateway.script("create", decline())
    await life.go(END)
    assert (await life.now(sub)).status == "PAST_DUE"
    assert await refused_as_it_is(changes, sub, token) == "Pay what is owed first; then it can be changed."
    await life.store.pay((await life.invoices(sub))[-1].id)
    await changes.make(sub, changes.double)
    assert (await life.now(sub)).plan_id == changes.double.id
    await assert_all_adds_up(life.store.gateway)


async def test_what_is_paused_is_resumed_first(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe()
    token = (await changes.quote(sub, changes.double)).token
    await pause_subscription(life.store.ana.context, subscription_id=sub.id)
    await refused_as_it_is(changes, sub, token)


async def test_what_ends_with_its_period_is_kept_first(changes: Changes) -> None:
    life, ctx = changes.life, changes.life.store.ana.context
    sub = await life.subscribe()
    token = (await changes.quote(sub, changes.double)).token
    await set_renewals(ctx, subscription_id=sub.id, auto_renew=False)
    message = "It ends with its period; take that back before you change it."
    assert await refused_as_it_is(changes, sub, token) == message
    await set_renewals(ctx, subscription_id=sub.id, auto_renew=True)
    await cancel_subscription(ctx, subscription_id=sub.id, when=ChangeTiming.PERIOD_END)
    assert await refused_as_it_is(changes, sub, token) == message
    await life.go(END)
    await refused_as_it_is(changes, sub, token)


async def test_what_waits_for_its_first_payment_or_never_got_it(changes: Changes) -> None:
    life = changes.life
    life.store.gateway.script("create", require_action())
    sub = (await life.store.subscribe()).subscription
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as waiting:
            await changes.quote(sub, changes.double)
    await life.go(START + timedelta(hours=23))
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as over:
            await changes.quote(sub, changes.double)
    assert (waiting.value.status, over.value.status) == ("INCOMPLETE", "INCOMPLETE_EXPIRED")


async def test_while_the_period_is_renewed_or_its_invoice_is_being_paid(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(changes.double)
    life.clock.now = END
    async with nothing_changes():
        with pytest.raises(Conflict, match="renewed right now"):
            await changes.quote(sub, life.plus)
    life.store.gateway.script("create", pending())
    await life.run()
    assert ((await life.now(sub)).status, (await life.invoices(sub))[-1].status) == ("ACTIVE", "OPEN")
    async with nothing_changes():
        for plan, when in ((life.plus, None), (life.monthly, ChangeTiming.NOW)):
            with pytest.raises(Conflict, match="not paid for yet"):
                await changes.quote(sub, plan, when=when)
    # What comes when the period ends needs no money of this one.
    assert (await changes.quote(sub, life.monthly)).quote.effective_at == month(2)


async def test_what_it_is_already_is_no_change(changes: Changes) -> None:
    life = changes.life
    sub = await life.subscribe(quantity=2, addons={"seat": 1})
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await changes.quote(sub, life.monthly, 2, addons={"seat": 1})
    assert problems(caught.value) == [("planId", "NO_CHANGE")]
    single = await life.subscribe(who=await life.customer())
    staff = life.store.merchant.system
    offer = await changes.quote(single, life.free, when=ChangeTiming.NOW)
    await changes.confirm(single, offer, pay_with=None, by=staff)
    async with nothing_changes():
        with pytest.raises(InvalidInput) as made:
            await changes.confirm(single, offer, pay_with=None, by=staff)
    assert problems(made.value) == [("planId", "NO_CHANGE")]
