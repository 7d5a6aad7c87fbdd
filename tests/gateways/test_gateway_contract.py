"""The contract's defaults: what a plugin that was written before saved methods and refunds promises and does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

import httpx
import pytest
from pydantic import BaseModel

import backend.gateways.base as contract
from backend.domain.money import Currency, Money
from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    CreatePayment,
    CreateRefund,
    Gateway,
    GatewayContext,
    GatewayError,
    GatewayEvent,
    Health,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotSupported,
    Payer,
    PaymentResult,
    PaymentState,
    RawWebhook,
    RefundRejected,
    RefundResult,
    RefundState,
    SavedMethod,
    WebhookOutcome,
)
from backend.gateways.registry import Registry

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TEN = Money(1000, Currency("USD", 2))


class Modest(Gateway):
    """Takes cash and does nothing else; it knows only what the contract had at first."""

    class Settings(BaseModel):
        pass

    slug: ClassVar[str] = "modest"
    name: ClassVar[str] = "Modest"
    capabilities: ClassVar[Capabilities] = Capabilities(frozenset({MethodKind.CASH}), "*")

    def browser_fields(self, settings: Any) -> BrowserFields:
        return BrowserFields(None, None)

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        return PaymentResult(PaymentState.PENDING, None, request.our_reference, request.amount, ctx.now)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        return PaymentResult(PaymentState.PENDING, reference, None, TEN, ctx.now)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        return None

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        raise NotSupported("Cash cannot be canceled.")

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        raise NotSupported("Cash sends no webhooks.")

    async def check_health(self, ctx: GatewayContext) -> Health:
        return Health(True, "There is nothing to reach.")


def request() -> CreateRefund:
    return CreateRefund("key", "ref_1", "pay_1", TEN, "The customer asked for it.")


async def test_a_gateway_without_refunds_loads_and_raises_not_supported() -> None:
    gateway = Registry([Modest()]).get("modest")
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: pytest.fail("no network is allowed"))) as http:
        ctx = GatewayContext(NOW, http, Modest.Settings())
        for call in (
            gateway.create_refund(ctx, request()),
            gateway.fetch_refund(ctx, "re_1"),
            gateway.find_refund(ctx, "ref_1"),
        ):
            with pytest.raises(NotSupported, match="Modest cannot give money back"):
                await call


def test_what_is_not_promised_is_not_there() -> None:
    modest = Modest.capabilities

    assert (modest.saved_methods, modest.off_session, modest.refunds) == (False, False, "none")


def test_a_payment_saves_nothing_and_expects_its_payer_unless_it_says_otherwise() -> None:
    payment = CreatePayment("key", "pa_1", TEN, "Tea", NewMethod(MethodKind.CARD, "tok_1"), Payer("Ana", "a@b.c", "en"))
    result = PaymentResult(PaymentState.SUCCEEDED, "pay_1", "pa_1", TEN, NOW)

    assert (payment.save_method, payment.off_session, payment.customer_reference) == (False, False, None)
    assert result.saved_method is None


def test_an_event_is_about_a_payment_unless_it_says_otherwise() -> None:
    event = GatewayEvent("evt_1", "payment.succeeded", "hint", NOW)

    assert (event.subject, event.claimed, event.claimed_refund) == ("payment", None, None)


def test_a_rejected_refund_is_a_refused_request_with_a_reason() -> None:
    error = RefundRejected("too late", reason="TOO_LATE", gateway_code="refund_window_closed")

    assert isinstance(error, InvalidRequest)
    assert (error.reason, error.gateway_code, error.message, error.retry_after_seconds) == (
        "TOO_LATE",
        "refund_window_closed",
        "too late",
        None,
    )
    assert RefundRejected("no").reason == "GENERIC"


def test_a_refund_has_a_failure_reason_only_when_it_failed() -> None:
    result = RefundResult(RefundState.PENDING, "re_1", "ref_1", "pay_1", TEN, NOW)

    assert result.failure_reason is None


def test_a_saved_method_is_no_secret_and_a_token_is() -> None:
    assert "pm_1" in repr(SavedMethod(MethodKind.CARD, "cus_1", "pm_1"))
    assert "tok_1" not in repr(NewMethod(MethodKind.CARD, "tok_1"))


def test_everything_of_the_contract_is_imported_from_one_place() -> None:
    public = {
        name
        for name, value in vars(contract).items()
        if isinstance(value, type) and value.__module__.startswith("backend.gateways")
    }

    assert public <= set(contract.__all__)
    assert {kind.__name__ for kind in _below(GatewayError)} <= public


def _below(kind: type[GatewayError]) -> set[type[GatewayError]]:
    return {kind, *(deeper for below in kind.__subclasses__() for deeper in _below(below))}
