"""PayPal's webhooks and settings: who may have signed, from where, and what each type of event is about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from pydantic import ValidationError

from backend.conformance.bench import Bench, reference_of
from backend.gateways.base import DisputeState, GatewayEvent, RawWebhook, SavedMethod, WebhookRejected
from backend.gateways.paypal.settings import PayPalSettings
from backend.gateways.paypal.translate import RemoteDispute, to_dispute_result
from tests.contract.paypal import PayPalHarness
from tests.support.gateway_bench import bench_of, fresh

pytestmark = pytest.mark.asyncio(loop_scope="module")
KEYS = {"client_id": "AbCdEfGhIjKl", "client_secret": "EfGhIjKlMnOp"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served() -> AsyncIterator[Bench]:
    async with bench_of(PayPalHarness) as bench:
        yield bench


@pytest.fixture
def bench(served: Bench) -> Bench:
    return fresh(served)


async def told(bench: Bench, kind: str, **settings: Any) -> GatewayEvent:
    """What the latest webhook of a type says."""
    delivery = [one for one in bench.deliveries() if one.kind == kind][-1]
    outcome = await bench.gateway.parse_webhook(bench.context(**settings), bench.harness.raw(delivery))
    (event,) = outcome.events
    return event


async def rejected(bench: Bench, raw: RawWebhook, **settings: Any) -> str:
    with pytest.raises(WebhookRejected) as raised:
        await bench.gateway.parse_webhook(bench.context(**settings), raw)
    return raised.value.message


async def test_without_a_certificate_a_webhook_is_a_hint(bench: Bench) -> None:
    paid = await bench.paid()
    event = await told(bench, "PAYMENT.CAPTURE.COMPLETED", webhook_certificate=None)
    assert (event.trust, event.claimed) == ("hint", None)
    assert (event.reference, event.our_reference) == (paid.reference, paid.our_reference)
    forged = bench.harness.raw(bench.deliveries()[-1], sign_with="wrong")
    outcome = await bench.gateway.parse_webhook(bench.context(webhook_certificate=None), forged)
    assert [one.trust for one in outcome.events] == ["hint"]


@pytest.mark.parametrize(
    "address",
    [
        "https://api.paypal.com.thief.example/cert",
        "https://thiefpaypal.com/cert",
        "http://api.paypal.com/cert",
        "https://api.paypal.com@thief.example/cert",
        "file:///etc/passwd",
        "https://[",
    ],
)
async def test_a_certificate_from_elsewhere_gives_a_forger_away(bench: Bench, address: str) -> None:
    await bench.paid()
    raw = bench.harness.raw(bench.deliveries()[-1])
    spoiled = replace(raw, headers={**raw.headers, "paypal-cert-url": address})
    assert "certificate" in await rejected(bench, spoiled, webhook_certificate=None)
    assert "certificate" in await rejected(bench, spoiled)
    real = replace(raw, headers={**raw.headers, "paypal-cert-url": "https://api.sandbox.paypal.com/v1/certs/x"})
    assert (await bench.gateway.parse_webhook(bench.ctx, real)).events


async def test_the_webhooks_id_and_every_signed_header_count(bench: Bench) -> None:
    await bench.paid()
    raw = bench.harness.raw(bench.deliveries()[-1])
    assert await rejected(bench, raw, webhook_id="ANOTHER") == "The signature does not match."
    earlier = (raw.received_at - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name, value in (("paypal-transmission-id", "0"), ("paypal-transmission-time", earlier)):
        changed = replace(raw, headers={**raw.headers, name: value})
        assert await rejected(bench, changed) == "The signature does not match."
    weak = replace(raw, headers={**raw.headers, "paypal-auth-algo": "SHA1withRSA"})
    assert "kind" in await rejected(bench, weak)


async def test_an_expired_certificate_proves_nothing(bench: Bench) -> None:
    await bench.paid()
    bench.double.advance(datetime(2050, 1, 1, tzinfo=UTC) - bench.now())
    assert await rejected(bench, bench.harness.raw(bench.deliveries()[-1])) == "The signature does not match."


async def test_each_type_of_event_names_what_it_is_about(bench: Bench) -> None:
    paid = await bench.paid(save_method=True)
    reference, kept = reference_of(paid), paid.saved_method
    assert kept is not None
    approved = await told(bench, "CHECKOUT.ORDER.APPROVED")
    assert (approved.subject, approved.trust, approved.reference, approved.our_reference) == (
        "payment",
        "signed_thin",
        reference,
        paid.our_reference,
    )
    vaulted = await told(bench, "VAULT.PAYMENT-TOKEN.CREATED")
    assert (vaulted.subject, vaulted.reference) == ("payment", reference)
    refund = await bench.refunded(paid, 500)
    ours = await told(bench, "PAYMENT.CAPTURE.REFUNDED")
    assert (ours.subject, ours.kind, ours.reference, ours.our_reference) == (
        "refund",
        "refund.updated",
        refund.reference,
        refund.our_reference,
    )
    await bench.double.act(reference, "refund", {"amount": "1.00"})
    theirs = await told(bench, "PAYMENT.CAPTURE.REFUNDED")
    assert (theirs.subject, theirs.our_reference) == ("payment", paid.our_reference)
    await bench.double.act(reference, "dispute", {})
    dispute = await told(bench, "CUSTOMER.DISPUTE.CREATED")
    assert (dispute.subject, dispute.our_reference) == ("dispute", None)
    known = await bench.gateway.fetch_dispute(bench.ctx, str(dispute.reference))
    assert (known.payment_reference, known.amount) == (reference, bench.amount)
    method = SavedMethod(kept.summary.kind, kept.customer_reference, kept.reference)
    await bench.gateway.detach_method(bench.ctx, method)
    removed = await told(bench, "VAULT.PAYMENT-TOKEN.DELETED")
    assert (removed.subject, removed.kind, removed.trust, removed.reference) == (
        "method",
        "method.removed",
        "signed_full",
        kept.reference,
    )
    assert (await told(bench, "VAULT.PAYMENT-TOKEN.DELETED", webhook_certificate=None)).trust == "hint"


@pytest.mark.parametrize(
    ("code", "given_back", "state", "refunded"),
    [
        ("RESOLVED_BUYER_FAVOUR", "10.00", DisputeState.LOST, 1000),
        ("ACCEPTED", "4.00", DisputeState.LOST, 400),
        ("RESOLVED_BUYER_FAVOUR", "0.00", DisputeState.LOST, None),
        ("RESOLVED_BUYER_FAVOUR", None, DisputeState.LOST, None),
        # PayPal paid, or nobody did: nothing of the merchant's went.
        ("RESOLVED_WITH_PAYOUT", "10.00", DisputeState.WON, None),
        ("CANCELED_BY_BUYER", None, DisputeState.WON, None),
    ],
)
async def test_a_dispute_that_ended_says_what_was_refunded_for_it(
    code: str, given_back: str | None, state: DisputeState, refunded: int | None
) -> None:
    outcome: dict[str, Any] = {"outcome_code": code}
    if given_back is not None:
        outcome["amount_refunded"] = {"currency_code": "USD", "value": given_back}
    dispute = RemoteDispute.model_validate(
        {
            "dispute_id": "PP-D-1",
            "status": "RESOLVED",
            "disputed_transactions": [{"seller_transaction_id": "3C679366HH908993F"}],
            "dispute_amount": {"currency_code": "USD", "value": "10.00"},
            "dispute_life_cycle_stage": "CHARGEBACK",
            "dispute_outcome": outcome,
        }
    )
    result = to_dispute_result(dispute, "5O190127TN364715T", datetime(2026, 1, 31, tzinfo=UTC))
    assert (result.state, result.amount.minor) == (state, 1000)
    assert (result.refunded and result.refunded.minor, result.by_refund) == (refunded, refunded is not None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "live", "client_id": "sandbox_AbCdEfGhIjKl"},
        {"mode": "test", "client_secret": "live_EfGhIjKlMnOp"},
        {"webhook_certificate": "no certificate", "webhook_id": "8PM"},
        {"client_id": "with space and more"},
        {"unknown": "1"},
    ],
)
async def test_settings_that_cannot_work_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        PayPalSettings.model_validate({**KEYS, **wrong})


async def test_a_certificate_needs_the_webhooks_id(bench: Bench) -> None:
    certificate = bench.harness.settings()["webhook_certificate"]
    with pytest.raises(ValidationError, match="webhook ID"):
        PayPalSettings.model_validate({**KEYS, "webhook_certificate": certificate})
    assert PayPalSettings.model_validate({**KEYS, "webhook_certificate": ""}).webhook_certificate is None


async def test_the_mode_decides_where_paypal_is(bench: Bench) -> None:
    assert PayPalSettings.model_validate(KEYS).api == "https://api-m.sandbox.paypal.com"
    assert PayPalSettings.model_validate({**KEYS, "mode": "live"}).api == "https://api-m.paypal.com"
    shown = bench.gateway.browser_fields(PayPalSettings.model_validate(KEYS))
    assert (shown.fields_url, shown.publishable_key) == (None, KEYS["client_id"])
