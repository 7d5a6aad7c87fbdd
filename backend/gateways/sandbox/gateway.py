"""The Sandbox as a gateway plugin: translates between the contract and the built-in provider's HTTP API."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    CreatePayment,
    CreateRefund,
    Gateway,
    GatewayContext,
    GatewayError,
    Health,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotFound,
    NotSupported,
    PaymentResult,
    RawWebhook,
    RefundResult,
    SavedMethod,
    WebhookOutcome,
    WebhookRejected,
)
from backend.gateways.sandbox import refunds
from backend.gateways.sandbox.classify import classify_answer
from backend.gateways.sandbox.remote import ask, ask_for_one, error_in, json_object, settings_of
from backend.gateways.sandbox.settings import SandboxSettings
from backend.gateways.sandbox.translate import RemoteEvent, RemotePayment, to_fact, to_result
from backend.gateways.sandbox.webhook import verify

LONGEST_DESCRIPTION = 500
EVENTS = frozenset(
    {
        "payment.requires_action",
        "payment.processing",
        "payment.succeeded",
        "payment.failed",
        "payment.canceled",
        "payment.expired",
        "refund.updated",
    }
)


class SandboxGateway(Gateway):
    """The built-in provider, for demos and tests. Takes test cards only."""

    slug = "sandbox"
    name = "Sandbox"
    Settings: ClassVar[type[BaseModel]] = SandboxSettings
    capabilities = Capabilities(
        kinds=frozenset({MethodKind.CARD}),
        currencies="*",
        redirect=True,
        cancel_pending=True,
        lookup_by_our_reference=True,
        idempotency="native",
        webhooks="hmac",
        settles="at once",
        saved_methods=True,
        off_session=True,
        refunds="partial",
        refunds_settle_later=True,
    )

    def browser_fields(self, settings: Any) -> BrowserFields:
        """The card field page. The browser adds `key`, `origin`, `theme` and `locale` to its address."""
        return BrowserFields(f"{settings.public_url}/fields/card", settings.publishable_key)

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """Collect money by a card token or a saved card. A card that asks for 3-D Secure needs a `return_url`."""
        source = request.source
        if source.kind is not MethodKind.CARD:
            raise NotSupported("The Sandbox takes cards only.")
        if not isinstance(source, NewMethod | SavedMethod):
            raise NotSupported("The Sandbox takes a card by its token only.")
        if not request.capture:
            raise NotSupported("The Sandbox collects at once.")
        if request.amount.minor <= 0:
            raise InvalidRequest("The amount must be more than zero.")
        order = {
            "amount": request.amount.minor,
            "currency": request.amount.currency.code.lower(),
            "reference": request.our_reference,
            "description": request.description[:LONGEST_DESCRIPTION],
            "return_url": request.return_url,
            "metadata": dict(request.metadata),
            "save": request.save_method,
            "off_session": request.off_session,
        }
        if isinstance(source, SavedMethod):
            order |= {"method": source.reference, "customer": source.customer_reference}
        else:
            order |= {"token": source.token, "customer": request.customer_reference}
        answer = await ask(ctx, "POST", "/v1/payments", key=request.key, body=order)
        return self._result(ctx, answer, reads=False)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """The payment by the Sandbox's own id. Raises NotFound."""
        answer = await ask(ctx, "GET", f"/v1/payments/{quote(reference, safe='')}")
        return self._result(ctx, answer, reads=True)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """The payment by the reference that we gave it; None when the Sandbox has none."""
        answer, found = await ask_for_one(ctx, "/v1/payments", our_reference)
        return None if found is None else _read_payment(ctx, answer, found, reads=True)

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Cancel a payment that waits or is processing; one that is canceled already is returned as it is."""
        path = f"/v1/payments/{quote(reference, safe='')}/cancel"
        return self._result(ctx, await ask(ctx, "POST", path, key=key, body={}), reads=False)

    async def detach_method(self, ctx: GatewayContext, method: SavedMethod) -> None:
        """Remove a saved card; later charges of it are declined."""
        answer = await ask(ctx, "DELETE", f"/v1/methods/{quote(method.reference, safe='')}")
        if answer.status_code != 200:
            with suppress(NotFound):
                raise classify_answer(answer, error_in(json_object(answer)), reads=False)

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """Give back a part of a payment, or all of it. StateConflict when the payment has not succeeded."""
        return await refunds.create_refund(ctx, request)

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """The refund by the Sandbox's own id. Raises NotFound."""
        return await refunds.fetch_refund(ctx, reference)

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """The refund by the reference that we gave it; None when the Sandbox has none."""
        return await refunds.find_refund(ctx, our_reference)

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Verify with the present or the previous secret, then translate; what is signed is trusted in full."""
        settings = settings_of(ctx)
        verify(raw, (settings.webhook_secret, settings.previous_webhook_secret))
        try:
            kind = json.loads(raw.body)["type"]
            if kind not in EVENTS:
                return WebhookOutcome(ignored_reason="Perennial has no use for this type of event.")
            event = RemoteEvent.model_validate_json(raw.body)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise WebhookRejected("The webhook is signed, but its content cannot be read.") from None
        fact = to_fact(event)
        if fact is None:
            raise WebhookRejected("The webhook lacks the payment or the refund that it tells of.")
        return WebhookOutcome(events=(fact,))

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether the Sandbox answers and accepts the secret key."""
        try:
            answer = await ask(ctx, "GET", "/v1/account")
            content = json_object(answer)
            if answer.status_code != 200 or content.get("object") != "account":
                raise classify_answer(answer, error_in(content), reads=True)
        except GatewayError as error:
            return Health.failed(error)
        return Health(ok=True, message="The Sandbox answers and accepts the key.")

    def _result(self, ctx: GatewayContext, answer: httpx.Response, *, reads: bool) -> PaymentResult:
        content = json_object(answer)
        if answer.status_code in (200, 201):
            return _read_payment(ctx, answer, content, reads=reads)
        if answer.status_code == 402 and "payment" in content:
            return _read_payment(ctx, answer, content["payment"], reads=reads)
        raise classify_answer(answer, error_in(content), reads=reads)


def _read_payment(ctx: GatewayContext, answer: httpx.Response, content: object, *, reads: bool) -> PaymentResult:
    try:
        return to_result(RemotePayment.model_validate(content), ctx.now)
    except ValidationError:
        raise classify_answer(answer, None, reads=reads) from None
