"""Disputes: a payer's bank asks, takes, and decides. The books follow once, whatever order it is told in."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from backend.domain.billing import ChangeTiming, DisputeAction
from backend.domain.errors import InvalidInput
from backend.domain.money import Currency, Money
from backend.gateways.base import DisputeResult, DisputeState, PaymentResult, PaymentState
from backend.models import (
    Dispute,
    Event,
    GatewayEvent,
    Invoice,
    LedgerEntry,
    LedgerTransaction,
    PaymentAttempt,
    StaffTask,
    Subscription,
)
from backend.services.billing.set_policy import PolicyChange, set_policy
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.refunds.kept import kept_of
from backend.services.refunds.refundable import refundable_of
from backend.services.subscriptions.cancel import cancel_subscription
from tests.support.clock import START
from tests.support.invariants import nothing_changes
from tests.support.refunds import RefundDesk, open_desk
from tests.support.scripted_gateway import pending
from tests.support.storefront import Storefront, only_attempt, only_payment
from tests.support.telling_gateway import TellingGateway, fact, telling

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
S = DisputeState


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


@pytest.fixture
async def desk(store: Storefront) -> RefundDesk:
    return await open_desk(store)


async def charge(gateway: TellingGateway) -> PaymentResult:
    return gateway.payments[(await only_attempt()).id]


async def tell(desk: RefundDesk, told: DisputeResult, *, id: str | None = None, trust: str = "signed_full") -> None:
    event = fact(desk.store.clock.now, told, id=id or f"evt_{told.state}", trust=trust)  # type: ignore[arg-type]
    headers, body = telling(event)
    await receive_webhook(desk.store.services, account_id=desk.store.account.id, headers=headers, body=body)


async def hears(desk: RefundDesk, told: DisputeResult, *, id: str | None = None, trust: str = "signed_full") -> None:
    await tell(desk, told, id=id, trust=trust)
    await apply_due_events(desk.store.services)


async def stands() -> tuple[str, int, list[str]]:
    """The dispute's status, what counts as disputed, and the postings of it."""
    dispute = await Dispute.get()
    posted = await LedgerTransaction.filter(subject_id=dispute.id).order_by("id")
    return dispute.status, (await only_payment()).disputed_minor, [row.key.rpartition(":")[2] for row in posted]


@pytest.mark.parametrize("trust", ["signed_full", "hint"])
@SQLITE
async def test_an_open_dispute_takes_the_money_out_of_the_gateways_account(
    desk: RefundDesk, gateway: TellingGateway, trust: str
) -> None:
    until = START + timedelta(days=7)
    told = replace(gateway.dispute(await charge(gateway), S.OPEN), respond_by=until)
    gateway.disputes[told.reference] = told
    await hears(desk, told, trust=trust)

    dispute = await Dispute.get()
    assert await stands() == ("OPEN", 1000, ["taken"])
    assert (dispute.payment_id, dispute.customer_id, dispute.reason) == (
        desk.payment.id, desk.store.ana.row.id, "fraudulent",
    )  # fmt: skip
    assert (dispute.respond_by, dispute.opened_at, dispute.closed_at, dispute.version) == (until, START, None, 1)
    (taken,) = await LedgerTransaction.filter(subject_id=dispute.id)
    assert sorted(row.amount_minor for row in await LedgerEntry.filter(transaction_id=taken.id)) == [-1000, 1000]
    (task,) = await StaffTask.all()
    assert (task.kind, task.subject_id) == ("DISPUTE", dispute.id)
    assert "took 10.00 USD of this payment back" in task.message
    assert "by 2026-02-07 12:00 UTC" in task.message
    # The subscription goes on: that is the policy unless staff say otherwise.
    assert [row.status for row in await Subscription.all()] == ["ACTIVE"]
    await desk.assert_true()


