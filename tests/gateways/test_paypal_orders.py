"""PayPal's orders, before the double: the wire, what a refused payer leaves, and the access token.

What every gateway must do alike is tried by the conformance kit.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from backend.conformance.bench import Bench, reference_of
from backend.currencies import currency
from backend.domain.money import Money
from backend.doubles.paypal import PayPalDouble
from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    Decline,
    DeclineAdvice,
    GatewayError,
    InvalidRequest,
    MethodKind,
    NotFound,
    OutcomeUnknown,
    PaymentState,
    RefundRejected,
    RefundState,
    SavedMethod,
    StateConflict,
    Unavailable,
)
from backend.gateways.paypal.amounts import from_wire, to_wire
from backend.gateways.paypal.classify import classify_answer, classify_refund
from tests.contract.paypal import PayPalHarness
from tests.support.gateway_bench import bench_of, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[Bench]:
    async with bench_of(PayPalHarness) as bench:
        yield bench


@pytest.fixture
def bench(served: Bench) -> Bench:
    return fresh(served)


@pytest.fixture
def double(bench: Bench) -> PayPalDouble:
    assert isinstance(bench.double, PayPalDouble)
    return bench.double


def sent(bench: Bench) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(bench.harness.calls("create")[-1].body)
    return body


async def test_an_order_is_sent_with_our_reference_twice_and_a_way_back(bench: Bench) -> None:
    order = await bench.order(description="Suscripción 🎉" * 30, payer=replace(bench.payer(), locale="es_MX"))
    await bench.create(order)
    assert sent(bench) == {
        "intent": "CAPTURE",
        "purchase_units": [
            {
                "amount": {"currency_code": "USD", "value": "19.99"},
                "description": ("Suscripción 🎉" * 30)[:127],
                "invoice_id": order.our_reference,
                "custom_id": order.our_reference,
            }
        ],
        "payment_source": {
            "paypal": {
                "experience_context": {
                    "return_url": order.return_url,
                    "cancel_url": order.return_url,
                    "user_action": "PAY_NOW",
                    "shipping_preference": "NO_SHIPPING",
                    "payment_method_preference": "IMMEDIATE_PAYMENT_REQUIRED",
                    "locale": "es-MX",
                }
            }
        },
    }


async def test_a_method_is_kept_for_its_owner_and_charged_with_them(bench: Bench) -> None:
    first = await bench.paid(save_method=True)
    assert sent(bench)["payment_source"]["paypal"]["attributes"] == {
        "vault": {"store_in_vault": "ON_SUCCESS", "usage_type": "MERCHANT", "permit_multiple_payment_tokens": True}
    }
    kept = first.saved_method
    assert kept is not None
    await bench.paid(save_method=True, customer_reference=kept.customer_reference)
    assert sent(bench)["payment_source"]["paypal"]["attributes"]["customer"] == {"id": kept.customer_reference}
    method = SavedMethod(MethodKind.WALLET, kept.customer_reference, kept.reference)
    charged = await bench.pay(source=method, off_session=True)
    assert (charged.state, charged.saved_method) == (PaymentState.SUCCEEDED, None)
    assert sent(bench)["payment_source"] == {
        "paypal": {"vault_id": kept.reference, "attributes": {"customer": {"id": kept.customer_reference}}}
    }
    bench.assert_charged(*[bench.amount] * 3)


async def test_nobody_to_agree_closes_the_order(bench: Bench, double: PayPalDouble) -> None:
    kept = (await bench.paid("savable_then_challenges", save_method=True)).saved_method
    assert kept is not None
    result = await bench.pay(
        source=SavedMethod(MethodKind.WALLET, kept.customer_reference, kept.reference), off_session=True
    )
    expected = Decline("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE, "PAYER_ACTION_REQUIRED")
    assert (result.state, result.decline) == (PaymentState.FAILED, expected)
    await double.act(reference_of(result), "approve", {})
    assert not (await bench.fetch(result)).confirmable
    bench.assert_charged(bench.amount)


async def test_a_refused_payer_ends_the_payment_for_good(bench: Bench, double: PayPalDouble) -> None:
    result = await bench.pay()
    await double.act(reference_of(result), "approve", {"funding": "declined"})
    failed = await bench.confirmed(await bench.fetch(result))
    expected = Decline("GENERIC", DeclineAdvice.NEW_METHOD, "INSTRUMENT_DECLINED")
    assert (failed.state, failed.decline, failed.confirmable) == (PaymentState.FAILED, expected, False)
    double.provider.orders[reference_of(result)].funding = "ok"
    assert (await bench.fetch(result)).state is PaymentState.FAILED
    call = bench.gateway.confirm_payment(bench.ctx, reference_of(result), "once-more")
    await bench.refuses(StateConflict, call=call)
    bench.assert_charged()


async def test_a_refused_payer_is_told_again_when_the_mark_could_not_be_set(bench: Bench, double: PayPalDouble) -> None:
    result = await bench.pay()
    await double.act(reference_of(result), "approve", {"funding": "declined"})
    bench.arm("cancel", "status_before", status=503)
    await bench.refuses(OutcomeUnknown, call=bench.confirmed(await bench.fetch(result)))
    failed = await bench.confirmed(await bench.fetch(result))
    assert failed.state is PaymentState.FAILED
    bench.assert_charged()


async def test_a_capture_may_be_declined_inside_a_good_answer(bench: Bench, double: PayPalDouble) -> None:
    result = await bench.pay()
    await double.act(reference_of(result), "approve", {"funding": "denied"})
    done = await bench.confirmed(await bench.fetch(result))
    assert (done.state, done.gateway_status) == (PaymentState.FAILED, "COMPLETED/DECLINED")
    assert done.decline == Decline("GENERIC", DeclineAdvice.RETRY_LATER, "DECLINED")
    bench.assert_charged()


@pytest.mark.parametrize(("end", "state"), [("pay", PaymentState.SUCCEEDED), ("fail", PaymentState.FAILED)])
async def test_an_echeck_is_pending_and_not_to_be_confirmed(
    bench: Bench, double: PayPalDouble, end: str, state: PaymentState
) -> None:
    result = await bench.pay()
    await double.act(reference_of(result), "approve", {"funding": "pending"})
    waiting = await bench.confirmed(await bench.fetch(result))
    assert (waiting.state, waiting.confirmable, waiting.gateway_status) == (
        PaymentState.PENDING,
        False,
        "COMPLETED/ECHECK",
    )
    await double.act(reference_of(result), end, {})
    assert (await bench.fetch(result)).state is state
    bench.assert_charged(*([bench.amount] if state is PaymentState.SUCCEEDED else []))


async def test_a_canceled_order_is_never_collected_even_if_the_payer_agrees_later(
    bench: Bench, double: PayPalDouble
) -> None:
    result = await bench.pay()
    reference = reference_of(result)
    assert (await bench.gateway.cancel_payment(bench.ctx, reference, "c")).state is PaymentState.CANCELED
    await double.act(reference, "approve", {})
    seen = await bench.fetch(result)
    assert (seen.state, seen.confirmable, seen.our_reference) == (PaymentState.CANCELED, False, result.our_reference)
    await bench.refuses(StateConflict, call=bench.gateway.confirm_payment(bench.ctx, reference, "k"))
    assert not bench.harness.calls("confirm")
    bench.assert_charged()


async def test_two_who_confirm_at_once_with_keys_of_their_own_collect_once(bench: Bench, double: PayPalDouble) -> None:
    result = await bench.pay()
    await double.act(reference_of(result), "approve", {})
    confirm = bench.gateway.confirm_payment
    both = await asyncio.gather(*(confirm(bench.ctx, reference_of(result), key) for key in ("one", "two")))
    assert [one.state for one in both] == [PaymentState.SUCCEEDED] * 2
    bench.assert_charged(bench.amount)


async def test_an_authorization_is_given_up_once(bench: Bench) -> None:
    held = await bench.pay(capture=False)
    await bench.harness.settle(reference_of(held), MethodKind.WALLET)
    await bench.confirmed(await bench.fetch(held))
    cancel = bench.gateway.cancel_payment
    both = await asyncio.gather(*(cancel(bench.ctx, reference_of(held), key) for key in ("one", "two")))
    assert [one.state for one in both] == [PaymentState.CANCELED] * 2
    call = bench.gateway.capture_payment(bench.ctx, reference_of(held), None, "late")
    await bench.refuses(StateConflict, call=call)
    bench.assert_charged()


async def test_a_repeated_capture_is_one_and_says_the_same(bench: Bench) -> None:
    held = await bench.pay(capture=False)
    await bench.harness.settle(reference_of(held), MethodKind.WALLET)
    held = await bench.confirmed(await bench.fetch(held))
    assert held.state is PaymentState.AUTHORIZED
    part = bench.money(1000)
    bench.arm("capture", "reset_after")
    call = bench.gateway.capture_payment(bench.ctx, reference_of(held), part, "k")
    await bench.refuses(OutcomeUnknown, call=call)
    done = await bench.gateway.capture_payment(bench.ctx, reference_of(held), part, "k")
    assert (done.state, done.amount, done.received) == (PaymentState.SUCCEEDED, bench.amount, part)
    bench.assert_charged(part)


async def test_an_order_that_nobody_agreed_to_is_forgotten_after_three_hours(bench: Bench) -> None:
    result = await bench.pay()
    assert result.action is not None
    assert result.action.expires_at is not None
    assert timedelta(hours=3, minutes=-2) < result.action.expires_at - bench.now() <= timedelta(hours=3)
    bench.double.advance(timedelta(hours=3, seconds=1))
    await bench.refuses(NotFound, call=bench.fetch(result))


async def test_the_key_of_another_order_is_a_conflict(bench: Bench) -> None:
    order = await bench.order()
    await bench.create(order)
    other = await bench.order(key=order.key)
    assert (await bench.refuses(Conflict, call=bench.create(other))).gateway_code == "KEY_OF_ANOTHER_ORDER"


async def test_the_access_token_is_asked_for_once_and_again_when_it_is_refused(
    bench: Bench, double: PayPalDouble
) -> None:
    result = await bench.paid()
    assert len(bench.harness.calls("health")) == 1
    double.api.revoke()
    assert (await bench.fetch(result)).state is PaymentState.SUCCEEDED
    assert len(bench.harness.calls("health")) == 2
    double.advance(timedelta(hours=9))
    assert (await bench.fetch(result)).state is PaymentState.SUCCEEDED
    assert len(bench.harness.calls("health")) == 3, "an expired token was tried first"
    assert [call.status for call in bench.harness.calls("fetch")[-2:]] == [200, 200]


@pytest.mark.parametrize("effect", ["status_before", "reset_after", "html", "hang_before"])
async def test_without_a_token_nothing_was_sent(bench: Bench, effect: Any) -> None:
    order = await bench.order()
    bench.arm("health", effect)
    await bench.refuses(Unavailable, call=bench.create(order))
    assert not bench.harness.calls("create")


async def test_a_refund_is_adopted_when_its_key_is_forgotten(bench: Bench) -> None:
    paid = await bench.paid()
    order = bench.give_back(paid, 500)
    first = await bench.gateway.create_refund(bench.ctx, order)
    again = await bench.gateway.create_refund(bench.ctx, replace(order, key="another-key"))
    assert again.reference == first.reference
    bench.assert_refunded(bench.money(500))


async def test_a_refund_of_the_dashboard_is_listed_without_a_reference_of_ours(
    bench: Bench, double: PayPalDouble
) -> None:
    paid = await bench.paid()
    await bench.refunded(paid, 500)
    await double.act(reference_of(paid), "refund", {"amount": "7.00"})
    seen = await bench.fetch(paid)
    assert [(one.our_reference is None, one.amount.minor, one.state) for one in seen.refunds] == [
        (False, 500, RefundState.SUCCEEDED),
        (True, 700, RefundState.SUCCEEDED),
    ]
    assert {one.payment_reference for one in seen.refunds} == {paid.reference}
    theirs = await bench.gateway.fetch_refund(bench.ctx, reference_of_refund(seen.refunds[1].reference))
    assert (theirs.our_reference, theirs.payment_reference) == (None, paid.reference)


def reference_of_refund(reference: str | None) -> str:
    assert reference is not None
    return reference


@pytest.mark.parametrize(
    ("code", "minor", "value"),
    [("USD", 1, "0.01"), ("USD", 99999999, "999999.99"), ("JPY", 500, "500"), ("HUF", 50000, "500"), ("TWD", 100, "1")],
)
async def test_amounts_are_decimal_text_and_come_back_exactly(code: str, minor: int, value: str) -> None:
    amount = Money(minor, currency(code))
    assert to_wire(amount) == {"currency_code": code, "value": value}
    assert from_wire(code, value) == amount


@pytest.mark.parametrize(("code", "minor"), [("HUF", 50050), ("TWD", 1), ("KWD", 1250), ("USD", 0), ("USD", -1)])
async def test_what_paypal_cannot_represent_is_refused_before_anything_is_sent(
    bench: Bench, code: str, minor: int
) -> None:
    call = bench.create(await bench.order(amount=Money(minor, currency(code))))
    await bench.refuses(InvalidRequest, call=call)
    assert bench.line.requests == 0


@pytest.mark.parametrize("value", ["19.999", "1e3", "-1", "19,99", "", "١٩", "NaN"])
async def test_text_that_is_no_amount_is_not_read_as_one(value: str) -> None:
    with pytest.raises(ValueError, match=r"amount|decimals"):
        from_wire("USD", value)


@pytest.mark.parametrize(
    ("status", "issue", "kind"),
    [
        (422, "DUPLICATE_INVOICE_ID", Conflict),
        (409, "PREVIOUS_REQUEST_IN_PROGRESS", Conflict),
        (422, "ORDER_NOT_APPROVED", StateConflict),
        (422, "PAYEE_ACCOUNT_RESTRICTED", ConfigurationError),
        (403, "PERMISSION_DENIED", ConfigurationError),
        (422, "CURRENCY_NOT_SUPPORTED", InvalidRequest),
        (400, "INVALID_PARAMETER_SYNTAX", InvalidRequest),
        (404, "INVALID_RESOURCE_ID", NotFound),
        (500, "INTERNAL_SERVER_ERROR", OutcomeUnknown),
    ],
)
async def test_an_issue_is_one_kind_of_failure(status: int, issue: str, kind: type[GatewayError]) -> None:
    content = {"name": "X", "details": [{"issue": issue}], "debug_id": "1"}
    error = classify_answer(httpx.Response(status), content, reads=False)
    assert (type(error), error.gateway_code) == (kind, issue)


@pytest.mark.parametrize(
    ("issue", "reason"),
    [
        ("REFUND_AMOUNT_EXCEEDED", "EXCEEDS"),
        ("CAPTURE_FULLY_REFUNDED", "ALREADY_REFUNDED"),
        ("REFUND_TIME_LIMIT_EXCEEDED", "TOO_LATE"),
        ("TRANSACTION_DISPUTED", "DISPUTED"),
        ("REFUND_FAILED_INSUFFICIENT_FUNDS", "FUNDS"),
        ("PAYER_ACCOUNT_LOCKED_OR_CLOSED", "METHOD"),
    ],
)
async def test_a_refused_refund_has_its_reason(issue: str, reason: str) -> None:
    error = classify_refund(httpx.Response(422), {"name": "X", "details": [{"issue": issue}]})
    assert isinstance(error, RefundRejected)
    assert (error.reason, error.gateway_code) == (reason, issue)
