"""A payment that staff record ends when its invoice closes: nobody would end it, or pay it, any more."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from backend.domain.errors import IllegalTransition
from backend.gateways.base import MethodKind
from backend.gateways.manual.gateway import ManualGateway
from backend.gateways.registry import Registry
from backend.models import Event, GatewayAccount, Invoice, Payment, PaymentAttempt
from backend.services.billing.run import run_due_subscriptions
from backend.services.catalog.load_purchase import Selection
from backend.services.context import Context
from backend.services.gateways.accounts import create_account
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.pay_with import PayWith
from backend.services.receipts.end import end_with_what_came
from backend.services.receipts.register import Allocation, Registration, register_payment
from backend.services.subscriptions.create import create_subscription
from tests.support.clock import START
from tests.support.dialects import on_one_database
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.life import BALANCE, Life
from tests.support.scripted_gateway import ScriptedGateway

TRANSFER = PayWith("manual", "BANK_TRANSFER")


@pytest.fixture
def registry(gateway: ScriptedGateway) -> Registry:
    return Registry([gateway, ManualGateway()])


@pytest.fixture
async def manual(life: Life) -> GatewayAccount:
    return await create_account(
        life.store.merchant.system, gateway="manual", label="Transfers", mode="LIVE",
        settings={"transfer_instructions": "To Banco Uno, account 42."},
    )  # fmt: skip


@pytest.fixture
def staff(life: Life) -> Context:
    return life.store.merchant.system


@pytest.fixture
async def begun(life: Life, manual: GatewayAccount) -> Payment:
    """A transfer of 10.00 for a first invoice."""
    done = await create_subscription(
        life.store.ana.context, selection=Selection(life.monthly.id), pay_with=TRANSFER, idempotency_key="k"
    )
    assert done.payment is not None
    return done.payment


def money_in(life: Life, amount: str, *, payment: Payment | None = None, invoice: str | None = None) -> Registration:
    return Registration(
        customer_id=life.store.ana.row.id, kind=MethodKind.BANK_TRANSFER, amount=(amount, "USD"),
        received_on=START.date(), payment_id=payment.id if payment else None,
        allocations=(Allocation(invoice, (amount, "USD")),) if invoice else (),
    )  # fmt: skip


async def stands(payment: Payment) -> tuple[str, int, str, object]:
    """Its status and what came, its attempt's status, and whether something is to be done still."""
    row, attempt = await Payment.get(id=payment.id), await PaymentAttempt.get(payment_id=payment.id)
    return row.status, row.captured_minor, attempt.status, (row.action_sealed, attempt.next_try_at)


async def told(payment: Payment) -> list[str]:
    return [event.type for event in await Event.filter(subject_id=payment.id).order_by("id")]


async def pay_from_balance(life: Life, *, minor: int, amount: str | None = None) -> Invoice:
    await life.give(minor)
    paid = await pay_invoice(
        life.store.ana.context, invoice_id=(await Invoice.get()).id, pay_with=BALANCE, idempotency_key="balance",
        amount=(amount, "USD") if amount else None,
    )  # fmt: skip
    return paid.invoice


async def test_it_is_canceled_when_the_balance_pays_its_invoice(
    life: Life, begun: Payment, staff: Context, gateway: ScriptedGateway
) -> None:
    assert (await pay_from_balance(life, minor=1000)).status == "PAID"
    assert await stands(begun) == ("CANCELED", 0, "CANCELED", (None, None))
    assert (await told(begun))[-1] == "payment.canceled"
    async with nothing_changes():
        with pytest.raises(IllegalTransition):
            await register_payment(
                staff, registration=money_in(life, "10.00", payment=begun), idempotency_key="too-late"
            )
    await assert_all_adds_up(gateway)