@pytest.mark.parametrize(
    ("end", "disputed", "postings"), [(S.WON, 0, ["taken", "returned"]), (S.LOST, 1000, ["taken"])]
)
@SQLITE
async def test_a_dispute_ends_and_the_books_with_it(
    desk: RefundDesk, gateway: TellingGateway, end: DisputeState, disputed: int, postings: list[str]
) -> None:
    for state in (S.INQUIRY, S.OPEN, end):
        desk.store.clock.advance(days=1)
        await hears(desk, gateway.dispute(await charge(gateway), state))
    assert await stands() == (end.value, disputed, postings)
    dispute = await Dispute.get()
    assert (dispute.closed_at, dispute.version) == (START + timedelta(days=3), 3)
    told = [event.type for event in await Event.filter(subject_id=dispute.id).order_by("id")]
    assert told == ["dispute.opened", "dispute.opened", f"dispute.{end.value.lower()}"]
    await desk.assert_true()


async def test_told_many_times_at_once_it_is_booked_once(desk: RefundDesk, gateway: TellingGateway) -> None:
    told = gateway.dispute(await charge(gateway), S.OPEN)
    await asyncio.gather(*(tell(desk, told, id=f"evt_{n}") for n in range(6)))
    await asyncio.gather(*(apply_due_events(desk.store.services) for _ in range(6)))
    # Who lost the race for the row tries again.
    desk.store.clock.advance(minutes=1)
    await apply_due_events(desk.store.services)
    assert await stands() == ("OPEN", 1000, ["taken"])
    assert {event.status for event in await GatewayEvent.all()} == {"APPLIED"}
    await desk.assert_true()


@pytest.mark.parametrize("order", list(permutations((S.INQUIRY, S.OPEN, S.WON))), ids=lambda o: "-".join(o))
@SQLITE
async def test_every_order_of_the_news_ends_alike(
    desk: RefundDesk, gateway: TellingGateway, order: tuple[DisputeState, ...]
) -> None:
    paid = await charge(gateway)
    for state in order:
        await hears(desk, gateway.dispute(paid, state))
    assert (await stands())[:2] == ("WON", 0)
    await desk.assert_true()


@SQLITE
async def test_one_that_is_open_again_after_it_was_won_is_a_matter_for_staff(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway)
    await hears(desk, gateway.dispute(paid, S.OPEN))
    await hears(desk, gateway.dispute(paid, S.WON))
    # Old news that comes late says nothing new; the bank's second thought does.
    await hears(desk, gateway.dispute(paid, S.OPEN), id="evt_late")
    assert await StaffTask.filter(resolved_at=None).count() == 0
    again = replace(gateway.dispute(paid, S.OPEN), observed_at=START + timedelta(days=30))
    await hears(desk, again, id="evt_again")
    task = await StaffTask.get(resolved_at=None)
    assert (task.kind, task.subject_id) == ("AMOUNT_MISMATCH", (await Dispute.get()).id)
    assert "is OPEN, and it was WON before. Nothing was booked" in task.message
    assert await stands() == ("WON", 0, ["taken", "returned"])
    await desk.assert_true()


