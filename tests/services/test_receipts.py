"""Cash and transfers: what staff register pays what waits for it, once, and a mistake is taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.domain.billing import ChangeTiming
from backend.domain.errors import (
    Conflict,
    Forbidden,
    IllegalTransition,
    InsufficientBalance,
    InvalidInput,
    NotFound,
    Refusal,
)
from backend.gateways.base import Instructions, MethodKind
from backend.gateways.manual.gateway import ManualGateway
from backend.gateways.registry import Registry
from backend.models import Collection, Event, GatewayAccount, Invoice, Payment, PaymentAttempt, PaymentReceipt, Refund
from backend.services.balances.top_up import top_up
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.gateways.accounts import create_account
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.action import open_action
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.receipts.register import Allocation, Registration, register_payment
from backend.services.receipts.reverse import reverse_receipt
from backend.services.refunds.create import create_refund
from backend.services.refunds.due import collect_due_refunds
from backend.services.subscriptions.cancel import cancel_subscription
from backend.services.subscriptions.create import create_subscription
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import Life, month
from tests.support.scripted_gateway import ScriptedGateway, decline

TODAY = START.date()
TRANSFER = PayWith("manual", "BANK_TRANSFER")


@pytest.fixture
def registry(gateway: ScriptedGateway) -> Registry:
    return Registry([gateway, ManualGateway()])


@pytest.fixture
async def manual(life: Life) -> GatewayAccount:
    """Transfers are offered, cash is not."""
    return await create_account(
        life.store.merchant.system, gateway="manual", label="Transfers", mode="LIVE",
        settings={"transfer_instructions": "To Banco Uno, account 42."},
    )  # fmt: skip


@pytest.fixture
def staff(life: Life) -> Context:
    return life.store.merchant.system


def money_in(life: Life, amount: str, **more: object) -> Registration:
    given = Registration(
        customer_id=life.store.ana.row.id, kind=MethodKind.BANK_TRANSFER, amount=(amount, "USD"), received_on=TODAY
    )
    return replace(given, **more)  # type: ignore[arg-type]


async def owed(life: Life) -> Invoice:
    """An open invoice of 10.00: its card was declined."""
    life.store.gateway.script("create", decline())
    with pytest.raises(Refusal):
        await create_subscription(
            life.store.ana.context, selection=Selection(life.monthly.id),
            pay_with=PayWith("scripted", "CARD", "tok_visa"), idempotency_key=f"owed-{life.clock.now}",
        )  # fmt: skip
    invoice = await Invoice.all().order_by("-id").first()
    assert invoice is not None
    return invoice


async def test_a_transfer_that_a_payer_began_is_paid_by_what_comes_in_parts(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    done = await create_subscription(
        life.store.ana.context, selection=Selection(life.monthly.id), pay_with=TRANSFER, idempotency_key="k"
    )
    assert done.payment is not None
    payment = done.payment
    assert (done.subscription.status, payment.status) == ("INCOMPLETE", "PENDING")
    action = open_action(staff, payment)
    attempt = await PaymentAttempt.get()
    assert action == Instructions("To Banco Uno, account 42.", attempt.id[-10:].upper())
    # Nobody is asked: it waits for staff.
    life.clock.now += timedelta(days=1)
    assert await collect_due_attempts(life.store.services) == 0

    first = await register_payment(
        staff, registration=money_in(life, "4.00", payment_id=payment.id), idempotency_key="1"
    )
    assert [(row.id, row.status, row.captured_minor) for row in first] == [(payment.id, "PENDING", 400)]
    invoice = await Invoice.get()
    assert (invoice.status, invoice.paid_minor) == ("OPEN", 400)
    await assert_all_adds_up(gateway)

    (row,) = await register_payment(
        staff, registration=money_in(life, "7.50", payment_id=payment.id), idempotency_key="2"
    )
    assert (row.status, row.captured_minor, row.action_sealed) == ("SUCCEEDED", 1150, None)
    assert (await Invoice.get()).status == "PAID"
    assert (await life.now(done.subscription)).status == "ACTIVE"
    assert (await PaymentAttempt.get()).status == "SUCCEEDED"
    # What was too much is theirs.
    assert await life.balance() == 150
    assert await Event.filter(type="payment.partly_received").count() == 1
    await assert_all_adds_up(gateway)

    with pytest.raises(IllegalTransition):
        await register_payment(staff, registration=money_in(life, "1.00", payment_id=payment.id), idempotency_key="3")


async def test_one_sum_pays_several_invoices_and_the_rest_is_balance(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    invoice = await owed(life)
    given = money_in(
        life, "25.00", reference="SPEI 77", allocations=(Allocation(invoice.id, ("10.00", "USD")),),
        note="at the counter",
    )  # fmt: skip
    rows = await register_payment(staff, registration=given, idempotency_key="k")
    again = await register_payment(staff, registration=given, idempotency_key="k")
    assert [row.id for row in again] == [row.id for row in rows]
    assert [(row.invoice_id, row.amount_minor, row.captured_minor, row.status, row.purpose) for row in rows] == [
        (invoice.id, 1000, 1000, "SUCCEEDED", "INVOICE"), (None, 1500, 1500, "SUCCEEDED", "TOP_UP"),
    ]  # fmt: skip
    assert (await Invoice.get(id=invoice.id)).status == "PAID"
    assert await life.balance() == 1500
    assert [(one.amount_minor, one.reference, one.note) for one in await PaymentReceipt.all().order_by("id")] == [
        (1000, "SPEI 77", "at the counter"), (1500, "SPEI 77", "at the counter"),
    ]  # fmt: skip
    await assert_all_adds_up(gateway)


async def test_the_same_slip_twice_is_registered_only_when_that_is_confirmed(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    invoice = await owed(life)
    slip = money_in(life, "25.00", reference="77", allocations=(Allocation(invoice.id, ("10.00", "USD")),))
    await register_payment(staff, registration=slip, idempotency_key="1")
    same = replace(slip, allocations=())
    async with nothing_changes():
        with pytest.raises(InvalidInput) as refused:
            await register_payment(staff, registration=same, idempotency_key="2")
        assert [(one.path, one.code) for one in refused.value.fields] == [(("confirmDuplicate",), "POSSIBLE_DUPLICATE")]
    for other in (replace(same, reference="78"), replace(same, amount=("25.01", "USD"))):
        await register_payment(staff, registration=other, idempotency_key=str(other.amount) + str(other.reference))
    await register_payment(staff, registration=replace(same, confirm_duplicate=True), idempotency_key="2")
    assert await life.balance() == 1500 + 2500 + 2501 + 2500
    await assert_all_adds_up(gateway)


async def test_what_cannot_be_registered_is_refused_by_field_and_changes_nothing(
    life: Life, manual: GatewayAccount, staff: Context
) -> None:
    invoice = await owed(life)
    eva = await life.customer()
    to_it = Allocation(invoice.id, ("5.00", "USD"))
    wrong: list[tuple[Registration, str]] = [
        (money_in(life, "0.00"), "amount.amount"),
        (money_in(life, "1.001"), "amount.amount"),
        (money_in(life, "5.00", kind=MethodKind.CARD), "kind"),
        (money_in(life, "5.00", received_on=TODAY + timedelta(days=1)), "receivedOn"),
        (money_in(life, "5.00", reference="x" * 201), "reference"),
        (money_in(life, "5.00", note="\x07"), "note"),
        (money_in(life, "5.00", account_id=life.store.account.id), "accountId"),
        (money_in(life, "4.00", allocations=(to_it,)), "allocations.0.amount"),
        (money_in(life, "20.00", allocations=(to_it, to_it)), "allocations.1.invoiceId"),
        (money_in(life, "20.00", allocations=(Allocation(invoice.id, ("10.01", "USD")),)), "allocations.0.amount"),
        (money_in(life, "20.00", allocations=(Allocation(invoice.id, ("5.00", "EUR")),)), "allocations.0.amount"),
        (money_in(life, "5.00", allocations=(to_it,), payment_id="pay_x"), "allocations"),
    ]
    async with nothing_changes():
        for number, (given, path) in enumerate(wrong):
            with pytest.raises(InvalidInput) as refused:
                await register_payment(staff, registration=given, idempotency_key=f"w{number}")
            assert [".".join(one.path) for one in refused.value.fields] == [path]
        for given in (
            money_in(life, "5.00", payment_id="pay_x"),
            money_in(life, "5.00", customer_id="cus_x"),
            money_in(life, "5.00", customer_id=eva.row.id, allocations=(to_it,)),
        ):
            with pytest.raises(NotFound):
                await register_payment(staff, registration=given, idempotency_key="n")
        with pytest.raises(Forbidden):
            await register_payment(life.store.ana.context, registration=money_in(life, "5.00"), idempotency_key="f")


async def test_two_clerks_with_one_invoice_pay_it_once(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    invoice = await owed(life)

    async def register(number: int) -> str:
        slip = money_in(
            life, "10.00", reference=f"slip {number}", allocations=(Allocation(invoice.id, ("10.00", "USD")),)
        )
        try:
            await register_payment(staff, registration=slip, idempotency_key=f"clerk-{number}")
        except (IllegalTransition, InvalidInput) as refusal:
            return type(refusal).__name__
        return "registered"

    answers = await asyncio.gather(*(register(number) for number in range(4)))
    assert answers.count("registered") == 1
    assert (await Invoice.get(id=invoice.id)).paid_minor == 1000
    await assert_all_adds_up(gateway)


async def test_a_mistake_is_taken_back_and_the_invoice_is_owed_again(
    life: Life, manual: GatewayAccount, gateway: ScriptedGateway
) -> None:
    subscription = await life.subscribe(way="INVOICE")
    life.clock.now = month(1)
    await life.run()
    invoice = (await life.invoices(subscription))[-1]
    assert invoice.status == "OPEN"
    slip = money_in(
        life, "10.00", received_on=date(2026, 1, 31), allocations=(Allocation(invoice.id, ("10.00", "USD")),)
    )
    await register_payment(life.store.merchant.system, registration=slip, idempotency_key="k")
    await life.run()
    assert (await life.now(subscription)).status == "ACTIVE"
    receipt = await PaymentReceipt.get()

    for _ in range(2):
        done = await reverse_receipt(
            life.store.merchant.system, receipt_id=receipt.id, reason="Another customer's", idempotency_key="r"
        )
    assert (done.reversed_at, done.reversal_reason) == (life.clock.now, "Another customer's")
    payment = await Payment.get(id=receipt.payment_id)
    assert (payment.status, payment.captured_minor) == ("CANCELED", 0)
    again = await Invoice.get(id=invoice.id)
    assert (again.status, again.paid_minor, again.paid_at) == ("OPEN", 0, None)
    await life.run()
    assert (await life.now(subscription)).status == "PAST_DUE"
    await assert_all_adds_up(gateway)

    # Paid after all, by card: nothing is owed any more.
    await pay_invoice(
        life.store.ana.context, invoice_id=invoice.id, pay_with=PayWith("scripted", "CARD", "tok_visa"),
        idempotency_key="p",
    )  # fmt: skip
    assert (await life.now(subscription)).status == "ACTIVE"
    assert (await Collection.get(invoice_id=invoice.id)).status == "PAID"
    await assert_all_adds_up(gateway)


async def test_a_reversal_is_refused_when_the_money_is_spent_or_refunded(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    (kept,) = await register_payment(staff, registration=money_in(life, "10.00"), idempotency_key="1")
    receipt = await PaymentReceipt.get(payment_id=kept.id)
    await create_subscription(
        life.store.ana.context, selection=Selection(life.monthly.id), pay_with=PayWith("balance", "BALANCE"),
        idempotency_key="s",
    )  # fmt: skip
    async with nothing_changes():
        with pytest.raises(InsufficientBalance):
            await reverse_receipt(staff, receipt_id=receipt.id, reason="A mistake", idempotency_key="r1")
        with pytest.raises(InvalidInput):
            await reverse_receipt(staff, receipt_id=receipt.id, reason=" ", idempotency_key="r2")
        with pytest.raises(NotFound):
            await reverse_receipt(staff, receipt_id="rcpt_x", reason="A mistake", idempotency_key="r3")
        with pytest.raises(Forbidden):
            await reverse_receipt(
                life.store.ana.context, receipt_id=receipt.id, reason="A mistake", idempotency_key="r4"
            )
    (paid_out,) = await register_payment(staff, registration=money_in(life, "8.00", reference="b"), idempotency_key="2")
    await create_refund(staff, payment_id=paid_out.id, amount=("3.00", "USD"), reason="Asked", idempotency_key="f")
    await collect_due_refunds(life.store.services)
    assert (await Payment.get(id=paid_out.id)).refunded_minor == 300
    other = await PaymentReceipt.get(payment_id=paid_out.id)
    async with nothing_changes():
        with pytest.raises(Conflict):
            await reverse_receipt(staff, receipt_id=other.id, reason="A mistake", idempotency_key="r5")
    await assert_all_adds_up(gateway)


async def test_one_slip_in_the_hands_of_four_clerks_is_registered_once(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    slip = money_in(life, "10.00", reference="the same slip")

    async def register(number: int) -> str:
        try:
            await register_payment(staff, registration=slip, idempotency_key=f"clerk-{number}")
        except InvalidInput as refusal:
            return refusal.fields[0].code
        return "registered"

    answers = await asyncio.gather(*(register(number) for number in range(4)))
    assert sorted(answers) == ["POSSIBLE_DUPLICATE"] * 3 + ["registered"]
    assert await life.balance() == 1000
    await assert_all_adds_up(gateway)


async def test_what_was_credited_of_a_period_is_not_owed_again_by_a_reversal(
    life: Life, manual: GatewayAccount, gateway: ScriptedGateway
) -> None:
    invoice = await owed(life)
    slip = money_in(life, "10.00", allocations=(Allocation(invoice.id, ("10.00", "USD")),))
    await register_payment(life.store.merchant.system, registration=slip, idempotency_key="k")
    await cancel_subscription(
        life.store.ana.context, subscription_id=str(invoice.subscription_id), when=ChangeTiming.NOW, credit_unused=True
    )
    assert await life.balance() == 1000
    receipt = await PaymentReceipt.get()
    async with nothing_changes():
        with pytest.raises(Conflict):
            await reverse_receipt(
                life.store.merchant.system, receipt_id=receipt.id, reason="A mistake", idempotency_key="r"
            )
    await assert_all_adds_up(gateway)


async def test_a_refund_after_a_reversal_takes_no_other_money_out_of_the_balance(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    payment = await top_up(life.store.ana.context, amount=("10.00", "USD"), pay_with=TRANSFER, idempotency_key="t")
    await register_payment(staff, registration=money_in(life, "6.00", payment_id=payment.id), idempotency_key="1")
    await register_payment(staff, registration=money_in(life, "9.00", payment_id=payment.id), idempotency_key="2")
    await register_payment(staff, registration=money_in(life, "20.00", reference="other"), idempotency_key="3")
    assert await life.balance() == 3500
    last = await PaymentReceipt.get(amount_minor=900)
    await reverse_receipt(staff, receipt_id=last.id, reason="A mistake", idempotency_key="r")
    assert await life.balance() == 2600
    await create_refund(staff, payment_id=payment.id, amount=("6.00", "USD"), reason="Asked", idempotency_key="f")
    await collect_due_refunds(life.store.services)
    refund = await Refund.get()
    assert (refund.status, refund.from_balance_minor) == ("SUCCEEDED", 600)
    assert await life.balance() == 2000
    await assert_all_adds_up(gateway)


async def test_a_transfer_of_which_a_part_came_ends_with_that(
    life: Life, manual: GatewayAccount, staff: Context, gateway: ScriptedGateway
) -> None:
    invoice = await owed(life)
    ana = life.store.ana.context
    begun = await pay_invoice(ana, invoice_id=invoice.id, pay_with=TRANSFER, idempotency_key="t")
    given = money_in(life, "4.00", payment_id=begun.payment.id)
    await register_payment(staff, registration=given, idempotency_key="1")
    ended = await cancel_payment(ana, payment_id=begun.payment.id)
    assert (ended.status, ended.amount_minor, ended.captured_minor) == ("SUCCEEDED", 1000, 400)
    card = PayWith("scripted", "CARD", "tok_visa")
    rest = await pay_invoice(ana, invoice_id=invoice.id, pay_with=card, idempotency_key="c")
    assert (rest.payment.amount_minor, rest.invoice.status) == (600, "PAID")
    await assert_all_adds_up(gateway)


async def test_a_top_up_in_cash_is_not_offered_where_nobody_says_how(life: Life, manual: GatewayAccount) -> None:
    with pytest.raises(Refusal):
        await top_up(
            life.store.ana.context, amount=("5.00", "USD"), pay_with=PayWith("manual", "CASH"), idempotency_key="k"
        )
    assert await life.balance() == 0
