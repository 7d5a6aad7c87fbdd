"""Tokens: strict checks, a single use, and no trace of a card number anywhere."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from backend.gateways.base import InvalidRequest, PaymentState

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"number": "4242424242424241"}, "incorrect_number", "number"),
        ({"number": "4242"}, "incorrect_number", "number"),
        ({"number": "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢"}, "incorrect_number", "number"),
        ({"number": "4111111111111111"}, "test_card_unknown", "number"),
        ({"exp_year": 2020}, "invalid_expiry", "exp_month"),
        ({"exp_month": 13}, "parameter_invalid", "exp_month"),
        ({"exp_year": 40}, "parameter_invalid", "exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "cvc"),
        ({"cvc": "1234"}, "invalid_cvc", "cvc"),
        ({"number": "378282246310005", "cvc": "123"}, "invalid_cvc", "cvc"),
        ({"number": 4242424242424242}, "parameter_invalid", "number"),
        ({"holder": "Ana"}, "parameter_unknown", None),
    ],
)
async def test_a_wrong_card_is_refused_with_the_field_that_is_wrong(
    shop: Shop, change: dict[str, Any], code: str, param: str | None
) -> None:
    answer = await shop.post_token(**change)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error.get("param")) == (400, code, param)
    assert str(change.get("number", "no number")) not in answer.text


async def test_spaces_and_dashes_in_a_number_are_allowed(shop: Shop) -> None:
    for number in ("4242 4242 4242 4242", "4242-4242-4242-4242"):
        answer = await shop.post_token(number=number)
        assert (answer.status_code, answer.json()["card"]["last4"]) == (201, "4242")


async def test_a_card_is_good_until_the_end_of_its_month(shop: Shop) -> None:
    now = shop.context().now
    assert (await shop.post_token(exp_month=now.month, exp_year=now.year)).status_code == 201


async def test_a_token_pays_once(shop: Shop) -> None:
    token = await shop.token()
    assert (await shop.pay(token=token)).state is PaymentState.SUCCEEDED

    with pytest.raises(InvalidRequest) as caught:
        await shop.pay(token=token)

    assert caught.value.gateway_code == "token_already_used"
    assert len(await shop.charges()) == 1


async def test_only_the_right_kind_of_key_opens_each_call(shop: Shop) -> None:
    assert (await shop.post_token(key="sk_test_0123456789abcdef")).status_code == 403
    assert (await shop.post_token(key="pk_test_unknown")).status_code == 401
    publishable = {"Authorization": "Bearer pk_test_0123456789abcdef"}
    assert (await shop.http.get(f"{shop.url}/v1/account", headers=publishable)).status_code == 403
    assert (await shop.http.get(f"{shop.url}/v1/account")).status_code == 401


async def test_another_page_cannot_make_tokens(shop: Shop) -> None:
    body = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}

    async def post(origin: str) -> int:
        headers = {"Authorization": "Bearer pk_test_0123456789abcdef", "Origin": origin}
        answer = await shop.http.post(f"{shop.url}/v1/tokens", json=body, headers=headers)
        assert "access-control-allow-origin" not in answer.headers
        return answer.status_code

    assert await post("https://shop.example") == 403
    assert await post(shop.url.removesuffix("/sandbox")) == 201


async def test_no_card_number_is_ever_stored_logged_or_journaled(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    numbers = ["4242424242424242", "4000000000009995", "4000002760003184", "378282246310005"]
    for number in numbers:
        await shop.pay(number)
        await shop.post_token(number=number, cvc="1")
    await shop.post_token(number="4111111111111111")
    await shop.delivered(len(numbers))
    journal = str(await shop.control("journal", "GET"))
    await shop.sandbox.stop()

    stored = b"".join(path.read_bytes() for path in Path(shop.database).parent.iterdir())
    sent = b"".join(raw.body for raw in shop.inbox.received)
    for number in (*numbers, "4111111111111111"):
        assert number not in journal
        assert number not in caplog.text
        assert number.encode() not in stored + sent
    assert b"sk_test_0123456789abcdef" not in stored
