"""Openpay's charges, before the double: the wire, 3-D Secure on suspicion, and what a lost answer leaves.

What every gateway must do alike is tried by the conformance kit.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from backend.conformance.bench import reference_of
from backend.doubles.openpay import ACCOUNTS
from backend.gateways.base import (
    BankTransfer,
    Conflict,
    DeclineAdvice,
    InvalidRequest,
    MethodKind,
    NewCustomer,
    NewMethod,
    NotSupported,
    OutcomeUnknown,
    PaymentState,
    SavedMethod,
    Voucher,
)
from tests.support.openpay import OpenpayBench, fresh, openpay_bench

pytestmark = pytest.mark.asyncio(loop_scope="module")
ONE = ACCOUNTS[0]
BASE = f"/v1/{ONE.merchant_id}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[OpenpayBench]:
    async with openpay_bench() as bench:
        yield bench


@pytest.fixture
def bench(served: OpenpayBench) -> OpenpayBench:
    return fresh(served)


def bodies(bench: OpenpayBench) -> list[dict[str, Any]]:
    return [json.loads(call.body, parse_float=str) for call in bench.harness.calls("create")]


def token(bench: OpenpayBench, number: str) -> NewMethod:
    card = {"card_number": number, "holder_name": "Ana", "expiration_month": "12", "cvv2": "123"}
    year = str(bench.now().year + 3)[2:]
    made = bench.harness.double.vault.make_token(ONE, json.dumps(card | {"expiration_year": year}).encode())
    return NewMethod(MethodKind.CARD, made.id)


async def test_a_card_charge_says_what_openpay_wants_to_know(bench: OpenpayBench) -> None:
    order = await bench.order()

    await bench.create(order)

    (call,) = bench.harness.calls("create")
    assert call.path == f"{BASE}/charges"
    assert call.headers["authorization"] == "Basic c2tfdGVzdF9kb3VibGVfb3BlbnBheV9vbmU6"
    assert call.headers["x-forwarded-for"] == "203.0.113.7"
    assert b'"amount": 19.99' in call.body
    assert isinstance(order.source, NewMethod)
    assert bodies(bench) == [
        {
            "method": "card",
            "amount": "19.99",
            "currency": "MXN",
            "description": "Pro plan, November",
            "order_id": order.our_reference,
            "source_id": order.source.token,
            "device_session_id": order.payer.device_id,
            "customer": {"name": "Ana Núñez", "email": "ana@example.com", "phone_number": "+525512345678"},
        }
    ]


async def test_a_suspected_card_is_tried_once_more_with_3d_secure(bench: OpenpayBench) -> None:
    order = await bench.order("challenge")

    result = await bench.create(order)

    assert (result.state, result.our_reference) == (PaymentState.REQUIRES_ACTION, order.our_reference)
    plain, secured = bodies(bench)
    assert secured == plain | {"use_3d_secure": True, "redirect_url": order.return_url}
    await bench.harness.authenticate(reference_of(result), ok=True)
    found = await bench.gateway.find_payment(bench.ctx, order.our_reference)
    assert found is not None
    assert (found.state, found.reference) == (PaymentState.SUCCEEDED, result.reference)


@pytest.mark.parametrize("keeps_order_ids", [False, True])
async def test_a_lost_answer_to_the_second_try_leads_to_the_same_charge(
    bench: OpenpayBench, keeps_order_ids: bool
) -> None:
    bench.harness.double.keeps_order_ids = keeps_order_ids
    order = await bench.order("challenge")
    # The first call is refused on suspicion; the answer to the one with 3-D Secure is lost.
    first = len(bench.harness.calls("create"))
    bench.arm("create", "delay")
    bench.arm("create", "delay" if keeps_order_ids else "reset_after")
    bench.arm("create", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.create(order))
    bench.double.faults.clear()
    assert len(bench.harness.calls("create")) - first == (3 if keeps_order_ids else 2)

    again = await bench.create(order)

    found = await bench.gateway.find_payment(bench.ctx, order.our_reference)
    assert found is not None
    assert again.state is found.state is PaymentState.REQUIRES_ACTION
    assert (again.reference, again.our_reference) == (found.reference, found.our_reference)
    assert again.our_reference == order.our_reference
    living = [charge for charge in bench.harness.double.ledger.charges.values() if charge.status != "failed"]
    assert [charge.id for charge in living] == [again.reference]


async def test_a_repeated_request_is_not_charged_without_3d_secure_beside_the_one_with_it(bench: OpenpayBench) -> None:
    order = await bench.order("challenge")
    waiting = await bench.create(order)
    # Openpay has changed its mind about the card meanwhile.
    (charge,) = [one for one in bench.harness.double.ledger.charges.values() if one.id == waiting.reference]
    assert charge.card is not None
    charge.card.number = "4111111111111111"

    again = await bench.create(replace(order, source=token(bench, "4111111111111111")))

    assert again.reference == waiting.reference
    bench.assert_charged()


async def test_without_a_way_back_or_with_3d_secure_never_suspicion_is_a_decline(bench: OpenpayBench) -> None:
    never = bench.context(three_ds="never")

    here = await bench.create(await bench.order("challenge"), never)
    nowhere = await bench.create(await bench.order("challenge", return_url=None))

    for result in (here, nowhere):
        assert (result.state, result.reference) == (PaymentState.FAILED, None)
        assert result.decline is not None
        decline = (result.decline.reason, result.decline.advice, result.decline.gateway_code)
        assert decline == ("GENERIC", DeclineAdvice.NEVER, "3005")
    assert len(bench.harness.calls("create")) == 2


async def test_3d_secure_always_asks_with_the_first_call(bench: OpenpayBench) -> None:
    result = await bench.create(await bench.order(), bench.context(three_ds="always"))

    assert result.state is PaymentState.REQUIRES_ACTION
    assert [body["use_3d_secure"] for body in bodies(bench)] == [True]


async def test_an_absent_payer_is_never_sent_to_the_bank(bench: OpenpayBench) -> None:
    kept = await bench.kept()
    always = bench.context(three_ds="always")

    paid = await bench.create(await bench.order(source=kept, off_session=True), always)

    assert paid.state is PaymentState.SUCCEEDED
    call = bench.harness.calls("create")[-1]
    assert call.path == f"{BASE}/customers/{kept.customer_reference}/charges"
    sent = json.loads(call.body)
    assert {"customer", "use_3d_secure", "redirect_url"}.isdisjoint(sent)


async def test_a_card_is_kept_before_it_is_charged_and_a_lost_answer_keeps_and_charges_once(
    bench: OpenpayBench,
) -> None:
    order = await bench.order("savable", save_method=True)
    bench.arm("setup", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.create(order))
    assert bodies(bench) == []
    bench.arm("create", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.create(order))

    result = await bench.create(order)

    (card,) = bench.harness.double.vault.cards.values()
    assert result.saved_method is not None
    assert (result.saved_method.reference, result.saved_method.customer_reference) == (
        card.id,
        order.customer_reference,
    )
    assert {body["source_id"] for body in bodies(bench)} == {card.id}
    bench.assert_charged(bench.amount)


async def test_a_payment_without_a_known_customer_makes_one_and_finds_it_again(bench: OpenpayBench) -> None:
    order = await bench.order("savable", save_method=True, customer_reference=None)
    bench.arm("create", "reset_before")
    await bench.refuses(OutcomeUnknown, call=bench.create(order))

    result = await bench.create(order)

    (customer,) = bench.harness.double.vault.customers.values()
    assert customer.fields["external_id"] == order.our_reference
    assert not customer.has_account
    assert result.saved_method is not None
    assert result.saved_method.customer_reference == customer.id


async def test_a_declined_payment_leaves_no_card_behind(bench: OpenpayBench) -> None:
    # This card can be kept; charging it is declined.
    order = await bench.order(source=token(bench, "4444444444444448"), save_method=True)

    result = await bench.create(order)

    assert result.decline is not None
    assert result.decline.reason == "INSUFFICIENT_FUNDS"
    assert bench.harness.double.vault.cards == {}


async def test_a_spent_token_is_the_payment_it_was_spent_on_or_refused(bench: OpenpayBench) -> None:
    order = await bench.order()
    first = await bench.create(order)

    await bench.refuses(InvalidRequest, call=bench.create(replace(order, our_reference="pa_another", key="another")))
    declined = await bench.create(replace(await bench.order(save_method=True), source=order.source))

    assert (declined.state, declined.reference) == (PaymentState.FAILED, None)
    assert declined.decline is not None
    assert (declined.decline.advice, declined.decline.gateway_code) == (DeclineAdvice.NEW_METHOD, "1003")
    assert (await bench.create(order)).reference == first.reference
    bench.assert_charged(bench.amount)


async def test_a_taken_reference_that_cannot_be_looked_up_is_a_conflict_and_not_unsent(bench: OpenpayBench) -> None:
    order = await bench.order()
    await bench.create(order)
    bench.arm("find", "status_before")

    error = await bench.refuses(Conflict, call=bench.create(order))

    assert "could not be asked" in error.message


async def test_a_charge_that_only_its_customers_path_shows_is_adopted_all_the_same(bench: OpenpayBench) -> None:
    vault = bench.harness.double.vault
    kept = await bench.kept()
    assert kept.customer_reference is not None
    # With an account of their own, Openpay hides a customer's charges from the merchant's path.
    vault.customers[kept.customer_reference].fields["requires_account"] = True
    order = await bench.order(source=kept)
    bench.arm("create", "reset_after")
    await bench.refuses(OutcomeUnknown, call=bench.create(order))
    assert await bench.gateway.find_payment(bench.ctx, order.our_reference) is None

    result = await bench.create(order)

    assert result.state is PaymentState.SUCCEEDED
    bench.assert_charged(bench.amount, bench.amount)


async def test_a_voucher_shows_openpays_slip_and_ends_with_a_day_in_mexico(bench: OpenpayBench) -> None:
    # Clocks went back in Mexico on 31 October 2021: the day ends an hour later than its offset of today says.
    bench.double.advance(datetime(2021, 10, 29, 15, tzinfo=UTC) - bench.now())

    result = await bench.pay(kind=MethodKind.STORE, return_url=None)

    action = result.action
    assert isinstance(action, Voucher)
    assert (
        action.document_url == f"{bench.double.public_url}/paynet-pdf/{ONE.merchant_id}/transaction/{result.reference}"
    )
    assert len(action.reference) == 16
    (sent,) = bodies(bench)
    assert sent["due_date"] == "2021-11-01T23:59:59-06:00"
    assert action.expires_at == datetime(2021, 11, 2, 5, 59, 59, tzinfo=UTC)


async def test_a_transfer_names_account_bank_agreement_and_reference(bench: OpenpayBench) -> None:
    result = await bench.pay(kind=MethodKind.BANK_TRANSFER, return_url=None)

    action = result.action
    assert isinstance(action, BankTransfer)
    assert action.clabe is not None
    assert (len(action.clabe), action.bank, action.agreement) == (18, "BBVA Bancomer", "1411217")
    assert action.reference.startswith("1103")
    (sent,) = bodies(bench)
    assert sent["description"] == "Pro plan, November [perennial asks 19.99]"


async def test_a_store_has_a_limit_that_openpay_tells(bench: OpenpayBench) -> None:
    order = await bench.order(kind=MethodKind.STORE, amount=bench.money(2_999_901))

    error = await bench.refuses(InvalidRequest, call=bench.create(order))

    assert (error.gateway_code, "amount_out_of_range" in error.message) == ("1012", True)


async def test_each_country_takes_its_own_money_and_nothing_is_sent_for_another(bench: OpenpayBench) -> None:
    card, transfer = await bench.order(), await bench.order(kind=MethodKind.BANK_TRANSFER)
    dollars = replace(transfer, amount=bench.money(1000, "USD"))
    sent = bench.line.requests

    for country in ("co", "pe"):
        await bench.refuses(InvalidRequest, call=bench.create(card, bench.context(country=country)))
        await bench.refuses(NotSupported, call=bench.create(transfer, bench.context(country=country)))
    await bench.refuses(InvalidRequest, call=bench.create(dollars))
    without = replace(card, payer=replace(card.payer, device_id=None))
    await bench.refuses(InvalidRequest, call=bench.create(without))

    assert bench.line.requests == sent
    in_dollars = await bench.create(replace(card, amount=bench.money(1000, "USD")))
    assert in_dollars.amount == bench.money(1000, "USD")


async def test_a_part_of_an_authorization_is_told_apart_from_what_was_asked(bench: OpenpayBench) -> None:
    held = await bench.create(await bench.order(capture=False))

    done = await bench.gateway.capture_payment(bench.ctx, reference_of(held), bench.money(500), "key")

    assert (done.state, done.amount, done.received) == (PaymentState.SUCCEEDED, bench.amount, bench.money(500))
    refund = bench.give_back(done, 501)
    error = await bench.refuses(InvalidRequest, call=bench.gateway.create_refund(bench.ctx, refund))
    assert getattr(error, "reason", None) == "EXCEEDS"


async def test_what_waits_for_the_bank_can_be_called_off_and_a_voucher_cannot(bench: OpenpayBench) -> None:
    waiting = await bench.pay("challenge")
    voucher = await bench.pay(kind=MethodKind.STORE, return_url=None)

    off = await bench.gateway.cancel_payment(bench.ctx, reference_of(waiting), "key")
    twice = await bench.gateway.cancel_payment(bench.ctx, reference_of(waiting), "key")
    await bench.refuses(NotSupported, call=bench.gateway.cancel_payment(bench.ctx, reference_of(voucher), "key"))

    assert off.state is twice.state is PaymentState.CANCELED
    assert (await bench.fetch(voucher)).state is PaymentState.PENDING


async def test_a_customer_is_found_again_by_our_reference(bench: OpenpayBench) -> None:
    wanted = NewCustomer("key", "cus_1", "Ana Núñez", "ana@example.com", "es")

    first = await bench.gateway.create_customer(bench.ctx, wanted)

    assert await bench.gateway.create_customer(bench.ctx, wanted) == first
    assert len(bench.harness.double.vault.customers) == 1


async def test_a_saved_card_without_its_customer_is_refused_before_the_call(bench: OpenpayBench) -> None:
    sent = bench.line.requests

    order = await bench.order(source=SavedMethod(MethodKind.CARD, None, "k123"))
    await bench.refuses(InvalidRequest, call=bench.create(order))

    assert bench.line.requests == sent
