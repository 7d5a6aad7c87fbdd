"""Refunds that somebody made at the gateway, in its own dashboard: recorded once, and booked like any other."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from backend.gateways.base import OutcomeUnknown, PaymentResult, PaymentState, RefundResult, RefundState
from backend.models import GatewayEvent, Payment, PaymentAttempt, Refund, StaffTask
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.payments.sync import sync_payment
from backend.services.refunds.due import collect_due_refunds
from tests.support.refunds import RefundDesk, only_refund, open_desk
from tests.support.scripted_gateway import Step, pending
from tests.support.storefront import CARD, Storefront
from tests.support.telling_gateway import TellingGateway, fact, telling
from tests.support.units import UnitShop, refill_plan

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


@pytest.fixture
async def desk(store: Storefront) -> RefundDesk:
    return await open_desk(store)


async def charge(gateway: TellingGateway, payment: Payment) -> PaymentResult:
    attempt = await PaymentAttempt.get(payment_id=payment.id)
    return gateway.payments[attempt.id]


async def tell(desk: RefundDesk, refund: RefundResult, *, id: str = "evt_1", **changes: object) -> None:
    store = desk.store
    headers, body = telling(fact(store.clock.now, refund, id=id, **changes))  # type: ignore[arg-type]
    await receive_webhook(store.services, account_id=store.account.id, headers=headers, body=body)


async def hears(desk: RefundDesk, refund: RefundResult, *, id: str = "evt_1", **changes: object) -> None:
    await tell(desk, refund, id=id, **changes)
    await apply_due_events(desk.store.services)


@pytest.mark.parametrize(
    "told",
    [{}, {"trust": "hint"}, {"trust": "hint", "payment_reference": None}, {"payment_reference": None}],
    ids=["signed", "hint", "hint-without-payment", "signed-without-payment"],
)
@SQLITE
async def test_a_refund_that_nobody_made_here_is_recorded_and_booked(
    desk: RefundDesk, gateway: TellingGateway, told: dict[str, Any]
) -> None:
    there = gateway.refund_there(await charge(gateway, desk.payment), 400)
    await hears(desk, there, **told)

    refund = await only_refund()
    assert (refund.status, refund.amount_minor, refund.reason, refund.user_id) == (
        "SUCCEEDED", 400, "Made at the gateway", None,
    )  # fmt: skip
    assert (refund.gateway_reference, refund.sent_at, refund.next_try_at) == (there.reference, None, None)
    assert await desk.figures() == (1000, 400, 0)
    await desk.assert_true()


async def test_told_ten_times_at_once_and_listed_besides_it_is_one_refund(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway, desk.payment)
    there = gateway.refund_there(paid, 400)
    gateway.payments[str(paid.our_reference)] = replace(paid, refunds=[there])
    await asyncio.gather(*(tell(desk, there, id=f"evt_{n}") for n in range(5)))
    await asyncio.gather(
        *(apply_due_events(desk.store.services) for _ in range(3)),
        *(sync_payment(desk.treasury.by_staff, payment_id=desk.payment.id) for _ in range(3)),
    )
    await apply_due_events(desk.store.services)

    assert (await Refund.all().count(), await desk.figures()) == (1, (1000, 400, 0))
    assert {event.status for event in await GatewayEvent.all()} == {"APPLIED"}
    await desk.assert_true()


@SQLITE
async def test_one_that_is_pending_there_is_asked_about_and_may_fail(desk: RefundDesk, gateway: TellingGateway) -> None:
    there = gateway.refund_there(await charge(gateway, desk.payment), 1000, RefundState.PENDING)
    await hears(desk, there)
    assert await desk.figures() == (1000, 0, 1000)
    gateway.move_refund(str(there.reference), RefundState.FAILED, reason="METHOD")
    assert await collect_due_refunds(desk.store.services) == 1
    assert ((await only_refund()).status, await desk.figures()) == ("FAILED", (1000, 0, 0))
    assert (gateway.calls("refund"), gateway.calls("fetch_refund")) == (0, 1)
    await desk.assert_true()


@SQLITE
async def test_one_that_comes_back_later_restores_the_payment(desk: RefundDesk, gateway: TellingGateway) -> None:
    there = gateway.refund_there(await charge(gateway, desk.payment), 300)
    await hears(desk, there)
    await hears(desk, gateway.move_refund(str(there.reference), RefundState.FAILED, reason="METHOD"), id="evt_2")
    assert ((await only_refund()).status, await desk.figures()) == ("FAILED", (1000, 0, 0))
    await desk.assert_true()


@SQLITE
async def test_several_make_the_whole_and_no_more(desk: RefundDesk, gateway: TellingGateway) -> None:
    paid = await charge(gateway, desk.payment)
    for n, minor in enumerate((600, 400)):
        await hears(desk, gateway.refund_there(paid, minor), id=f"evt_{n}")
    assert await desk.figures() == (1000, 1000, 0)
    too_much = RefundResult(RefundState.SUCCEEDED, "re_more", None, paid.reference, paid.amount, paid.observed_at)
    await hears(desk, too_much, id="evt_more")

    assert await desk.figures() == (1000, 1000, 0)
    (task,) = await StaffTask.all()
    assert (task.kind, task.subject_id, task.details["payment"]) == ("OUTSIDE_REFUND", "re_more", desk.payment.id)
    assert "10.00 USD of this payment were given back at the gateway, and only 0.00 USD are left" in task.message
    await desk.assert_true()


@SQLITE
async def test_a_refund_of_ours_whose_answer_was_lost_is_not_taken_for_another(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    gateway.script("refund", Step(raises=OutcomeUnknown("read timeout")))
    ours = await desk.refund("4.00")
    truth = gateway.refund_truth[ours.id]
    # The gateway's list does not repeat our reference.
    await hears(desk, replace(truth, our_reference=None))
    assert (await Refund.all().count(), (await GatewayEvent.get()).status) == (1, "RECEIVED")

    desk.store.clock.advance(seconds=30)
    await collect_due_refunds(desk.store.services)
    await apply_due_events(desk.store.services)
    assert (await Refund.all().count(), await desk.figures()) == (1, (1000, 400, 0))
    assert (await GatewayEvent.get()).status == "APPLIED"
    assert (await only_refund()).sent_at is not None
    await desk.assert_true()


@SQLITE
async def test_a_refund_that_outruns_the_news_of_its_payment_waits_for_it(
    store: Storefront, gateway: TellingGateway
) -> None:
    gateway.script("create", pending())
    desk = await open_desk(store)
    paid = gateway.move((await PaymentAttempt.get()).id, PaymentState.SUCCEEDED)
    await hears(desk, gateway.refund_there(paid, 250))
    assert await Refund.all().count() == 0
    await store.hears(paid, id="paid")
    store.clock.advance(seconds=2)
    await apply_due_events(store.services)
    assert await desk.figures() == (1000, 250, 0)
    await desk.assert_true()


@SQLITE
async def test_what_became_balance_is_taken_out_of_it_as_far_as_it_is_there(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    payment = await desk.treasury.top_up("25.00")
    await desk.treasury.give("-20.00")
    await hears(desk, gateway.refund_there(await charge(gateway, payment), 800))

    refund = await only_refund()
    assert (refund.from_balance_minor, (await desk.treasury.account()).balance_minor) == (500, 0)
    assert await desk.figures(payment) == (2500, 800, 0)
    (task,) = await StaffTask.all()
    assert task.kind == "OUTSIDE_REFUND"
    assert "3.00 USD of it are not in the customer's balance any more" in task.message
    await desk.assert_true()


@SQLITE
async def test_units_go_back_with_a_bag_unless_they_are_used(desk: RefundDesk, gateway: TellingGateway) -> None:
    units = UnitShop(desk.store, await refill_plan(desk.store.merchant), desk.staff)
    used, free = [(await units.buy(pay_with=CARD)).payment for _ in range(2)]
    assert used is not None
    assert free is not None
    await hears(desk, gateway.refund_there(await charge(gateway, free), 4000), id="evt_free")
    assert (await Refund.get(payment_id=free.id)).units_taken != []
    assert await StaffTask.all().count() == 0

    await units.consume("120")
    await hears(desk, gateway.refund_there(await charge(gateway, used), 8000), id="evt_used")
    assert (await Refund.get(payment_id=used.id)).units_taken == []
    assert await desk.figures(used) == (8000, 8000, 0)
    (task,) = await StaffTask.all()
    assert "its units were not taken back" in task.message
    await desk.assert_true()


@SQLITE
async def test_a_refund_that_failed_before_we_heard_of_it_changes_nothing(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    there = gateway.refund_there(await charge(gateway, desk.payment), 400, RefundState.PENDING)
    failed = gateway.move_refund(str(there.reference), RefundState.FAILED, reason="METHOD")
    await tell(desk, failed)
    before = await Payment.all().values()
    await apply_due_events(desk.store.services)
    assert ((await GatewayEvent.get()).outcome, await Refund.all().count()) == ("nothing new", 0)
    assert await Payment.all().values() == before


@SQLITE
async def test_a_refund_of_somebody_elses_payment_is_not_ours(desk: RefundDesk, gateway: TellingGateway) -> None:
    paid = await charge(gateway, desk.payment)
    foreign = RefundResult(RefundState.SUCCEEDED, "re_x", None, "ch_foreign", paid.amount, paid.observed_at)
    await tell(desk, foreign)
    named = RefundResult(RefundState.SUCCEEDED, "re_y", "ref_not_ours", paid.reference, paid.amount, paid.observed_at)
    await tell(desk, named, id="evt_2")
    await apply_due_events(desk.store.services)
    assert (await Refund.all().count(), await desk.figures()) == (0, (1000, 0, 0))
    assert {event.status for event in await GatewayEvent.all()} == {"RECEIVED"}
