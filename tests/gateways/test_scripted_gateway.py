"""The scripted gateway is itself a gateway: what it tells about saved methods and refunds is what it has done."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from backend.domain.money import Currency, Money
from backend.gateways.base import (
    Conflict,
    CreatePayment,
    CreateRefund,
    DeclineAdvice,
    GatewayContext,
    MethodKind,
    NewMethod,
    NotFound,
    OutcomeUnknown,
    Payer,
    PaymentResult,
    PaymentState,
    RawWebhook,
    RefundRejected,
    RefundState,
    SavedMethod,
    StateConflict,
    Unavailable,
)
from backend.gateways.registry import check_gateway
from tests.support.scripted_gateway import (
    Charge,
    Refunded,
    ScriptedGateway,
    away,
    conflict,
    decline,
    fail,
    fail_refund,
    lost_reply,
    lost_request,
    pending,
    refund_webhook,
    reject_refund,
    require_action,
    succeed,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
USD = Currency("USD", 2)
CARD = NewMethod(MethodKind.CARD, "tok_1")


class Till:
    """A scripted gateway with the requests that tests send to it."""

    def __init__(self, ctx: GatewayContext) -> None:
        self.gateway = ScriptedGateway()
        self.ctx = ctx
        self.numbers = itertools.count(1)

    async def pay(self, **changes: Any) -> PaymentResult:
        n = next(self.numbers)
        fields: dict[str, Any] = {
            "key": f"key-{n}",
            "our_reference": f"pa_{n}",
            "amount": Money(1000, USD),
            "description": "Tea",
            "source": CARD,
            "payer": Payer("Ana", "ana@example.com", "en"),
        }
        return await self.gateway.create_payment(self.ctx, CreatePayment(**{**fields, **changes}))

    def refund_of(self, payment: PaymentResult, minor: int) -> CreateRefund:
        n = next(self.numbers)
        return CreateRefund(f"key-{n}", f"ref_{n}", str(payment.reference), Money(minor, USD), "Asked for.")


@pytest.fixture
async def till() -> AsyncIterator[Till]:
    """Nothing is sent anywhere."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: pytest.fail("no network is allowed"))) as http:
        yield Till(GatewayContext(NOW, http, ScriptedGateway.Settings()))


def test_it_keeps_the_contract() -> None:
    check_gateway(ScriptedGateway())


async def test_a_card_is_kept_when_the_payment_succeeds_and_charged_later(till: Till) -> None:
    till.gateway.script("create", require_action())
    waiting = await till.pay(save_method=True)
    assert (waiting.saved_method, till.gateway.saved) == (None, {})

    kept = till.gateway.move("pa_1", PaymentState.SUCCEEDED).saved_method

    assert kept is not None
    assert till.gateway.saved == {"pm_1": kept}
    assert (kept.reference, kept.customer_reference, kept.summary.last4) == ("pm_1", "cus_1", "4242")
    method = SavedMethod(MethodKind.CARD, kept.customer_reference, kept.reference)
    later = await till.pay(source=method, off_session=True)
    assert (later.state, later.saved_method) == (PaymentState.SUCCEEDED, None)
    assert till.gateway.charges == [Charge("pa_1", 1000, "USD"), Charge("pa_2", 1000, "USD")]


async def test_a_declined_payment_keeps_nothing_and_a_known_customer_stays(till: Till) -> None:
    till.gateway.script("create", decline(), succeed())

    assert (await till.pay(save_method=True)).saved_method is None
    kept = (await till.pay(save_method=True, customer_reference="cus_known")).saved_method

    assert kept is not None
    assert kept.customer_reference == "cus_known"


async def test_an_absent_payer_cannot_act_and_a_removed_card_is_declined(till: Till) -> None:
    method = SavedMethod(MethodKind.CARD, "cus_1", "pm_1")
    till.gateway.script("create", require_action(), require_action())

    absent = await till.pay(source=method, off_session=True)
    present = await till.pay(source=method)
    till.gateway.removed.add("pm_1")
    removed = await till.pay(source=method, off_session=True)

    assert absent.decline is not None
    assert (absent.state, absent.action) == (PaymentState.FAILED, None)
    assert (absent.decline.reason, absent.decline.advice) == ("AUTHENTICATION_REQUIRED", DeclineAdvice.AUTHENTICATE)
    assert present.state is PaymentState.REQUIRES_ACTION
    assert removed.decline is not None
    assert removed.decline.advice is DeclineAdvice.NEW_METHOD
    assert till.gateway.charges == []


