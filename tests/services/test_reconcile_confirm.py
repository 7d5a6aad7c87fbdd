"""Collecting what the payer agreed to: exactly once, whoever asks, and however answers are lost on the way."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.domain.errors import Conflict
from backend.domain.money import Currency, Money
from backend.gateways.base import (
    DeclineAdvice,
    InvalidRequest,
    OutcomeUnknown,
    PaymentState,
    Unavailable,
)
from backend.models import Invoice, StaffTask
from backend.services.balances.adjust import adjust_balance
from backend.services.context import Limits
from backend.services.gateways.apply import apply_due_events
from backend.services.gateways.receive import receive_webhook
from backend.services.invoices.pay import pay_invoice
from backend.services.payments.cancel import cancel_payment
from backend.services.payments.due import collect_due_attempts
from backend.services.payments.pay_with import PayWith
from backend.services.payments.sync import return_to_payment
from tests.support.balances import staff_of
from tests.support.clock import START
from tests.support.invariants import assert_all_adds_up, nothing_changes
from tests.support.scripted_gateway import Step, decline, hang, lying, require_action
from tests.support.storefront import Storefront, only_attempt, only_payment
from tests.support.telling_gateway import TellingGateway, fact, telling

SQLITE = pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)


@pytest.fixture
def gateway() -> TellingGateway:
    return TellingGateway()


async def at_the_page(store: Storefront) -> str:
    """The payer is at the gateway's page; the attempt's id."""
    store.gateway.script("create", require_action())
    await store.subscribe()
    return (await only_attempt()).id


async def returns(store: Storefront) -> str:
    payment = await return_to_payment(store.ana.context, payment_id=(await only_attempt()).payment_id)
    return str(payment.status)


async def tell(store: Storefront, gateway: TellingGateway, attempt: str, trust: str = "signed_full") -> None:
    """The gateway tells how the payment stands, and the inbox is worked off."""
    told = fact(store.clock.now, gateway.payments[attempt], id=f"evt_{len(gateway.journal)}", trust=trust)  # type: ignore[arg-type]
    headers, body = telling(told)
    await receive_webhook(store.services, account_id=store.account.id, headers=headers, body=body)
    await apply_due_events(store.services)


async def test_the_payer_comes_back_and_what_they_agreed_to_is_collected_at_once(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempt = await at_the_page(store)
    assert await returns(store) == "REQUIRES_ACTION"
    gateway.agree(attempt)
    assert await returns(store) == "SUCCEEDED"

    assert [(entry.subject, entry.key) for entry in gateway.journal if entry.call == "confirm"] == [
        ("ch_1", f"{attempt}:confirm")
    ]
    assert [row.status for row in await Invoice.all()] == ["PAID"]
    await assert_all_adds_up(gateway)


@pytest.mark.parametrize("trust", ["signed_full", "hint"])
@SQLITE
async def test_a_webhook_alone_is_enough_when_the_payer_closed_the_tab(
    store: Storefront, gateway: TellingGateway, trust: str
) -> None:
    attempt = await at_the_page(store)
    store.clock.advance(seconds=5)
    gateway.agree(attempt)
    assert await collect_due_attempts(store.services) == 0
    await tell(store, gateway, attempt, trust)
    # It is due now, though its next look was to be later.
    assert (await only_attempt()).next_try_at == START + timedelta(seconds=5)
    assert await collect_due_attempts(store.services) == 1

    assert ((await only_payment()).status, gateway.calls("confirm")) == ("SUCCEEDED", 1)
    await assert_all_adds_up(gateway)


async def test_webhook_return_and_look_at_the_same_time_collect_once(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempt = await at_the_page(store)
    gateway.agree(attempt)
    store.clock.advance(minutes=1)
    await asyncio.gather(
        *(returns(store) for _ in range(5)),
        *(tell(store, gateway, attempt) for _ in range(2)),
        *(collect_due_attempts(store.services) for _ in range(5)),
    )
    store.clock.advance(days=1)
    await collect_due_attempts(store.services)

    assert (await only_payment()).status == "SUCCEEDED"
    assert len(gateway.charges) == 1
    assert {entry.key for entry in gateway.journal if entry.call == "confirm"} == {f"{attempt}:confirm"}
    await assert_all_adds_up(gateway)


LOST = [
    pytest.param(Step(raises=OutcomeUnknown("read timeout")), "PENDING", id="done-and-lost"),
    pytest.param(Step(None, raises=OutcomeUnknown("read timeout")), "PENDING", id="not-done-and-lost"),
    pytest.param(Step(None, raises=Unavailable("refused")), "PENDING", id="away"),
    pytest.param(Step(None, raises=InvalidRequest("not now")), "PENDING", id="refused"),
    pytest.param(Step(raises=RuntimeError("a bug of the plugin")), "REQUIRES_ACTION", id="crashed"),
    pytest.param(hang(PaymentState.SUCCEEDED), "REQUIRES_ACTION", id="never-answered"),
]


@pytest.mark.parametrize(("step", "meanwhile"), LOST)
@SQLITE
async def test_a_lost_confirmation_is_found_or_repeated_with_the_same_key(
    store: Storefront, gateway: TellingGateway, step: Step, meanwhile: str
) -> None:
    attempt = await at_the_page(store)
    gateway.agree(attempt)
    gateway.script("confirm", step)
    store.clock.advance(seconds=30)
    impatient = replace(store.services, limits=Limits(gateway_call=timedelta(milliseconds=500)))
    assert await collect_due_attempts(impatient) == 1
    assert (await only_payment()).status == meanwhile

    store.clock.advance(minutes=10)
    assert await collect_due_attempts(store.services) == 1
    assert (await only_payment()).status == "SUCCEEDED"
    assert len(gateway.charges) == 1
    assert {entry.key for entry in gateway.journal if entry.call == "confirm"} == {f"{attempt}:confirm"}
    await assert_all_adds_up(gateway)


@SQLITE
async def test_a_decline_at_the_confirmation_is_a_decline(store: Storefront, gateway: TellingGateway) -> None:
    attempt = await at_the_page(store)
    gateway.agree(attempt)
    gateway.script("confirm", decline("INSUFFICIENT_FUNDS", DeclineAdvice.NEW_METHOD))
    assert await returns(store) == "FAILED"
    assert (await only_payment()).decline_reason == "INSUFFICIENT_FUNDS"
    assert gateway.charges == []
    await assert_all_adds_up(gateway)


@SQLITE
async def test_what_the_payer_agreed_to_elsewhere_is_not_confirmed_for_us(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempt = await at_the_page(store)
    gateway.agree(attempt)
    gateway.script("fetch", lying(amount=Money(999_999, Currency("USD", 2))))
    assert await returns(store) == "REQUIRES_ACTION"
    assert (gateway.calls("confirm"), gateway.charges) == (0, [])
    assert [task.kind for task in await StaffTask.all()] == ["AMOUNT_MISMATCH"]


@SQLITE
async def test_what_is_not_owed_any_more_is_stopped_and_not_collected(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempt = await at_the_page(store)
    (invoice,) = await Invoice.all()
    # Staff gave them the money meanwhile, and it paid the invoice.
    await adjust_balance(
        store.services.context(await staff_of(store.merchant)), customer_id=store.ana.row.id, amount=("10.00", "USD"),
        reason="A gift", idempotency_key="gift",
    )  # fmt: skip
    balance = PayWith("balance", "BALANCE")
    await pay_invoice(store.ana.context, invoice_id=invoice.id, pay_with=balance, idempotency_key="from-balance")
    gateway.agree(attempt)
    assert await returns(store) == "EXPIRED"

    assert (gateway.calls("confirm"), gateway.calls("cancel"), gateway.charges) == (0, 1, [])
    await assert_all_adds_up(gateway)


@SQLITE
async def test_a_canceled_payment_is_not_collected_though_its_payer_agreed_late(
    store: Storefront, gateway: TellingGateway
) -> None:
    attempt = await at_the_page(store)
    await cancel_payment(store.ana.context, payment_id=(await only_attempt()).payment_id)
    gateway.agree(attempt)
    await tell(store, gateway, attempt)
    store.clock.advance(days=2)
    assert await collect_due_attempts(store.services) == 0
    async with nothing_changes():
        assert await returns(store) == "CANCELED"
    assert (gateway.calls("confirm"), gateway.charges) == (0, [])


class NeverCancels(TellingGateway):
    """As a wallet's page: nothing can be stopped there, but nothing is collected without our word."""

    capabilities = replace(TellingGateway.capabilities, cancel_pending=False)


class TestWithoutCanceling:
    """Where nothing can be stopped at the gateway."""

    @pytest.fixture
    def gateway(self) -> TellingGateway:
        return NeverCancels()

    @SQLITE
    async def test_the_payer_can_still_choose_another_way_to_pay(
        self, store: Storefront, gateway: TellingGateway
    ) -> None:
        attempt = await at_the_page(store)
        (invoice,) = await Invoice.all()
        with pytest.raises(Conflict):
            await store.pay(invoice.id)
        canceled = await cancel_payment(store.ana.context, payment_id=(await only_attempt()).payment_id)
        assert (canceled.status, gateway.calls("cancel")) == ("CANCELED", 0)
        await store.pay(invoice.id)
        gateway.agree(attempt)
        await tell(store, gateway, attempt)
        store.clock.advance(days=1)
        await collect_due_attempts(store.services)
        assert (gateway.calls("confirm"), len(gateway.charges)) == (0, 1)
        await assert_all_adds_up(gateway)
