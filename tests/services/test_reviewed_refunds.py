"""Refunds, disputes and void invoices that meet: money goes back once, and where it cannot be told staff are asked."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace

import pytest

from backend.domain.billing import ChangeTiming, Surplus
from backend.domain.errors import InsufficientBalance, PaymentDeclined
from backend.domain.money import Currency, Money
from backend.gateways.base import DisputeResult, DisputeState, PaymentResult, RefundResult, RefundState
from backend.models import (
    BalanceHold,
    Dispute,
    GatewayEvent,
    LedgerAccount,
    LedgerEntry,
    Payment,
    PaymentAttempt,
    Refund,
    StaffTask,
    Subscription,
)
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.invoices.pay import pay_invoice
from backend.services.refunds.due import collect_due_refunds
from backend.services.refunds.refundable import refundable_of
from backend.services.refunds.settle import settle_refund
from backend.services.subscriptions.cancel import cancel_subscription
from tests.support.balances import open_treasury
from tests.support.refunds import RefundDesk, only_refund, open_desk
from tests.support.scripted_gateway import Step, away, decline, lost_request, pending, reject_refund
from tests.support.storefront import CARD, Storefront
from tests.support.telling_gateway import TellingGateway, fact, telling
from tests.support.units import UnitShop, refill_plan

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
S = DisputeState
_numbers = itertools.count(1)


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


@pytest.fixture
async def desk(store: Storefront) -> RefundDesk:
    return await open_desk(store)


async def charge(gateway: TellingGateway, payment: Payment) -> PaymentResult:
    return gateway.payments[(await PaymentAttempt.get(payment_id=payment.id)).id]


async def tell(desk: RefundDesk, told: RefundResult | DisputeResult) -> None:
    headers, body = telling(fact(desk.store.clock.now, told, id=f"evt_{next(_numbers)}"))
    await receive_webhook(desk.store.services, account_id=desk.store.account.id, headers=headers, body=body)


async def hears(desk: RefundDesk, *all_told: RefundResult | DisputeResult) -> None:
    for told in all_told:
        await tell(desk, told)
        await apply_due_events(desk.store.services)


async def balance() -> tuple[int | None, int]:
    """The balance, and what is held of it."""
    account = await LedgerAccount.get_or_none(kind="CUSTOMER_BALANCE", currency="USD")
    return (account.balance_minor, account.held_minor) if account else (0, 0)


async def books() -> dict[str, int]:
    """What the accounts other than balances stand at; without those at nothing."""
    found: dict[str, int] = {}
    for account in await LedgerAccount.exclude(kind="CUSTOMER_BALANCE"):
        found[account.kind] = sum(entry.amount_minor for entry in await LedgerEntry.filter(account_id=account.id))
    return {kind: minor for kind, minor in found.items() if minor}


async def open_tasks() -> list[tuple[str, str]]:
    """Kind and subject of what waits for staff."""
    rows = await StaffTask.filter(resolved_at=None).order_by("id")
    return [(row.kind, row.subject_id) for row in rows]


async def cancel(desk: RefundDesk, *, unused: Surplus | None = None) -> None:
    (subscription,) = await Subscription.all()
    ctx = desk.store.merchant.system
    await cancel_subscription(ctx, subscription_id=subscription.id, when=ChangeTiming.NOW, unused=unused)


# Refunds that were made at the gateway


@pytest.mark.parametrize(("ours", "first"), [("25.00", away()), ("10.00", lost_request())], ids=["unsent", "lost"])
@SQLITE
async def test_a_refund_made_there_is_booked_once_ours_of_the_same_money_has_failed(
    desk: RefundDesk, gateway: TellingGateway, ours: str, first: Step
) -> None:
    top_up = await desk.treasury.top_up("25.00")
    gateway.script("refund", first, reject_refund("ALREADY_REFUNDED"))
    refused = await desk.refund(ours, payment=top_up)
    await hears(desk, gateway.refund_there(await charge(gateway, top_up), 2500))
    assert (await desk.figures(top_up), await open_tasks()) == ((2500, 0, refused.amount_minor), [])

    desk.store.clock.advance(minutes=1)
    await collect_due_refunds(desk.store.services)
    await apply_due_events(desk.store.services)
    assert [(one.status, one.amount_minor) for one in await Refund.all().order_by("id")] == [
        ("FAILED", refused.amount_minor), ("SUCCEEDED", 2500),
    ]  # fmt: skip
    assert (await desk.figures(top_up), await balance()) == ((2500, 2500, 0), (0, 0))
    await desk.assert_true()


@SQLITE
async def test_one_that_was_given_up_meanwhile_is_taken_up_again(desk: RefundDesk, gateway: TellingGateway) -> None:
    top_up = await desk.treasury.top_up("25.00")
    gateway.script("refund", pending())
    ours = await desk.refund("20.00", payment=top_up)
    await tell(desk, gateway.refund_there(await charge(gateway, top_up), 1000))
    while (due := (await GatewayEvent.get()).next_try_at) is not None:
        desk.store.clock.now = max(due, desk.store.clock.now)
        await apply_due_events(desk.store.services)
    assert ((await GatewayEvent.get()).status, await Refund.all().count()) == ("FAILED", 1)

    failed = gateway.move_refund(ours.id, RefundState.FAILED, reason="METHOD")
    await settle_refund(desk.store.merchant.system, refund_id=ours.id, observed=failed)
    await apply_due_events(desk.store.services)
    assert ((await GatewayEvent.get()).status, await desk.figures(top_up)) == ("APPLIED", (2500, 1000, 0))
    assert await balance() == (1500, 0)
    await desk.assert_true()


@pytest.mark.parametrize(("spent", "left"), [("0.00", 0), ("-6.00", 600)], ids=["there", "spent"])
@SQLITE
async def test_money_that_was_credited_and_goes_back_there_is_taken_out_of_the_balance(
    desk: RefundDesk, gateway: TellingGateway, spent: str, left: int
) -> None:
    await cancel(desk, unused=Surplus.BALANCE)
    assert await balance() == (1000, 0)
    if left:
        await desk.treasury.give(spent)
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.refund_there(paid, 300), gateway.refund_there(paid, 700))

    assert [one.from_balance_minor for one in await Refund.all().order_by("id")] == [300, 700 - left]
    assert (await desk.figures(), await balance()) == ((1000, 1000, 0), (0, 0))
    tasks = await StaffTask.all()
    assert [task.message for task in tasks] == (
        ["7.00 USD of this payment were given back at the gateway, and 6.00 USD of it are not in the customer's balance"
         " any more."] if left else []
    )  # fmt: skip
    await desk.assert_true()


@SQLITE
async def test_each_odd_refund_has_its_own_task(desk: RefundDesk, gateway: TellingGateway) -> None:
    top_up = await desk.treasury.top_up("25.00")
    await desk.treasury.give("-25.00")
    paid = await charge(gateway, top_up)
    await hears(desk, gateway.refund_there(paid, 500), gateway.refund_there(paid, 600))
    booked = [refund.id for refund in await Refund.all().order_by("id")]
    assert await open_tasks() == [("OUTSIDE_REFUND", id) for id in booked]
    assert {task.details["payment"] for task in await StaffTask.all()} == {top_up.id}
    await desk.assert_true()


@SQLITE
async def test_a_refund_that_is_told_of_with_another_amount_is_given_to_staff(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    gateway.script("refund", pending())
    refund = await desk.refund("4.00")
    other = replace(gateway.refund_truth[refund.id], amount=Money(300, Currency("USD", 2)))
    for _ in range(2):
        await settle_refund(desk.store.merchant.system, refund_id=refund.id, observed=other)
    assert ((await only_refund()).status, await desk.figures()) == ("PENDING", (1000, 0, 400))
    assert await open_tasks() == [("AMOUNT_MISMATCH", refund.id)]
    assert "ours of 4.00 USD: of 3.00 USD" in (await StaffTask.get()).message


# Void invoices


async def partly_paid(store: Storefront, gateway: TellingGateway) -> RefundDesk:
    """6.00 of 10.00 are paid."""
    gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe()
    treasury = await open_treasury(store)
    (payment,) = await Payment.all()
    invoice_id = str(payment.invoice_id)
    done = await pay_invoice(
        store.ana.context, invoice_id=invoice_id, pay_with=CARD, idempotency_key="part", amount=("6.00", "USD")
    )
    assert done.payment is not None
    return RefundDesk(treasury, done.payment, done.invoice)


@SQLITE
async def test_a_void_invoice_credits_nothing_that_was_refunded(store: Storefront, gateway: TellingGateway) -> None:
    desk = await partly_paid(store, gateway)
    await desk.refund("2.00")
    await cancel(desk)
    assert (await balance(), await books()) == ((400, 0), {"GATEWAY_CLEARING": 400})
    # What is balance goes out of it with the payment.
    await hears(desk, gateway.refund_there(await charge(gateway, desk.payment), 400))
    assert (await balance(), await books(), await open_tasks()) == ((0, 0), {}, [])
    await desk.assert_true()


@SQLITE
async def test_a_refund_that_fails_after_its_invoice_is_void_becomes_balance(
    store: Storefront, gateway: TellingGateway
) -> None:
    desk = await partly_paid(store, gateway)
    gateway.script("refund", pending())
    refund = await desk.refund()
    await cancel(desk)
    assert await balance() == (0, 0)
    failed = gateway.move_refund(refund.id, RefundState.FAILED, reason="METHOD")
    await settle_refund(store.merchant.system, refund_id=refund.id, observed=failed)
    assert (await balance(), await books()) == ((600, 0), {"GATEWAY_CLEARING": 600})
    assert await refundable_of(store.merchant.system, [await Payment.get(id=desk.payment.id)]) == [600]
    await desk.assert_true()


@SQLITE
async def test_a_void_invoice_credits_nothing_that_the_bank_took_and_staff_see_to_it_when_that_is_won(
    store: Storefront, gateway: TellingGateway
) -> None:
    desk = await partly_paid(store, gateway)
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN, 600))
    await cancel(desk)
    assert (await balance(), await books()) == ((0, 0), {})
    await hears(desk, gateway.dispute(paid, S.WON, 600))
    task = await StaffTask.get(resolved_at=None)
    assert "its invoice is void: 6.00 USD are there again" in task.message
    assert (await desk.refund()).amount_minor == 600
    assert (await balance(), await books()) == ((0, 0), {})
    await desk.assert_true()


# Disputes


@SQLITE
async def test_the_same_money_is_booked_as_a_dispute_or_as_a_refund_and_never_as_both(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    paid, top_up = await charge(gateway, desk.payment), await desk.treasury.top_up("25.00")
    there = gateway.refund_there(paid, 1000)
    gateway.refunds.clear()  # It is the dispute's money, under another name.
    await hears(desk, gateway.dispute(paid, S.OPEN), there, gateway.dispute(paid, S.LOST))
    assert (await desk.figures(), (await Payment.get(id=desk.payment.id)).disputed_minor) == ((1000, 0, 0), 1000)
    dispute = await Dispute.get()
    assert await open_tasks() == [("OUTSIDE_REFUND", there.reference), ("DISPUTE", dispute.id)]
    told = await StaffTask.get(kind="OUTSIDE_REFUND")
    assert "the payer's bank has 10.00 USD. If it is the same money, there is nothing to do" in told.message

    of_top_up = await charge(gateway, top_up)
    await desk.refund("20.00", payment=top_up)
    after = gateway.dispute(of_top_up, S.LOST)
    await hears(desk, after)
    assert (await desk.figures(top_up), (await Payment.get(id=top_up.id)).disputed_minor) == ((2500, 2000, 0), 0)
    assert (await balance(), await Dispute.all().count()) == ((500, 0), 1)
    assert (await open_tasks())[-1] == ("AMOUNT_MISMATCH", after.reference)
    assert "only 5.00 USD are left" in (await StaffTask.get(kind="AMOUNT_MISMATCH")).message
    await desk.assert_true()


@SQLITE
async def test_a_refund_that_succeeds_although_the_bank_took_the_money_is_told_to_staff(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    gateway.script("refund", pending())
    refund = await desk.refund("9.00")
    await hears(desk, gateway.dispute(await charge(gateway, desk.payment), S.OPEN))
    done = gateway.move_refund(refund.id, RefundState.SUCCEEDED)
    await settle_refund(desk.store.merchant.system, refund_id=refund.id, observed=done)
    assert (await desk.figures(), (await books())["GATEWAY_CLEARING"]) == ((1000, 900, 0), -900)
    assert await open_tasks() == [("DISPUTE", (await Dispute.get()).id), ("DISPUTE", refund.id)]
    await desk.assert_true()


@SQLITE
async def test_a_refund_of_unused_time_that_fails_by_a_dispute_becomes_balance_as_far_as_it_is_there(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    gateway.script("refund", away(), reject_refund("DISPUTED"))
    desk.store.clock.advance(days=1)
    await cancel(desk, unused=Surplus.REFUND)
    refund = await only_refund()
    await hears(desk, gateway.dispute(await charge(gateway, desk.payment), S.OPEN, 800))
    for _ in range(2):
        desk.store.clock.advance(minutes=5)
        await collect_due_refunds(desk.store.services)
    short = refund.amount_minor - 200
    assert ((await only_refund()).status, await balance(), short) == ("FAILED", (200, 0), 764)
    task = await StaffTask.get(kind="DISPUTE", subject_id=refund.id)
    assert "7.64 USD of it did not become balance: the payer's bank has that money" in task.message
    await desk.assert_true()


@pytest.mark.parametrize(("end", "left"), [(S.WON, 2500), (S.LOST, 0)])
@SQLITE
async def test_a_disputed_top_up_is_held_in_the_balance_until_the_bank_decides(
    desk: RefundDesk, gateway: TellingGateway, end: DisputeState, left: int
) -> None:
    top_up = await desk.treasury.top_up("25.00")
    paid = await charge(gateway, top_up)
    await hears(desk, gateway.dispute(paid, S.OPEN))
    assert await balance() == (2500, 2500)
    with pytest.raises(InsufficientBalance):
        await desk.treasury.give("-0.01")
    hold = await BalanceHold.get()
    assert (hold.amount_minor, hold.description, hold.user_id) == (2500, "Disputed payment", None)
    await desk.assert_true()

    await hears(desk, gateway.dispute(paid, end))
    assert (await balance(), (await BalanceHold.get()).status) == (
        (left, 0), "RELEASED" if end is S.WON else "SETTLED",
    )  # fmt: skip
    assert (await books())["GATEWAY_CLEARING"] == 1000 + left
    assert (await books()).get("REFUNDS", 0) == 0
    assert await refundable_of(desk.store.merchant.system, [await Payment.get(id=top_up.id)]) == [left]
    await desk.assert_true()


@SQLITE
async def test_what_is_not_there_to_be_held_is_named_in_the_task_from_then_on(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    top_up = await desk.treasury.top_up("25.00")
    await desk.treasury.give("-20.00")
    units = UnitShop(desk.store, await refill_plan(desk.store.merchant), desk.staff)
    bag = (await units.buy(pay_with=CARD)).payment
    assert bag is not None
    for payment, what in ((top_up, "20.00 USD of it had become balance"), (bag, "The units that it bought were not")):
        for state in (S.INQUIRY, S.OPEN, S.LOST):
            await hears(desk, gateway.dispute(await charge(gateway, payment), state))
            subject = (await Dispute.get(payment_id=payment.id)).id
            # One is open at a time, and says where it stands.
            task = await StaffTask.get(subject_id=subject, resolved_at=None)
            assert (task.details["status"], what in task.message) == (state.value, state is not S.INQUIRY)
    assert await balance() == (0, 0)
    await desk.assert_true()


@SQLITE
async def test_a_hold_that_staff_released_is_not_taken_when_the_dispute_is_lost(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    top_up = await desk.treasury.top_up("25.00")
    paid = await charge(gateway, top_up)
    await hears(desk, gateway.dispute(paid, S.OPEN))
    await desk.treasury.release((await BalanceHold.get()).id)
    await hears(desk, gateway.dispute(paid, S.LOST))
    assert (await balance(), (await Dispute.get()).status) == ((2500, 0), "LOST")
    await desk.assert_true()


@pytest.mark.parametrize(("end", "other"), [(S.WON, S.LOST), (S.LOST, S.WON)])
@SQLITE
async def test_another_end_than_the_one_before_is_given_to_staff(
    desk: RefundDesk, gateway: TellingGateway, end: DisputeState, other: DisputeState
) -> None:
    paid = await charge(gateway, desk.payment)
    await hears(desk, gateway.dispute(paid, S.OPEN), gateway.dispute(paid, end))
    dispute, before = await Dispute.get(), await books()
    # One that is won waits for nobody.
    assert await open_tasks() == ([("DISPUTE", dispute.id)] if end is S.LOST else [])
    await hears(desk, gateway.dispute(paid, other), gateway.dispute(paid, end))
    assert ((await Dispute.get()).status, await books()) == (end.value, before)
    assert ("AMOUNT_MISMATCH", dispute.id) in await open_tasks()
    await desk.assert_true()


async def test_a_top_up_that_is_spent_and_disputed_at_once_is_either_spent_or_held(
    desk: RefundDesk, gateway: TellingGateway
) -> None:
    top_up = await desk.treasury.top_up("25.00")
    told = gateway.dispute(await charge(gateway, top_up), S.OPEN)
    for _ in range(3):
        await tell(desk, told)
    results = await asyncio.gather(
        *(desk.treasury.give("-10.00") for _ in range(2)),
        *(apply_due_events(desk.store.services) for _ in range(3)),
        return_exceptions=True,
    )
    assert [one for one in results if isinstance(one, BaseException) and not isinstance(one, InsufficientBalance)] == []
    spent = sum(1000 for one in results[:2] if not isinstance(one, BaseException))
    desk.store.clock.advance(minutes=1)
    await apply_due_events(desk.store.services)
    assert (await balance(), (await BalanceHold.get()).amount_minor) == ((2500 - spent, 2500 - spent), 2500 - spent)
    await desk.assert_true()
