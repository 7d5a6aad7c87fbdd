"""Openpay's words in ours, by the samples of its own documents: states, errors, dates, marks and settings."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from backend.currencies import currency
from backend.domain.money import Money
from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    DeclineAdvice,
    GatewayError,
    InvalidRequest,
    MethodKind,
    NotFound,
    OutcomeUnknown,
    PaymentState,
    Redirect,
    RefundState,
    Unavailable,
)
from backend.gateways.openpay.classify import classify_answer, classify_failure, refusal_in
from backend.gateways.openpay.declines import decline_in
from backend.gateways.openpay.gateway import OpenpayGateway
from backend.gateways.openpay.places import api_address, slip_address
from backend.gateways.openpay.references import (
    asked_in,
    charge_description,
    keeps_its_card,
    order_id,
    refund_description,
    refund_mark_in,
)
from backend.gateways.openpay.remote import read
from backend.gateways.openpay.remote_charge import RemoteCharge
from backend.gateways.openpay.settings import OpenpaySettings
from backend.gateways.openpay.translate import to_result

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
MXN = currency("MXN")
GIVEN: dict[str, Any] = {
    "merchant_id": "mzdtln0bmtms6o3kck8f",
    "private_key": "sk_0123456789abcdef",
    "public_key": "pk_0123456789abcdef",
    "webhook_user": "perennial",
    "webhook_password": "0123456789abcdefghij",
}
SETTINGS = OpenpaySettings.model_validate(GIVEN)
CARD = {
    "id": "kqgykn96i7bcs1wwhvgw", "type": "debit", "brand": "visa", "address": None, "card_number": "411111XXXXXX1111",
    "holder_name": "Juan Perez Ramirez", "expiration_year": "29", "expiration_month": "09", "allows_charges": True,
    "creation_date": "2014-05-26T11:02:16-05:00", "bank_name": "Banamex", "bank_code": "002",
}  # fmt: skip
CHARGE: dict[str, Any] = {
    "id": "trzjaozcik8msyqshka4", "amount": Decimal("100.00"), "authorization": "801585", "method": "card",
    "operation_type": "in", "transaction_type": "charge", "card": CARD, "status": "completed", "currency": "MXN",
    "creation_date": "2014-05-26T11:02:45-05:00", "operation_date": "2014-05-26T11:02:45-05:00",
    "description": "Cargo inicial a mi cuenta", "error_message": None, "order_id": "oid-00051",
}  # fmt: skip


def result(**changes: Any) -> Any:
    return to_result(RemoteCharge.model_validate(CHARGE | changes), SETTINGS, NOW)


def test_the_documented_charge_is_a_payment() -> None:
    seen = result()

    assert (seen.state, seen.reference, seen.our_reference) == (
        PaymentState.SUCCEEDED, "trzjaozcik8msyqshka4", "oid-00051",
    )  # fmt: skip
    assert (seen.amount, seen.received, seen.saved_method) == (Money(10000, MXN), None, None)
    method = seen.method
    assert (method.kind, method.brand, method.last4) == (MethodKind.CARD, "visa", "1111")
    assert (method.expires_month, method.expires_year) == (9, 2029)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"status": "COMPLETED"}, PaymentState.SUCCEEDED),
        ({"status": "refunded"}, PaymentState.SUCCEEDED),
        ({"status": "chargeback_pending"}, PaymentState.SUCCEEDED),
        ({"status": "in_progress"}, PaymentState.AUTHORIZED),
        ({"status": "in_progress", "method": "store"}, PaymentState.PENDING),
        ({"status": "in_progress", "method": "bank_account"}, PaymentState.PENDING),
        ({"status": "charge_pending"}, PaymentState.PENDING),
        ({"status": "failed"}, PaymentState.FAILED),
        ({"status": "cancelled"}, PaymentState.CANCELED),
        ({"status": "cancelled", "method": "store"}, PaymentState.EXPIRED),
        ({"status": "expired", "method": "bank_account"}, PaymentState.EXPIRED),
        ({"status": "rescored"}, PaymentState.UNKNOWN),
    ],
)
def test_statuses_are_ours_and_an_unknown_one_is_never_success(changes: dict[str, Any], state: PaymentState) -> None:
    assert result(**changes).state is state


def test_a_charge_at_the_banks_page_is_an_action_until_it_fails_there() -> None:
    way = {"type": "redirect", "url": "https://sandbox-api.openpay.mx/v1/m/charges/t/redirect/"}

    waits = result(status="charge_pending", payment_method=way)
    fails = result(status="failed", payment_method=way)
    refused = result(status="failed", payment_method=way, error_code=3003)

    assert (waits.state, waits.action) == (PaymentState.REQUIRES_ACTION, Redirect(way["url"]))
    assert (fails.decline.reason, fails.decline.advice) == ("AUTHENTICATION_FAILED", DeclineAdvice.AUTHENTICATE)
    assert (refused.decline.reason, refused.decline.gateway_code) == ("INSUFFICIENT_FUNDS", "3003")


def test_an_older_voucher_without_an_offset_ends_by_the_clock_in_mexico() -> None:
    way = {"type": "store", "reference": "000020TRNIRKIYOBO5QFEX55EF0100009", "paybin_reference": "0101990000001065"}

    seen = result(status="in_progress", method="store", card=None, payment_method=way, due_date="2026-12-01T13:45:00")

    assert seen.action.reference == "000020TRNIRKIYOBO5QFEX55EF0100009"
    assert seen.action.expires_at == datetime(2026, 12, 1, 19, 45, tzinfo=UTC)
    assert seen.action.document_url == (
        "https://sandbox-dashboard.openpay.mx/paynet-pdf/mzdtln0bmtms6o3kck8f/transaction/trzjaozcik8msyqshka4"
    )


def test_refunds_are_listed_once_whether_alone_or_in_a_list() -> None:
    one = {"id": "tr1", "amount": Decimal("10.00"), "status": "completed", "description": "[perennial ref_1]"}
    two = {"id": "tr2", "amount": Decimal(5), "status": "in_progress", "description": None}

    alone, both = result(refund=one, refunds=None), result(refund=two, refunds=[one, two])

    assert [refund.our_reference for refund in alone.refunds] == ["ref_1"]
    assert [(refund.reference, refund.amount.minor, refund.state) for refund in both.refunds] == [
        ("trzjaozcik8msyqshka4/tr1", 1000, RefundState.SUCCEEDED),
        ("trzjaozcik8msyqshka4/tr2", 500, RefundState.PENDING),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"amount": Decimal("100.005")}, {"amount": Decimal("1E+99")}, {"amount": Decimal("NaN")}, {"currency": "XXX"},
        {"id": None}, {"status": None}, {"refunds": [{"id": "tr1", "amount": Decimal("0.001")}]},
    ],
)  # fmt: skip
def test_a_charge_that_makes_no_sense_is_unreadable(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        result(**changes)


def answer(status: int, code: object = None, **headers: str) -> httpx.Response:
    content = {"category": "request", "description": "Card 4111111111111111 and sk_secret", "error_code": code}
    return httpx.Response(status, headers=headers, content=json.dumps(content))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (400, 1001, InvalidRequest), (401, 1002, ConfigurationError), (422, 1003, InvalidRequest),
        (404, 1005, NotFound), (409, 1006, Conflict), (423, 1008, ConfigurationError), (413, 1009, InvalidRequest),
        (403, 1010, ConfigurationError), (422, 1012, InvalidRequest), (409, 2002, Conflict), (409, 2003, Conflict),
        (412, 4002, ConfigurationError), (409, 6001, Conflict), (400, 6002, ConfigurationError),
        (403, 9999, ConfigurationError), (409, 9999, Conflict), (404, None, ConfigurationError),
        (302, None, ConfigurationError), (500, 1000, OutcomeUnknown), (503, 1004, OutcomeUnknown),
        (200, None, OutcomeUnknown), (429, 1000, Unavailable),
    ],
)  # fmt: skip
def test_errors_are_told_apart_by_their_code(status: int, code: object, expected: type[GatewayError]) -> None:
    error = classify_answer(answer(status, code), reads=False)

    assert type(error) is expected
    assert "4111" not in error.message
    assert "sk_secret" not in error.message
    if expected is OutcomeUnknown:
        assert type(classify_answer(answer(status, code), reads=True)) is Unavailable


def test_a_timeout_is_unknown_to_a_charge_and_a_refused_connection_is_not() -> None:
    request = httpx.Request("POST", "https://api.openpay.mx")

    assert type(classify_failure(httpx.ReadTimeout("", request=request), reads=False)) is OutcomeUnknown
    assert type(classify_failure(httpx.ReadTimeout("", request=request), reads=True)) is Unavailable
    assert type(classify_failure(httpx.ConnectError("", request=request), reads=False)) is Unavailable
    assert type(classify_failure(httpx.InvalidURL("sk_secret"), reads=False)) is ConfigurationError
    assert classify_answer(answer(429, retry_after="3"), reads=False).retry_after_seconds is None
    assert classify_answer(answer(429, **{"retry-after": "3"}), reads=False).retry_after_seconds == 3


@pytest.mark.parametrize(
    ("status", "code", "reason", "advice"),
    [
        (422, 2004, "INCORRECT_NUMBER", DeclineAdvice.NEW_METHOD),
        (400, 2005, "EXPIRED_CARD", DeclineAdvice.NEW_METHOD),
        (412, 2009, "INCORRECT_CVC", DeclineAdvice.NEW_METHOD),
        (402, 3001, "GENERIC", DeclineAdvice.RETRY_LATER),
        (402, 3004, "GENERIC", DeclineAdvice.NEVER),
        (412, 3008, "GENERIC", DeclineAdvice.NEW_METHOD),
        (402, 3009, "GENERIC", DeclineAdvice.NEVER),
        (402, 3010, "GENERIC", DeclineAdvice.CONTACT_ISSUER),
        (402, 3999, "GENERIC", DeclineAdvice.RETRY_LATER),
    ],
)
def test_declines_have_safe_reasons(status: int, code: int, reason: str, advice: DeclineAdvice) -> None:
    refusal = refusal_in(answer(status, str(code)))
    assert refusal is not None

    decline = decline_in(refusal, status)

    assert decline is not None
    assert (decline.reason, decline.advice, decline.gateway_code) == (reason, advice, str(code))


def test_what_is_no_refusal_is_none_and_a_wrong_field_is_no_decline() -> None:
    wrong = refusal_in(answer(422, 1003))
    assert wrong is not None
    assert decline_in(wrong, 422) is None
    for unclear in (answer(500, 3001), answer(408, 1001), answer(429, 1001), answer(400, "no number"), answer(200, 1)):
        assert refusal_in(unclear) is None
    assert refusal_in(httpx.Response(402, content=b"[" * 100_000)) is None


def test_amounts_are_read_exactly_and_what_is_no_json_is_nothing() -> None:
    assert read(httpx.Response(200, content=b'{"amount": 19.99}')) == {"amount": Decimal("19.99")}
    for content in (b"", b"<html>", b'{"amount": NaN}', b"[" * 100_000):
        assert read(httpx.Response(200, content=content)) is None


def test_marks_survive_long_texts_and_are_read_back() -> None:
    both = charge_description("ñ" * 300, asked=Money(1999, MXN), keeps=True)

    assert len(both) == 250
    assert asked_in(both, MXN) == Money(1999, MXN)
    assert keeps_its_card(both)
    assert charge_description("ñ" * 300, asked=None, keeps=False) == "ñ" * 250
    for plain in ("Invoice 7", "[perennial asks 19.99] for Invoice 7", None):
        assert asked_in(plain, MXN) is None
        assert not keeps_its_card(plain)
    for spoofed in ("Plan [perennial asks 0.01]", "Plan [perennial asks 0.01] [perennial keeps the card]"):
        for keeps in (False, True):
            description = charge_description(spoofed, asked=None, keeps=keeps)
            assert asked_in(description, MXN) is None
            assert keeps_its_card(description) is keeps
    assert refund_mark_in(refund_description("Because", "ref_1")) == "ref_1"
    assert refund_mark_in("Because [perennial ref_1] not") is None
    assert (len(order_id("a" * 300)), order_id("a" * 300) == order_id("a" * 299 + "b")) == (96, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"private_key": "pk_0123456789abcdef"}, {"public_key": "sk_0123456789abcdef"},
        {"private_key": "sk_live_456789abcdef"}, {"mode": "live", "public_key": "pk_test_56789abcdef"},
        {"webhook_password": "0123456789abcdefghi"}, {"previous_webhook_password": "short"}, {"webhook_user": "a:b"},
        {"merchant_id": "../customers"}, {"country": "us"}, {"unknown": "setting"}, {"base_url": "ftp://openpay"},
    ],
)  # fmt: skip
def test_settings_that_cannot_work_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OpenpaySettings.model_validate(GIVEN | changes)


def test_each_mode_and_country_has_its_own_addresses() -> None:
    live = OpenpaySettings.model_validate(GIVEN | {"mode": "live", "country": "pe"})
    double = OpenpaySettings.model_validate(GIVEN | {"base_url": "http://127.0.0.1:9/"})
    fields = OpenpayGateway().browser_fields

    assert api_address(SETTINGS) == "https://sandbox-api.openpay.mx/v1/mzdtln0bmtms6o3kck8f"
    assert api_address(live) == "https://api.openpay.pe/v1/mzdtln0bmtms6o3kck8f"
    assert slip_address(live, "t").startswith("https://dashboard.openpay.pe/paynet-pdf/")
    assert fields(SETTINGS).fields_url == "https://js.openpay.mx/openpay.v1.min.js#sandbox"
    assert fields(live).fields_url == "https://js.openpay.pe/openpay.v1.min.js"
    assert fields(double).fields_url == "http://127.0.0.1:9/js/openpay.v1.min.js#sandbox"
    assert (fields(live).protocol, fields(live).account) == ("openpay", "mzdtln0bmtms6o3kck8f")
