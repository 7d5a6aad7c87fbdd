"""The Sandbox as a gateway plugin: translates between the contract and the built-in provider's HTTP API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ValidationError

from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    ConfigurationError,
    CreatePayment,
    Gateway,
    GatewayContext,
    GatewayError,
    GatewayEvent,
    Health,
    InvalidRequest,
    MethodKind,
    NotSupported,
    PaymentResult,
    RawWebhook,
    WebhookOutcome,
    WebhookRejected,
)
from backend.gateways.sandbox.classify import classify_answer, classify_failure
from backend.gateways.sandbox.settings import SandboxSettings
from backend.gateways.sandbox.translate import RemoteEvent, RemotePayment, to_result
from backend.gateways.sandbox.webhook import verify

LONGEST_DESCRIPTION = 500
EVENTS = frozenset(
    f"payment.{status}" for status in ("requires_action", "processing", "succeeded", "failed", "canceled", "expired")
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
    )

    def browser_fields(self, settings: Any) -> BrowserFields:
        """The card field page. The browser adds `key`, `origin`, `theme` and `locale` to its address."""
        return BrowserFields(f"{settings.public_url}/fields/card", settings.publishable_key)

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """Collect money by a card token. A card that asks for 3-D Secure needs a `return_url`."""
        if request.source.kind is not MethodKind.CARD:
            raise NotSupported("The Sandbox takes cards only.")
        if request.amount.minor <= 0:
            raise InvalidRequest("The amount must be more than zero.")
        order = {
            "amount": request.amount.minor,
            "currency": request.amount.currency.code.lower(),
            "reference": request.our_reference,
            "token": request.source.token,
            "description": request.description[:LONGEST_DESCRIPTION],
            "return_url": request.return_url,
            "metadata": dict(request.metadata),
        }
        answer = await self._ask(ctx, "POST", "/v1/payments", key=request.key, body=order)
        return self._result(ctx, answer, reads=False)

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """The payment by the Sandbox's own id. Raises NotFound."""
        answer = await self._ask(ctx, "GET", f"/v1/payments/{quote(reference, safe='')}")
        return self._result(ctx, answer, reads=True)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """The payment by the reference that we gave it; None when the Sandbox has none."""
        answer = await self._ask(ctx, "GET", "/v1/payments", query={"reference": our_reference})
        content = _json_object(answer)
        found = content.get("data") if answer.status_code == 200 else None
        if not isinstance(found, list):
            raise classify_answer(answer, _error_in(content), reads=True)
        return _read_payment(ctx, answer, found[0], reads=True) if found else None

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Cancel a payment that waits or is processing; one that is canceled already is returned as it is."""
        path = f"/v1/payments/{quote(reference, safe='')}/cancel"
        return self._result(ctx, await self._ask(ctx, "POST", path, key=key, body={}), reads=False)

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Verify with the present or the previous secret, then translate; what is signed is trusted in full."""
        settings = _settings(ctx)
        verify(raw, (settings.webhook_secret, settings.previous_webhook_secret))
        try:
            kind = json.loads(raw.body)["type"]
            if kind not in EVENTS:
                return WebhookOutcome(ignored_reason="Perennial has no use for this type of event.")
            event = RemoteEvent.model_validate_json(raw.body)
        except (ValueError, KeyError, TypeError, RecursionError):
            raise WebhookRejected("The webhook is signed, but its content cannot be read.") from None
        if event.payment is None:
            raise WebhookRejected("The webhook tells of no payment.")
        fact = GatewayEvent(
            dedupe_key=event.id,
            kind=event.type,
            trust="signed_full",
            occurred_at=event.created,
            reference=event.payment.id,
            our_reference=event.payment.reference,
            claimed=to_result(event.payment, event.created),
        )
        return WebhookOutcome(events=(fact,))

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether the Sandbox answers and accepts the secret key."""
        try:
            answer = await self._ask(ctx, "GET", "/v1/account")
            content = _json_object(answer)
            if answer.status_code != 200 or content.get("object") != "account":
                raise classify_answer(answer, _error_in(content), reads=True)
        except GatewayError as error:
            return Health(ok=False, message=error.message)
        return Health(ok=True, message="The Sandbox answers and accepts the key.")

    async def _ask(
        self,
        ctx: GatewayContext,
        method: str,
        path: str,
        *,
        key: str | None = None,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        settings = _settings(ctx)
        headers = {"Authorization": f"Bearer {settings.secret_key.get_secret_value()}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        try:
            return await ctx.http.request(
                method, settings.base_url + path, params=query, json=body, headers=headers, follow_redirects=False
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise classify_failure(error, reads=method == "GET") from None
        except UnicodeEncodeError:
            # Only header values are encoded strictly: a key with letters that no key has.
            raise ConfigurationError("The secret key holds letters that no key has.") from None

    def _result(self, ctx: GatewayContext, answer: httpx.Response, *, reads: bool) -> PaymentResult:
        content = _json_object(answer)
        if answer.status_code in (200, 201):
            return _read_payment(ctx, answer, content, reads=reads)
        if answer.status_code == 402 and "payment" in content:
            return _read_payment(ctx, answer, content["payment"], reads=reads)
        raise classify_answer(answer, _error_in(content), reads=reads)


def _settings(ctx: GatewayContext) -> SandboxSettings:
    assert isinstance(ctx.settings, SandboxSettings), "the core hands over the settings of this gateway"
    return ctx.settings


def _json_object(answer: httpx.Response) -> dict[str, Any]:
    """The body, or an empty object when it is no JSON object."""
    try:
        content = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _error_in(content: Mapping[str, Any]) -> dict[str, Any] | None:
    error = content.get("error")
    return error if isinstance(error, dict) else None


def _read_payment(ctx: GatewayContext, answer: httpx.Response, content: object, *, reads: bool) -> PaymentResult:
    try:
        return to_result(RemotePayment.model_validate(content), ctx.now)
    except ValidationError:
        raise classify_answer(answer, None, reads=reads) from None
