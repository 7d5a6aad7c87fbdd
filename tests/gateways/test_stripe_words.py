"""How Stripe's words, amounts and errors become ours. Nothing here is asked over a network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import stripe
from pydantic import ValidationError

from backend.currencies import currency
from backend.domain.money import Money
from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    Decline,
    DeclineAdvice,
    DisputeState,
    GatewayError,
    InvalidRequest,
    NotFound,
    OutcomeUnknown,
    PaymentState,
    RefundRejected,
    RefundState,
    StateConflict,
    Unavailable,
)
from backend.gateways.stripe import texts
from backend.gateways.stripe.amounts import from_stripe, to_stripe
from backend.gateways.stripe.classify import classify_answer, classify_failure, classify_refund
from backend.gateways.stripe.declines import read_decline
from backend.gateways.stripe.objects import RemoteDispute, RemoteError, RemoteIntent, RemoteRefund, RemoteSession
from backend.gateways.stripe.remote import API_VERSION
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.reversals import to_dispute, to_refund
from backend.gateways.stripe.settings import StripeSettings
from backend.gateways.stripe.translate import to_payment

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
KEYS = {"publishable_key": "pk_test_0123456789", "secret_key": "sk_test_0123456789"}


def test_the_version_is_the_one_that_the_sdk_was_made_for() -> None:
    assert stripe.api_version == API_VERSION


def money(minor: int, code: str) -> Money:
    return Money(minor, currency(code))


@pytest.mark.parametrize(
    ("minor", "code", "wire"),
    [
        (1999, "USD", 1999),
        (500, "JPY", 500),
        (500, "ISK", 50000),
        (5000, "UGX", 500000),
        (1250, "KWD", 1250),
        (50050, "HUF", 50050),
        (30050, "TWD", 30050),
        (1200, "MGA", 12),
    ],
)
def test_amounts_go_in_stripes_units_and_come_back(minor: int, code: str, wire: int) -> None:
    assert to_stripe(money(minor, code)) == wire
    assert from_stripe(wire, code.lower()) == money(minor, code)


@pytest.mark.parametrize(("minor", "code"), [(0, "USD"), (-1, "USD"), (1255, "KWD"), (1250, "MGA"), (1, "CLF")])
def test_what_stripe_cannot_represent_is_refused(minor: int, code: str) -> None:
    with pytest.raises(InvalidRequest):
        to_stripe(money(minor, code))


@pytest.mark.parametrize(("wire", "code"), [(1, "zzz"), (550, "isk")])
def test_an_amount_that_cannot_be_is_unreadable(wire: int, code: str) -> None:
    with pytest.raises(ValueError, match="a "):
        from_stripe(wire, code)


def test_a_key_of_the_other_mode_is_refused() -> None:
    assert StripeSettings.model_validate(KEYS).mode == "test"
    assert StripeSettings.model_validate({**KEYS, "secret_key": "rk_test_0123456789"}).mode == "test"
    for changes in (
        {"secret_key": "sk_live_0123456789"},
        {"publishable_key": "pk_live_0123456789"},
        {"mode": "live"},
        {"secret_key": "pk_test_0123456789"},
        {"connected_account": "cus_1"},
        {"base_url": "ftp://x"},
        {"colour": "red"},
    ):
        with pytest.raises(ValidationError) as refused:
            StripeSettings.model_validate({**KEYS, **changes})
        assert "0123456789" not in str(refused.value)
    live = {"mode": "live", "publishable_key": "pk_live_0123456789", "secret_key": "sk_live_0123456789"}
    assert StripeSettings.model_validate(live).script_url == "https://js.stripe.com/v3/"
    assert StripeSettings.model_validate({**KEYS, "base_url": "http://d:1/"}).script_url == "http://d:1/v3/"


def answer(status: int, **error: Any) -> Reply:
    return Reply(status, error=error or None, retry_after="7")


@pytest.mark.parametrize(
    ("reply", "writes", "reads"),
    [
        (answer(429, code="rate_limit"), Unavailable, Unavailable),
        (answer(429, code="lock_timeout"), Unavailable, Unavailable),
        (answer(500, type="api_error"), OutcomeUnknown, Unavailable),
        (answer(503), OutcomeUnknown, Unavailable),
        (answer(408), OutcomeUnknown, Unavailable),
        (answer(200), OutcomeUnknown, Unavailable),
        (answer(0), OutcomeUnknown, Unavailable),
        (answer(302), ConfigurationError, ConfigurationError),
        (answer(404), ConfigurationError, ConfigurationError),
        (answer(401, message="Invalid API Key provided: sk_test_*1"), ConfigurationError, ConfigurationError),
        (answer(403, code="account_invalid"), ConfigurationError, ConfigurationError),
        (answer(400, code="testmode_charges_only"), ConfigurationError, ConfigurationError),
        (answer(400, param="currency", message="Invalid currency: zzz"), ConfigurationError, ConfigurationError),
        (answer(409, code="idempotency_key_in_use"), Conflict, Conflict),
        (answer(400, type="idempotency_error"), Conflict, Conflict),
        (answer(404, code="resource_missing", param="intent"), NotFound, NotFound),
        (answer(400, code="resource_missing", param="payment_method"), InvalidRequest, InvalidRequest),
        (answer(400, code="payment_intent_unexpected_state"), StateConflict, StateConflict),
        (answer(400, code="charge_already_captured"), StateConflict, StateConflict),
        (answer(400, code="amount_too_small", param="amount"), InvalidRequest, InvalidRequest),
        (answer(400, code="heard_of_by_nobody"), InvalidRequest, InvalidRequest),
    ],
)
def test_each_answer_is_the_right_error(reply: Reply, writes: type[GatewayError], reads: type[GatewayError]) -> None:
    assert type(classify_answer(reply, reads=False)) is writes
    assert type(classify_answer(reply, reads=True)) is reads
    if reply.status == 429:
        assert classify_answer(reply, reads=False).retry_after_seconds == 7


@pytest.mark.parametrize(
    ("failure", "writes", "reads"),
    [
        (httpx.ConnectError("x"), Unavailable, Unavailable),
        (httpx.ConnectTimeout("x"), Unavailable, Unavailable),
        (httpx.PoolTimeout("x"), Unavailable, Unavailable),
        (httpx.ReadTimeout("x"), OutcomeUnknown, Unavailable),
        (httpx.WriteTimeout("x"), OutcomeUnknown, Unavailable),
        (httpx.RemoteProtocolError("x"), OutcomeUnknown, Unavailable),
        (httpx.ReadError("x"), OutcomeUnknown, Unavailable),
        (httpx.UnsupportedProtocol("x"), ConfigurationError, ConfigurationError),
        (httpx.InvalidURL("x"), ConfigurationError, ConfigurationError),
    ],
)
def test_each_silence_is_the_right_error(
    failure: httpx.HTTPError | httpx.InvalidURL, writes: type[GatewayError], reads: type[GatewayError]
) -> None:
    assert type(classify_failure(failure, reads=False)) is writes
    assert type(classify_failure(failure, reads=True)) is reads


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ({"code": "charge_already_refunded"}, "ALREADY_REFUNDED"),
        ({"code": "amount_too_large", "param": "amount"}, "EXCEEDS"),
        ({"message": "Refund amount ($2) is greater than unrefunded amount ($1)", "param": "amount"}, "EXCEEDS"),
        ({"message": "Refund amount ($2) is greater than charge amount ($1)"}, "EXCEEDS"),
        ({"code": "charge_disputed"}, "DISPUTED"),
        ({"code": "refund_disputed_payment"}, "DISPUTED"),
        ({"code": "balance_insufficient"}, "FUNDS"),
        ({"code": "charge_not_refundable"}, "METHOD"),
    ],
)  # fmt: skip
def test_each_refused_refund_has_its_reason(error: dict[str, str], reason: str) -> None:
    refusal = classify_refund(answer(400, type="invalid_request_error", **error))
    assert isinstance(refusal, RefundRejected)
    assert (refusal.reason, refusal.gateway_code) == (reason, error.get("code"))


def test_a_refund_that_is_wrong_is_not_one_that_is_refused() -> None:
    missing = answer(404, code="resource_missing", param="payment_intent")
    unpaid = answer(400, message="This PaymentIntent (pi_1) does not have a successful charge to refund.")
    assert type(classify_refund(missing)) is NotFound
    assert type(classify_refund(unpaid)) is StateConflict
    assert type(classify_refund(answer(500, code="charge_already_refunded"))) is OutcomeUnknown


def test_messages_tell_no_secret() -> None:
    secrets = ("sk_test_abc123", "pi_1_secret_abc", "4242 4242 4242 4242", "whsec_x_abc", "rk_live_abcdef")
    refusal = classify_answer(answer(400, message=f"Wrong: {', '.join(secrets)} for pi_1"), reads=False)
    assert refusal.message == "Stripe refuses the request: Wrong: …, …, …, …, … for pi_1"


@pytest.mark.parametrize(
    ("error", "decline"),
    [
        ({"code": "card_declined", "decline_code": "insufficient_funds"}, ("INSUFFICIENT_FUNDS", "RETRY_LATER")),
        ({"code": "card_declined", "decline_code": "fraudulent"}, ("GENERIC", "NEVER")),
        ({"code": "card_declined", "decline_code": "pickup_card"}, ("GENERIC", "NEVER")),
        ({"code": "card_declined", "decline_code": "call_issuer"}, ("GENERIC", "CONTACT_ISSUER")),
        ({"code": "card_declined", "decline_code": "do_not_honor"}, ("GENERIC", "CONTACT_ISSUER")),
        ({"code": "card_declined", "decline_code": "currency_not_supported"}, ("GENERIC", "NEW_METHOD")),
        ({"code": "card_declined", "decline_code": "try_again_later"}, ("PROCESSING_ERROR", "RETRY_LATER")),
        ({"code": "incorrect_number"}, ("INCORRECT_NUMBER", "NEW_METHOD")),
        ({"code": "invalid_cvc"}, ("INCORRECT_CVC", "NEW_METHOD")),
        ({"code": "authentication_required", "decline_code": "authentication_required"},
         ("AUTHENTICATION_REQUIRED", "AUTHENTICATE")),
        ({"code": "payment_intent_authentication_failure"}, ("AUTHENTICATION_FAILED", "AUTHENTICATE")),
        # The issuer's advice goes before the code's usual one, but authentication stays authentication.
        ({"code": "card_declined", "decline_code": "generic_decline", "advice_code": "do_not_try_again"},
         ("GENERIC", "NEVER")),
        ({"code": "card_declined", "decline_code": "lost_card", "advice_code": "confirm_card_data"},
         ("GENERIC", "NEW_METHOD")),
        ({"code": "authentication_required", "advice_code": "try_again_later"},
         ("AUTHENTICATION_REQUIRED", "AUTHENTICATE")),
        ({"code": "card_declined", "decline_code": "brand_new"}, ("GENERIC", "RETRY_LATER")),
        ({"code": "brand_new"}, ("GENERIC", "RETRY_LATER")),
        ({}, ("GENERIC", "RETRY_LATER")),
    ],
)  # fmt: skip
def test_each_decline_has_a_safe_reason_and_advice(error: dict[str, str], decline: tuple[str, str]) -> None:
    found = read_decline(RemoteError(**error))
    code = error.get("decline_code") or error.get("code")
    assert found == Decline(decline[0], DeclineAdvice(decline[1]), code)


def intent(**fields: Any) -> RemoteIntent:
    return RemoteIntent.model_validate(
        {"id": "pi_1", "status": "succeeded", "amount": 1999, "amount_received": 1999, "currency": "usd", **fields}
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "succeeded"}, PaymentState.SUCCEEDED),
        ({"status": "processing"}, PaymentState.PENDING),
        ({"status": "requires_capture"}, PaymentState.AUTHORIZED),
        ({"status": "requires_action"}, PaymentState.REQUIRES_ACTION),
        ({"status": "canceled"}, PaymentState.CANCELED),
        ({"status": "canceled", "cancellation_reason": "expired"}, PaymentState.EXPIRED),
        ({"status": "requires_payment_method", "last_payment_error": {"code": "card_declined"}}, PaymentState.FAILED),
        # In an app the payer may try another card.
        ({"status": "requires_payment_method", "last_payment_error": {}, "metadata": {"flow": "app"}},
         PaymentState.REQUIRES_ACTION),
        ({"status": "requires_confirmation", "metadata": {"flow": "app"}}, PaymentState.REQUIRES_ACTION),
        ({"status": "requires_payment_method", "last_payment_error": {}, "metadata": {"flow": "checkout"}},
         PaymentState.REQUIRES_ACTION),
        ({"status": "requires_payment_method"}, PaymentState.UNKNOWN),
        ({"status": "paid_in_full"}, PaymentState.UNKNOWN),
    ],
)  # fmt: skip
def test_each_status_is_one_of_our_states(fields: dict[str, Any], state: PaymentState) -> None:
    found = to_payment(intent(**fields), NOW, publishable_key="pk_test_1")
    assert (found.state, found.gateway_status) == (state, fields["status"])
    assert (found.decline is not None) is (state in (PaymentState.FAILED, PaymentState.EXPIRED))


def test_a_method_is_kept_when_the_payment_succeeds_and_not_before() -> None:
    card = {"id": "pm_1", "type": "card", "customer": "cus_1", "card": {"brand": "visa", "last4": "4242"}}
    for status, kept in (("succeeded", True), ("requires_capture", True), ("requires_action", False)):
        asked = intent(status=status, payment_method=card, setup_future_usage="off_session")
        assert (to_payment(asked, NOW, publishable_key="pk_test_1").saved_method is not None) is kept
        charged = intent(status=status, payment_method=card)
        assert to_payment(charged, NOW, publishable_key="pk_test_1").saved_method is None


def test_a_part_that_was_captured_is_what_was_received() -> None:
    found = to_payment(intent(amount_received=500), NOW, publishable_key="pk_test_1")
    assert (found.amount, found.received) == (money(1999, "USD"), money(500, "USD"))
    assert to_payment(intent(), NOW, publishable_key="pk_test_1").received is None


@pytest.mark.parametrize(
    ("status", "reason", "found"),
    [
        ("pending", None, (RefundState.PENDING, None)),
        ("requires_action", None, (RefundState.PENDING, None)),
        ("succeeded", None, (RefundState.SUCCEEDED, None)),
        ("failed", "lost_or_stolen_card", (RefundState.FAILED, "METHOD")),
        ("failed", "insufficient_funds", (RefundState.FAILED, "FUNDS")),
        ("failed", "charge_for_pending_refund_disputed", (RefundState.FAILED, "DISPUTED")),
        ("failed", "unknown", (RefundState.FAILED, "GENERIC")),
        ("canceled", None, (RefundState.FAILED, "GENERIC")),
        ("somewhere", None, (RefundState.UNKNOWN, None)),
    ],
)
def test_each_refund_status_is_one_of_our_states(
    status: str, reason: str | None, found: tuple[RefundState, str | None]
) -> None:
    refund = RemoteRefund(id="re_1", status=status, amount=500, currency="usd", failure_reason=reason)
    result = to_refund(refund, NOW, payment_reference="pi_1")
    assert (result.state, result.failure_reason) == found


def test_each_dispute_status_is_one_of_our_states() -> None:
    expected = {
        "warning_needs_response": DisputeState.INQUIRY,
        "warning_under_review": DisputeState.INQUIRY,
        "warning_closed": DisputeState.WON,
        "prevented": DisputeState.WON,
        "needs_response": DisputeState.OPEN,
        "under_review": DisputeState.OPEN,
        "appeal_needs_response": DisputeState.OPEN,
        "appeal_under_review": DisputeState.OPEN,
        "won": DisputeState.WON,
        "lost": DisputeState.LOST,
        "heard_of_by_nobody": DisputeState.OPEN,
    }
    for status, state in expected.items():
        dispute = RemoteDispute(id="du_1", status=status, amount=500, currency="usd")
        assert to_dispute(dispute, NOW, payment_reference="pi_1").state is state


def test_our_texts_keep_stripes_limits() -> None:
    long = "pa_" + "ñ" * 300
    assert texts.reference_text("pa_1") == "pa_1"
    assert len(texts.reference_text(long)) <= 200
    assert texts.reference_text(long) == texts.reference_text(long) != texts.reference_text(f"{long}a")
    notes = texts.metadata("pa_1", {"k" * 50: "v" * 600, "our_reference": "forged", "empty": ""}, flow="app")
    assert notes == {"k" * 40: "v" * 500, "our_reference": "pa_1", "flow": "app"}
    assert len(texts.metadata("pa_1", {str(n): "v" for n in range(99)})) <= 50
    assert texts.description("ñ" * 600) == "ñ" * 500
    assert [texts.locale(tag) for tag in ("es_419", "es-MX", "ru", "tlh", "")] == ["es-419", "es", "ru", "auto", "auto"]


@pytest.mark.parametrize("seconds", [-1, 253_402_300_800, 10**30])
def test_an_instant_beyond_all_dates_makes_an_answer_unreadable_and_no_crash(seconds: int) -> None:
    disputed = {"id": "du_1", "status": "lost", "amount": 500, "currency": "usd"}
    page = {"id": "cs_1", "mode": "payment", "status": "open", "payment_status": "unpaid", "url": "https://pay"}
    with pytest.raises(ValidationError):
        RemoteDispute.model_validate({**disputed, "evidence_details": {"due_by": seconds}})
    with pytest.raises(ValidationError):
        RemoteSession.model_validate({**page, "expires_at": seconds})
    last = RemoteDispute.model_validate({**disputed, "evidence_details": {"due_by": 253_402_300_799}})
    respond_by = to_dispute(last, NOW, payment_reference="pi_1").respond_by
    assert respond_by == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
