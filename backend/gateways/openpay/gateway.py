"""Openpay as a gateway plugin: translates between the contract and Openpay's HTTP API."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel

from backend.domain.money import Money
from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    CreatePayment,
    CreateRefund,
    DisputeResult,
    Gateway,
    GatewayContext,
    GatewayError,
    Health,
    InvalidRequest,
    MethodKind,
    NewCustomer,
    NewMethod,
    NotSupported,
    PaymentPage,
    PaymentResult,
    RawWebhook,
    RefundResult,
    SavedMethod,
    SetupRequest,
    SetupResult,
    WebhookInstall,
    WebhookOutcome,
)
from backend.gateways.openpay import cards, charges, disputes, installing, payment, refunds, settling, webhook
from backend.gateways.openpay.classify import classify_answer
from backend.gateways.openpay.places import CURRENCIES, place_of, script_address
from backend.gateways.openpay.remote import ask, read, settings_of, succeeded
from backend.gateways.openpay.settings import OpenpaySettings
from backend.gateways.openpay.translate import to_result


class OpenpayGateway(Gateway):
    """Openpay in Mexico, Colombia and Peru. Which currencies an account takes follows from its country."""

    slug = "openpay"
    name = "Openpay"
    Settings: ClassVar[type[BaseModel]] = OpenpaySettings
    capabilities = Capabilities(
        kinds=frozenset({MethodKind.CARD, MethodKind.STORE, MethodKind.BANK_TRANSFER}),
        currencies=CURRENCIES,
        elsewhere=frozenset({MethodKind.STORE, MethodKind.BANK_TRANSFER}),
        redirect=True,
        manual_capture=True,
        partial_capture=True,
        lookup_by_our_reference=True,
        idempotency="unique_reference",
        webhooks="basic_auth",
        webhook_install=True,
        settles="at once by card; some hours after a payment in a store or by transfer",
        saved_methods=True,
        off_session=True,
        setup_without_charge=True,
        customers=True,
        refunds="partial",
        disputes=True,
        lists_payments=True,
        requires_device_id=True,
    )

    def currencies(self, settings: Any, kind: MethodKind) -> frozenset[str]:
        """Those of the account's country; stores and banks take its own money only."""
        place = place_of(settings)
        return place.currencies if kind is MethodKind.CARD else frozenset({place.local})

    def browser_fields(self, settings: Any) -> BrowserFields:
        """Openpay's own script, which makes the card's token and the device's id."""
        return BrowserFields(script_address(settings), settings.public_key, "openpay", settings.merchant_id)

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """Charge a card, or make a voucher or a transfer."""
        return await payment.create_payment(ctx, request)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """The charge by Openpay's own id. Raises NotFound."""
        return to_result(await charges.charge_by_id(ctx, reference), settings_of(ctx), ctx.now)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """The charge that carries our reference; None when Openpay has none."""
        return await charges.find_payment(ctx, our_reference)

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Void what is authorized, or call off what waits for the payer's bank.

        A voucher or a transfer cannot be taken back (NotSupported), so `cancel_pending` is not promised.
        """
        return await settling.cancel_payment(ctx, reference)

    async def capture_payment(
        self, ctx: GatewayContext, reference: str, amount: Money | None, key: str
    ) -> PaymentResult:
        """Collect what was authorized, or a part of it, once."""
        return await settling.capture_payment(ctx, reference, amount)

    async def create_customer(self, ctx: GatewayContext, request: NewCustomer) -> str:
        """A customer without an account of their own, known by our reference."""
        return await cards.customer_for(ctx, request.our_reference, cards.person(request.name, request.email))

    async def begin_setup(self, ctx: GatewayContext, request: SetupRequest) -> SetupResult:
        """Keep a card. Openpay tries it with 10.00 that it gives back at once."""
        source = request.source
        if not isinstance(source, NewMethod) or source.kind is not MethodKind.CARD:
            raise NotSupported("Openpay keeps a card that was just entered, and nothing else.")
        if request.payer.device_id is None:
            raise InvalidRequest("Openpay wants the id that its script made of the payer's browser.")
        return await cards.begin_setup(ctx, request, source.token)

    async def fetch_setup(self, ctx: GatewayContext, reference: str) -> SetupResult:
        """The kept card. Raises NotFound."""
        return await cards.fetch_setup(ctx, reference)

    async def detach_method(self, ctx: GatewayContext, method: SavedMethod) -> None:
        """Remove a kept card; later charges of it are declined."""
        await cards.detach_method(ctx, method)

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """Give back a part of a card payment, or all of it. NotSupported for stores and transfers."""
        return await refunds.create_refund(ctx, request)

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """The refund, as its charge lists it. Raises NotFound."""
        return await refunds.fetch_refund(ctx, reference)

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """The refund that carries our reference, where Openpay lets us look."""
        return await refunds.find_refund(ctx, our_reference)

    async def fetch_dispute(self, ctx: GatewayContext, reference: str) -> DisputeResult:
        """The chargeback of a charge. Raises NotFound."""
        return await disputes.fetch_dispute(ctx, reference)

    async def list_payments(
        self, ctx: GatewayContext, since: datetime, until: datetime, after: str | None
    ) -> PaymentPage:
        """The charges of a time, newest first."""
        return await charges.list_payments(ctx, since, until, after)

    async def install_webhook(self, ctx: GatewayContext, url: str, key: str) -> WebhookInstall:
        """Register our address with the account's user and password."""
        return await installing.install_webhook(ctx, url)

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Check user and password, then say what to look at. Nothing in it is believed."""
        settings = settings_of(ctx)
        webhook.verify(raw, settings)
        return webhook.outcome(raw, settings)

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether Openpay answers and accepts the private key."""
        try:
            answer = await ask(ctx, "GET", "/charges", query={"limit": "1"})
            if not succeeded(answer) or not isinstance(read(answer), list):
                raise classify_answer(answer, reads=True)
        except GatewayError as error:
            return Health.failed(error)
        return Health(ok=True, message="Openpay answers and accepts the key.")
