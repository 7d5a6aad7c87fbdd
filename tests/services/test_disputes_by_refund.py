"""Disputes that a refund ends: the money goes back once, as the refund, whatever is told first and how often."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import count

import pytest

from backend.domain.money import Money
from backend.gateways.base import DisputeResult, DisputeState, PaymentResult, RefundResult, RefundState
from backend.models import Dispute, Event, GatewayEvent, LedgerAccount, Payment, PaymentAttempt, Refund, StaffTask
from backend.services.gateways.apply import MAX_TRIES, apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.refunds.due import collect_due_refunds
from backend.services.refunds.outside import record_listed_refund
from backend.services.tasks.resolve import resolve_task
from tests.support.refunds import RefundDesk, only_refund, open_desk
from tests.support.scripted_gateway import away, reject_refund
from tests.support.storefront import Storefront
from tests.support.telling_gateway import TellingGateway, fact, telling

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
S = DisputeState
_numbers = count()


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


@pytest.fixture
async def desk(store: Storefront) -> RefundDesk:
    return await open_desk(store)


async def charge(gateway: TellingGateway, payment: Payment) -> PaymentResult:
    return gateway.payments[(await PaymentAttempt.get(payment_id=payment.id)).id]


def ended(gateway: TellingGateway, payment: PaymentResult, minor: int, refunded: int | None = None) -> DisputeResult:
    """The payer was given it back, by a refund."""
    back = Money(minor if refunded is None else refunded, payment.amount.currency)
    return replace(gateway.dispute(payment, S.LOST, minor), refunded=back)


async def tell(desk: RefundDesk, told: RefundResult | DisputeResult) -> None:
    headers, body = telling(fact(desk.store.clock.now, told, id=f"evt_{next(_numbers)}"))
    await receive_webhook(desk.store.services, account_id=desk.store.account.id, headers=headers, body=body)


async def hears(desk: RefundDesk, *all_told: RefundResult | DisputeResult) -> None:
    for told in all_told:
        await tell(desk, told)
        await apply_due_events(desk.store.services)


async def work(desk: RefundDesk) -> None:
    """What workers do in the next minute."""
    desk.store.clock.advance(minutes=1)
    await apply_due_events(desk.store.services)
    await collect_due_refunds(desk.store.services)


async def stands(payment: Payment) -> tuple[str, int, list[tuple[str, int]]]:
    """The dispute's status, what the bank holds or kept, and the refunds."""
    dispute, row = await Dispute.get(payment_id=payment.id), await Payment.get(id=payment.id)
    refunds = await Refund.filter(payment_id=payment.id).order_by("id")
    return dispute.status, row.disputed_minor, [(refund.status, refund.amount_minor) for refund in refunds]


async def open_tasks() -> list[str]:
    return [row.kind for row in await StaffTask.filter(resolved_at=None).order_by("id")]


async def balance() -> tuple[int, int]:
    """The balance, and what is held of it."""
    account = await LedgerAccount.get(kind="CUSTOMER_BALANCE", currency="USD")
    return account.balance_minor or 0, account.held_minor


@pytest.mark.parametrize(
    ("minor", "order"),
    [
        (1000, "inquiry refund end"),
        (1000, "inquiry open refund end"),
        (1000, "inquiry open end refund"),
        (1000, "refund open end inquiry"),
        (1000, "refund end inquiry open"),
        (1000, "end refund open"),
        (1000, "open end refund"),
        (400, "inquiry open refund end"),
        (400, "refund open end"),
        (400, "open end refund"),
    ],
    ids=lambda value: str(value).replace(" ", "-"),
)
@SQLITE
async def test_the_money_goes_back_once_and_as_the_refund_whatever_is_told_first(
    desk: RefundDesk, gateway: TellingGateway, order: str, minor: int
) -> None:
    paid = await charge(gateway, desk.payment)
    told: dict[str, RefundResult | DisputeResult] = {
        "inquiry": gateway.dispute(paid, S.INQUIRY, minor), "open": gateway.dispute(paid, S.OPEN, minor),
        "refund": gateway.refund_there(paid, minor), "end": ended(gateway, paid, minor),
    }  # fmt: skip
    await hears(desk, *(told[name] for name in order.split()))
    await work(desk)
    assert await stands(desk.payment) == ("WON", 0, [("SUCCEEDED", minor)])
    assert await desk.figures() == (1000, minor, 0)
    assert await open_tasks() == []
    # Told once more, all of it is known.
    before = await Payment.get(id=desk.payment.id)
    await hears(desk, *told.values())
    await work(desk)
    assert (await Payment.get(id=desk.payment.id)).version == before.version
    assert (await stands(desk.payment), await open_tasks()) == (("WON", 0, [("SUCCEEDED", minor)]), [])
    await desk.assert_true()


