"""Which webhooks are believed. Signatures are made here by hand, not with the provider's or the plugin's code."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from backend.domain.money import Currency, Money
from backend.gateways.base import (
    GatewayContext,
    GatewayEvent,
    PaymentState,
    RawWebhook,
    RefundResult,
    RefundState,
    WebhookOutcome,
    WebhookRejected,
)
from backend.gateways.sandbox.gateway import SandboxGateway
from backend.gateways.sandbox.settings import SandboxSettings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SIGNER = "whsec_0123456789abcdef"
SETTINGS = SandboxSettings(
    base_url="https://sandbox.example",
    public_url="https://sandbox.example",
    publishable_key="pk_test_0123456789abcdef",
    secret_key=SecretStr("sk_test_0123456789abcdef"),
    webhook_secret=SecretStr(SIGNER),
    previous_webhook_secret=None,
)
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "type": "payment.succeeded",
    "created": "2026-11-21T11:59:59.000Z",
    "payment": {"id": "sbx_pay_1", "status": "succeeded", "amount": 1050, "currency": "usd", "reference": "pa_1"},
}
BODY = json.dumps(EVENT).encode()
REFUND: dict[str, Any] = {
    "id": "sbx_ref_1",
    "status": "succeeded",
    "amount": 250,
    "currency": "usd",
    "reference": "ref_1",
    "payment": "sbx_pay_1",
    "failure": None,
}
REFUND_EVENT: dict[str, Any] = {
    "id": "evt_2",
    "object": "event",
    "type": "refund.updated",
    "created": "2026-11-21T11:59:59.000Z",
    "refund": REFUND,
}


def sign(body: bytes, *, by: str = SIGNER, at: datetime = NOW) -> str:
    seconds = int(at.timestamp())
    return f"t={seconds},v1={hmac.new(by.encode(), f'{seconds}.'.encode() + body, hashlib.sha256).hexdigest()}"


async def parse(
    body: bytes, headers: Mapping[str, str], *, by: str = SIGNER, previous: str | None = None
) -> WebhookOutcome:
    settings = SETTINGS.model_copy(
        update={
            "webhook_secret": SecretStr(by),
            "previous_webhook_secret": None if previous is None else SecretStr(previous),
        }
    )
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: pytest.fail("no network is allowed"))) as http:
        context = GatewayContext(NOW, http, settings)
        return await SandboxGateway().parse_webhook(context, RawWebhook(headers, body, NOW))


async def rejects(body: bytes, header: str | None, **options: Any) -> None:
    with pytest.raises(WebhookRejected):
        await parse(body, {} if header is None else {"sandbox-signature": header}, **options)


async def test_a_genuine_webhook_is_translated() -> None:
    outcome = await parse(BODY, {"sandbox-signature": sign(BODY)})

    (event,) = outcome.events
    assert (event.dedupe_key, event.trust, event.reference, event.our_reference) == (
        "evt_1",
        "signed_full",
        "sbx_pay_1",
        "pa_1",
    )
    assert event.occurred_at == NOW - timedelta(seconds=1)
    assert event.claimed is not None
    assert (event.claimed.state, str(event.claimed.amount)) == (PaymentState.SUCCEEDED, "10.50 USD")


async def test_a_genuine_webhook_about_a_refund_is_translated() -> None:
    body = json.dumps(REFUND_EVENT).encode()

    (event,) = (await parse(body, {"sandbox-signature": sign(body)})).events

    assert event == GatewayEvent(
        dedupe_key="evt_2",
        kind="refund.updated",
        trust="signed_full",
        occurred_at=NOW - timedelta(seconds=1),
        reference="sbx_ref_1",
        our_reference="ref_1",
        subject="refund",
        claimed_refund=RefundResult(
            state=RefundState.SUCCEEDED,
            reference="sbx_ref_1",
            our_reference="ref_1",
            payment_reference="sbx_pay_1",
            amount=Money(250, Currency("USD", 2)),
            observed_at=NOW - timedelta(seconds=1),
        ),
    )


@pytest.mark.parametrize(
    ("status", "failure", "state", "reason"),
    [
        ("pending", None, RefundState.PENDING, None),
        ("failed", {"code": "expired_or_canceled_card"}, RefundState.FAILED, "METHOD"),
        ("failed", {"code": "a_new_word"}, RefundState.FAILED, "GENERIC"),
        ("failed", None, RefundState.FAILED, "GENERIC"),
        ("succeeded_partly", None, RefundState.UNKNOWN, None),
        ("succeeded", {"code": "declined"}, RefundState.SUCCEEDED, None),
    ],
)
async def test_a_refunds_status_is_translated_and_an_unknown_one_is_unknown(
    status: str, failure: dict[str, str] | None, state: RefundState, reason: str | None
) -> None:
    body = json.dumps({**REFUND_EVENT, "refund": {**REFUND, "status": status, "failure": failure}}).encode()

    (event,) = (await parse(body, {"sandbox-signature": sign(body)})).events

    assert event.claimed_refund is not None
    assert (event.claimed_refund.state, event.claimed_refund.failure_reason) == (state, reason)


async def test_changing_any_single_byte_of_the_body_is_noticed() -> None:
    header = sign(BODY)
    for place in range(len(BODY)):
        await rejects(BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :], header)
    await rejects(BODY + b"\n", header)
    await rejects(BODY[:-1], header)
    await rejects(b"\xef\xbb\xbf" + BODY, header)
    await rejects(json.dumps(EVENT, indent=1).encode(), header)


@pytest.mark.parametrize("flip", [1, 2, 0x20, 0x80])
async def test_changing_any_single_character_of_the_header_is_noticed(flip: int) -> None:
    header = sign(BODY)
    for place, character in enumerate(header):
        await rejects(BODY, header[:place] + chr(ord(character) ^ flip) + header[place + 1 :])


@pytest.mark.parametrize("header", [None, "", "t=1", "v1=00", "t=,v1=", "nonsense", "t=1,v1=é", "t=1" + ",v1=0" * 999])
async def test_a_missing_or_malformed_header_is_rejected(header: str | None) -> None:
    await rejects(BODY, header)


async def test_a_signature_by_another_secret_or_another_scheme_is_rejected() -> None:
    await rejects(BODY, sign(BODY, by="whsec_another_secret"))
    await rejects(BODY, sign(BODY).replace("v1=", "v0="))


@pytest.mark.parametrize(("seconds", "accepted"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)])
async def test_a_stale_or_future_timestamp_is_rejected(seconds: int, accepted: bool) -> None:
    header = sign(BODY, at=NOW + timedelta(seconds=seconds))
    if accepted:
        assert (await parse(BODY, {"sandbox-signature": header})).events
    else:
        await rejects(BODY, header)


async def test_one_good_signature_among_several_is_enough() -> None:
    header = sign(BODY)
    stamp, _, good = header.partition(",")
    for mixed in (f"{stamp},v1={'0' * 64},{good}", f"{stamp},{good},v1={'0' * 64}", f"{stamp},v0=ab,{good}"):
        assert (await parse(BODY, {"sandbox-signature": mixed})).events


async def test_the_previous_secret_counts_while_it_is_set() -> None:
    header = sign(BODY, by="whsec_the_old_secret")

    assert (await parse(BODY, {"sandbox-signature": header}, previous="whsec_the_old_secret")).events
    await rejects(BODY, header)


async def test_an_empty_secret_accepts_nothing() -> None:
    header = sign(BODY, by="")
    await rejects(BODY, header, by="")
    await rejects(BODY, header, by="", previous="")
    await rejects(BODY, header, previous="")


async def test_an_unknown_kind_of_event_is_ignored_with_a_reason() -> None:
    body = json.dumps({"id": "evt_2", "type": "account.renamed", "surprise": None}).encode()

    outcome = await parse(body, {"sandbox-signature": sign(body)})

    assert outcome.events == ()
    assert outcome.ignored_reason


async def test_unknown_fields_and_nulls_are_tolerated() -> None:
    body = json.dumps({**EVENT, "new": {"a": [1]}, "payment": {**EVENT["payment"], "card": None, "fee": 3}}).encode()

    assert (await parse(body, {"sandbox-signature": sign(body)})).events


async def test_an_unknown_status_is_unknown_and_never_success() -> None:
    body = json.dumps({**EVENT, "payment": {**EVENT["payment"], "status": "succeeded_partly"}}).encode()

    (event,) = (await parse(body, {"sandbox-signature": sign(body)})).events

    assert event.claimed is not None
    assert (event.claimed.state, event.claimed.gateway_status) == (PaymentState.UNKNOWN, "succeeded_partly")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        b'{"type": {}}',
        b'{"id": "e", "type": "payment.succeeded"}',
        json.dumps({**EVENT, "payment": None}).encode(),
        json.dumps({**EVENT, "payment": {**EVENT["payment"], "amount": "1050"}}).encode(),
        json.dumps({**EVENT, "payment": {**EVENT["payment"], "amount": 10.5}}).encode(),
        json.dumps({**EVENT, "created": "2026-11-21T11:59:59"}).encode(),
        json.dumps({**REFUND_EVENT, "refund": None}).encode(),
        json.dumps({**REFUND_EVENT, "refund": None, "payment": EVENT["payment"]}).encode(),
        json.dumps({**REFUND_EVENT, "refund": {**REFUND, "payment": None}}).encode(),
        json.dumps({**REFUND_EVENT, "refund": {**REFUND, "amount": 2.5}}).encode(),
        json.dumps({**EVENT, "payment": None, "refund": REFUND}).encode(),
    ],
)
async def test_signed_nonsense_is_rejected(body: bytes) -> None:
    await rejects(body, sign(body))
