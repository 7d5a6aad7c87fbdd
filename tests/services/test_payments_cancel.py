"""Canceling: the gateway has the last word."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.errors import Conflict, Forbidden, IllegalTransition, NotFound, NotSupported, PaymentDeclined
from backend.gateways.base import (
    ConfigurationError,
    GatewayError,
    OutcomeUnknown,
    PaymentState,
    Unavailable,
)
from backend.gateways.registry import Registry
from backend.models import Invoice, Payment, PaymentAttempt, StaffTask
from backend.services.context import Limits
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import Step, away, decline, fail, hang, lost_reply, lying, pending, require_action
from tests.support.storefront import Storefront, known_customer, only_attempt, only_payment


async def cancel(store: Storefront) -> Payment:
    return await cancel_payment(store.ana.context, payment_id=(await only_payment()).id)


@pytest.mark.parametrize(
    "step", [require_action(), pending(), Step(PaymentState.AUTHORIZED)], ids=["action", "pending", "authorized"]
)
async def test_a_payment_that_waits_can_be_canceled_and_the_invoice_paid_otherwise(
    store: Storefront, step: Step
) -> None:
    store.gateway.script("create", step)
    made = await store.subscribe()
    canceled = await cancel(store)

    attempt = await only_attempt()
    assert (canceled.status, attempt.status, attempt.next_try_at) == ("CANCELED", "CANCELED", None)
    assert (canceled.action_sealed, canceled.captured_minor) == (None, 0)
    assert [(e.call, e.subject, e.key) for e in store.gateway.journal[1:]] == [
        ("cancel", "ch_1", f"{attempt.id}:cancel")
    ]
    assert (await Invoice.get(id=made.invoice.id)).status == "OPEN"

    await store.pay(made.invoice.id)
    assert (await Invoice.get(id=made.invoice.id)).status == "PAID"
    await assert_all_adds_up(store.gateway)


async def test_canceling_again_changes_nothing_and_asks_nobody(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    await cancel(store)
    async with nothing_changes():
        assert (await cancel(store)).status == "CANCELED"
    assert store.gateway.calls("cancel") == 1


async def test_twenty_cancels_at_once_are_one(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    answers = await asyncio.gather(*(cancel(store) for _ in range(20)))

    assert {answer.status for answer in answers} == {"CANCELED"}
    assert (await only_payment()).version == 3
    await assert_all_adds_up(store.gateway)


async def test_what_was_never_sent_because_its_gateway_is_away_can_be_canceled(store: Storefront) -> None:
    store.gateway.script("create", away())
    made = await store.subscribe()
    first = await only_attempt()
    assert (first.status, first.tries) == ("CREATED", 1)
    with pytest.raises(Conflict):
        await store.pay(made.invoice.id, key="too-early")
    canceled = await cancel(store)
    assert (canceled.status, (await only_attempt()).status, canceled.action_expires_at) == (
        "CANCELED", "CANCELED", None,
    )  # fmt: skip
    assert (await store.pay(made.invoice.id)).invoice.status == "PAID"
    store.clock.advance(days=1)
    assert await collect_due_attempts(store.services) == 0
    (charge,) = store.gateway.charges
    assert charge.our_reference != first.id
    await assert_all_adds_up(store.gateway)


async def test_what_a_worker_takes_in_the_same_moment_is_sent_or_canceled_and_never_both(store: Storefront) -> None:
    store.gateway.script("create", away())
    await store.subscribe()
    store.clock.advance(minutes=1)
    answers = await asyncio.gather(cancel(store), collect_due_attempts(store.services), return_exceptions=True)
    attempt = await only_attempt()
    if isinstance(answers[0], Payment):
        assert (attempt.status, answers[0].status, store.gateway.charges) == ("CANCELED", "CANCELED", [])
    else:
        assert isinstance(answers[0], Conflict | IllegalTransition)
        assert (attempt.status, len(store.gateway.charges)) == ("SUCCEEDED", 1)
    await assert_all_adds_up(store.gateway)


async def test_a_payment_whose_answer_is_not_known_cannot_be_canceled_yet(store: Storefront) -> None:
    store.gateway.script("create", lost_reply())
    await store.subscribe()
    async with nothing_changes():
        with pytest.raises(Conflict):
            await cancel(store)
    assert store.gateway.calls("cancel") == 0


async def test_a_payment_that_is_being_sent_cannot_be_canceled_yet(store: Storefront) -> None:
    async def try_to_cancel() -> None:
        async with nothing_changes():
            with pytest.raises(Conflict):
                await cancel(store)

    store.gateway.script("create", Step(after=try_to_cancel))
    made = await store.subscribe()
    assert made.payment is not None
    assert made.payment.status == "SUCCEEDED"


async def test_a_payment_that_succeeded_cannot_be_canceled(store: Storefront) -> None:
    await store.subscribe()
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as caught:
            await cancel(store)
    assert caught.value.status == "SUCCEEDED"


async def test_a_payment_that_failed_cannot_be_canceled(store: Storefront) -> None:
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    async with nothing_changes():
        with pytest.raises(IllegalTransition) as caught:
            await cancel(store)
    assert caught.value.status == "FAILED"


@pytest.mark.parametrize(("truth", "shown"), [(PaymentState.SUCCEEDED, "SUCCEEDED"), (PaymentState.FAILED, "FAILED")])
async def test_what_the_gateway_finished_before_is_recorded_and_told(
    store: Storefront, truth: PaymentState, shown: str
) -> None:
    store.gateway.script("create", require_action())
    await store.subscribe()
    store.gateway.move((await only_attempt()).id, truth)

    with pytest.raises(IllegalTransition) as caught:
        await cancel(store)

    assert (caught.value.status, (await only_payment()).status) == (shown, shown)
    await assert_all_adds_up(store.gateway)


async def test_money_that_arrives_after_a_cancel_counts(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    await cancel(store)
    await store.hears(store.gateway.move((await only_attempt()).id, PaymentState.SUCCEEDED), id="late")

    assert ((await only_payment()).status, (await only_payment()).captured_minor) == ("SUCCEEDED", 1000)
    await assert_all_adds_up(store.gateway)


@pytest.mark.parametrize("error", [Unavailable("away"), OutcomeUnknown("timeout"), ConfigurationError("key")])
async def test_a_gateway_that_cannot_cancel_now_leaves_everything_as_it_is(
    store: Storefront, error: GatewayError
) -> None:
    store.gateway.script("create", pending())
    store.gateway.script("cancel", fail(error))
    await store.subscribe()
    async with nothing_changes():
        with pytest.raises(Conflict):
            await cancel(store)


async def test_a_gateway_that_never_answers_a_cancel_is_left_after_the_limit_of_a_call(store: Storefront) -> None:
    store.gateway.script("create", pending())
    store.gateway.script("cancel", hang())
    await store.subscribe()
    impatient = replace(store.services, limits=Limits(gateway_call=timedelta(milliseconds=50)))
    payment = await only_payment()
    async with nothing_changes():
        with pytest.raises(Conflict):
            await cancel_payment(replace(store.ana, services=impatient).context, payment_id=payment.id)


async def test_a_cancel_that_is_confirmed_for_another_payment_is_not_applied(store: Storefront) -> None:
    store.gateway.script("create", pending())
    store.gateway.script("cancel", lying(our_reference="pa_somebody_else"))
    await store.subscribe()
    before = await PaymentAttempt.all().values(), await Payment.all().values()
    with pytest.raises(IllegalTransition):
        await cancel(store)
    assert (await PaymentAttempt.all().values(), await Payment.all().values()) == before
    assert [task.kind for task in await StaffTask.all()] == ["AMOUNT_MISMATCH"]


async def test_only_its_own_customer_and_staff_can_cancel_a_payment(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    payment = await only_payment()
    stranger = await known_customer(store.merchant, "eve@example.com")
    async with nothing_changes():
        with pytest.raises(NotFound):
            await cancel_payment(stranger.context, payment_id=payment.id)
        with pytest.raises(Forbidden):
            await cancel_payment(store.merchant.visitor, payment_id=payment.id)
    assert store.gateway.calls("cancel") == 0
    assert (await cancel_payment(store.merchant.system, payment_id=payment.id)).status == "CANCELED"


@on_one_database
async def test_what_no_installed_gateway_knows_is_refused_with_a_reason(store: Storefront) -> None:
    store.gateway.script("create", pending())
    await store.subscribe()
    ana = store.ana.context
    without = replace(ana, services=replace(ana.services, gateways=Registry([])))
    async with nothing_changes():
        with pytest.raises(NotSupported):
            await cancel_payment(without, payment_id=(await only_payment()).id)
