"""PayPal as a gateway plugin: translates between the contract and PayPal's Orders, Payments and Vault APIs."""

from __future__ import annotations

from datetime import timedelta
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
    NotSupported,
    PaymentResult,
    RawWebhook,
    RefundResult,
    SavedMethod,
    WebhookInstall,
    WebhookOutcome,
)
from backend.gateways.paypal import install, orders, refunds, webhook
from backend.gateways.paypal.amounts import CURRENCIES
from backend.gateways.paypal.classify import classify_answer
from backend.gateways.paypal.remote import ask, json_object, renew_token, settings_of
from backend.gateways.paypal.settings import PayPalSettings
from backend.gateways.paypal.translate import RemoteDispute, to_dispute_result


class PayPalGateway(Gateway):
    """A payment is an order: its id is our reference of the payment from the beginning to the end."""

    slug = "paypal"
    name = "PayPal"
    Settings: ClassVar[type[BaseModel]] = PayPalSettings
    capabilities = Capabilities(
        kinds=frozenset({MethodKind.WALLET}),
        currencies=CURRENCIES,
        elsewhere=frozenset({MethodKind.WALLET}),
        tokens=frozenset(),
        redirect=True,
        confirms=True,
        manual_capture=True,
        partial_capture=True,
        cancel_pending=True,
        idempotency="native",
        # PayPal keeps the keys of orders for six hours.
        key_lifetime=timedelta(hours=5),
        webhooks="rsa",
        webhook_install=True,
        settles="at once, or in days when PayPal reviews it or the payer's bank is slow",
        saved_methods=True,
        off_session=True,
        refunds="partial",
        refunds_settle_later=True,
        disputes=True,
    )

    def browser_fields(self, settings: Any) -> BrowserFields:
        """Nothing is entered in our pages: the payer goes to PayPal."""
        return BrowserFields(None, settings.client_id)

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """Make an order that the payer agrees to on PayPal's page, or collect from a saved PayPal account."""
        source = request.source
        if source.kind is not MethodKind.WALLET:
            raise NotSupported("PayPal takes PayPal accounts only.")
        if not isinstance(source, Elsewhere | SavedMethod):
            raise NotSupported("PayPal takes no token: the payer pays on its page, or with a saved account.")
        return await orders.create(ctx, request)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """The order by its id. Raises NotFound, also for one that nobody agreed to in time: PayPal forgets those."""
        return await orders.fetch(ctx, reference)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """PayPal finds no order by our reference; the key leads to it."""
        raise NotSupported("PayPal finds no payment by our reference.")

    async def confirm_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Collect (or authorize) what the payer agreed to. StateConflict when there is nothing to collect."""
        return await orders.confirm(ctx, reference, key)

    async def capture_payment(
        self, ctx: GatewayContext, reference: str, amount: Money | None, key: str
    ) -> PaymentResult:
        """Collect an authorized order, once, all of it or a part."""
        return await orders.capture(ctx, reference, amount, key)

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Void an authorization; close an order that was not collected, so that it never is."""
        return await orders.cancel(ctx, reference, key)

    async def detach_method(self, ctx: GatewayContext, method: SavedMethod) -> None:
        """Forget a saved PayPal account; the payer sees that in their PayPal account too."""
        answer = await ask(ctx, "DELETE", f"/v3/vault/payment-tokens/{quote(method.reference, safe='')}")
        if answer.status_code not in (200, 204, 404):
            raise classify_answer(answer, json_object(answer), reads=False)

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """Give back a part of a payment, or all of it. StateConflict when it was not collected."""
        return await refunds.create_refund(ctx, request)

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """The refund by PayPal's own id. Raises NotFound."""
        return await refunds.fetch_refund(ctx, reference)

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """Always None: PayPal searches for no refund by our reference alone.

        Nothing is given back twice all the same: `create_refund`, repeated, finds it among its order's refunds.
        """
        return None

    async def fetch_dispute(self, ctx: GatewayContext, reference: str) -> DisputeResult:
        """The dispute by PayPal's own id, with the order that it is about. Raises NotFound."""
        answer = await ask(ctx, "GET", f"/v1/customer/disputes/{quote(reference, safe='')}")
        if answer.status_code != 200:
            raise classify_answer(answer, json_object(answer), reads=True)
        try:
            dispute = RemoteDispute.model_validate(json_object(answer))
            order_id = await refunds.order_of(ctx, dispute.disputed_transactions[0].seller_transaction_id)
            return to_dispute_result(dispute, order_id, ctx.now)
        except ValueError:
            raise classify_answer(answer, {}, reads=True) from None

    async def install_webhook(self, ctx: GatewayContext, url: str, key: str) -> WebhookInstall:
        """Register `url`; the webhook's id, which PayPal signs with, goes into the settings."""
        return await install.install_webhook(ctx, url)

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Verify, by the certificate where the settings have one, then translate."""
        return webhook.receive(settings_of(ctx), raw)

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether PayPal gives an access token for the two keys."""
        try:
            await renew_token(ctx)
        except GatewayError as error:
            return Health.failed(error)
        return Health(ok=True, message="PayPal answers and accepts the keys.")
