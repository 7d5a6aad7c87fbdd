"""Automatic top-ups as they happen: one charge for one gap, whatever fails, dies or comes late."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.gateways.base import DeclineAdvice, MethodKind, PaymentState, SavedMethod
from backend.gateways.registry import Registry
from backend.models import (
    AutoTopUp,
    BalanceTransaction,
    Event,
    GatewayAccount,
    Payment,
    PaymentAttempt,
    PaymentMethod,
    Subscription,
)
from backend.services.balances.due_top_ups import run_due_top_ups
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from backend.services.refunds.create import create_refund
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import (
    ScriptedGateway,
    Step,
    away,
    decline,
    lost_reply,
    pending,
    require_action,
    succeed,
)
from tests.support.storefront import Storefront
from tests.support.tariffs import assert_tariffs_add_up, open_servers
from tests.support.top_ups import Refilling, open_refilling, the_order


@pytest.fixture
async def refilling(store: Storefront) -> Refilling:
    made = await open_refilling(store)
    await made.order("10.00", "25.00")
    return made


async def test_a_debit_below_the_threshold_charges_the_kept_card_once(refilling: Refilling) -> None:
    await refilling.spend("10.00")
    assert await refilling.jobs() == (0, 0), "exactly the threshold is enough"
    await refilling.spend("0.01")
    assert (await the_order()).next_try_at == START

    assert await refilling.jobs() == (1, 1)
    payment = await Payment.get(auto_top_up_id__isnull=False)
    assert (payment.status, payment.purpose, payment.amount_minor, payment.user_id) == (
        "SUCCEEDED",
        "TOP_UP",
        2500,
        None,
    )
    request = refilling.gateway.requests[-1]
    assert request.source == SavedMethod(MethodKind.CARD, "cus_1", "pm_1")
    assert (request.off_session, request.save_method, request.return_url) == (True, False, None)
    assert request.description == "Balance top-up"
    order = await the_order()
    assert (order.payment_id, order.next_try_at, order.failures, order.paused_reason) == (None, None, 0, None)
    assert await refilling.balance() == 3499
    told = [event.type for event in await Event.filter(subject_id=order.id).order_by("id")]
    assert told == ["auto_top_up.set", "auto_top_up.started", "auto_top_up.succeeded"]
    assert [event.version for event in await Event.filter(subject_id=order.id).order_by("id")] == [1, 2, 3]
    assert await refilling.jobs() == (0, 0)
    await assert_all_adds_up(refilling.gateway)


async def test_twenty_debits_at_once_and_many_workers_are_one_charge(refilling: Refilling) -> None:
    services = refilling.store.services
    await asyncio.gather(*(refilling.spend("0.75") for _ in range(20)), *(run_due_top_ups(services) for _ in range(5)))
    await asyncio.gather(*(run_due_top_ups(services) for _ in range(5)))
    await asyncio.gather(*(collect_due_attempts(services) for _ in range(3)))
    await refilling.jobs()

    assert await refilling.charged() == [2500]
    assert len(refilling.gateway.charges) == 2
    assert await refilling.balance() == 2000 - 1500 + 2500
    await assert_all_adds_up(refilling.gateway)


async def test_the_whole_gap_is_one_charge_never_one_for_each_step(refilling: Refilling) -> None:
    await refilling.order("50.00", "7.00")
    await refilling.jobs()
    # 30.00 are missing: five times 7.00.
    assert await refilling.charged() == [3500]
    assert refilling.gateway.calls("create") == 2
    assert await refilling.balance() == 5500
    await assert_all_adds_up(refilling.gateway)


async def test_a_gap_of_exactly_some_steps_takes_no_more(refilling: Refilling) -> None:
    await refilling.order("41.00", "7.00")
    await refilling.jobs()
    assert (await refilling.charged(), await refilling.balance()) == ([2100], 4100)


async def test_what_is_held_does_not_count(refilling: Refilling) -> None:
    await refilling.treasury.hold("15.00")
    await refilling.jobs()
    assert (await refilling.charged(), await refilling.balance()) == ([2500], 4500)


async def test_a_balance_that_is_still_low_after_it_is_topped_up_again(refilling: Refilling) -> None:
    await refilling.order("30.00", "25.00")
    refilling.gateway.script("create", pending())
    await refilling.spend("15.00")
    await refilling.jobs()
    await refilling.spend("5.00")
    assert await refilling.jobs() == (0, 0), "one in flight at a time"

    await refilling.store.hears(refilling.gateway.move(last_attempt(refilling), PaymentState.SUCCEEDED), id="evt_1")
    # 25.00 is still less than 30.00.
    assert (await the_order()).next_try_at == START
    await refilling.jobs()
    assert (await refilling.charged(), await refilling.balance()) == ([2500, 2500], 5000)
    await assert_all_adds_up(refilling.gateway)


def last_attempt(refilling: Refilling) -> str:
    """Our reference of the newest charge."""
    return refilling.gateway.requests[-1].our_reference


async def test_money_that_somebody_else_brings_first_makes_it_needless(refilling: Refilling) -> None:
    await refilling.spend("15.00")
    await refilling.treasury.top_up("30.00")
    assert await refilling.jobs() == (1, 0)
    assert await refilling.charged() == []
    assert (await the_order()).next_try_at is None


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (decline("FRAUD", DeclineAdvice.NEVER), "The card was declined. Try another card or ask your bank."),
        (decline("EXPIRED_CARD", DeclineAdvice.NEW_METHOD), "The card has expired. Try another card."),
        (
            decline("PROCESSING_ERROR", DeclineAdvice.MERCHANT_FIX),
            "This payment method cannot be charged at the moment, and the reason is on our side.",
        ),
        (require_action(), "The bank wants to verify this payment with you. Top up once yourself."),
    ],
    ids=["never", "new method", "merchant", "authentication"],
)
async def test_a_decline_that_somebody_must_act_on_pauses_it_and_says_why(
    refilling: Refilling, step: Step, words: str
) -> None:
    refilling.gateway.script("create", step)
    await refilling.spend()
    await refilling.jobs()

    order = await the_order()
    assert (order.enabled, order.paused_reason, order.failures) == (True, words, 1)
    assert (order.payment_id, order.next_try_at) == (None, None)
    told = await Event.get(type="auto_top_up.paused")
    assert (told.subject_id, told.version, told.payload["paused_reason"]) == (order.id, order.version, words)
    # Neither time nor further debits wake it.
    refilling.store.clock.advance(days=3)
    await refilling.spend("1.00")
    assert await refilling.jobs() == (0, 0)
    assert await refilling.balance() == 400

    again = await refilling.order("10.00", "25.00")
    assert (again.paused_reason, again.failures) == (None, 0)
    await refilling.jobs()
    assert await refilling.balance() == 2900
    await assert_all_adds_up(refilling.gateway)


@pytest.mark.parametrize("advice", [DeclineAdvice.RETRY_LATER, DeclineAdvice.CONTACT_ISSUER])
async def test_a_decline_that_may_pass_is_tried_again_ever_more_seldom_and_then_pauses(
    refilling: Refilling, advice: DeclineAdvice
) -> None:
    refilling.gateway.script("create", *[decline("INSUFFICIENT_FUNDS", advice)] * 4)
    await refilling.spend()
    await refilling.jobs()
    waits = []
    while (due := (await the_order()).next_try_at) is not None:
        waits.append((due - refilling.store.clock.now) / timedelta(hours=1))
        refilling.store.clock.now = due - timedelta(seconds=1)
        # Debits do not hurry it.
        await refilling.spend("0.01")
        assert await refilling.jobs() == (0, 0)
        refilling.store.clock.now = due
        await refilling.jobs()

    assert waits == [1, 6, 24]
    order = await the_order()
    assert (order.failures, order.payment_id) == (4, None)
    assert order.paused_reason == "4 tries failed. The card has insufficient funds. Try another card."
    assert await refilling.charged() == [2500] * 4
    assert len(refilling.gateway.charges) == 1
    await assert_all_adds_up(refilling.gateway)


async def test_a_success_forgets_the_failures_before_it(refilling: Refilling) -> None:
    refilling.gateway.script("create", decline("GENERIC", DeclineAdvice.RETRY_LATER), succeed())
    await refilling.spend()
    await refilling.jobs()
    assert (await the_order()).failures == 1
    refilling.store.clock.advance(hours=1)
    await refilling.jobs()
    order = await the_order()
    assert (order.failures, order.next_try_at, order.payment_id) == (0, None, None)
    assert await refilling.balance() == 3000
    await assert_all_adds_up(refilling.gateway)


async def test_five_in_a_day_are_the_most(refilling: Refilling) -> None:
    for n in range(5):
        await refilling.spend(str((await refilling.balance() - 100) / 100))
        assert await refilling.jobs() == (1, 1), n
        refilling.store.clock.advance(hours=1)
    await refilling.spend("25.00")
    assert await refilling.jobs() == (1, 0)
    order = await the_order()
    assert order.paused_reason == "5 automatic top-ups within a day: stopped to be safe."
    assert (order.next_try_at, order.enabled) == (None, True)
    assert await refilling.charged() == [2500] * 5

    # Setting it again does not lift the cap; time does.
    await refilling.order("10.00", "25.00")
    assert await refilling.jobs() == (1, 0)
    assert (await the_order()).paused_reason is not None
    refilling.store.clock.advance(hours=19)
    await refilling.order("10.00", "25.00")
    assert await refilling.jobs() == (1, 1)
    assert await refilling.charged() == [2500] * 6
    await assert_all_adds_up(refilling.gateway)


class Died(BaseException):
    """The process is gone: nothing of ours may catch this."""


def dies() -> Callable[[], Awaitable[object]]:
    """A step of a script at which the process dies."""

    async def die() -> None:
        raise Died

    return die


@pytest.mark.parametrize("place", ["after the claim", "before the call", "after the call", "reply lost", "not reached"])
async def test_a_crash_at_any_place_ends_in_one_charge(refilling: Refilling, place: str) -> None:
    services, clock = refilling.store.services, refilling.store.clock
    await refilling.spend()
    assert await run_due_top_ups(services) == 1
    steps = {
        "before the call": Step(None, before=dies()),
        "after the call": Step(after=dies()),
        "reply lost": lost_reply(),
        "not reached": away(),
    }
    if place in steps:
        refilling.gateway.script("create", steps[place])
        if place.endswith("the call"):
            with pytest.raises(Died):
                await collect_due_attempts(services)
        else:
            await collect_due_attempts(services)
        order = await the_order()
        assert (order.payment_id is not None, order.next_try_at) == (True, None)
    # Whoever comes later finishes it, and starts nothing new.
    for _ in range(3):
        clock.advance(minutes=2)
        await refilling.spend("0.01")
        assert await run_due_top_ups(services) == 0
        await collect_due_attempts(services)

    assert await refilling.charged() == [2500]
    assert [charge.minor for charge in refilling.gateway.charges] == [2000, 2500]
    assert await refilling.balance() == 2000 - 1500 - 3 + 2500
    assert (await the_order()).payment_id is None
    await assert_all_adds_up(refilling.gateway)


async def test_a_crash_inside_the_claim_leaves_nothing_and_the_next_look_starts_it(refilling: Refilling) -> None:
    services = refilling.store.services
    await refilling.spend()

    class Dying(Registry):
        @property
        def gateways(self) -> object:  # type: ignore[override]
            raise Died

    dying = object.__new__(Dying)
    async with nothing_changes():
        with pytest.raises(Died):
            await run_due_top_ups(replace(services, gateways=dying))
    await refilling.jobs()
    assert await refilling.charged() == [2500]
    await assert_all_adds_up(refilling.gateway)


async def test_late_money_of_an_old_payment_leaves_the_one_in_flight_alone(refilling: Refilling) -> None:
    refilling.gateway.script("create", decline("GENERIC", DeclineAdvice.RETRY_LATER), pending())
    await refilling.spend()
    await refilling.jobs()
    old = last_attempt(refilling)
    refilling.store.clock.advance(hours=1)
    await refilling.jobs()
    flying = await the_order()
    assert (flying.payment_id is not None, flying.failures) == (True, 1)

    await refilling.store.hears(refilling.gateway.move(old, PaymentState.SUCCEEDED), id="late")
    order = await the_order()
    assert (order.payment_id, order.failures, order.version) == (flying.payment_id, 1, flying.version)
    assert await refilling.balance() == 3000

    await refilling.store.hears(refilling.gateway.move(last_attempt(refilling), PaymentState.SUCCEEDED), id="evt_2")
    order = await the_order()
    assert (order.payment_id, order.failures) == (None, 0)
    assert await refilling.balance() == 5500
    await assert_all_adds_up(refilling.gateway)


async def test_a_top_up_that_is_canceled_pauses_it(refilling: Refilling) -> None:
    refilling.gateway.script("create", pending())
    await refilling.spend()
    await refilling.jobs()
    payment_id = (await the_order()).payment_id
    assert payment_id is not None
    await cancel_payment(refilling.store.ana.context, payment_id=payment_id)
    assert (await the_order()).paused_reason == "The last automatic top-up was canceled."


async def test_one_that_ran_out_of_time_is_tried_again(refilling: Refilling) -> None:
    refilling.gateway.script("create", pending())
    await refilling.spend()
    await refilling.jobs()
    await refilling.store.hears(refilling.gateway.move(last_attempt(refilling), PaymentState.EXPIRED), id="evt_1")
    order = await the_order()
    assert (order.next_try_at, order.failures, order.paused_reason) == (START + timedelta(hours=1), 1, None)


async def test_a_method_that_is_gone_pauses_it_without_a_charge(refilling: Refilling) -> None:
    await refilling.spend()
    await PaymentMethod.all().update(removed_at=START, is_default=False)
    await refilling.jobs()
    assert (await the_order()).paused_reason == "The payment method was removed."
    assert await refilling.charged() == []


async def test_a_method_that_the_gateway_does_not_have_any_more_pauses_it(refilling: Refilling) -> None:
    refilling.gateway.removed.add("pm_1")
    await refilling.spend()
    await refilling.jobs()
    order = await the_order()
    assert order.paused_reason == "The card was declined. Try another card or ask your bank."
    assert len(refilling.gateway.charges) == 1


async def test_a_gateway_that_is_switched_off_pauses_it(refilling: Refilling) -> None:
    await refilling.spend()
    await GatewayAccount.all().update(enabled=False)
    await refilling.jobs()
    assert (await the_order()).paused_reason == "This method cannot be charged any more."


async def test_a_gateway_that_needs_the_payer_since_an_update_pauses_it(refilling: Refilling) -> None:
    class Present(ScriptedGateway):
        capabilities = replace(ScriptedGateway.capabilities, off_session=False)

    await refilling.spend()
    await run_due_top_ups(replace(refilling.store.services, gateways=Registry([Present()])))
    assert (await the_order()).paused_reason == "This method cannot be charged while you are away."


async def test_an_order_that_cannot_even_be_started_is_set_aside_and_stops_nobody(refilling: Refilling) -> None:
    await refilling.spend()
    account = await GatewayAccount.get()
    await GatewayAccount.all().update(settings_sealed="k1.broken")
    assert await run_due_top_ups(refilling.store.services) == 0
    order = await the_order()
    assert (order.next_try_at, order.paused_reason) == (START + timedelta(minutes=10), None)
    await GatewayAccount.all().update(settings_sealed=account.settings_sealed)
    refilling.store.clock.advance(minutes=10)
    await refilling.jobs()
    assert await refilling.charged() == [2500]


async def test_nothing_is_charged_for_an_order_that_is_off(refilling: Refilling) -> None:
    await refilling.spend()
    await refilling.order("10.00", "25.00", enabled=False)
    refilling.store.clock.advance(days=1)
    assert await refilling.jobs() == (0, 0)
    await refilling.spend("1.00")
    assert await refilling.jobs() == (0, 0)
    assert (await PaymentAttempt.all().count(), await AutoTopUp.all().count()) == (1, 1)


async def test_the_log_says_that_nobody_was_there(refilling: Refilling) -> None:
    await refilling.spend()
    await refilling.jobs()
    log = await BalanceTransaction.all().order_by("number")
    assert [(row.reason, row.amount_minor, row.balance_after_minor) for row in log] == [
        ("TOP_UP", 2000, 2000),
        ("ADJUSTMENT", -1500, 500),
        ("TOP_UP", 2500, 3000),
    ]
    assert [row.user_id is None for row in log] == [False, False, True]


async def test_an_order_that_is_not_due_yet_is_left_alone(refilling: Refilling) -> None:
    await refilling.spend()
    early = replace(refilling.store.services, clock=lambda: START - timedelta(seconds=1))
    async with nothing_changes():
        assert await run_due_top_ups(early) == 0


async def test_a_server_that_eats_the_balance_runs_on(refilling: Refilling) -> None:
    """Time alone makes the balance low; the job that debits it starts the top-up, and nothing is ever suspended."""
    servers = await open_servers(refilling.store.merchant)
    running = await servers.subscribe(refilling.store.ana, servers.large)
    charges = []
    for _ in range(10):
        refilling.store.clock.advance(hours=24)
        await servers.run()
        await refilling.jobs()
        charges.append(len(await refilling.charged()))
        assert (await Subscription.get(id=running.id)).status == "ACTIVE"

    # 4.80 a day: below 10.00 after the third day, and again five days later.
    assert charges == [0, 0, 1, 1, 1, 1, 1, 2, 2, 2]
    assert await refilling.balance() == 2000 + 2 * 2500 - 10 * 480
    await assert_tariffs_add_up()
    await assert_all_adds_up(refilling.gateway)


async def test_a_server_that_was_suspended_goes_on_when_the_order_is_renewed(refilling: Refilling) -> None:
    servers = await open_servers(refilling.store.merchant)
    running = await servers.subscribe(refilling.store.ana, servers.large)
    refilling.gateway.script("create", decline("EXPIRED_CARD", DeclineAdvice.NEW_METHOD))
    for _ in range(6):
        refilling.store.clock.advance(hours=24)
        await servers.run()
        await refilling.jobs()
    assert (await Subscription.get(id=running.id)).status == "SUSPENDED"
    assert await refilling.balance() == 0

    await refilling.order("10.00", "25.00")
    await refilling.jobs()
    assert (await Subscription.get(id=running.id)).status == "ACTIVE"
    assert await refilling.balance() == 2500
    await assert_all_adds_up(refilling.gateway)


async def test_a_refunded_top_up_is_not_charged_again_at_once(refilling: Refilling) -> None:
    first = await Payment.get()
    await create_refund(
        refilling.treasury.by_staff, payment_id=first.id, amount=("5.00", "USD"), reason="Asked", idempotency_key="one"
    )
    assert (await the_order()).paused_reason is None, "15.00 are enough"
    await create_refund(
        refilling.treasury.by_staff, payment_id=first.id, amount=("5.01", "USD"), reason="Asked", idempotency_key="two"
    )
    order = await the_order()
    assert order.paused_reason == "A top-up was refunded. Set this again to go on."
    assert await refilling.jobs() == (0, 0)
    assert (await refilling.charged(), await refilling.balance()) == ([], 999)
    await refilling.order()
    await refilling.jobs()
    assert await refilling.charged() == [2500]
    await assert_all_adds_up(refilling.gateway)


async def test_a_refund_does_not_take_a_top_up_out_of_the_air(refilling: Refilling) -> None:
    refilling.gateway.script("create", pending())
    await refilling.spend("15.00")
    await refilling.jobs()
    flying = await the_order()
    await create_refund(
        refilling.treasury.by_staff, payment_id=(await Payment.filter(status="SUCCEEDED").get()).id,
        amount=("1.00", "USD"), reason="Asked", idempotency_key="one",
    )  # fmt: skip
    order = await the_order()
    assert (order.payment_id, order.paused_reason) == (flying.payment_id, None)
    await refilling.store.hears(refilling.gateway.move(last_attempt(refilling), PaymentState.SUCCEEDED), id="evt_1")
    assert await refilling.balance() == 2900
    await assert_all_adds_up(refilling.gateway)
