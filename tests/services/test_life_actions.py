"""What a subscription offers is what the operations accept, in every status and situation."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from backend.domain.billing import ChangeStatus, ChangeTiming, FinalAction
from backend.domain.errors import Conflict, IllegalTransition, PaymentDeclined
from backend.domain.invoice import InvoiceStatus
from backend.domain.subscription import (
    Situation,
    SubscriptionAction,
    SubscriptionStatus,
    available_actions,
)
from backend.models import BillingPolicy, Invoice, Subscription
from backend.services.billing.drop_change import is_invoiced
from backend.services.billing.policy import open_change
from backend.services.catalog.load_purchase import Selection
from backend.services.collections.owed import owes_renewals
from backend.services.invoices.pay import pay_invoice
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.change import change_subscription
from backend.services.subscriptions.keep import keep_subscription
from backend.services.subscriptions.pause import pause_subscription
from backend.services.subscriptions.quote_change import quote_change
from backend.services.subscriptions.renewals import set_renewals
from backend.services.subscriptions.resume import resume_subscription
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline, pending
from tests.support.storefront import CARD

A, S = SubscriptionAction, SubscriptionStatus
DAY = timedelta(days=1)
Situate = Callable[[Life, ScriptedGateway], Coroutine[Any, Any, Subscription]]
SITUATIONS: dict[str, tuple[SubscriptionStatus, set[SubscriptionAction], Situate]] = {}


def situation(status: SubscriptionStatus, *offered: SubscriptionAction) -> Callable[[Situate], Situate]:
    """What a story leads to, and what is offered there."""

    def keep(story: Situate) -> Situate:
        SITUATIONS[story.__name__] = (status, set(offered), story)
        return story

    return keep


@situation(S.ACTIVE, A.CHANGE, A.CANCEL, A.PAUSE)
async def active(life: Life, gateway: ScriptedGateway) -> Subscription:
    return await life.subscribe()


@situation(S.INCOMPLETE, A.CANCEL, A.PAY)
async def incomplete(life: Life, gateway: ScriptedGateway) -> Subscription:
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await life.store.subscribe()
    return await Subscription.get(customer_id=life.store.ana.row.id)


@situation(S.INCOMPLETE_EXPIRED)
async def given_up(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await incomplete(life, gateway)
    await life.go(life.clock.now + DAY)
    return held


@situation(S.TRIALING, A.CHANGE, A.CANCEL)
async def trialing(life: Life, gateway: ScriptedGateway) -> Subscription:
    return await life.subscribe(await life.offer("tried", 700, trial_days=14))


@situation(S.TRIALING, A.CANCEL, A.KEEP)
async def trial_that_ends(life: Life, gateway: ScriptedGateway) -> Subscription:
    return await _end_planned(life, await trialing(life, gateway))


@situation(S.ACTIVE, A.CANCEL, A.KEEP)
async def canceled_for_the_end(life: Life, gateway: ScriptedGateway) -> Subscription:
    return await _end_planned(life, await life.subscribe())


@situation(S.ACTIVE, A.CANCEL, A.KEEP)
async def not_renewed(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await life.subscribe()
    return await set_renewals(life.store.ana.context, subscription_id=held.id, auto_renew=False)


@situation(S.ACTIVE, A.CHANGE, A.CANCEL, A.KEEP)
async def change_planned(life: Life, gateway: ScriptedGateway) -> Subscription:
    return await _change(life, await life.subscribe(life.plus), life.monthly.id)


@situation(S.ACTIVE, A.CANCEL, A.PAY)
async def change_planned_and_invoiced(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await _change(life, await life.subscribe(life.plus, way="INVOICE"), life.monthly.id)
    await life.go(month(1) - 5 * DAY)
    return held


@situation(S.ACTIVE, A.CANCEL, A.KEEP, A.PAY)
async def change_unpaid(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await life.subscribe()
    life.clock.advance(days=1)
    gateway.script("create", pending())
    return await _change(life, held, life.plus.id)


@situation(S.ACTIVE, A.CHANGE, A.CANCEL, A.PAUSE, A.PAY)
async def invoiced_ahead(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await life.subscribe(way="INVOICE")
    await life.go(month(1) - 5 * DAY)
    return held


@situation(S.PAST_DUE, A.CANCEL, A.PAY)
async def past_due(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await life.subscribe()
    gateway.script("create", decline())
    await life.go(month(1))
    return held


@situation(S.PAST_DUE, A.CANCEL, A.KEEP, A.PAY)
async def past_due_that_ends(life: Life, gateway: ScriptedGateway) -> Subscription:
    return await _end_planned(life, await past_due(life, gateway))


@situation(S.PAUSED, A.CANCEL, A.RESUME)
async def paused(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await life.subscribe()
    return await pause_subscription(life.store.ana.context, subscription_id=held.id)


@situation(S.PAUSED, A.CANCEL, A.PAY)
async def paused_because_it_is_behind(life: Life, gateway: ScriptedGateway) -> Subscription:
    await BillingPolicy.all().update(retry_days=[], final_action=FinalAction.PAUSE.value)
    return await past_due(life, gateway)


@situation(S.CANCELED)
async def canceled(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await life.subscribe()
    return await cancel_subscription(life.store.ana.context, subscription_id=held.id, when=ChangeTiming.NOW)


@situation(S.CANCELED, A.PAY)
async def canceled_and_owing(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await past_due(life, gateway)
    return await cancel_subscription(life.store.ana.context, subscription_id=held.id, when=ChangeTiming.NOW)


@situation(S.EXPIRED)
async def expired(life: Life, gateway: ScriptedGateway) -> Subscription:
    held = await not_renewed(life, gateway)
    await life.go(month(1) + 7 * DAY)
    return held


async def _end_planned(life: Life, held: Subscription) -> Subscription:
    ana = life.store.ana.context
    return await cancel_subscription(ana, subscription_id=held.id, when=ChangeTiming.PERIOD_END)


async def _change(life: Life, held: Subscription, plan_id: str) -> Subscription:
    ana = life.store.ana.context
    offer = await quote_change(ana, subscription_id=held.id, selection=Selection(plan_id))
    done = await change_subscription(
        ana, subscription_id=held.id, quote_token=offer.token, idempotency_key=f"to-{plan_id}",
        pay_with=CARD if offer.quote.due_now.minor else None,
    )  # fmt: skip
    return done.subscription


async def offered_now(life: Life, held: Subscription) -> set[SubscriptionAction]:
    """As the API asks."""
    ctx, row = life.store.ana.context, await life.now(held)
    change = await open_change(ctx, row.id)
    now = Situation(
        ends=row.cancel_at is not None or not row.auto_renew,
        change_planned=change is not None and change.status == ChangeStatus.SCHEDULED,
        change_invoiced=change is not None and is_invoiced(row, change),
        change_unpaid=change is not None and change.status == ChangeStatus.AWAITING_PAYMENT,
        owes=await Invoice.exists(subscription_id=row.id, status=InvoiceStatus.OPEN.value),
        behind=await owes_renewals(ctx, row),
    )
    return set(available_actions(SubscriptionStatus(row.status), now))


async def attempt(life: Life, held: Subscription, action: SubscriptionAction, plan_id: str) -> object:
    """Do it as Ana."""
    ana, id = life.store.ana.context, held.id
    if action is A.CHANGE:
        return await _change(life, held, plan_id)
    if action is A.CANCEL:
        return await cancel_subscription(ana, subscription_id=id, when=ChangeTiming.NOW)
    if action is A.KEEP:
        return await keep_subscription(ana, subscription_id=id)
    if action is A.PAUSE:
        return await pause_subscription(ana, subscription_id=id)
    if action is A.RESUME:
        return await resume_subscription(ana, subscription_id=id)
    invoices = await life.invoices(held)
    if not invoices:
        raise IllegalTransition("There is nothing to pay.", held.status)
    return await pay_invoice(ana, invoice_id=invoices[-1].id, pay_with=CARD, idempotency_key="pay")


@pytest.mark.parametrize("name", SITUATIONS)
async def test_nothing_that_is_not_offered_is_accepted(life: Life, gateway: ScriptedGateway, name: str) -> None:
    status, offered, story = SITUATIONS[name]
    held = await story(life, gateway)
    assert ((await life.now(held)).status, await offered_now(life, held)) == (status, offered)
    other = await life.offer("other", 4000)
    for action in set(SubscriptionAction) - offered:
        # Conflict: something is on its way that decides it.
        async with nothing_changes():
            with pytest.raises((IllegalTransition, Conflict)):
                await attempt(life, held, action, other.id)
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize(
    ("name", "action"), [(name, action) for name, (_, offered, _) in SITUATIONS.items() for action in sorted(offered)]
)
async def test_what_is_offered_is_accepted(
    life: Life, gateway: ScriptedGateway, name: str, action: SubscriptionAction
) -> None:
    held = await SITUATIONS[name][2](life, gateway)
    other = await life.offer("other", 4000)
    before = await life.now(held)
    if (name, action) == ("change_unpaid", A.PAY):
        # Its one payment is under way.
        with pytest.raises(Conflict):
            await attempt(life, held, action, other.id)
        return
    await attempt(life, held, action, other.id)
    after = await life.now(held)
    assert after.version > before.version or action is A.PAY
    await life.run()
    assert (await life.now(held)).stuck_reason is None
    await assert_all_adds_up(gateway)