async def test_it_ends_with_the_part_that_came_when_the_balance_pays_the_rest(
    life: Life, begun: Payment, staff: Context, gateway: ScriptedGateway
) -> None:
    await register_payment(staff, registration=money_in(life, "4.00", payment=begun), idempotency_key="1")
    assert (await pay_from_balance(life, minor=600)).status == "PAID"
    assert await stands(begun) == ("SUCCEEDED", 400, "SUCCEEDED", (None, None))
    assert (await told(begun))[-2:] == ["payment.partly_received", "payment.succeeded"]
    assert await life.balance() == 0
    await assert_all_adds_up(gateway)


@on_one_database
async def test_it_ends_with_less_than_it_asked_for_when_that_pays_its_invoice(
    life: Life, begun: Payment, staff: Context, gateway: ScriptedGateway
) -> None:
    assert (await pay_from_balance(life, minor=400, amount="4.00")).status == "OPEN"
    assert (await stands(begun))[0] == "PENDING"
    await register_payment(staff, registration=money_in(life, "6.00", payment=begun), idempotency_key="1")
    assert (await Invoice.get()).status == "PAID"
    assert await stands(begun) == ("SUCCEEDED", 600, "SUCCEEDED", (None, None))
    assert (await told(begun))[-1] == "payment.succeeded"
    await assert_all_adds_up(gateway)


@on_one_database
async def test_it_is_canceled_when_staff_register_other_money_for_its_invoice(
    life: Life, begun: Payment, staff: Context, gateway: ScriptedGateway
) -> None:
    invoice = await Invoice.get()
    given = money_in(life, "10.00", invoice=invoice.id)
    (other,) = await register_payment(staff, registration=given, idempotency_key="1")
    assert (other.status, (await Invoice.get()).status) == ("SUCCEEDED", "PAID")
    assert (await stands(begun))[:3] == ("CANCELED", 0, "CANCELED")
    await assert_all_adds_up(gateway)


@on_one_database
@pytest.mark.parametrize(("part", "end"), [(None, "CANCELED"), ("4.00", "SUCCEEDED")], ids=["nothing", "a-part"])
async def test_it_ends_when_its_invoice_becomes_void(
    life: Life, begun: Payment, staff: Context, gateway: ScriptedGateway, part: str | None, end: str
) -> None:
    if part is not None:
        await register_payment(staff, registration=money_in(life, part, payment=begun), idempotency_key="1")
    life.clock.now += timedelta(days=7)
    await run_due_subscriptions(life.store.services)
    assert (await Invoice.get()).status == "VOID"
    assert (await stands(begun))[::2] == (end, end)
    assert await life.balance() == (400 if part else 0)
    await assert_all_adds_up(gateway)


async def test_a_part_that_comes_while_it_is_being_canceled_is_kept_and_shown(
    life: Life, begun: Payment, staff: Context, gateway: ScriptedGateway
) -> None:
    given = money_in(life, "4.00", payment=begun)
    canceled, received = await asyncio.gather(
        cancel_payment(life.store.ana.context, payment_id=begun.id),
        register_payment(staff, registration=given, idempotency_key="1"),
        return_exceptions=True,
    )
    assert isinstance(canceled, Payment)
    if isinstance(received, IllegalTransition):
        assert (await stands(begun))[:3] == ("CANCELED", 0, "CANCELED")
    else:
        assert (await stands(begun))[:3] == ("SUCCEEDED", 400, "SUCCEEDED")
    await assert_all_adds_up(gateway)


@on_one_database
async def test_a_part_that_came_after_it_was_read_is_kept(
    life: Life, begun: Payment, staff: Context, gateway: ScriptedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def a_moment_later(ctx: Context, *, payment_id: str) -> bool:
        await register_payment(staff, registration=money_in(life, "4.00", payment=begun), idempotency_key="1")
        return await end_with_what_came(ctx, payment_id=payment_id)

    monkeypatch.setattr("backend.services.payments.cancel.end_with_what_came", a_moment_later)
    ended = await cancel_payment(life.store.ana.context, payment_id=begun.id)
    assert (ended.status, ended.captured_minor) == ("SUCCEEDED", 400)
    assert (await Invoice.get()).paid_minor == 400
    await assert_all_adds_up(gateway)
