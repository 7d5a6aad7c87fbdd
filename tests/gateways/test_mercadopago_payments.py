"""Mercado Pago's payments, before the double: the wire, its own page, and what is read from answers.

What every gateway must do alike is tried by the conformance kit.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import httpx
import pytest
import pytest_asyncio
from pydantic import ValidationError

from backend.conformance.bench import Bench, reference_of
from backend.currencies import currency
from backend.doubles.mercadopago import ACCOUNTS, MercadoPagoDouble
from backend.gateways.base import (
    BankTransfer,
    ConfigurationError,
    Conflict,
    DisputeState,
    GatewayError,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    Redirect,
    RefundRejected,
    RefundState,
    StateConflict,
    Unavailable,
    Voucher,
)
from backend.gateways.mercadopago.classify import classify_answer, classify_refund
from backend.gateways.mercadopago.exact import dumps, from_wire, loads
from backend.gateways.mercadopago.gateway import MercadoPagoGateway
from backend.gateways.mercadopago.payments import notification_url
from backend.gateways.mercadopago.settings import MercadoPagoSettings
from backend.gateways.mercadopago.translate import RemoteDispute, RemotePayment, to_dispute_result, to_result
from tests.contract.mercadopago import MercadoPagoHarness
from tests.support.gateway_bench import bench_of, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEYS = {"access_token": "TEST-0123456789", "public_key": "TEST-0123456789", "webhook_secret": "0123456789"}
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[Bench]:
    async with bench_of(MercadoPagoHarness) as bench:
        yield bench


@pytest.fixture
def bench(served: Bench) -> Bench:
    return fresh(served)


@pytest.fixture
def double(bench: Bench) -> MercadoPagoDouble:
    assert isinstance(bench.double, MercadoPagoDouble)
    return bench.double


def sent(bench: Bench) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(bench.harness.calls("create")[-1].body, parse_float=str)
    return body


async def page_of(bench: Bench, **changes: Any) -> PaymentResult:
    return await bench.pay(kind=MethodKind.WALLET, **changes)


async def test_a_card_is_sent_as_a_token_with_a_number_of_exact_digits(bench: Bench) -> None:
    order = await bench.order(amount=bench.money(110), metadata={"payment": "pay_1"})
    await bench.create(order)
    assert isinstance(order.source, NewMethod)
    assert sent(bench) == {
        "transaction_amount": "1.10",
        "description": "Pro plan, November",
        "external_reference": order.our_reference,
        "payer": {"email": "ana@example.com", "first_name": "Ana", "last_name": "Núñez"},
        "metadata": {"payment": "pay_1"},
        "token": order.source.token,
        "installments": 1,
        "capture": True,
        "notification_url": f"{bench.ctx.webhook_url}?source_news=webhooks&reference={order.our_reference}",
        "additional_info": {"ip_address": "203.0.113.7"},
    }


async def test_the_browser_may_name_the_brand_and_the_device(bench: Bench) -> None:
    source = await bench.source()
    assert isinstance(source, NewMethod)
    named = NewMethod(MethodKind.CARD, f"{source.token}|master")
    await bench.paid(source=named, payer=replace(bench.payer(), device_id="device-1"))
    assert (sent(bench)["token"], sent(bench)["payment_method_id"]) == (source.token, "master")
    assert bench.harness.calls("create")[-1].headers["x-meli-session-id"] == "device-1"


async def test_only_addresses_that_mercado_pago_takes_are_given_to_it(bench: Bench) -> None:
    local = replace(bench.ctx, webhook_url="")
    await bench.create(await bench.order(), local)
    assert "notification_url" not in sent(bench)
    settings = MercadoPagoSettings.model_validate(KEYS)
    insecure = replace(bench.ctx, webhook_url="http://shop.example/hook", settings=settings)
    assert notification_url(insecure, "pa_1") is None
    secure = replace(insecure, webhook_url="https://shop.example/hook?a=1")
    assert notification_url(secure, "pa_1") == "https://shop.example/hook?a=1&source_news=webhooks&reference=pa_1"


async def test_a_long_key_is_sent_as_its_hash_and_still_replays(bench: Bench) -> None:
    order = await bench.order(key="k" * 65)
    first = await bench.create(order)
    assert (await bench.create(order)).reference == first.reference
    assert {len(bench.harness.key_on_wire(call) or "") for call in bench.harness.calls("create")} == {64}
    bench.assert_charged(bench.amount)


async def test_another_currency_than_the_accounts_is_refused_before_anything_is_sent(bench: Bench) -> None:
    brl = replace(bench.amount, currency=currency("BRL"))
    await bench.refuses(InvalidRequest, call=bench.create(await bench.order(kind=MethodKind.WALLET, amount=brl)))
    abroad = bench.context(country="br")
    call = bench.create(await bench.order(kind=MethodKind.STORE, amount=brl), abroad)
    await bench.refuses(ConfigurationError, call=call)
    assert bench.line.requests == 0


async def test_a_list_goes_on_where_mercado_pagos_search_ends(bench: Bench) -> None:
    class Near(MercadoPagoGateway):
        furthest: ClassVar[int] = 4

    began, made = bench.now(), []
    for _ in range(11):
        bench.double.advance(timedelta(seconds=1))
        made.append((await bench.paid()).our_reference)
    bench.double.advance(timedelta(seconds=1))
    listed, after, asked = [], None, len(bench.double.journal.calls)
    for _ in range(11):
        page = await Near().list_payments(bench.ctx, began, bench.now(), after)
        listed += [one.our_reference for one in page.payments]
        after = page.next
        if after is None:
            break
    assert listed == made
    for call in bench.double.journal.calls[asked:]:
        query = dict(parse_qsl(call.query))
        assert int(query["offset"]) + int(query["limit"]) <= 4, "a row beyond the last is asked for"


async def test_a_list_that_cannot_be_read_to_its_end_is_no_shorter_list(
    bench: Bench, double: MercadoPagoDouble
) -> None:
    class Near(MercadoPagoGateway):
        furthest: ClassVar[int] = 2

    for _ in range(3):
        await bench.paid()
    at = bench.now()
    for payment in double.provider.payments.values():
        payment.created = at
    since, until = at - timedelta(seconds=1), at + timedelta(seconds=1)
    with pytest.raises(Unavailable, match="to its end"):
        await Near().list_payments(bench.ctx, since, until, None)
    page = await MercadoPagoGateway().list_payments(bench.ctx, since, until, None)
    assert (len(page.payments), page.next) == (3, None)


async def test_a_voucher_and_a_transfer_say_how_to_pay(bench: Bench) -> None:
    until = bench.now() + timedelta(days=2)
    voucher = await bench.pay(kind=MethodKind.STORE, expires_at=until, return_url=None)
    assert isinstance(voucher.action, Voucher)
    assert (voucher.action.barcode, len(voucher.action.reference)) == (voucher.action.reference, 16)
    assert voucher.action.document_url == f"{bench.double.public_url}/pages/ticket/{voucher.reference}"
    assert sent(bench)["payment_method_id"] == "oxxo"
    assert "capture" not in sent(bench)
    transfer = await bench.pay(kind=MethodKind.BANK_TRANSFER, return_url=None)
    assert isinstance(transfer.action, BankTransfer)
    assert (transfer.action.clabe, transfer.action.bank) == (transfer.action.reference, "STP")
    assert len(transfer.action.reference) == 18


async def test_the_page_stays_the_reference_whatever_is_paid_there(bench: Bench, double: MercadoPagoDouble) -> None:
    order = await bench.order(kind=MethodKind.WALLET)
    made = await bench.create(order)
    reference = reference_of(made)
    assert (made.state, made.action) == (
        PaymentState.REQUIRES_ACTION,
        Redirect(f"{double.public_url}/pages/checkout/{reference}"),
    )
    assert (await bench.create(order)).reference == reference, "two pages could both be paid"
    assert len(double.provider.pages) == 1
    await double.act(reference, "authenticate", {"ok": False})
    assert (await bench.fetch(made)).state is PaymentState.REQUIRES_ACTION, "the payer may try again there"
    await double.act(reference, "pay", {})
    done = await bench.fetch(made)
    assert (done.state, done.reference, done.our_reference, done.received) == (
        PaymentState.SUCCEEDED,
        reference,
        order.our_reference,
        None,
    )
    found = await bench.gateway.find_payment(bench.ctx, order.our_reference)
    assert found is not None
    assert (found.reference, found.state) == (reference, PaymentState.SUCCEEDED)
    refund = await bench.refunded(done, 500)
    assert refund.reference is not None
    assert (refund.payment_reference, refund.reference.count("/")) == (reference, 2)
    assert [one.reference for one in (await bench.fetch(made)).refunds] == [refund.reference]


async def test_a_page_that_is_paid_twice_says_what_came(bench: Bench, double: MercadoPagoDouble) -> None:
    made = await page_of(bench)
    page = double.provider.pages[reference_of(made)]
    for _ in range(2):
        double.provider.pay_on_page(page, "account_money", "approved", "accredited")
    seen = await bench.fetch(made)
    assert (seen.amount, seen.received) == (bench.amount, bench.money(2 * bench.amount.minor))


async def test_cash_chosen_on_the_page_waits_with_its_voucher(bench: Bench, double: MercadoPagoDouble) -> None:
    made = await page_of(bench)
    page = double.provider.pages[reference_of(made)]
    double.provider.pay_on_page(page, "oxxo", "pending", "pending_waiting_payment")
    seen = await bench.fetch(made)
    assert (seen.state, type(seen.action)) == (PaymentState.PENDING, Voucher)
    canceled = await bench.gateway.cancel_payment(bench.ctx, reference_of(made), "c")
    assert canceled.state is PaymentState.CANCELED
    assert [one.status for one in double.provider.payments.values()] == ["cancelled"]
    assert not page.is_open(bench.now())


async def test_a_page_has_an_end_and_a_paid_one_cannot_be_closed(bench: Bench, double: MercadoPagoDouble) -> None:
    ending = await page_of(bench, expires_at=bench.now() + timedelta(hours=1))
    double.advance(timedelta(hours=1, seconds=1))
    over = await bench.fetch(ending)
    assert (over.state, over.decline and over.decline.reason) == (PaymentState.EXPIRED, "EXPIRED")
    paid = await page_of(bench)
    await double.act(reference_of(paid), "pay", {})
    for result in (ending, paid):
        call = bench.gateway.cancel_payment(bench.ctx, reference_of(result), "c")
        await bench.refuses(StateConflict, call=call)


async def test_a_repeated_capture_is_one(bench: Bench) -> None:
    held = await bench.pay(capture=False)
    assert held.state is PaymentState.AUTHORIZED
    bench.arm("capture", "reset_after")
    reference = reference_of(held)
    await bench.refuses(OutcomeUnknown, call=bench.gateway.capture_payment(bench.ctx, reference, None, "k"))
    done = await bench.gateway.capture_payment(bench.ctx, reference, None, "k")
    assert done.state is PaymentState.SUCCEEDED
    bench.assert_charged(bench.amount)
    for kind in (MethodKind.STORE, MethodKind.WALLET):
        await bench.refuses(NotSupported, call=bench.create(await bench.order(kind=kind, capture=False)))


async def test_a_refund_is_an_amount_and_a_key_and_is_ours_by_the_key_alone(bench: Bench) -> None:
    paid = await bench.paid()
    order = bench.give_back(paid, 500)
    first = await bench.gateway.create_refund(bench.ctx, order)
    (call,) = bench.harness.calls("refund")
    assert call.body == b'{"amount":5.00}'
    assert call.headers["x-render-in-process-refunds"] == "true"
    again = await bench.gateway.create_refund(bench.ctx, order)
    assert (again.reference, again.our_reference, again.state) == (
        first.reference,
        order.our_reference,
        RefundState.SUCCEEDED,
    )
    (listed,) = (await bench.fetch(paid)).refunds
    assert (listed.reference, listed.our_reference) == (first.reference, None)
    bench.assert_refunded(bench.money(500))
    for reference in ("1", "1/2/3/4", "/", "12/34"):
        await bench.refuses(NotFound, call=bench.gateway.fetch_refund(bench.ctx, reference))


async def test_a_refund_that_is_not_through_yet_is_pending(bench: Bench, double: MercadoPagoDouble) -> None:
    paid = await bench.paid("refund_pending")
    made = await bench.gateway.create_refund(bench.ctx, bench.give_back(paid))
    assert made.state is RefundState.PENDING
    assert made.reference is not None
    await double.act(made.reference, "refund_failed", {})
    seen = await bench.gateway.fetch_refund(bench.ctx, made.reference)
    assert (seen.state, seen.failure_reason) == (RefundState.FAILED, "GENERIC")
    bench.assert_refunded()


async def test_what_is_disputed_is_not_given_back(bench: Bench, double: MercadoPagoDouble) -> None:
    paid = await bench.paid()
    await double.act(reference_of(paid), "dispute", {})
    call = bench.gateway.create_refund(bench.ctx, bench.give_back(paid))
    error = await bench.refuses(RefundRejected, call=call)
    assert error.reason == "DISPUTED"
    bench.assert_refunded()


async def test_the_account_must_be_of_the_country_that_was_entered(bench: Bench) -> None:
    health = await bench.gateway.check_health(bench.context(country="ar"))
    assert (health.ok, health.message) == (False, "The account is of another country (MLM).")


async def test_the_browser_gets_the_doubles_script_and_the_public_key(bench: Bench) -> None:
    fields = bench.gateway.browser_fields(bench.ctx.settings)
    assert (fields.protocol, fields.fields_url, fields.publishable_key) == (
        "mercadopago",
        f"{bench.double.public_url}/js/v2",
        ACCOUNTS[0].public_key,
    )
    live = MercadoPagoSettings.model_validate(KEYS)
    assert bench.gateway.browser_fields(live).fields_url == "https://sdk.mercadopago.com/js/v2"


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "live"},
        {"mode": "live", "access_token": "APP_USR-0123456789"},
        {"public_key": "APP_USR-0123456789"},
        {"country": "us"},
        {"webhook_secret": ""},
        {"unheard_of": "1"},
    ],
)
async def test_settings_that_cannot_work_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        MercadoPagoSettings.model_validate({**KEYS, **wrong})


async def test_json_keeps_every_digit_of_an_amount() -> None:
    text = dumps({"a": Decimal("19.90"), "b": [Decimal("0.01"), 7], "ñ": 'x"'})
    assert text == b'{"a":19.90,"b":[0.01,7],"\\u00f1":"x\\""}'
    assert loads(b'{"a": 999999.99}') == {"a": Decimal("999999.99")}
    assert dumps({"a": Decimal("1E+3")}) == b'{"a":1000}'


@pytest.mark.parametrize("value", ["19.999", "NaN", "Infinity", "1E+20"])
async def test_a_number_that_is_no_amount_is_not_read_as_one(value: str) -> None:
    with pytest.raises(ValueError, match=r"amount|decimals"):
        from_wire(Decimal(value), "MXN")
    assert from_wire(Decimal("58.8"), "MXN").minor == 5880


# As documented for a payment, with what does not matter left out.
SAMPLE = {
    "id": 17014025134,
    "status": "approved",
    "status_detail": "accredited",
    "transaction_amount": Decimal("58.8"),
    "currency_id": "BRL",
    "payment_method_id": "master",
    "payment_type_id": "credit_card",
    "external_reference": "MP0001",
    "card": {"last_four_digits": "6351", "expiration_month": 11, "expiration_year": 2030},
    "refunds": None,
    "order": {},
}


@pytest.mark.parametrize(
    ("status", "detail", "state"),
    [
        ("approved", "partially_refunded", PaymentState.SUCCEEDED),
        ("refunded", "refunded", PaymentState.SUCCEEDED),
        ("charged_back", "settled", PaymentState.SUCCEEDED),
        ("in_mediation", "pending", PaymentState.SUCCEEDED),
        ("authorized", "pending_capture", PaymentState.AUTHORIZED),
        ("in_process", "pending_review_manual", PaymentState.PENDING),
        ("pending", "pending_challenge", PaymentState.REQUIRES_ACTION),
        ("cancelled", "expired", PaymentState.EXPIRED),
        ("cancelled", "by_payer", PaymentState.CANCELED),
        ("rejected", "unheard_of", PaymentState.FAILED),
        ("unheard_of", None, PaymentState.UNKNOWN),
    ],
)
async def test_every_status_is_a_state_and_unknown_ones_are_neither(
    status: str, detail: str | None, state: PaymentState
) -> None:
    payment = RemotePayment.model_validate({**SAMPLE, "status": status, "status_detail": detail})
    result = to_result(payment, NOW)
    assert (result.state, result.amount.minor, result.reference) == (state, 5880, "17014025134")
    assert result.method is not None
    assert (result.method.brand, result.method.last4) == ("mastercard", "6351")


async def test_a_transfer_whose_account_is_not_told_leads_to_mercado_pagos_page() -> None:
    details = {"external_resource_url": "https://www.mercadopago.com.mx/payments/1/bank_transfer"}
    content = {**SAMPLE, "status": "pending", "payment_type_id": "bank_transfer", "transaction_details": details}
    result = to_result(RemotePayment.model_validate(content), NOW)
    assert result.action == Redirect(details["external_resource_url"])


@pytest.mark.parametrize(
    ("covered", "state"), [(None, DisputeState.OPEN), (True, DisputeState.WON), (False, DisputeState.LOST)]
)
async def test_a_chargeback_is_open_until_its_coverage_is_decided(covered: bool | None, state: DisputeState) -> None:
    content = {"id": 5, "payments": [17], "currency": "MXN", "amount": Decimal("58.8"), "coverage_applied": covered}
    assert to_dispute_result(RemoteDispute.read(content), "17", NOW).state is state
    older = {"id": "cb-001", "payment_id": 17, "amount": Decimal("58.8"), "currency_id": "BRL"}
    assert RemoteDispute.read(older).payments == [17]


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (400, 2131, InvalidRequest),
        (400, 2063, StateConflict),
        (401, "unauthorized", ConfigurationError),
        (403, 4, ConfigurationError),
        (404, 2000, NotFound),
        (409, "idempotency_key_conflict", Conflict),
        (500, "internal_error", OutcomeUnknown),
    ],
)
async def test_a_cause_is_one_kind_of_failure(status: int, code: int | str, kind: type[GatewayError]) -> None:
    content = {"message": "m", "error": "e", "status": status, "cause": [{"code": code, "description": "d"}]}
    error = classify_answer(httpx.Response(status), content, reads=False)
    assert (type(error), error.gateway_code) == (kind, str(code))


@pytest.mark.parametrize(
    "cause",
    [[], None, {}, [[{"code": "card-120", "description": "d"}]], {"code": 7}, "text"],
)
async def test_causes_come_in_many_forms(cause: object) -> None:
    error = classify_answer(httpx.Response(400), {"message": "m", "error": "bad", "cause": cause}, reads=False)
    assert error.gateway_code in ("bad", "card-120", "7")


@pytest.mark.parametrize(
    ("code", "reason"),
    [(2085, "EXCEEDS"), (2024, "TOO_LATE"), (15016, "TOO_LATE"), (4296, "ALREADY_REFUNDED"), (3024, "GENERIC")],
)
async def test_a_refused_refund_has_its_reason(code: int, reason: str) -> None:
    error = classify_refund(httpx.Response(400), {"error": "bad_request", "cause": [{"code": code}]})
    assert isinstance(error, RefundRejected)
    assert (error.reason, error.gateway_code) == (reason, str(code))
