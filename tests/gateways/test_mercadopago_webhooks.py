"""Mercado Pago's webhooks: what is signed, in which words, and how little the body counts."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from backend.gateways.base import GatewayEvent, RawWebhook, WebhookRejected
from backend.gateways.mercadopago.webhook import receive

SECRET, OLD = "the-present-secret", "the-previous-secret"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
SECRETS = (SecretStr(SECRET), SecretStr(OLD))


def webhook(
    *, id: str = "123456", signed_id: str | None = None, ts: int = SECONDS * 1000, secret: str = SECRET,
    request_id: str | None = "req-1", body: Any = None, **query: str,
) -> RawWebhook:  # fmt: skip
    """As Mercado Pago makes one, by its documents."""
    manifest = f"id:{id if signed_id is None else signed_id};"
    manifest += f"request-id:{request_id};" if request_id else ""
    manifest += f"ts:{ts};"
    digest = hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()
    headers = {"x-signature": f"ts={ts},v1={digest}", **({"x-request-id": request_id} if request_id else {})}
    content = {"id": 99, "live_mode": False, "type": "payment", "action": "payment.updated", "data": {"id": id}}
    sent = json.dumps({**content, **(body or {})}).encode()
    return RawWebhook(headers, sent, NOW, {"data.id": id, "type": "payment", **query})


def event_of(raw: RawWebhook) -> GatewayEvent:
    (event,) = receive(raw, SECRETS).events
    return event


def test_a_payment_is_named_by_the_address_and_ours_by_the_query() -> None:
    event = event_of(webhook(reference="pa_1"))
    assert (event.subject, event.trust, event.reference, event.our_reference, event.claimed) == (
        "payment",
        "signed_thin",
        "123456",
        "pa_1",
        None,
    )
    assert event.dedupe_key == "99:payment:payment.updated:123456"


@pytest.mark.parametrize(
    "raw",
    [
        webhook(ts=SECONDS),
        webhook(secret=OLD),
        webhook(request_id=None),
        webhook(id="ORD01J4", signed_id="ord01j4"),
        webhook(id="ORD01J4", signed_id="ORD01J4"),
        webhook(ts=(SECONDS - 3600) * 1000),
    ],
    ids=["in seconds", "the previous secret", "without a request id", "in lower case", "as it came", "an hour old"],
)
def test_every_documented_form_of_the_signature_counts(raw: RawWebhook) -> None:
    assert receive(raw, SECRETS).events


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (webhook(secret="another"), "does not match"),
        (webhook(signed_id="123457"), "does not match"),
        (webhook(ts=(SECONDS - 90_000) * 1000), "too old"),
        (webhook(ts=(SECONDS + 600) * 1000), "future"),
        (webhook(body={"data": {"id": "123457"}}), "another thing"),
        (webhook(id=""), "names nothing"),
        (webhook(id="1;request-id:x"), "names nothing"),
        (RawWebhook({}, b"{}", NOW, {"data.id": "1"}), "missing"),
        (RawWebhook({"x-signature": "v1=00"}, b"{}", NOW, {"data.id": "1"}), "malformed"),
    ],
)
def test_whatever_else_is_rejected(raw: RawWebhook, why: str) -> None:
    with pytest.raises(WebhookRejected, match=why):
        receive(raw, SECRETS)


def test_a_signed_address_with_a_body_that_cannot_be_read_is_rejected() -> None:
    raw = webhook()
    for body in (b"", b"[]", b'{"data": 7}', b"\xff"):
        with pytest.raises(WebhookRejected, match="cannot be read"):
            receive(RawWebhook(raw.headers, body, NOW, raw.query), SECRETS)


@pytest.mark.parametrize("nothing", ["", " ", "\t\n"])
def test_without_a_secret_nothing_is_believed(nothing: str) -> None:
    with pytest.raises(WebhookRejected, match="No webhook secret"):
        receive(webhook(secret=nothing), (SecretStr(nothing), None))


@pytest.mark.parametrize("nameless", [None, "", [], {"a": 1}])
def test_notices_without_an_id_are_told_apart_by_their_request_or_time(nameless: object) -> None:
    one = event_of(webhook(body={"id": nameless}))
    later = event_of(webhook(body={"id": nameless}, request_id="req-2"))
    assert (one.dedupe_key, later.dedupe_key) == (
        "req-1:payment:payment.updated:123456",
        "req-2:payment:payment.updated:123456",
    )
    unnamed = event_of(webhook(body={"id": nameless}, request_id=None))
    assert unnamed.dedupe_key == f"ts={SECONDS * 1000}:payment:payment.updated:123456"


def test_a_reference_that_cannot_be_ours_is_none() -> None:
    assert event_of(webhook(reference="p" * 64)).our_reference == "p" * 64
    assert event_of(webhook(reference="p" * 65)).our_reference is None


@pytest.mark.parametrize("type", ["chargebacks", "topic_chargebacks_wh"])
def test_a_chargeback_is_a_dispute(type: str) -> None:
    event = event_of(webhook(type=type, reference="pa_1"))
    assert (event.subject, event.reference, event.our_reference) == ("dispute", "123456", None)


def test_a_type_that_we_have_no_use_for_is_ignored_with_its_reason() -> None:
    outcome = receive(webhook(type="topic_merchant_order_wh"), SECRETS)
    assert (list(outcome.events), outcome.ignored_reason) == ([], "Perennial has no use for this type of event.")


def test_the_time_of_arrival_decides_about_age() -> None:
    raw = webhook()
    late = RawWebhook(raw.headers, raw.body, NOW + timedelta(days=2), raw.query)
    with pytest.raises(WebhookRejected, match="too old"):
        receive(late, SECRETS)
