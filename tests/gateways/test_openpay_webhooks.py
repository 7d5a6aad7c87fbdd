"""Openpay's webhooks: Basic and nothing else, captured samples, the handshake, and what is only a hint."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import Response

from backend.doubles.openpay import ACCOUNTS
from backend.gateways.base import ConfigurationError, GatewayContext, RawWebhook, WebhookOutcome, WebhookRejected
from backend.gateways.openpay.gateway import OpenpayGateway
from backend.gateways.openpay.settings import OpenpaySettings
from tests.support.listening import listening
from tests.support.openpay import OpenpayBench, fresh, openpay_bench

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SETTINGS = OpenpaySettings.model_validate(
    {
        "merchant_id": "mzdtln0bmtms6o3kck8f",
        "private_key": "sk_0123456789abcdef",
        "public_key": "pk_0123456789abcdef",
        "webhook_user": "perennial",
        "webhook_password": "0123456789abcdefghij",
        "previous_webhook_password": "jihgfedcba9876543210",
    }
)
# As they were captured, without what nobody reads.
REFUNDED: dict[str, Any] = {
    "type": "charge.refunded",
    "event_date": "2016-11-25T19:19:49-06:00",
    "transaction": {
        "id": "try8qtuwamop489aiej8", "authorization": "801585", "method": "card", "operation_type": "in",
        "transaction_type": "charge", "status": "completed", "conciliated": False, "order_id": None,
        "refund": {
            "id": "trv2jntw5iq49o4jz9ny", "authorization": "801585", "method": "card", "operation_type": "out",
            "transaction_type": "refund", "status": "completed", "description": None, "amount": 10.00,
            "currency": "MXN", "order_id": None,
        },
        "creation_date": "2016-11-25T18:10:58-06:00", "operation_date": "2016-11-25T18:10:58-06:00",
        "description": "P2", "error_message": None, "customer_id": "ab9eovztudbzfvv5kuwe", "amount": 10.00,
        "currency": "MXN", "fee": {"amount": 2.7900, "tax": 0.4464},
    },
}  # fmt: skip
CANCELED: dict[str, Any] = {
    "type": "charge.cancelled",
    "event_date": "2016-11-25T17:49:22-06:00",
    "transaction": {
        "id": "trjutinilzagantdyfpp", "method": "card", "status": "cancelled", "conciliated": True,
        "operation_date": "2016-11-25T17:49:22-06:00", "order_id": "pa_1", "amount": 10.00, "currency": "MXN",
    },
}  # fmt: skip
VERIFICATION = {
    "type": "verification", "event_date": "2016-11-25T14:45:09-06:00", "verification_code": "3vWQ1x6I",
    "id": "w7evenqvf4a3crkdmkj6",
}  # fmt: skip


def basic(password: str = "0123456789abcdefghij", user: str = "perennial") -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


async def parse(content: object, authorization: str | None = None) -> WebhookOutcome:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    raw = RawWebhook({"authorization": basic() if authorization is None else authorization}, body, NOW)
    # There is no client in the context: parsing may not use the network.
    ctx = GatewayContext(NOW, None, SETTINGS)  # type: ignore[arg-type]
    return await OpenpayGateway().parse_webhook(ctx, raw)


@pytest.mark.parametrize(
    "authorization",
    [
        "", "Basic", "Basic ", basic("0123456789abcdefghi"), basic("0123456789abcdefghijk"), basic(user="Perennial"),
        basic("", ""), basic().replace("Basic", "Bearer"), basic() + "!", "Basic " + "é" * 40, basic()[6:],
    ],
)  # fmt: skip
async def test_anything_but_the_right_user_and_password_is_rejected(authorization: str) -> None:
    with pytest.raises(WebhookRejected) as rejected:
        await parse(CANCELED, authorization)
    assert "0123456789" not in rejected.value.message


async def test_the_scheme_in_any_case_and_the_former_password_count() -> None:
    for authorization in (basic().replace("Basic", "basic"), basic("jihgfedcba9876543210")):
        assert len((await parse(CANCELED, authorization)).events) == 1


async def test_a_captured_cancellation_is_a_hint_at_its_charge() -> None:
    (event,) = (await parse(CANCELED)).events

    assert (event.trust, event.subject, event.kind) == ("hint", "payment", "charge.cancelled")
    assert (event.reference, event.our_reference, event.claimed) == ("trjutinilzagantdyfpp", None, None)
    assert event.occurred_at == datetime(2016, 11, 25, 23, 49, 22, tzinfo=UTC)
    assert event.dedupe_key == "charge.cancelled:trjutinilzagantdyfpp:cancelled:2016-11-25T17:49:22-06:00"


async def test_a_captured_refund_is_a_hint_at_that_refund() -> None:
    transaction = REFUNDED["transaction"]
    ours = transaction["refund"] | {"description": "Sorry [perennial ref_1]"}

    (event,) = (await parse(REFUNDED)).events
    (marked,) = (await parse(REFUNDED | {"transaction": transaction | {"refund": ours}})).events

    assert (event.trust, event.subject, event.kind) == ("hint", "refund", "refund.updated")
    assert event.reference == "try8qtuwamop489aiej8/trv2jntw5iq49o4jz9ny"
    assert (event.payment_reference, event.our_reference) == ("try8qtuwamop489aiej8", None)
    assert marked.our_reference == "ref_1"
    assert marked.dedupe_key == event.dedupe_key


async def test_a_second_refund_is_told_beside_the_first_with_a_key_of_its_own() -> None:
    first = REFUNDED["transaction"]["refund"]
    second = first | {"id": "trsecond"}
    both = REFUNDED["transaction"] | {"refund": second, "refunds": [first, second]}

    before = (await parse(REFUNDED)).events
    after = (await parse(REFUNDED | {"transaction": both})).events

    assert [event.dedupe_key for event in after][:1] == [event.dedupe_key for event in before]
    assert len({event.dedupe_key for event in after}) == 2


async def test_chargebacks_are_disputes_of_their_charge() -> None:
    (event,) = (await parse(CANCELED | {"type": "chargeback.created"})).events

    assert (event.subject, event.kind, event.trust) == ("dispute", "dispute.updated", "hint")
    assert (event.reference, event.payment_reference) == ("trjutinilzagantdyfpp", "trjutinilzagantdyfpp")


async def test_the_handshake_shows_its_code_and_changes_nothing() -> None:
    outcome = await parse(VERIFICATION)

    assert (outcome.verification_code, list(outcome.events)) == ("3vWQ1x6I", [])


async def test_a_card_that_was_refused_at_once_is_not_news_but_one_that_failed_at_the_bank_is() -> None:
    failed = CANCELED["transaction"] | {"status": "failed", "error_code": 3005}
    at_bank = failed | {"payment_method": {"type": "redirect", "url": "https://sandbox-api.openpay.mx/r/"}}

    refused = await parse(CANCELED | {"type": "charge.failed", "transaction": failed})
    (event,) = (await parse(CANCELED | {"type": "charge.failed", "transaction": at_bank})).events

    assert (list(refused.events), bool(refused.ignored_reason)) == ([], True)
    assert event.reference == "trjutinilzagantdyfpp"


@pytest.mark.parametrize(
    "content",
    [
        CANCELED | {"transaction": None}, CANCELED | {"transaction": {"id": "t"}}, CANCELED | {"type": "fee.succeeded"},
        {"type": "charge.succeeded"}, CANCELED | {"transaction": CANCELED["transaction"] | {"amount": "many"}},
    ],
)  # fmt: skip
async def test_what_holds_no_charge_is_taken_and_ignored(content: object) -> None:
    outcome = await parse(content)

    assert list(outcome.events) == []
    assert outcome.ignored_reason


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"type": 7}', b"\xff", b'{"a":' * 100_000])
async def test_what_is_no_event_is_rejected(content: bytes) -> None:
    with pytest.raises(WebhookRejected):
        await parse(content)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[OpenpayBench]:
    async with openpay_bench() as bench:
        yield bench


async def test_installing_answers_openpays_call_and_replaces_what_was_there(served: OpenpayBench) -> None:
    bench = fresh(served)
    bench.double.webhooks.mode = "deliver"
    heard: list[WebhookOutcome] = []

    async def hear(request: Request) -> Response:
        raw = RawWebhook(dict(request.headers), await request.body(), bench.now())
        heard.append(await bench.gateway.parse_webhook(bench.ctx, raw))
        return Response(status_code=200)

    async with listening(hear) as address:
        url = f"{address}/webhooks/gwa_1"
        first = await bench.gateway.install_webhook(bench.ctx, url, "install")
        second = await bench.gateway.install_webhook(bench.ctx, url, "install")
        await bench.paid()
        await bench.double.webhooks.settled()

    assert (first.message, first.verified) == ("Openpay has verified the webhook.", True)
    (hook,) = bench.harness.double.hooks.of(ACCOUNTS[0])
    assert (hook.id, hook.status) == (second.reference, "verified")
    assert hook.id != first.reference
    codes = [outcome.verification_code for outcome in heard]
    assert [bool(code) for code in codes] == [True, True, False]
    assert [event.kind for event in heard[-1].events] == ["charge.succeeded"]
    error = await bench.refuses(
        ConfigurationError,
        call=bench.gateway.install_webhook(bench.ctx, url.replace("gwa_1", "gwa_2"), "install"),
    )
    assert error.gateway_code == "6002"
