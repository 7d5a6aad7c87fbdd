"""Which of Stripe's webhooks are believed, and what they tell. Signed here by hand and by Stripe's own SDK."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from stripe import WebhookSignature

from backend.domain.money import Currency, Money
from backend.gateways.base import (
    GatewayContext,
    GatewayEvent,
    PaymentState,
    RawWebhook,
    RefundState,
    WebhookOutcome,
    WebhookRejected,
)
from backend.gateways.http import gateway_http_client
from backend.gateways.stripe.gateway import StripeGateway
from backend.gateways.stripe.settings import StripeSettings

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SIGNER, EARLIER = "whsec_0123456789abcdef", "whsec_of_last_year_0123"
GIVEN = {
    "publishable_key": "pk_test_0123456789",
    "secret_key": "sk_test_0123456789",
    "webhook_secret": SIGNER,
    "previous_webhook_secret": EARLIER,
}
VERSION = "2026-10-28.endive"
INTENT: dict[str, Any] = {
    "id": "pi_1",
    "object": "payment_intent",
    "status": "succeeded",
    "amount": 1999,
    "amount_received": 1999,
    "currency": "usd",
    "metadata": {"our_reference": "pa_1"},
    "payment_method": "pm_1",
    "customer": None,
    "setup_future_usage": None,
}
SESSION: dict[str, Any] = {
    "id": "cs_1",
    "object": "checkout.session",
    "mode": "payment",
    "status": "complete",
    "payment_status": "paid",
    "metadata": {"our_reference": "pa_1"},
}
REFUND: dict[str, Any] = {
    "id": "re_1",
    "object": "refund",
    "status": "succeeded",
    "amount": 500,
    "currency": "usd",
    "payment_intent": "pi_1",
    "metadata": {"our_reference": "ref_1", "payment_reference": "cs_1"},
}
SETUP = {"id": "seti_1", "object": "setup_intent", "status": "succeeded", "metadata": {"our_reference": "ps_1"}}
DISPUTE = {
    "id": "du_1",
    "object": "dispute",
    "status": "needs_response",
    "amount": 1999,
    "currency": "usd",
    "payment_intent": "pi_1",
}
METHOD: dict[str, Any] = {
    "id": "pm_1",
    "object": "payment_method",
    "type": "card",
    "customer": "cus_1",
    "card": {"brand": "visa", "last4": "4242", "exp_month": 1, "exp_year": 2040},
}


def event(kind: str, about: dict[str, Any], **more: Any) -> bytes:
    content = {
        "id": "evt_1",
        "object": "event",
        "api_version": VERSION,
        "created": int(NOW.timestamp()) - 1,
        "livemode": False,
        "type": kind,
        "data": {"object": about},
        **more,
    }
    return json.dumps(content).encode()


def signed(body: bytes, secret: str = SIGNER, at: datetime = NOW) -> str:
    sent = int(at.timestamp())
    return f"t={sent},v1={hmac.new(secret.encode(), f'{sent}.'.encode() + body, hashlib.sha256).hexdigest()}"


async def parse(body: bytes, header: str | None = None, **settings: Any) -> WebhookOutcome:
    given = StripeSettings.model_validate({**GIVEN, **settings})
    headers = {"stripe-signature": signed(body) if header is None else header}
    async with gateway_http_client() as http:
        return await StripeGateway().parse_webhook(GatewayContext(NOW, http, given), RawWebhook(headers, body, NOW))


async def fact(body: bytes, **settings: Any) -> GatewayEvent:
    (found,) = (await parse(body, **settings)).events
    return found


BODY = event("payment_intent.succeeded", INTENT)


@pytest.mark.parametrize(
    "header",
    [
        signed(BODY),
        signed(BODY, EARLIER),
        WebhookSignature.generate_signature_header(BODY.decode(), SIGNER, int(NOW.timestamp())),
        f"{signed(BODY)},v0={'6' * 64}",
        f"t={int(NOW.timestamp())},v1={'0' * 64},{signed(BODY).partition(',')[2]}",
        signed(BODY, at=NOW - timedelta(seconds=300)),
        signed(BODY, at=NOW + timedelta(seconds=300)),
    ],
)
async def test_a_webhook_of_stripes_own_is_believed(header: str) -> None:
    assert len((await parse(BODY, header)).events) == 1


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=",
        signed(BODY).replace("v1=", "v0="),
        signed(BODY).replace("v1=", "V1="),
        signed(BODY, "whsec_of_somebody_else_1"),
        signed(BODY + b" "),
        signed(BODY).partition(",")[2],
        signed(BODY).replace("t=", "t=+"),
        f"t={int(NOW.timestamp())},{signed(BODY)}",
        f"t={'9' * 13},v1=00",
        "t=1,v1=ñ",
        signed(BODY, at=NOW - timedelta(seconds=301)),
        signed(BODY, at=NOW + timedelta(seconds=301)),
        "t=1," + ",".join(["v1=00"] * 100_000),
    ],
)
async def test_any_other_webhook_is_rejected(header: str) -> None:
    with pytest.raises(WebhookRejected):
        await parse(BODY, header)


@pytest.mark.parametrize("secret", [None, " " * 16])
async def test_without_a_secret_nothing_is_believed(secret: str | None) -> None:
    header = signed(BODY, secret or "")
    with pytest.raises(WebhookRejected):
        await parse(BODY, header, webhook_secret=secret, previous_webhook_secret="")


async def test_a_payment_that_the_event_tells_whole_is_claimed() -> None:
    found = await fact(BODY)
    assert (found.subject, found.kind, found.trust) == ("payment", "payment.succeeded", "signed_full")
    assert (found.dedupe_key, found.reference, found.our_reference) == ("evt_1", "pi_1", "pa_1")
    assert found.occurred_at == NOW - timedelta(seconds=1)
    assert found.claimed is not None
    assert (found.claimed.state, found.claimed.amount) == (PaymentState.SUCCEEDED, Money(1999, Currency("USD", 2)))


@pytest.mark.parametrize(
    ("body", "subject", "reference", "our_reference"),
    [
        # A kept method is named by its id only.
        (event("payment_intent.succeeded", {**INTENT, "setup_future_usage": "off_session"}), "payment", "pi_1", "pa_1"),
        # The payment is known by a session, which the intent does not name.
        (event("payment_intent.succeeded", {**INTENT, "metadata": {"our_reference": "pa_1", "flow": "checkout"}}),
         "payment", None, "pa_1"),
        (event("checkout.session.completed", SESSION), "payment", "cs_1", "pa_1"),
        (event("checkout.session.completed", {**SESSION, "mode": "setup"}), "setup", "cs_1", "pa_1"),
        # A secret of the app's belongs into no inbox.
        (event("payment_intent.payment_failed", {**INTENT, "status": "requires_payment_method",
               "client_secret": "pi_1_secret_1", "metadata": {"our_reference": "pa_1", "flow": "app"}}),
         "payment", "pi_1", "pa_1"),
        # Another version may have another shape.
        (event("payment_intent.succeeded", INTENT, api_version="2024-06-20"), "payment", "pi_1", "pa_1"),
        (event("setup_intent.succeeded", SETUP), "setup", "seti_1", "ps_1"),
        (event("charge.dispute.created", DISPUTE), "dispute", "du_1", None),
        # Made in the dashboard.
        (event("refund.created", {**REFUND, "metadata": None}), "refund", "re_1", None),
    ],
)  # fmt: skip
async def test_what_the_event_does_not_tell_whole_is_fetched(
    body: bytes, subject: str, reference: str | None, our_reference: str | None
) -> None:
    found = await fact(body)
    assert (found.subject, found.trust) == (subject, "signed_thin")
    assert (found.reference, found.our_reference) == (reference, our_reference)
    claims = (found.claimed, found.claimed_refund, found.claimed_setup, found.claimed_dispute, found.claimed_method)
    assert set(claims) == {None}
    # Of a refund in the dashboard only Stripe can tell whether we know its payment by a session.
    assert found.payment_reference == ("pi_1" if subject == "dispute" else None)


async def test_refunds_setups_and_methods_are_claimed_with_their_own_references() -> None:
    refund = await fact(event("refund.failed", {**REFUND, "status": "failed", "failure_reason": "declined"}))
    assert (refund.trust, refund.kind, refund.our_reference) == ("signed_full", "refund.updated", "ref_1")
    assert refund.payment_reference == "cs_1"
    assert refund.claimed_refund is not None
    assert (refund.claimed_refund.state, refund.claimed_refund.failure_reason) == (RefundState.FAILED, "METHOD")
    declined = {**SETUP, "status": "requires_payment_method", "last_setup_error": {"code": "expired_card"}}
    setup = await fact(event("setup_intent.setup_failed", declined))
    assert setup.claimed_setup is not None
    assert setup.claimed_setup.state is PaymentState.FAILED
    updated = await fact(event("payment_method.automatically_updated", METHOD))
    assert (updated.kind, updated.reference, updated.trust) == ("method.updated", "pm_1", "signed_full")
    assert updated.claimed_method is not None
    assert (updated.claimed_method.customer_reference, updated.claimed_method.summary.expires_year) == ("cus_1", 2040)
    removed = await fact(event("payment_method.detached", {**METHOD, "customer": None}))
    assert (removed.kind, removed.trust, removed.claimed_method) == ("method.removed", "signed_full", None)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (event("payment_intent.succeeded", INTENT, livemode=True), "live mode"),
        (event("payment_intent.succeeded", INTENT, account="acct_2"), "another account"),
        (event("invoice.paid", {}), "no use"),
        (event("charge.refunded", {}), "refund's own"),
        (event("mandate.updated", {}), "no payment"),
        (event("account.application.deauthorized", {}), "permission"),
        (event("payment_intent.succeeded", {**INTENT, "metadata": {}}), "did not make"),
        (event("checkout.session.completed", {**SESSION, "mode": "subscription"}), "did not make"),
        (event("payment_method.attached", {**METHOD, "type": "sepa_debit"}), "did not make"),
        (json.dumps({"object": "v2.core.event", "id": "evt_1", "type": "v1.billing.meter"}).encode(), "no use"),
    ],
)
async def test_what_does_not_concern_us_is_ignored_with_a_reason(body: bytes, why: str) -> None:
    outcome = await parse(body)
    assert outcome.events == ()
    assert why in str(outcome.ignored_reason)


async def test_a_connected_accounts_events_come_with_its_name() -> None:
    body = event("payment_intent.succeeded", INTENT, account="acct_2")
    assert (await fact(body, connected_account="acct_2")).account_reference == "acct_2"
    assert (await parse(BODY, connected_account="acct_2")).events == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"object": "event", "type": "payment_intent.succeeded"}',
        event("payment_intent.succeeded", {"id": "pi_1"}),
        event("payment_intent.succeeded", {**INTENT, "amount": 19.99}),
        event("payment_intent.succeeded", {**INTENT, "currency": "zzz"}),
        event("payment_intent.succeeded", INTENT, created=10**30),
        event("payment_intent.succeeded", INTENT, livemode=None),
    ],
)
async def test_a_signed_webhook_that_cannot_be_read_is_rejected(body: bytes) -> None:
    with pytest.raises(WebhookRejected):
        await parse(body)