async def test_a_refund_simply_succeeds_once_for_each_key(till: Till) -> None:
    request = till.refund_of(await till.pay(), 400)

    first = await till.gateway.create_refund(till.ctx, request)
    second = await till.gateway.create_refund(till.ctx, request)

    assert first == second
    assert (first.state, first.reference, first.payment_reference) == (RefundState.SUCCEEDED, "re_1", "ch_1")
    assert till.gateway.refunds == [Refunded(request.our_reference, "ch_1", 400, "USD")]
    assert (till.gateway.calls("refund"), till.gateway.refund_requests) == (2, [request])
    assert await till.gateway.fetch_refund(till.ctx, "re_1") == first
    assert await till.gateway.find_refund(till.ctx, request.our_reference) == first
    with pytest.raises(Conflict):
        await till.gateway.create_refund(till.ctx, replace(request, amount=Money(401, USD)))
    with pytest.raises(Conflict):
        await till.gateway.create_refund(till.ctx, replace(request, key="another"))


async def test_more_than_is_left_is_rejected_as_are_strange_payments(till: Till) -> None:
    payment = await till.pay()
    till.gateway.script("create", decline())
    declined = await till.pay()
    await till.gateway.create_refund(till.ctx, till.refund_of(payment, 600))

    for minor, reason in ((401, "EXCEEDS"), (400, None), (1, "ALREADY_REFUNDED")):
        request = till.refund_of(payment, minor)
        if reason is None:
            await till.gateway.create_refund(till.ctx, request)
            continue
        with pytest.raises(RefundRejected) as caught:
            await till.gateway.create_refund(till.ctx, request)
        assert caught.value.reason == reason
    with pytest.raises(StateConflict):
        await till.gateway.create_refund(till.ctx, till.refund_of(declined, 1))
    with pytest.raises(NotFound):
        await till.gateway.create_refund(till.ctx, replace(till.refund_of(payment, 1), payment_reference="ch_9"))
    assert [refund.minor for refund in till.gateway.refunds] == [600, 400]


async def test_a_refund_may_be_pending_and_fail_after_it_succeeded(till: Till) -> None:
    payment = await till.pay()
    till.gateway.script("refund", pending(), fail_refund("FUNDS"))
    first = till.refund_of(payment, 1000)
    assert (await till.gateway.create_refund(till.ctx, first)).state is RefundState.PENDING
    assert till.gateway.refunds == []

    till.gateway.move_refund(first.our_reference, RefundState.SUCCEEDED)
    assert [refund.minor for refund in till.gateway.refunds] == [1000]
    failed = till.gateway.move_refund(first.our_reference, RefundState.FAILED, reason="METHOD")
    second = await till.gateway.create_refund(till.ctx, till.refund_of(payment, 1000))

    assert (failed.state, failed.failure_reason) == (RefundState.FAILED, "METHOD")
    assert (second.state, second.failure_reason) == (RefundState.FAILED, "FUNDS")
    assert till.gateway.refunds == []


@pytest.mark.parametrize(
    ("step", "raised", "executed"),
    [
        (away(7), Unavailable, False),
        (lost_request(), OutcomeUnknown, False),
        (lost_reply(), OutcomeUnknown, True),
        (conflict(executed=True), Conflict, True),
        (conflict(executed=False), Conflict, False),
        (reject_refund("DISPUTED"), RefundRejected, False),
    ],
)
async def test_a_script_decides_what_is_done_and_what_is_told(
    till: Till, step: Any, raised: type[Exception], executed: bool
) -> None:
    request = till.refund_of(await till.pay(), 400)
    till.gateway.script("refund", step)
    with pytest.raises(raised):
        await till.gateway.create_refund(till.ctx, request)

    assert len(till.gateway.refunds) == executed
    assert (await till.gateway.find_refund(till.ctx, request.our_reference) is not None) == executed
    assert (await till.gateway.create_refund(till.ctx, request)).state is RefundState.SUCCEEDED
    assert len(till.gateway.refunds) == 1


async def test_reads_of_refunds_are_scripted_too(till: Till) -> None:
    till.gateway.script("find_refund", fail(Unavailable("down")))
    till.gateway.script("fetch_refund", fail(Unavailable("down")))
    with pytest.raises(Unavailable):
        await till.gateway.find_refund(till.ctx, "ref_1")
    with pytest.raises(Unavailable):
        await till.gateway.fetch_refund(till.ctx, "re_1")

    assert await till.gateway.find_refund(till.ctx, "ref_1") is None
    with pytest.raises(NotFound):
        await till.gateway.fetch_refund(till.ctx, "re_1")


@pytest.mark.parametrize("trust", ["signed_full", "signed_thin"])
async def test_a_webhook_about_a_refund_says_so(till: Till, trust: Any) -> None:
    request = till.refund_of(await till.pay(), 400)
    refund = await till.gateway.create_refund(till.ctx, request)
    headers, body = refund_webhook(refund, id="evt_1", trust=trust)

    (event,) = (await till.gateway.parse_webhook(till.ctx, RawWebhook(headers, body, NOW))).events

    assert (event.subject, event.kind, event.trust, event.dedupe_key) == ("refund", "refund.updated", trust, "evt_1")
    assert (event.reference, event.our_reference, event.claimed) == ("re_1", request.our_reference, None)
    assert event.claimed_refund == (refund if trust == "signed_full" else None)
