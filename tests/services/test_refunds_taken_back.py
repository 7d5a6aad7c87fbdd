"""What a refunded payment had become goes back with it: balance and units, or the refund is refused."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.errors import Conflict, InsufficientBalance, PaymentDeclined
from backend.gateways.base import PaymentState, RefundState
from backend.models import (
    BalanceTransaction,
    Event,
    Invoice,
    LedgerAccount,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    PaymentAttempt,
    Refund,
    UnitGrant,
)
from backend.services.invoices.pay import pay_invoice
from backend.services.units.expire import expire_due_units
from tests.support.balances import BALANCE
from tests.support.invariants import nothing_changes
from tests.support.refunds import RefundDesk, only_refund, open_desk
from tests.support.scripted_gateway import decline, fail_refund, pending, reject_refund
from tests.support.storefront import CARD, Storefront, known_customer
from tests.support.units import UnitShop, assert_units_add_up, fresh_key, refill_plan


@pytest.fixture
async def desk(store: Storefront) -> RefundDesk:
    return await open_desk(store)


@pytest.fixture
async def units(desk: RefundDesk) -> UnitShop:
    """100 hours for 80.00 USD."""
    return UnitShop(desk.store, await refill_plan(desk.store.merchant), desk.staff)


async def legs(key: str) -> dict[str, int]:
    """A posting by kind of account."""
    posting = await LedgerTransaction.get(key=key)
    found = {}
    for entry in await LedgerEntry.filter(transaction_id=posting.id):
        found[(await LedgerAccount.get(id=entry.account_id)).kind] = entry.amount_minor
    return found


# Balance


async def test_a_refunded_top_up_is_taken_out_of_the_balance_again(desk: RefundDesk) -> None:
    payment = await desk.treasury.top_up("25.00")
    refund = await desk.refund("15.00", payment=payment)

    assert (refund.status, refund.from_balance_minor) == ("SUCCEEDED", 1500)
    account = await desk.treasury.account()
    assert (account.balance_minor, account.held_minor) == (1000, 0)
    assert await desk.treasury.log() == [("TOP_UP", 2500, 2500), ("REFUND", -1500, 1000)]
    row = await BalanceTransaction.get(number=2)
    assert (row.payment_id, row.user_id, row.description) == (payment.id, desk.staff.user_id, "Refund")
    assert await legs(f"refund:{refund.id}") == {"CUSTOMER_BALANCE": 1500, "GATEWAY_CLEARING": -1500}
    await desk.assert_true()


async def test_while_the_gateway_works_the_money_is_held(desk: RefundDesk) -> None:
    payment = await desk.treasury.top_up("25.00")
    desk.gateway.script("refund", pending())
    refund = await desk.refund("15.00", payment=payment)

    account = await desk.treasury.account()
    assert (refund.status, account.balance_minor, account.held_minor) == ("PENDING", 2500, 1500)
    assert await LedgerTransaction.filter(subject_id=refund.id).count() == 0
    with pytest.raises(InsufficientBalance):
        await desk.treasury.give("-10.01")
    await desk.treasury.give("-10.00")
    await desk.assert_true()

    await desk.hears(desk.gateway.move_refund(refund.id, RefundState.SUCCEEDED), id="evt_1")
    account = await desk.treasury.account()
    assert (account.balance_minor, account.held_minor) == (0, 0)
    await desk.assert_true()


@pytest.mark.parametrize("step", [fail_refund("METHOD"), reject_refund("DISPUTED")], ids=["failed", "refused"])
async def test_when_it_fails_the_money_is_free_again(desk: RefundDesk, step: object) -> None:
    payment = await desk.treasury.top_up("25.00")
    desk.gateway.script("refund", step)  # type: ignore[arg-type]
    refund = await desk.refund(payment=payment)
    account = await desk.treasury.account()
    assert (refund.status, account.balance_minor, account.held_minor) == ("FAILED", 2500, 0)
    assert await desk.treasury.log() == [("TOP_UP", 2500, 2500)]
    assert await desk.figures(payment) == (2500, 0, 0)
    await desk.assert_true()


async def test_when_the_bank_sends_it_back_later_it_is_balance_again(desk: RefundDesk) -> None:
    payment = await desk.treasury.top_up("25.00")
    refund = await desk.refund("15.00", payment=payment)
    desk.store.clock.advance(days=3)
    await desk.hears(desk.gateway.move_refund(refund.id, RefundState.FAILED, reason="METHOD"), id="evt_1")

    assert (await only_refund()).status == "FAILED"
    assert await desk.treasury.log() == [("TOP_UP", 2500, 2500), ("REFUND", -1500, 1000), ("REFUND", 1500, 2500)]
    assert await legs(f"refund:{refund.id}:failed") == {"CUSTOMER_BALANCE": -1500, "GATEWAY_CLEARING": 1500}
    assert await desk.figures(payment) == (2500, 0, 0)
    assert (await BalanceTransaction.get(number=3)).user_id == desk.staff.user_id
    await desk.assert_true()


async def test_a_top_up_that_is_spent_cannot_go_back(desk: RefundDesk) -> None:
    payment = await desk.treasury.top_up("25.00")
    await desk.treasury.give("-10.01")
    async with nothing_changes():
        with pytest.raises(InsufficientBalance) as refused:
            await desk.refund("15.00", payment=payment)
    assert (refused.value.needed.minor, refused.value.available.minor) == (1500, 1499)
    assert desk.gateway.calls("refund") == 0
    assert (await desk.refund("14.99", payment=payment)).status == "SUCCEEDED"
    await desk.assert_true()


async def test_what_is_held_for_something_else_is_not_given_back(desk: RefundDesk) -> None:
    payment = await desk.treasury.top_up("25.00")
    await desk.treasury.hold("20.00")
    async with nothing_changes():
        with pytest.raises(InsufficientBalance):
            await desk.refund("5.01", payment=payment)
    await desk.refund("5.00", payment=payment)
    await desk.assert_true()


async def test_debits_and_refunds_at_once_never_spend_the_same_money(desk: RefundDesk) -> None:
    payment = await desk.treasury.top_up("10.00")

    async def one(n: int) -> int:
        try:
            if n % 2:
                return int((await desk.refund("1.00", payment=payment)).amount_minor)
            return -int((await desk.treasury.give("-1.00")).amount_minor)
        except InsufficientBalance:
            return 0

    moved = await asyncio.gather(*(one(n) for n in range(24)))
    assert sum(moved) == 1000
    assert (await desk.treasury.account()).balance_minor == 0
    await desk.assert_true()


async def test_of_an_overpaid_invoice_what_became_balance_goes_back_first(desk: RefundDesk) -> None:
    store = desk.store
    plus = await known_customer(store.merchant, "late@example.com")
    # A declined payment whose money comes after all, when another one has paid the invoice.
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(who=plus, key="late")
    invoice = await Invoice.get(customer_id=plus.row.id)
    await store.pay(invoice.id, who=plus)
    late = await PaymentAttempt.get(status="FAILED")
    await store.hears(store.gateway.move(late.id, PaymentState.SUCCEEDED), id="late")
    payment = await Payment.get(id=late.payment_id)
    assert await desk.treasury.log(who=plus) == [("OVERPAYMENT", 1000, 1000)]

    refund = await desk.refund(payment=payment)
    assert (refund.from_balance_minor, refund.amount_minor) == (1000, 1000)
    assert (await desk.treasury.account(who=plus)).balance_minor == 0
    assert await legs(f"refund:{refund.id}") == {"CUSTOMER_BALANCE": 1000, "GATEWAY_CLEARING": -1000}
    await desk.assert_true()


async def test_a_payment_that_was_partly_too_much_gives_back_balance_then_the_sale(desk: RefundDesk) -> None:
    store = desk.store
    eve = await known_customer(store.merchant, "eve@example.com")
    # 10.00 are due; 6.00 come from the balance while a payment of all of it is on its way.
    await desk.treasury.give("6.00", who=eve)
    store.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await store.subscribe(who=eve, key="eve")
    invoice = await Invoice.get(customer_id=eve.row.id)
    await pay_invoice(
        eve.context, invoice_id=invoice.id, pay_with=BALANCE, idempotency_key="part", amount=("6.00", "USD")
    )
    late = await PaymentAttempt.get(status="FAILED")
    await store.hears(store.gateway.move(late.id, PaymentState.SUCCEEDED), id="late")
    payment = await Payment.get(id=late.payment_id)
    assert (await desk.treasury.log(who=eve))[-1] == ("OVERPAYMENT", 600, 600)

    first, second = await desk.refund("4.00", payment=payment), await desk.refund(payment=payment)
    assert [(row.amount_minor, row.from_balance_minor) for row in (first, second)] == [(400, 400), (600, 200)]
    assert await legs(f"refund:{second.id}") == {"CUSTOMER_BALANCE": 200, "REFUNDS": 400, "GATEWAY_CLEARING": -600}
    assert (await desk.treasury.account(who=eve)).balance_minor == 0
    await desk.hears(desk.gateway.move_refund(second.id, RefundState.FAILED), id="back")
    assert (await desk.treasury.account(who=eve)).balance_minor == 200
    # What came back can go back again, in the same way.
    assert (await desk.refund(payment=payment)).from_balance_minor == 200
    await desk.assert_true()


# Units


async def test_a_refunded_bag_gives_its_units_back(desk: RefundDesk, units: UnitShop) -> None:
    bought = await units.buy()
    await units.consume("30")
    half = await desk.refund("40.00", payment=bought.payment)

    grant = await UnitGrant.get()
    assert half.units_taken == [{"grant": grant.id, "micro": 50_000_000}]
    assert await units.has("20")
    assert half.from_balance_minor == 0
    assert await legs(f"refund:{half.id}") == {"REFUNDS": 4000, "GATEWAY_CLEARING": -4000}
    await assert_units_add_up()
    await desk.assert_true()


async def test_used_units_cannot_be_refunded(desk: RefundDesk, units: UnitShop) -> None:
    bought = await units.buy()
    await units.consume("30")
    async with nothing_changes():
        with pytest.raises(Conflict) as refused:
            await desk.refund(payment=bought.payment)
    assert refused.value.message == "30 of the 100 hours are used; at most 56.00 USD can be refunded."
    assert desk.gateway.calls("refund") == 0
    assert (await desk.refund("56.00", payment=bought.payment)).status == "SUCCEEDED"
    assert await units.has("0")
    await assert_units_add_up()
    await desk.assert_true()


@pytest.mark.parametrize("way", ["refused at once", "failed later", "sent back by the bank"])
async def test_when_the_refund_fails_the_customer_has_the_units_again(
    desk: RefundDesk, units: UnitShop, way: str
) -> None:
    bought = await units.buy()
    await units.consume("30")
    if way == "refused at once":
        desk.gateway.script("refund", reject_refund())
    elif way == "failed later":
        desk.gateway.script("refund", pending())
    refund = await desk.refund("40.00", payment=bought.payment)
    if way != "refused at once":
        assert await units.has("20")
        desk.store.clock.advance(days=2)
        await desk.hears(desk.gateway.move_refund(refund.id, RefundState.FAILED, reason="METHOD"), id="evt_1")

    assert (await only_refund()).status == "FAILED"
    assert await units.has("70")
    assert await Event.filter(type="units.given_back").count() == 1
    assert await desk.figures(bought.payment) == (8000, 0, 0)
    # They can be refunded again, and only once more.
    await desk.refund("56.00", payment=bought.payment)
    assert await units.has("0")
    await assert_units_add_up()
    await desk.assert_true()


async def test_many_small_refunds_at_once_take_back_no_more_than_there_was(desk: RefundDesk, units: UnitShop) -> None:
    bought = await units.buy()
    await units.consume("12.5")

    async def one() -> int:
        try:
            return int((await desk.refund("10.00", payment=bought.payment)).amount_minor)
        except Conflict:
            return 0

    assert sum(await asyncio.gather(*(one() for _ in range(12)))) == 7000
    assert await units.has("0")
    await assert_units_add_up()
    await desk.assert_true()


async def test_a_bag_paid_from_the_balance_goes_back_to_it_with_its_units(desk: RefundDesk, units: UnitShop) -> None:
    await desk.treasury.give("80.00")
    bought = await units.buy(pay_with=BALANCE)
    refund = await desk.refund(payment=bought.payment)
    assert (refund.status, (await desk.treasury.account()).balance_minor) == ("SUCCEEDED", 8000)
    assert await units.has("0")

    again = await units.buy(pay_with=BALANCE)
    await units.consume("1")
    async with nothing_changes():
        with pytest.raises(Conflict):
            await desk.refund(payment=again.payment)
    await assert_units_add_up()
    await desk.assert_true()


async def test_units_that_expired_before_the_refund_failed_stay_expired(desk: RefundDesk) -> None:
    plan = await refill_plan(
        desk.store.merchant, {"unit": "hours", "quantity": "10", "expires_after": {"unit": "DAY", "count": 1}}
    )
    shop = UnitShop(desk.store, plan, desk.staff)
    bought = await shop.buy()
    refund = await desk.refund(payment=bought.payment)
    desk.store.clock.advance(days=2)
    await expire_due_units(desk.store.services)
    await desk.hears(desk.gateway.move_refund(refund.id, RefundState.FAILED), id="evt_1")
    assert await shop.has("0")
    await assert_units_add_up()
    await desk.assert_true()


async def test_a_bag_that_is_paid_in_part_only_is_not_refunded(desk: RefundDesk, units: UnitShop) -> None:
    desk.gateway.script("create", decline())
    with pytest.raises(PaymentDeclined):
        await units.buy()
    invoice = await Invoice.get(total_minor=8000)
    ana = desk.store.ana.context
    part = await pay_invoice(
        ana, invoice_id=invoice.id, pay_with=CARD, idempotency_key=fresh_key(), amount=("30.00", "USD")
    )
    async with nothing_changes():
        with pytest.raises(Conflict):
            await desk.refund(payment=part.payment)
    rest = await pay_invoice(ana, invoice_id=invoice.id, pay_with=CARD, idempotency_key=fresh_key())
    assert await units.has("100")
    # Each part gives back its own share.
    await desk.refund(payment=part.payment)
    assert await units.has("62.5")
    await desk.refund(payment=rest.payment)
    assert await units.has("0")
    await assert_units_add_up()
    await desk.assert_true()


async def test_who_watches_a_balance_is_told_when_a_refund_holds_it_and_when_it_is_free_again(desk: RefundDesk) -> None:
    payment = await desk.treasury.top_up("25.00")
    desk.gateway.script("refund", pending())
    refund = await desk.refund(payment=payment)
    versions = [event.version for event in await Event.filter(type="balance.updated").order_by("id")]
    assert versions == [1, 2]
    desk.store.clock.now += timedelta(hours=1)
    await desk.hears(desk.gateway.move_refund(refund.id, RefundState.FAILED), id="evt_1")
    told = await Event.filter(type="balance.updated").order_by("-id").first()
    assert told is not None
    assert told.payload == {"currency": "USD", "available_minor": 2500, "held_minor": 0}
    assert await Refund.filter(status="FAILED").count() == 1
