"""Mercado Pago as a gateway plugin: translates between the contract and its Payments and Checkout Pro APIs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from pydantic import BaseModel

from backend.domain.money import Money
from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    CreatePayment,
    CreateRefund,
    DisputeResult,
    Elsewhere,
    Gateway,
    GatewayContext,
    GatewayError,
    Health,
    MethodKind,
    NewMethod,
    NotFound,
    NotSupported,
    PaymentPage,
    PaymentResult,
    RawWebhook,
    RefundResult,
    Unavailable,
    WebhookOutcome,
)
from backend.gateways.mercadopago import listing, payments, preferences, refunds, webhook
from backend.gateways.mercadopago.remote import look, settings_of
from backend.gateways.mercadopago.settings import CURRENCIES, SITES, MercadoPagoSettings
from backend.gateways.mercadopago.translate import RemoteDispute, RemotePayment, to_dispute_result

_ELSEWHERE = frozenset({MethodKind.WALLET, MethodKind.STORE, MethodKind.BANK_TRANSFER})


class MercadoPagoGateway(Gateway):
    """A payment's reference is Mercado Pago's number of it; for its own page, the id of the preference."""

    slug = "mercadopago"
    name = "Mercado Pago"
    Settings: ClassVar[type[BaseModel]] = MercadoPagoSettings
    capabilities = Capabilities(
        kinds=_ELSEWHERE | {MethodKind.CARD},
        currencies=frozenset(CURRENCIES.values()),
        elsewhere=_ELSEWHERE,
        tokens=frozenset({MethodKind.CARD}),
        redirect=True,
        manual_capture=True,
        cancel_pending=True,
        lookup_by_our_reference=True,
        idempotency="native",
        # Nothing says how long keys are kept; what is older than a day is looked up.
        key_lifetime=timedelta(hours=20),
        webhooks="thin",
        settles="cards and the wallet at once; cash and transfers within three days",
        # Kept cards need their security code for every charge, so there is nothing to charge without the payer.
        saved_methods=False,
        refunds="partial",
        refunds_settle_later=True,
        disputes=True,
        lists_payments=True,
    )

    # Mercado Pago's search shows so many rows and no more; what comes after them is asked for by its time.
    furthest: ClassVar[int] = 10_000

    def currencies(self, settings: Any, kind: MethodKind) -> frozenset[str]:
        """The money of the account's country."""
        return frozenset({CURRENCIES[settings.country]})

    def browser_fields(self, settings: Any) -> BrowserFields:
        """Mercado Pago's script makes the card's token in the payer's browser."""
        return BrowserFields(settings.script, settings.public_key, "mercadopago")

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """Charge a card's token, make a voucher or a transfer, or open Mercado Pago's own page."""
        source = request.source
        if request.save_method or request.off_session:
            raise NotSupported("Mercado Pago wants a kept card's security code for every charge.")
        if isinstance(source, NewMethod) and source.kind is MethodKind.CARD:
            return await payments.create(ctx, request)
        if not isinstance(source, Elsewhere) or source.kind not in _ELSEWHERE:
            raise NotSupported("Mercado Pago takes new cards, its wallet, cash at stores and transfers.")
        if source.kind is MethodKind.WALLET:
            return await preferences.create(ctx, request)
        return await payments.create(ctx, request)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """The payment, or the page with what was paid there. Raises NotFound."""
        if preferences.is_preference(reference):
            return await preferences.fetch(ctx, reference)
        return await payments.fetch(ctx, reference)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """The payment or the page that carries our reference; None when there is neither."""
        found = await payments.search(ctx, our_reference)
        if found and found[0].order is None:
            return payments.translated(found[0], ctx, reads=True)
        return await preferences.find(ctx, our_reference)

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Stop a payment that is pending or authorized; close a page on which nothing was paid."""
        if preferences.is_preference(reference):
            return await preferences.cancel(ctx, reference, key)
        return await payments.cancel(ctx, reference, key)

    async def capture_payment(
        self, ctx: GatewayContext, reference: str, amount: Money | None, key: str
    ) -> PaymentResult:
        """Collect all of an authorized card payment."""
        return await payments.capture(ctx, reference, amount, key)

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """Give back a part of a payment, or all of it. StateConflict when it has not succeeded."""
        return await refunds.create_refund(ctx, request)

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """The refund by its reference, which names its payment too. Raises NotFound."""
        return await refunds.fetch_refund(ctx, reference)

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """Always None: Mercado Pago keeps no reference of ours with a refund. The key leads to it."""
        return None

    async def list_payments(
        self, ctx: GatewayContext, since: datetime, until: datetime, after: str | None
    ) -> PaymentPage:
        """The payments by the time at which they were made. Those of a page of ours come with their own number."""
        return await listing.list_payments(ctx, since, until, after, furthest=self.furthest)

    async def fetch_dispute(self, ctx: GatewayContext, reference: str) -> DisputeResult:
        """The chargeback by Mercado Pago's own id, with the payment that it is about. Raises NotFound."""
        content = await look(ctx, f"/v1/chargebacks/{quote(reference, safe='')}")
        try:
            dispute = RemoteDispute.read(content)
            payment = await payments.read(ctx, str(dispute.payments[0]))
            return to_dispute_result(dispute, await _reference_of(ctx, payment), ctx.now)
        except ValueError:
            raise Unavailable("Mercado Pago's answer cannot be read.") from None

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Verify with the present or the previous secret; the core then asks what became of the payment."""
        settings = settings_of(ctx)
        return webhook.receive(raw, (settings.webhook_secret, settings.previous_webhook_secret))

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether Mercado Pago accepts the token, and the account is of the country that was entered."""
        try:
            account = await look(ctx, "/users/me")
        except NotFound:
            return Health(ok=False, message="Mercado Pago's address answers with something else.", refused=True)
        except GatewayError as error:
            return Health.failed(error)
        site = account.get("site_id")
        if site != SITES[settings_of(ctx).country]:
            return Health(ok=False, message=f"The account is of another country ({str(site)[:10]}).", refused=True)
        return Health(ok=True, message="Mercado Pago answers and accepts the access token.")


async def _reference_of(ctx: GatewayContext, payment: RemotePayment) -> str:
    """What we call a payment: by the page, when it was made on one."""
    if payment.order is None or payment.external_reference is None:
        return str(payment.id)
    page = await preferences.find(ctx, payment.external_reference)
    return str(payment.id) if page is None or page.reference is None else page.reference
