"""Saved cards: kept when the first payment succeeds, charged later with or without the payer, and removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backend.gateways.base import (
    DeclineAdvice,
    InvalidRequest,
    MethodKind,
    MethodSummary,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    SavedMethod,
)
from backend.gateways.http import gateway_http_client

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop

ASKS_ONCE = "4000002500003155"
ASKS_ALWAYS = "4000002760003184"


async def fetch(shop: Shop, result: PaymentResult) -> PaymentResult:
    assert result.reference is not None
    return await shop.gateway.fetch_payment(shop.context(), result.reference)


def assert_declined(result: PaymentResult, reason: str, advice: DeclineAdvice) -> None:
    assert (result.state, result.action) == (PaymentState.FAILED, None)
    assert result.decline is not None
    assert (result.decline.reason, result.decline.advice) == (reason, advice)


async def test_a_payment_that_saves_its_card_says_so_in_every_answer_and_in_the_webhook(shop: Shop) -> None:
    result = await shop.pay("5555555555554444", save_method=True, our_reference="pa_saved")

    kept = result.saved_method
    assert kept is not None
    assert kept.reference.startswith("sbx_pm_")
    assert kept.customer_reference is not None
    assert kept.customer_reference.startswith("sbx_cus_")
    assert kept.summary == MethodSummary(MethodKind.CARD, "mastercard", "4444", 12, 2040)
    assert (await fetch(shop, result)).saved_method == kept
    found = await shop.gateway.find_payment(shop.context(), "pa_saved")
    assert found is not None
    assert found.saved_method == kept
    (event,) = (await shop.gateway.parse_webhook(shop.context(), (await shop.delivered(1))[0])).events
    assert event.claimed is not None
    assert event.claimed.saved_method == kept


async def test_nothing_is_saved_unasked(shop: Shop) -> None:
    result = await shop.pay()

    assert result.saved_method is None
    (charge,) = await shop.charges()
    assert (charge["customer"], charge["method"], charge["method_saved"]) == (None, None, False)


async def test_a_saved_card_is_charged_while_the_payer_is_away(shop: Shop) -> None:
    method = await shop.save()

    result = await shop.charge_absent(method)

    assert (result.state, result.amount.minor, result.action) == (PaymentState.SUCCEEDED, 1999, None)
    assert result.method == MethodSummary(MethodKind.CARD, "visa", "4242", 12, 2040)
    assert result.saved_method is None
    charges = await shop.charges()
    assert [(charge["method"], charge["off_session"]) for charge in charges] == [
        (method.reference, False),
        (method.reference, True),
    ]
    assert charges[1]["id"] == result.reference


async def test_a_saved_card_is_charged_again_and_again_also_in_the_payers_presence(shop: Shop) -> None:
    method = await shop.save()

    for _ in range(3):
        assert (await shop.pay(source=method)).state is PaymentState.SUCCEEDED

    assert len(await shop.charges()) == 4


async def test_a_card_that_asks_once_is_kept_after_the_consent_and_never_asks_again(shop: Shop) -> None:
    first = await shop.pay(ASKS_ONCE, save_method=True)
    assert (first.state, first.saved_method) == (PaymentState.REQUIRES_ACTION, None)
    await shop.answer_challenge(first, "approve")
    kept = (await fetch(shop, first)).saved_method
    assert kept is not None
    method = SavedMethod(MethodKind.CARD, kept.customer_reference, kept.reference)

    assert (await shop.charge_absent(method)).state is PaymentState.SUCCEEDED
    assert (await shop.pay(source=method)).state is PaymentState.SUCCEEDED
    assert len(await shop.charges()) == 3


async def test_a_card_that_always_asks_is_declined_while_the_payer_is_away_and_asks_when_he_is_back(shop: Shop) -> None:
    method = await shop.save(ASKS_ALWAYS)

    absent = await shop.charge_absent(method)

    assert_declined(absent, "AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE)
    assert (await fetch(shop, absent)).decline == absent.decline
    assert len(await shop.charges()) == 1
    present = await shop.pay(source=method)
    assert present.state is PaymentState.REQUIRES_ACTION
    await shop.answer_challenge(present, "approve")
    assert (await fetch(shop, present)).state is PaymentState.SUCCEEDED
    assert len(await shop.charges()) == 2


async def test_an_absent_payer_is_never_asked_even_if_there_is_a_return_address(shop: Shop) -> None:
    method = await shop.save(ASKS_ALWAYS)

    result = await shop.charge_absent(method, return_url="https://shop.example/back")

    assert_declined(result, "AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE)


async def test_a_card_can_be_saved_and_be_declined_from_then_on(shop: Shop) -> None:
    method = await shop.save("4000000000000341")

    result = await shop.charge_absent(method)

    assert_declined(result, "GENERIC", DeclineAdvice.RETRY_LATER)
    assert len(await shop.charges()) == 1


@pytest.mark.parametrize(("number", "answer"), [("4000000000009995", None), (ASKS_ONCE, "fail"), (ASKS_ONCE, "close")])
async def test_a_payment_that_does_not_succeed_keeps_no_card(shop: Shop, number: str, answer: str | None) -> None:
    result = await shop.pay(number, save_method=True)
    if answer is not None:
        await shop.answer_challenge(result, answer)

    final = await fetch(shop, result)

    assert final.state is not PaymentState.SUCCEEDED
    assert final.saved_method is None
    raw = (await shop.ask(f"/v1/payments/{result.reference}")).json()
    assert (raw["customer"], raw["method"], raw["method_saved"]) == (None, None, False)


async def test_a_slow_payment_keeps_its_card_when_the_money_comes(shop: Shop) -> None:
    result = await shop.pay("4000000000000077", save_method=True)
    assert (result.state, result.saved_method) == (PaymentState.PENDING, None)

    await shop.control("clock/advance", seconds=3)

    assert (await fetch(shop, result)).saved_method is not None


async def test_a_saved_card_may_run_out_of_money_and_recover(shop: Shop) -> None:
    method = await shop.save()
    await shop.control(f"methods/{method.reference}", outcome="insufficient_funds")

    declined = await shop.charge_absent(method)

    assert_declined(declined, "INSUFFICIENT_FUNDS", DeclineAdvice.RETRY_LATER)
    await shop.control(f"methods/{method.reference}", outcome="succeed")
    assert (await shop.charge_absent(method)).state is PaymentState.SUCCEEDED
    assert len(await shop.charges()) == 2


async def test_a_saved_card_expires(shop: Shop) -> None:
    now = shop.context().now
    token = (await shop.post_token(exp_month=now.month, exp_year=now.year)).json()["id"]
    method = await shop.save(token=token)
    await shop.control("clock/advance", seconds=32 * 24 * 3600)

    assert_declined(await shop.charge_absent(method), "EXPIRED_CARD", DeclineAdvice.NEW_METHOD)
    assert len(await shop.charges()) == 1


async def test_several_cards_are_kept_under_one_customer(shop: Shop) -> None:
    first = await shop.save()
    second = await shop.save("5555555555554444", customer_reference=first.customer_reference)

    assert second.customer_reference == first.customer_reference
    customer = (await shop.ask(f"/v1/customers/{first.customer_reference}")).json()
    assert [(method["id"], method["card"]["last4"]) for method in customer["methods"]] == [
        (first.reference, "4242"),
        (second.reference, "4444"),
    ]


async def test_a_removed_card_is_declined_and_removing_it_twice_is_harmless(shop: Shop) -> None:
    method = await shop.save()
    for _ in range(2):
        assert (await shop.ask(f"/v1/methods/{method.reference}", "DELETE")).json()["removed"] is True

    assert_declined(await shop.charge_absent(method), "GENERIC", DeclineAdvice.NEW_METHOD)
    assert len(await shop.charges()) == 1
    assert (await shop.ask(f"/v1/customers/{method.customer_reference}")).json()["methods"] == []


async def test_nobody_elses_card_can_be_charged_and_no_unknown_one(shop: Shop) -> None:
    mine, theirs = await shop.save(), await shop.save()
    wrong = {
        "method_of_another_customer": SavedMethod(MethodKind.CARD, theirs.customer_reference, mine.reference),
        "method_unknown": SavedMethod(MethodKind.CARD, mine.customer_reference, "sbx_pm_unknown"),
        "customer_unknown": SavedMethod(MethodKind.CARD, "sbx_cus_unknown", mine.reference),
    }
    for code, method in wrong.items():
        with pytest.raises(InvalidRequest) as caught:
            await shop.charge_absent(method)
        assert caught.value.gateway_code == code
    other = await shop.other_account()
    order = await shop.order(source=SavedMethod(MethodKind.CARD, None, mine.reference))
    with pytest.raises(InvalidRequest) as caught:
        await shop.gateway.create_payment(other, order)
    assert caught.value.gateway_code == "method_unknown"
    assert len(await shop.charges()) == 2


@pytest.mark.parametrize("path", ["/v1/methods/sbx_pm_unknown", "/v1/customers/sbx_cus_unknown"])
async def test_what_does_not_exist_is_not_found(shop: Shop, path: str) -> None:
    assert (await shop.ask(path)).status_code == 404


async def test_a_lost_answer_about_a_saved_card_is_found_and_the_same_key_charges_once(shop: Shop) -> None:
    method = await shop.save()
    order = await shop.order(source=method, off_session=True, return_url=None)
    await shop.fault("hang_after_commit")
    async with gateway_http_client(1) as impatient:
        with pytest.raises(OutcomeUnknown):
            await shop.gateway.create_payment(shop.context(http=impatient), order)

    found = await shop.gateway.find_payment(shop.context(), order.our_reference)

    assert found is not None
    assert found.state is PaymentState.SUCCEEDED
    assert (await shop.gateway.create_payment(shop.context(), order)).reference == found.reference
    assert len(await shop.charges()) == 2


async def test_the_same_request_sent_again_keeps_the_card_once(shop: Shop) -> None:
    order = await shop.order(save_method=True)

    first = await shop.gateway.create_payment(shop.context(), order)
    second = await shop.gateway.create_payment(shop.context(), order)

    assert first.saved_method is not None
    assert second.saved_method == first.saved_method
    customer = (await shop.ask(f"/v1/customers/{first.saved_method.customer_reference}")).json()
    assert [method["id"] for method in customer["methods"]] == [first.saved_method.reference]


@pytest.mark.parametrize(
    ("change", "param"),
    [
        ({}, "token"),
        ({"token": "TOKEN", "method": "METHOD"}, "token"),
        ({"method": "METHOD", "save": True}, "save"),
        ({"token": "TOKEN", "off_session": True}, "off_session"),
        ({"token": "TOKEN", "save": "yes"}, "save"),
        ({"token": "TOKEN", "customer": "sbx_cus_unknown"}, "customer"),
    ],
)
async def test_parameters_that_contradict_each_other_are_refused(
    shop: Shop, change: dict[str, Any], param: str
) -> None:
    real = {"TOKEN": await shop.token(), "METHOD": (await shop.save()).reference}
    body = {"amount": 100, "currency": "usd", "reference": "r"}
    body |= {name: real.get(value, value) if isinstance(value, str) else value for name, value in change.items()}

    answer = await shop.post("/v1/payments", body)

    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
    assert len(await shop.charges()) == 1
    assert (await shop.pay(token=real["TOKEN"])).state is PaymentState.SUCCEEDED


async def test_saved_cards_survive_a_restart_and_leave_no_number_behind(shop: Shop) -> None:
    method = await shop.save("5555555555554444")
    await shop.sandbox.stop()
    stored = b"".join(path.read_bytes() for path in Path(shop.database).parent.iterdir())
    await shop.sandbox.start()

    assert (await shop.charge_absent(method)).state is PaymentState.SUCCEEDED
    assert b"5555555555554444" not in stored


async def test_reset_forgets_customers_and_their_cards(shop: Shop) -> None:
    method = await shop.save()
    await shop.charge_absent(method)

    await shop.control("reset")

    assert (await shop.ask(f"/v1/methods/{method.reference}")).status_code == 404
    assert (await shop.ask(f"/v1/customers/{method.customer_reference}")).status_code == 404
