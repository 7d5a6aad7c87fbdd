"""Another way to pay while renewals are owed: what is owed is tried again at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import Forbidden, IllegalTransition, InvalidInput, NotFound, Refusal
from backend.domain.subscription import Collection
from backend.gateways.base import DeclineAdvice, MethodKind, PaymentState, SavedMethod, Unavailable
from backend.models import GatewayAccount, Payment, PaymentAttempt, PaymentMethod
from backend.services.context import Context
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.renewals import set_renewals
from tests.support.dunning import another_card, payments, stands
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline, fail, pending, require_action

FIRST = month(1)
DAYS = {day: FIRST + timedelta(days=day) for day in (1, 3, 7, 14)}
LATER, NEVER = DeclineAdvice.RETRY_LATER, DeclineAdvice.NEVER


async def test_another_method_is_tried_at_once(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline("EXPIRED_CARD", NEVER))
    await life.go(FIRST)
    card = await another_card(life)
    life.clock.advance(days=2, minutes=1)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.METHOD, method_id=card.id)
    now = FIRST + timedelta(days=2, minutes=1)
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", None, now, 1)
    await life.run()
    assert gateway.requests[-1].source == SavedMethod(MethodKind.CARD, "cus_1", "pm_other")
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 1)
    await life.go(month(2))
    assert gateway.requests[-1].source == SavedMethod(MethodKind.CARD, "cus_1", "pm_other")
    assert len(gateway.charges) == 3
    await assert_all_adds_up(gateway)


async def test_another_method_that_fails_too_goes_on_by_the_first_failure(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=NEVER), decline(advice=LATER), decline(advice=NEVER))
    await life.go(FIRST)
    card = await another_card(life)
    life.clock.advance(days=2)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.METHOD, method_id=card.id)
    await life.run()
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", DAYS[3], 2)
    await life.go(DAYS[3])
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "METHOD", DAYS[14], 3)
    # The method that the customer chose is older than this decline: nothing is newer, so nothing is tried.
    await life.go(DAYS[14])
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "METHOD", None, 3)
    assert len(gateway.requests) == 4
    await assert_all_adds_up(gateway)


async def test_the_balance_as_the_new_way_is_tried_at_once(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=NEVER))
    await life.go(FIRST)
    await life.give(1500)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.BALANCE)
    await life.run()
    _, renewal = await life.invoices(sub)
    assert await payments(renewal) == [("CARD", 1000, "FAILED"), ("BALANCE", 1000, "SUCCEEDED")]
    assert (await stands(life, sub), await life.balance()) == (("ACTIVE", "PAID", None, None, 1), 500)
    await assert_all_adds_up(gateway)


async def test_a_payment_in_flight_is_not_doubled_by_another_method(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", pending())
    await life.go(FIRST)
    card = await another_card(life)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.METHOD, method_id=card.id)
    await life.go(FIRST + timedelta(hours=6))
    assert await PaymentAttempt.all().count() == 2
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert await stands(life, sub) == ("ACTIVE", "PAID", None, None, 0)
    await assert_all_adds_up(gateway)


async def test_invoices_cannot_be_chosen_while_renewals_are_owed(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=NEVER))
    await life.go(FIRST)
    async with nothing_changes():
        with pytest.raises(IllegalTransition, match="Pay what is owed first"):
            await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.INVOICE)
    await life.store.pay((await life.invoices(sub))[-1].id)
    await set_renewals(life.store.ana.context, subscription_id=sub.id, collection=Collection.INVOICE)
    assert (await life.now(sub)).collection == "INVOICE"
    await assert_all_adds_up(gateway)


async def test_a_method_that_was_removed_or_is_somebody_elses_is_refused(life: Life, gateway: ScriptedGateway) -> None:
    sub = await life.subscribe()
    gone = await another_card(life)
    await PaymentMethod.filter(id=gone.id).update(removed_at=life.clock.now)
    theirs = await life.keep_card(await life.customer())
    for method in (gone, theirs):
        async with nothing_changes():
            with pytest.raises(InvalidInput) as refused:
                await set_renewals(
                    life.store.ana.context, subscription_id=sub.id, collection=Collection.METHOD, method_id=method.id
                )
        assert [(one.path, one.code) for one in refused.value.fields] == [(("methodId",), "UNKNOWN_METHOD")]
    await assert_all_adds_up(gateway)


async def test_a_payment_that_the_customer_began_and_left_does_not_hold_up_the_end(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=LATER), require_action())
    # Nor can it be stopped at the gateway.
    gateway.script("cancel", *[fail(Unavailable("away"))] * 30)
    await life.go(FIRST)
    await life.store.pay((await life.invoices(sub))[-1].id)
    await life.go(DAYS[7])
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", DAYS[7] + timedelta(hours=1), 1)
    await life.go(DAYS[14])
    assert await stands(life, sub) == ("CANCELED", "GAVE_UP", "PAYMENT", None, 1)
    assert len(gateway.requests) == 3
    # Finished after all, it pays what is owed.
    await life.store.hears(gateway.move(gateway.requests[-1].our_reference, PaymentState.SUCCEEDED), id="evt_1")
    assert await stands(life, sub) == ("CANCELED", "PAID", None, None, 1)
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("waits", [PaymentState.PENDING, PaymentState.REQUIRES_ACTION])
async def test_money_that_is_on_its_way_is_waited_for_when_the_period_ends_again(
    life: Life, gateway: ScriptedGateway, waits: PaymentState
) -> None:
    sub = await life.subscribe()
    gateway.script("create", decline(advice=LATER), pending() if waits is PaymentState.PENDING else require_action())
    await life.go(FIRST)
    _, owed = await life.invoices(sub)
    await life.store.pay(owed.id)
    if waits is PaymentState.REQUIRES_ACTION:
        # A voucher, which can be paid until then.
        await Payment.filter(status=waits.value).update(action_expires_at=month(3))
    await life.go(DAYS[14])
    assert await stands(life, sub) == ("PAST_DUE", "OPEN", "PAYMENT", DAYS[14] + timedelta(hours=1), 1)
    by_hand = gateway.requests[-1].our_reference
    await life.go(month(2))
    assert [invoice.status for invoice in await life.invoices(sub)] == ["PAID", "OPEN", "PAID"]
    row = await life.now(sub)
    assert (row.status, row.past_due_at, row.period_start) == ("PAST_DUE", FIRST, month(2))
    await life.store.hears(gateway.move(by_hand, PaymentState.SUCCEEDED), id="evt_1")
    assert (await life.now(sub)).status == "ACTIVE"
    assert [collection.status for collection in await life.collections(sub)] == ["PAID", "PAID"]
    assert [charge.minor for charge in gateway.charges] == [1000, 1000, 1000]
    await assert_all_adds_up(gateway)


async def test_who_may_not_set_renewals_and_what_is_not_said_right_is_refused(
    life: Life, gateway: ScriptedGateway
) -> None:
    sub, stranger = await life.subscribe(), await life.customer()
    visitor, ana, method = life.store.merchant.visitor, life.store.ana.context, await another_card(life)
    cases: list[tuple[Context, dict[str, Any], type[Refusal], str | None]] = [
        (visitor, {"auto_renew": False}, Forbidden, None),
        (stranger.context, {"auto_renew": False}, NotFound, None),
        (ana, {"collection": Collection.METHOD}, InvalidInput, "REQUIRED"),
        (ana, {"collection": Collection.BALANCE, "method_id": method.id}, InvalidInput, "NOT_NEEDED"),
        (ana, {"method_id": method.id}, InvalidInput, "NOT_NEEDED"),
    ]
    for ctx, wanted, refusal, code in cases:
        async with nothing_changes():
            with pytest.raises(refusal) as refused:
                await set_renewals(ctx, subscription_id=sub.id, **wanted)
        if isinstance(refused.value, InvalidInput):
            assert [(one.path, one.code) for one in refused.value.fields] == [(("methodId",), code)]
    await GatewayAccount.all().update(enabled=False)
    async with nothing_changes():
        with pytest.raises(InvalidInput, match="cannot be charged any more"):
            await set_renewals(ana, subscription_id=sub.id, collection=Collection.METHOD, method_id=method.id)
    await GatewayAccount.all().update(enabled=True)
    await cancel_subscription(ana, subscription_id=sub.id, when=ChangeTiming.NOW)
    async with nothing_changes():
        with pytest.raises(IllegalTransition):
            await set_renewals(ana, subscription_id=sub.id, auto_renew=False)
    await assert_all_adds_up(gateway)