@SQLITE
async def test_a_bank_that_takes_what_was_refunded_before_is_a_matter_for_staff_until_it_ended_by_the_refund(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.refund_there(paid, 1000), gateway.dispute(paid, S.OPEN))
    assert (await desk.figures(), await Dispute.all().count(), await open_tasks()) == (
        (1000, 1000, 0), 0, ["AMOUNT_MISMATCH"],
    )  # fmt: skip
    await hears(desk, ended(gateway, paid, 1000))
    assert await stands(desk.payment) == ("WON", 0, [("SUCCEEDED", 1000)])
    assert await open_tasks() == []
    await desk.assert_true()


async def test_all_of_it_told_many_times_at_once_is_booked_once(desk: RefundDesk, gateway: TellingGateway) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN))
    refund, end = gateway.refund_there(paid, 1000), ended(gateway, paid, 1000)
    await asyncio.gather(*(tell(desk, told) for told in (end, refund) * 4))
    await asyncio.gather(
        *(apply_due_events(desk.store.services) for _ in range(4)),
        *(record_listed_refund(desk.store.merchant.system, payment_id=desk.payment.id, observed=refund) for _ in "ab"),
    )
    for _ in range(3):
        await work(desk)
    assert await stands(desk.payment) == ("WON", 0, [("SUCCEEDED", 1000)])
    assert {event.status for event in await GatewayEvent.all()} == {"APPLIED"}
    assert await open_tasks() == []
    told = await Event.get(type="dispute.won")
    assert told.payload["by_refund"] is True
    await desk.assert_true()


@SQLITE
async def test_what_became_balance_is_held_by_the_dispute_and_taken_by_the_refund(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    top_up = await desk.treasury.top_up("25.00")
    await desk.treasury.give("-15.00")
    paid = await charge(gateway, top_up)
    await hears(desk, gateway.dispute(paid, S.OPEN, 1000))
    assert await balance() == (1000, 1000)
    # There is enough left of the payment for both; it waits all the same, as it may be the same money.
    await hears(desk, gateway.refund_there(paid, 1000))
    assert (await stands(top_up), await balance()) == (("OPEN", 1000, []), (1000, 1000))
    await hears(desk, ended(gateway, paid, 1000))
    await work(desk)
    assert (await stands(top_up), await balance()) == (("WON", 0, [("SUCCEEDED", 1000)]), (0, 0))
    assert await open_tasks() == []
    await desk.assert_true()


@pytest.mark.parametrize("first", [S.INQUIRY, S.OPEN])
@SQLITE
async def test_another_amount_than_the_dispute_is_of_is_a_matter_for_staff(
    desk: RefundDesk, gateway: TellingGateway, first: DisputeState
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, first), gateway.refund_there(paid, 400))
    before = (await stands(desk.payment), await desk.figures())
    await hears(desk, ended(gateway, paid, 1000, refunded=400))
    await work(desk)
    assert (await stands(desk.payment), await desk.figures()) == before
    task = await StaffTask.get(kind="AMOUNT_MISMATCH")
    assert "tells of a dispute of 10.00 USD, and 4.00 USD were refunded to end it. Nothing was booked" in task.message
    taken = 1000 if first is S.OPEN else 0
    assert before == ((first.value, taken, [] if taken else [("SUCCEEDED", 400)]), (1000, 0 if taken else 400, 0))


@SQLITE
async def test_a_refund_of_another_amount_is_not_the_one_that_ended_it(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN, 600), gateway.refund_there(paid, 300), ended(gateway, paid, 600))
    await work(desk)
    assert await stands(desk.payment) == ("OPEN", 600, [("SUCCEEDED", 300)])
    await hears(desk, gateway.refund_there(paid, 600))
    await work(desk)
    assert await stands(desk.payment) == ("WON", 0, [("SUCCEEDED", 300), ("SUCCEEDED", 600)])
    assert await open_tasks() == []
    await desk.assert_true()


@SQLITE
async def test_a_refund_of_ours_ends_it_as_well(desk: RefundDesk, gateway: TellingGateway) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.INQUIRY))
    await desk.refund()
    await hears(desk, ended(gateway, paid, 1000))
    assert await stands(desk.payment) == ("WON", 0, [("SUCCEEDED", 1000)])
    assert await open_tasks() == []
    await desk.assert_true()


