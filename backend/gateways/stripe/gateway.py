"""Stripe as a gateway plugin: which method of the contract is which call."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import BaseModel, ValidationError

from backend.domain.money import Money
from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    ClientSession,
    ClientSessionRequest,
    CreatePayment,
    CreateRefund,
    DisputeResult,
    Elsewhere,
    Gateway,
    GatewayContext,
    GatewayError,
    Health,
    MethodKind,
    NewCustomer,
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
from backend.gateways.stripe import checkout, customers, disputes, endpoints, lookup, payments, refunds, setups
from backend.gateways.stripe.app_session import client_session
from backend.gateways.stripe.classify import classify_answer
from backend.gateways.stripe.events import read_event
from backend.gateways.stripe.objects import RemoteBalance
from backend.gateways.stripe.remote import ask, client, settings_of
from backend.gateways.stripe.reply import Reply
from backend.gateways.stripe.settings import StripeSettings
from backend.gateways.stripe.webhook import verify

_CARD = frozenset({MethodKind.CARD})

# The smallest charges that Stripe documents, in our minor units; it has none for the others that we could tell.
# Eight digits of Stripe's units are the most that it takes of any currency.
_MOST = 99_999_999
_LEAST = {
    "AED": 200, "AUD": 50, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250, "EUR": 50, "GBP": 30, "HKD": 400,
    "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200, "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200,
    "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip


class StripeGateway(Gateway):
    """Stripe: cards in the browser, on Stripe's own page and in apps."""

    slug = "stripe"
    name = "Stripe"
    Settings: ClassVar[type[BaseModel]] = StripeSettings
    capabilities = Capabilities(
        kinds=_CARD,
        currencies="*",
        elsewhere=_CARD,
        tokens=_CARD,
        in_app=True,
        redirect=True,
        amount_limits=MappingProxyType({code: (least, _MOST) for code, least in _LEAST.items()}),
        manual_capture=True,
        partial_capture=True,
        cancel_pending=True,
        lookup_by_our_reference=True,
        idempotency="native",
        # Stripe keeps keys for a day at least.
        key_lifetime=timedelta(hours=20),
        webhooks="hmac",
        webhook_install=True,
        settles="at once",
        saved_methods=True,
        off_session=True,
        setup_without_charge=True,
        customers=True,
        refunds="partial",
        refunds_settle_later=True,
        disputes=True,
        lists_payments=True,
    )

    def browser_fields(self, settings: Any) -> BrowserFields:
        """Stripe.js and the publishable key."""
        return BrowserFields(
            settings.script_url, settings.publishable_key, protocol="stripe", account=settings.connected_account
        )

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """By a token or a saved card at once, in an app, or on Stripe's page (Checkout), which needs a `return_url`."""
        _only_cards(request.source.kind)
        if request.off_session and not isinstance(request.source, SavedMethod):
            raise NotSupported("Stripe charges saved cards only while the payer is away.")
        if isinstance(request.source, Elsewhere):
            return await checkout.create(ctx, request)
        return await payments.create(ctx, request)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """By the PaymentIntent's id, or the Checkout Session's. Raises NotFound."""
        if checkout.is_session(reference):
            return await checkout.fetch(ctx, reference)
        return await payments.fetch(ctx, reference)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """By our reference in the metadata: the newest by list, older ones by search."""
        return await lookup.find(ctx, our_reference)

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Cancel what is not final; one that is canceled already is returned as it is."""
        if checkout.is_session(reference):
            return await checkout.cancel(ctx, reference, key)
        return await payments.cancel(ctx, reference, key)

    async def capture_payment(
        self, ctx: GatewayContext, reference: str, amount: Money | None, key: str
    ) -> PaymentResult:
        """Collect an authorized payment, in full or in part; the rest goes back to the payer."""
        if checkout.is_session(reference):
            return await checkout.capture(ctx, reference, amount, key)
        return await payments.capture(ctx, reference, amount, key)

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """Give back a part of a payment, or all of it."""
        return await refunds.create_refund(ctx, request)

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """The refund by Stripe's own id. Raises NotFound."""
        return await refunds.fetch_refund(ctx, reference)

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """The refund by our reference, among the newest thousand: Stripe cannot search refunds."""
        return await refunds.find_refund(ctx, our_reference)

    async def create_customer(self, ctx: GatewayContext, request: NewCustomer) -> str:
        """The customer's id."""
        return await customers.create_customer(ctx, request)

    async def begin_setup(self, ctx: GatewayContext, request: SetupRequest) -> SetupResult:
        """Keep a card, by a token, in an app or on Stripe's page."""
        _only_cards(request.source.kind)
        if isinstance(request.source, Elsewhere):
            return await checkout.create_setup(ctx, request)
        return await setups.begin(ctx, request)

    async def fetch_setup(self, ctx: GatewayContext, reference: str) -> SetupResult:
        """By the SetupIntent's id, or the Checkout Session's. Raises NotFound."""
        return await setups.fetch(ctx, reference)

    async def detach_method(self, ctx: GatewayContext, method: SavedMethod) -> None:
        """Detach the card from its customer: Stripe never charges it again."""
        await customers.detach(ctx, method)

    async def client_session(self, ctx: GatewayContext, request: ClientSessionRequest) -> ClientSession:
        """An ephemeral key for Stripe's mobile SDK, in that SDK's version."""
        return await client_session(ctx, request)

    async def install_webhook(self, ctx: GatewayContext, url: str, key: str) -> WebhookInstall:
        """Make a webhook endpoint; its secret comes back as a setting."""
        return await endpoints.install(ctx, url, key)

    async def list_payments(
        self, ctx: GatewayContext, since: datetime, until: datetime, after: str | None
    ) -> PaymentPage:
        """PaymentIntents, newest first, in pages of 100; those of other programs have no reference of ours."""
        return await lookup.list_payments(ctx, since, until, after)

    async def fetch_dispute(self, ctx: GatewayContext, reference: str) -> DisputeResult:
        """The dispute by Stripe's own id. Raises NotFound."""
        return await disputes.fetch_dispute(ctx, reference)

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Verify with the present or the previous secret, then translate."""
        settings = settings_of(ctx)
        verify(raw, (settings.webhook_secret, settings.previous_webhook_secret))
        return read_event(raw.body, settings)

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether Stripe answers, accepts the key, and means the same mode."""
        try:
            reply = await ask(client(ctx).v1.balance.retrieve_async())
            balance = RemoteBalance.model_validate(reply.content) if reply.content is not None else None
            if balance is None or balance.object != "balance":
                raise classify_answer(reply if balance is None else Reply(200), reads=True)
        except ValidationError:
            return Health(ok=False, message=classify_answer(Reply(200), reads=True).message)
        except GatewayError as error:
            return Health.failed(error)
        mode = settings_of(ctx).mode
        if balance.livemode != (mode == "live"):
            return Health(ok=False, message=f"Stripe's account does not answer in {mode} mode.", refused=True)
        return Health(ok=True, message=f"Stripe answers and accepts the key, in {mode} mode.")


def _only_cards(kind: MethodKind) -> None:
    if kind is not MethodKind.CARD:
        raise NotSupported("Perennial takes cards only through Stripe.")
