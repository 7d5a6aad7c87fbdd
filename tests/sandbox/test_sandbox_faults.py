"""The network and the provider misbehave: what is certain, what is unknown, and that money moves once."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from pydantic import SecretStr

from backend.gateways.base import (
    ConfigurationError,
    GatewayError,
    OutcomeUnknown,
    PaymentState,
    Unavailable,
)
from backend.gateways.http import gateway_http_client

if TYPE_CHECKING:
    from tests.sandbox.conftest import Shop


@pytest.mark.parametrize("effect", ["drop_after_commit", "hang_after_commit", "malformed_body"])
async def test_a_lost_answer_is_unknown_and_the_look_up_finds_the_one_charge(shop: Shop, effect: str) -> None:
    order = await shop.order()
    await shop.fault(effect)
    async with gateway_http_client(1) as impatient:
        with pytest.raises(OutcomeUnknown):
            await shop.gateway.create_payment(shop.context(http=impatient), order)

    found = await shop.gateway.find_payment(shop.context(), order.our_reference)

    assert found is not None
    assert found.state is PaymentState.SUCCEEDED
    again = await shop.gateway.create_payment(shop.context(), order)
    assert again.reference == found.reference
    assert [charge["id"] for charge in await shop.charges()] == [found.reference]


async def test_a_connection_lost_before_execution_is_unknown_and_the_same_key_then_charges_once(shop: Shop) -> None:
    order = await shop.order()
    await shop.fault("drop_before_commit")
    with pytest.raises(OutcomeUnknown):
        await shop.gateway.create_payment(shop.context(), order)
    assert await shop.gateway.find_payment(shop.context(), order.our_reference) is None

    assert (await shop.gateway.create_payment(shop.context(), order)).state is PaymentState.SUCCEEDED
    assert len(await shop.charges()) == 1


async def test_a_slow_provider_that_charges_after_we_gave_up_is_found_and_charged_once(
    shop: Shop, eventually: Any
) -> None:
    order = await shop.order()
    await shop.fault("delay", delay_seconds=1.3)
    async with gateway_http_client(1) as impatient:
        with pytest.raises(OutcomeUnknown):
            await shop.gateway.create_payment(shop.context(http=impatient), order)

    found = await eventually(lambda: shop.gateway.find_payment(shop.context(), order.our_reference))

    assert found.state is PaymentState.SUCCEEDED
    assert (await shop.gateway.create_payment(shop.context(), order)).reference == found.reference
    assert len(await shop.charges()) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("executed", [True, False])
async def test_a_server_error_on_a_charge_is_unknown_whether_or_not_it_was_carried_out(
    shop: Shop, status: int, executed: bool
) -> None:
    order = await shop.order()
    await shop.fault("status", status=status, executed=executed)

    with pytest.raises(OutcomeUnknown):
        await shop.gateway.create_payment(shop.context(), order)

    assert len(await shop.charges()) == executed
    await shop.gateway.create_payment(shop.context(), order)
    assert len(await shop.charges()) == 1


async def test_a_server_error_on_a_cancellation_is_unknown(shop: Shop) -> None:
    result = await shop.pay("4000002760003184")
    assert result.reference is not None
    await shop.fault("status", "payments.cancel", executed=True)

    with pytest.raises(OutcomeUnknown):
        await shop.gateway.cancel_payment(shop.context(), result.reference, "cancel-1")

    assert (await shop.gateway.fetch_payment(shop.context(), result.reference)).state is PaymentState.CANCELED


@pytest.mark.parametrize("effect", ["status", "drop_before_commit", "malformed_body", "hang_after_commit"])
async def test_a_read_that_fails_is_only_unavailable(shop: Shop, effect: str) -> None:
    result = await shop.pay()
    assert result.reference is not None
    await shop.fault(effect, "payments.get")
    await shop.fault(effect, "payments.list")
    async with gateway_http_client(1) as impatient:
        with pytest.raises(Unavailable):
            await shop.gateway.fetch_payment(shop.context(http=impatient), result.reference)
        with pytest.raises(Unavailable):
            await shop.gateway.find_payment(shop.context(http=impatient), "pa_1")


async def test_too_many_requests_is_certainly_not_executed_and_says_when_to_come_back(shop: Shop) -> None:
    order = await shop.order()
    await shop.fault("rate_limit", retry_after_seconds=7)

    with pytest.raises(Unavailable) as caught:
        await shop.gateway.create_payment(shop.context(), order)

    assert caught.value.retry_after_seconds == 7
    assert await shop.charges() == []
    assert (await shop.gateway.create_payment(shop.context(), order)).state is PaymentState.SUCCEEDED


async def test_an_address_where_nobody_listens_is_unavailable(shop: Shop) -> None:
    order = await shop.order()
    for url in ("http://127.0.0.1:9", "http://nowhere.invalid"):
        with pytest.raises(Unavailable):
            await shop.gateway.create_payment(shop.context(base_url=url), order)


async def test_an_address_where_something_else_answers_is_a_matter_of_configuration(shop: Shop) -> None:
    order = await shop.order()
    with pytest.raises(ConfigurationError):
        await shop.gateway.create_payment(shop.context(base_url=shop.url + "/elsewhere"), order)
    assert await shop.charges() == []


@pytest.mark.parametrize("key", ["sk_test_wrong_key_12345", "pk_test_0123456789abcdef", "sk_ñandú_llave_falsa"])
async def test_a_bad_key_is_a_matter_of_configuration_and_is_never_quoted(shop: Shop, key: str) -> None:
    order = await shop.order()

    with pytest.raises(GatewayError) as caught:
        await shop.gateway.create_payment(shop.context(secret_key=SecretStr(key)), order)
    health = await shop.gateway.check_health(shop.context(secret_key=SecretStr(key)))

    assert isinstance(caught.value, ConfigurationError)
    assert not health.ok
    assert key not in f"{caught.value!r} {caught.value.message} {caught.value.__cause__!r} {health!r}"
    assert await shop.charges() == []


async def test_health_tells_a_working_account_from_a_provider_that_is_down(shop: Shop) -> None:
    assert (await shop.gateway.check_health(shop.context())).ok
    assert not (await shop.gateway.check_health(shop.context(base_url="http://127.0.0.1:9"))).ok
    await shop.fault("malformed_body", "account.get")
    assert not (await shop.gateway.check_health(shop.context())).ok


async def test_cancellation_of_a_call_passes_through(shop: Shop, eventually: Any) -> None:
    order = await shop.order()
    await shop.fault("hang_after_commit")
    call = asyncio.create_task(shop.gateway.create_payment(shop.context(), order))
    await eventually(shop.charges)
    call.cancel()

    with pytest.raises(asyncio.CancelledError):
        await call


async def test_a_body_over_the_limit_and_malformed_json_are_refused(shop: Shop) -> None:
    headers = {
        "Authorization": "Bearer sk_test_0123456789abcdef",
        "Idempotency-Key": "k",
        "Content-Type": "application/json",
    }

    async def post(content: bytes) -> httpx.Response:
        return await shop.http.post(f"{shop.url}/v1/payments", content=content, headers=headers)

    assert (await post(b'{"amount": "' + b"9" * 70_000 + b'"}')).status_code == 413
    for content in (b"{", b"[]", b"\xff", b"[" * 50_000, b'{"amount": NaN}', b""):
        answer = await post(content)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "malformed_json")


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1.0},
        {"amount": "100"},
        {"amount": True},
        {"amount": 0},
        {"amount": 10**16},
        {"currency": "USD"},
        {"reference": ""},
        {"reference": "\ud800"},
        {"return_url": "ftp://x"},
        {"return_url": "https://a.example;frame-src *"},
        {"metadata": {"a": 1}},
        {"surprise": 1},
        {"token": "tok_unknown"},
    ],
)
async def test_wrong_parameters_are_refused_one_by_one(shop: Shop, change: dict[str, Any]) -> None:
    body = {"amount": 100, "currency": "usd", "reference": "r", "token": await shop.token(), **change}
    answer = await shop.http.post(
        f"{shop.url}/v1/payments",
        content=json.dumps(body),
        headers={
            "Authorization": "Bearer sk_test_0123456789abcdef",
            "Idempotency-Key": "k",
            "Content-Type": "application/json",
        },
    )

    assert answer.status_code == 400
    assert await shop.charges() == []
