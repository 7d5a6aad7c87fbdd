"""What each test card leads to, seen through the plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from backend.domain.money import Currency, Money
from backend.gateways.base import (
    DeclineAdvice,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotFound,
    NotSupported,
    PaymentState,
    StateConflict,
)

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

UNUSED = "tok_x"


@pytest.mark.parametrize(
    ("number", "brand"), [("4242424242424242", "visa"), ("5555555555554444", "mastercard"), ("378282246310005", "amex")]
)
async def test_a_good_card_succeeds_at_once_and_states_amount_reference_and_method(
    shop: Shop, number: str, brand: str
) -> None:
    result = await shop.pay(number, our_reference="pa_good")

    assert result.state is PaymentState.SUCCEEDED
    assert result.amount == Money(1999, Currency("USD", 2))
    assert result.our_reference == "pa_good"
    assert result.reference is not None
    assert result.reference.startswith("sbx_pay_")
    assert (result.decline, result.action, result.gateway_status) == (None, None, "succeeded")
    assert result.method is not None
    assert (result.method.brand, result.method.last4, result.method.expires_month, result.method.expires_year) == (
        brand,
        number[-4:],
        12,
        2040,
    )
    assert [charge["id"] for charge in await shop.charges()] == [result.reference]


@pytest.mark.parametrize(
    ("number", "reason", "advice", "code"),
    [
        ("4000000000000002", "GENERIC", DeclineAdvice.RETRY_LATER, "generic_decline"),
        ("4000000000009995", "INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER, "insufficient_funds"),
        ("4000000000009987", "GENERIC", DeclineAdvice.NEVER, "lost_card"),
        ("4000000000009979", "GENERIC", DeclineAdvice.NEVER, "stolen_card"),
        ("4000000000000069", "EXPIRED_CARD", DeclineAdvice.NEW_METHOD, "expired_card"),
        ("4000000000000127", "INCORRECT_CVC", DeclineAdvice.NEW_METHOD, "incorrect_cvc"),
        ("4000000000000119", "PROCESSING_ERROR", DeclineAdvice.RETRY_LATER, "processing_error"),
        ("4000000000006975", "LIMIT_EXCEEDED", DeclineAdvice.RETRY_LATER, "card_velocity_exceeded"),
    ],
)
async def test_a_declined_card_is_a_result_with_reason_and_advice_and_takes_no_money(
    shop: Shop, number: str, reason: str, advice: DeclineAdvice, code: str
) -> None:
    result = await shop.pay(number)

    assert result.state is PaymentState.FAILED
    assert result.decline is not None
    assert (result.decline.reason, result.decline.advice, result.decline.gateway_code) == (reason, advice, code)
    assert result.reference is not None
    assert (await shop.gateway.fetch_payment(shop.context(), result.reference)).decline == result.decline
    assert await shop.charges() == []


async def test_a_delayed_card_is_pending_and_succeeds_by_itself(shop: Shop, eventually: Any) -> None:
    result = await shop.pay("4000000000000077")
    assert result.state is PaymentState.PENDING
    assert await shop.charges() == []

    await shop.control("clock/advance", seconds=3)

    assert await eventually(shop.charges)
    assert [event["type"] for event in await shop.events()] == ["payment.processing", "payment.succeeded"]


async def test_a_delayed_payment_read_after_its_time_has_succeeded_even_without_the_loop(shop: Shop) -> None:
    await shop.sandbox.stop()
    result = await shop.pay("4000000000000077")
    assert result.reference is not None

    await shop.control("clock/advance", seconds=3)

    assert (await shop.gateway.fetch_payment(shop.context(), result.reference)).state is PaymentState.SUCCEEDED


async def test_an_open_payment_can_be_canceled_once_and_never_charges(shop: Shop) -> None:
    result = await shop.pay("4000002760003184")
    assert result.reference is not None

    first = await shop.gateway.cancel_payment(shop.context(), result.reference, "cancel-1")
    again = await shop.gateway.cancel_payment(shop.context(), result.reference, "cancel-2")
    await shop.answer_challenge(result, "approve")

    assert first.state is again.state is PaymentState.CANCELED
    assert await shop.charges() == []
    assert [event["type"] for event in await shop.events()] == ["payment.requires_action", "payment.canceled"]


async def test_a_succeeded_payment_cannot_be_canceled(shop: Shop) -> None:
    result = await shop.pay()
    assert result.reference is not None

    with pytest.raises(StateConflict):
        await shop.gateway.cancel_payment(shop.context(), result.reference, "cancel-1")

    assert (await shop.gateway.fetch_payment(shop.context(), result.reference)).state is PaymentState.SUCCEEDED


async def test_a_canceled_payment_that_the_bank_completes_late_is_reported_as_succeeded(shop: Shop) -> None:
    result = await shop.pay("4000002760003184")
    assert result.reference is not None
    await shop.gateway.cancel_payment(shop.context(), result.reference, "cancel-1")

    await shop.control(f"payments/{result.reference}/complete")

    assert (await shop.gateway.fetch_payment(shop.context(), result.reference)).state is PaymentState.SUCCEEDED


async def test_an_unknown_reference_is_not_found_and_an_unknown_own_reference_is_none(shop: Shop) -> None:
    with pytest.raises(NotFound):
        await shop.gateway.fetch_payment(shop.context(), "sbx_pay_unknown")
    with pytest.raises(NotFound):
        await shop.gateway.cancel_payment(shop.context(), "sbx_pay_unknown", "cancel-1")

    assert await shop.gateway.find_payment(shop.context(), "pa_unknown") is None


async def test_the_payment_is_found_by_our_reference(shop: Shop) -> None:
    result = await shop.pay(our_reference="pa ñ/&?=#1")

    found = await shop.gateway.find_payment(shop.context(), "pa ñ/&?=#1")

    assert found is not None
    assert (found.reference, found.state, found.amount) == (result.reference, PaymentState.SUCCEEDED, result.amount)


@pytest.mark.parametrize(
    ("code", "exponent", "minor"), [("JPY", 0, 500), ("KWD", 3, 1250), ("MXN", 2, 1), ("USD", 2, 10**15)]
)
async def test_minor_units_travel_exactly_for_every_number_of_decimals(
    shop: Shop, code: str, exponent: int, minor: int
) -> None:
    amount = Money(minor, Currency(code, exponent))

    result = await shop.pay(amount=amount)

    assert result.amount == amount
    assert (await shop.charges())[0]["amount"] == minor


async def test_amounts_and_methods_that_make_no_sense_are_refused_before_any_call(shop: Shop) -> None:
    before = await shop.control("journal", "GET")
    for minor in (0, -1):
        with pytest.raises(InvalidRequest):
            await shop.pay(amount=Money(minor, Currency("USD", 2)), token=UNUSED)
    with pytest.raises(NotSupported):
        await shop.pay(source=NewMethod(MethodKind.CASH, "x"))

    assert await shop.control("journal", "GET") == before


async def test_a_long_description_with_any_letters_is_shortened_and_accepted(shop: Shop) -> None:
    result = await shop.pay(description="ñ🎉" * 400)

    assert result.state is PaymentState.SUCCEEDED
    assert (await shop.charges())[0]["description"] == "ñ🎉" * 250