@SQLITE
async def test_an_inquiry_takes_nothing_and_may_be_about_another_amount_by_the_time_it_opens(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid = await charge(gateway)
    await hears(desk, gateway.dispute(paid, S.INQUIRY))
    assert await stands() == ("INQUIRY", 0, [])
    await hears(desk, gateway.dispute(paid, S.OPEN, 600))
    assert await stands() == ("OPEN", 600, ["taken"])
    # What was booked stays; another amount for it is a matter for people.
    await hears(desk, gateway.dispute(paid, S.WON, 700))
    assert await stands() == ("OPEN", 600, ["taken"])
    assert [(task.kind, task.resolved_at is None) for task in await StaffTask.all().order_by("id")] == [
        ("DISPUTE", False), ("DISPUTE", True), ("AMOUNT_MISMATCH", True),
    ]  # fmt: skip
    await desk.assert_true()


@SQLITE
async def test_a_dispute_in_another_currency_is_not_booked(desk: RefundDesk, gateway: TellingGateway) -> None:
    told = gateway.dispute(await charge(gateway), S.OPEN)
    await hears(desk, replace(told, amount=Money(1000, Currency("EUR", 2))))
    assert (await Dispute.all().count(), (await only_payment()).disputed_minor) == (0, 0)
    assert [task.kind for task in await StaffTask.all()] == ["AMOUNT_MISMATCH"]
    await desk.assert_true()


@SQLITE
async def test_a_dispute_of_a_payment_that_is_not_known_waits_and_is_given_to_staff(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    told = replace(gateway.dispute(await charge(gateway), S.OPEN), payment_reference="ch_foreign")
    await tell(desk, told)
    while (due := (await GatewayEvent.get()).next_try_at) is not None:
        desk.store.clock.now = due
        await apply_due_events(desk.store.services)
    event = await GatewayEvent.get()
    assert (event.status, event.outcome) == ("FAILED", "no payment of ours has this reference yet")
    (task,) = await StaffTask.all()
    assert (task.kind, task.subject_id) == ("UNKNOWN_EVENT", desk.store.account.id)


@SQLITE
async def test_a_dispute_that_outruns_the_news_of_its_payment_waits_for_it(
    store: Storefront, gateway: TellingGateway
) -> None:
    gateway.script("create", pending())
    desk = await open_desk(store)
    paid = gateway.move((await PaymentAttempt.get()).id, PaymentState.SUCCEEDED)
    await hears(desk, gateway.dispute(paid, S.OPEN))
    assert await Dispute.all().count() == 0
    await store.hears(paid, id="paid")
    store.clock.advance(seconds=2)
    await apply_due_events(store.services)
    assert await stands() == ("OPEN", 1000, ["taken"])
    await desk.assert_true()


# What follows


@SQLITE
async def test_what_the_bank_took_cannot_be_refunded_as_well(desk: RefundDesk, gateway: TellingGateway) -> None:
    paid = await charge(gateway)
    await hears(desk, gateway.dispute(paid, S.OPEN, 700))
    assert await refundable_of(desk.store.merchant.system, [await only_payment()]) == [300]
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await desk.refund("3.01")
    assert [(problem.path, problem.code) for problem in caught.value.fields] == [(("amount", "amount"), "DISPUTED")]
    assert (await desk.refund()).amount_minor == 300
    assert await kept_of(desk.store.merchant.system, [await Invoice.get()]) == 0
    async with nothing_changes():
        with pytest.raises(InvalidInput) as caught:
            await desk.refund()
    assert caught.value.fields[0].code == "DISPUTED"

    await hears(desk, gateway.dispute(paid, S.WON, 700))
    assert (await desk.refund()).amount_minor == 700
    await desk.assert_true()


@SQLITE
async def test_a_subscription_whose_payment_was_taken_back_gives_no_credit_for_it(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    await hears(desk, gateway.dispute(await charge(gateway), S.OPEN))
    (subscription,) = await Subscription.all()
    await cancel_subscription(
        desk.store.ana.context, subscription_id=subscription.id, when=ChangeTiming.NOW, credit_unused=True
    )
    canceled = await Event.get(type="subscription.canceled")
    assert (canceled.payload["credited_minor"], canceled.payload["refunded_minor"]) == (0, 0)
    await desk.assert_true()


@SQLITE
async def test_with_the_policy_cancel_the_subscription_ends_when_the_money_is_taken(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    await set_policy(desk.treasury.by_staff, change=PolicyChange(on_dispute=DisputeAction.CANCEL))
    paid = await charge(gateway)
    await hears(desk, gateway.dispute(paid, S.INQUIRY))
    assert [row.status for row in await Subscription.all()] == ["ACTIVE"]
    await hears(desk, gateway.dispute(paid, S.OPEN))
    (subscription,) = await Subscription.all()
    assert (subscription.status, subscription.ended_at) == ("CANCELED", START)
    canceled = await Event.get(type="subscription.canceled")
    assert (canceled.payload["reason"], canceled.payload["credited_minor"]) == (
        "The payer's bank took the payment back.", 0,
    )  # fmt: skip
    # Winning does not bring it back to life.
    await hears(desk, gateway.dispute(paid, S.WON))
    assert [row.status for row in await Subscription.all()] == ["CANCELED"]
    await desk.assert_true()