@SQLITE
async def test_a_refund_that_is_told_after_the_end_was_given_up_wakes_it(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN), ended(gateway, paid, 1000))
    while (due := (await GatewayEvent.all().order_by("-id").first()).next_try_at) is not None:  # type: ignore[union-attr]
        desk.store.clock.now = due
        await apply_due_events(desk.store.services)
    last = await GatewayEvent.all().order_by("-id").first()
    assert last is not None
    assert (last.status, last.tries, last.outcome) == (
        "FAILED", MAX_TRIES, "it ended by a refund that is not known here yet",
    )  # fmt: skip
    assert await stands(desk.payment) == ("OPEN", 1000, [])
    await hears(desk, gateway.refund_there(paid, 1000))
    await work(desk)
    assert await stands(desk.payment) == ("WON", 0, [("SUCCEEDED", 1000)])
    await desk.assert_true()


@SQLITE
async def test_while_ours_is_to_give_the_same_money_back_the_other_waits_and_is_recorded_when_ours_failed(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    gateway.script("refund", away(), reject_refund("ALREADY_REFUNDED"))
    ours, paid = await desk.refund(), await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN), gateway.refund_there(paid, 1000), ended(gateway, paid, 1000))
    assert await stands(desk.payment) == ("WON", 0, [("PENDING", 1000)])
    await work(desk)
    assert (await Refund.get(id=ours.id)).status == "FAILED"
    assert await stands(desk.payment) == ("WON", 0, [("FAILED", 1000), ("SUCCEEDED", 1000)])
    assert (await desk.figures(), await open_tasks()) == ((1000, 1000, 0), [])
    await desk.assert_true()


# Disputes that end otherwise


@pytest.mark.parametrize("resolved", [False, True], ids=["open", "seen-to"])
@SQLITE
async def test_a_refund_that_was_told_before_the_dispute_is_won_is_recorded_then(
    desk: RefundDesk, gateway: TellingGateway, resolved: bool
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN), gateway.refund_there(paid, 1000))
    task = await StaffTask.get(kind="OUTSIDE_REFUND")
    assert "should that come back, the refund is recorded then" in task.message
    if resolved:
        await resolve_task(desk.treasury.by_staff, task_id=task.id, note="The same money")
    await hears(desk, gateway.dispute(paid, S.WON))
    # Until the gateway says what became of it, it is reserved: nobody gives the money back once more.
    assert (await stands(desk.payment), await desk.figures()) == (("WON", 0, [("PENDING", 1000)]), (1000, 0, 1000))
    await work(desk)
    assert (await desk.figures(), await open_tasks()) == ((1000, 1000, 0), [])
    assert (await only_refund()).reason == "Made at the gateway"
    await desk.assert_true()


@SQLITE
async def test_a_refund_that_failed_while_it_waited_is_not_recorded(desk: RefundDesk, gateway: TellingGateway) -> None:
    paid = await charge(gateway, desk.payment)
    there = gateway.refund_there(paid, 1000, RefundState.PENDING)
    await hears(desk, gateway.dispute(paid, S.OPEN), there)
    await hears(desk, gateway.move_refund(str(there.reference), RefundState.FAILED, reason="DISPUTED"))
    assert await open_tasks() == ["DISPUTE"]
    await hears(desk, gateway.dispute(paid, S.WON))
    await work(desk)
    assert (await stands(desk.payment), await open_tasks()) == (("WON", 0, []), [])
    await desk.assert_true()


@SQLITE
async def test_without_the_gateways_word_a_refund_and_a_lost_dispute_are_two_movements(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN, 400), gateway.refund_there(paid, 400))
    assert await stands(desk.payment) == ("OPEN", 400, [])
    await hears(desk, gateway.dispute(paid, S.LOST, 400))
    await work(desk)
    assert await stands(desk.payment) == ("LOST", 400, [("SUCCEEDED", 400)])
    assert await open_tasks() == ["DISPUTE"]


@SQLITE
async def test_one_that_was_booked_as_lost_stays_so_when_a_refund_is_named_afterwards(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.LOST))
    await hears(desk, ended(gateway, paid, 1000), gateway.refund_there(paid, 1000))
    await work(desk)
    assert await stands(desk.payment) == ("LOST", 1000, [])
    assert await open_tasks() == ["DISPUTE", "OUTSIDE_REFUND"]
