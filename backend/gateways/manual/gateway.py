"""Cash and transfers as a gateway plugin: no provider is asked, so it only says what the payer has to do.

What came in is recorded by staff; a refund is money that staff paid out.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel

from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    ConfigurationError,
    CreatePayment,
    CreateRefund,
    Elsewhere,
    Gateway,
    GatewayContext,
    Health,
    Instructions,
    InvalidRequest,
    MethodKind,
    MethodSummary,
    NotSupported,
    PaymentResult,
    PaymentState,
    RawWebhook,
    RefundResult,
    RefundState,
    WebhookOutcome,
)
from backend.gateways.manual.settings import ManualSettings

_REFERENCE_LENGTH = 10


class ManualGateway(Gateway):
    """Payments that people make, and staff register."""

    slug = "manual"
    name = "Manual"
    Settings: ClassVar[type[BaseModel]] = ManualSettings
    capabilities = Capabilities(
        kinds=frozenset({MethodKind.CASH, MethodKind.BANK_TRANSFER}),
        elsewhere=frozenset({MethodKind.CASH, MethodKind.BANK_TRANSFER}),
        currencies="*",
        idempotency="native",
        settles="when the money is registered",
        refunds="partial",
        recorded_by_staff=True,
    )

    def browser_fields(self, settings: Any) -> BrowserFields:
        """Nothing is entered."""
        return BrowserFields(None, None)

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """PENDING, with the merchant's instructions and a short reference that follows from ours.

        Raises ConfigurationError when the merchant left out how to pay that way.
        """
        kind = request.source.kind
        if not isinstance(request.source, Elsewhere) or kind not in self.capabilities.kinds:
            raise NotSupported("Only cash and transfers can be registered by hand.")
        if request.save_method or request.off_session or not request.capture:
            raise NotSupported("What people hand over is neither kept for later nor held, and not taken in absence.")
        if request.amount.minor <= 0:
            raise InvalidRequest("The amount must be more than zero.")
        settings = ctx.settings
        assert isinstance(settings, ManualSettings), "the core hands over the settings of this gateway"
        text = settings.cash_instructions if kind is MethodKind.CASH else settings.transfer_instructions
        if not text:
            raise ConfigurationError(f"The account does not say how to pay by {kind.value}.")
        reference = request.our_reference[-_REFERENCE_LENGTH:].upper()
        return PaymentResult(
            state=PaymentState.PENDING,
            reference=request.our_reference,
            our_reference=request.our_reference,
            amount=request.amount,
            observed_at=ctx.now,
            action=Instructions(text, reference, request.expires_at),
            method=MethodSummary(kind),
            gateway_status="awaiting_money",
        )

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """Nobody can be asked: staff record what comes in."""
        raise NotSupported("Cash and transfers are registered by staff.")

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """Nobody can be asked."""
        raise NotSupported("Cash and transfers are registered by staff.")

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """The core cancels what waits for money by itself."""
        raise NotSupported("There is nobody to cancel it with.")

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """SUCCEEDED: staff say that they paid it out."""
        if request.amount.minor <= 0:
            raise InvalidRequest("The amount must be more than zero.")
        return RefundResult(
            state=RefundState.SUCCEEDED,
            reference=request.our_reference,
            our_reference=request.our_reference,
            payment_reference=request.payment_reference,
            amount=request.amount,
            observed_at=ctx.now,
        )

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """Never needed: a payout is final when it is recorded."""
        raise NotSupported("Payouts are recorded by staff.")

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """None: recording it again records the same one."""
        return None

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """No provider sends any."""
        raise NotSupported("Cash and transfers have no webhooks.")

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Always well: there is nothing to reach."""
        return Health(ok=True, message="Ready: staff register what comes in.")
