"""Acme Pay as a gateway: cards by token, a payment page, webhooks, refunds in part."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from acme_perennial.api import ask
from acme_perennial.settings import AcmeSettings
from acme_perennial.translate import Charge, Refund, to_refund, to_result
from acme_perennial.webhook import receive
from backend.gateways.base import (
    BrowserFields,
    Capabilities,
    CreatePayment,
    CreateRefund,
    Elsewhere,
    Gateway,
    GatewayContext,
    GatewayError,
    Health,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PaymentResult,
    RawWebhook,
    RefundResult,
    Unavailable,
    WebhookOutcome,
)

_CURRENCIES = frozenset({"USD", "EUR", "JPY"})
_LONGEST_REFERENCE = 64
_LONGEST_TEXT = 100


class AcmeGateway(Gateway):
    """A card's token is charged at once; without one the payer goes to Acme Pay's own page."""

    slug = "acme"
    name = "Acme Pay"
    Settings: ClassVar[type[BaseModel]] = AcmeSettings
    capabilities = Capabilities(
        kinds=frozenset({MethodKind.CARD}),
        elsewhere=frozenset({MethodKind.CARD}),
        tokens=frozenset({MethodKind.CARD}),
        currencies=_CURRENCIES,
        amount_limits={"USD": (50, 999_999_99), "EUR": (50, 999_999_99), "JPY": (50, None)},
        redirect=True,
        cancel_pending=True,
        lookup_by_our_reference=True,
        idempotency="native",
        webhooks="hmac",
        refunds="partial",
    )

    def browser_fields(self, settings: Any) -> BrowserFields:
        """Acme Pay's card field, as a page in a frame."""
        return BrowserFields(f"{settings.address}/fields", settings.publishable_key)

    async def create_payment(self, ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
        """Collect by a token, or open a page. The same key with the same payload leads to the same charge."""
        if request.source.kind is not MethodKind.CARD or not isinstance(request.source, NewMethod | Elsewhere):
            raise NotSupported("Acme Pay takes cards, by token or on its own page.")
        if request.save_method or request.off_session or not request.capture:
            raise NotSupported("Acme Pay keeps no cards and collects at once.")
        self._check(ctx, request)
        source = {"type": "page", "return_url": request.return_url}
        if isinstance(request.source, NewMethod):
            source = {"type": "token", "token": request.source.token}
        order = {
            "amount": request.amount.minor,
            "currency": request.amount.currency.code.lower(),
            "reference": request.our_reference,
            "description": request.description[:_LONGEST_TEXT],
            "payer": request.payer.name[:_LONGEST_TEXT],
            "source": source,
        }
        return _charge(ctx, await ask(ctx, "POST", "/v1/charges", key=request.key, body=order), reads=False)

    def _check(self, ctx: GatewayContext, request: CreatePayment) -> None:
        code, minor = request.amount.currency.code, request.amount.minor
        if code not in _CURRENCIES:
            raise InvalidRequest(f"Acme Pay takes no {code}.")
        least, most = self.capabilities.amount_limits[code]
        if minor < (least or 1) or (most is not None and minor > most):
            raise InvalidRequest(f"Acme Pay does not take {request.amount}.", gateway_code="amount_out_of_range")
        if len(request.our_reference) > _LONGEST_REFERENCE:
            raise InvalidRequest(f"Acme Pay takes references of at most {_LONGEST_REFERENCE} letters.")

    async def fetch_payment(self, ctx: GatewayContext, reference: str) -> PaymentResult:
        """The charge by Acme Pay's own id. Raises NotFound."""
        return _charge(ctx, await ask(ctx, "GET", f"/v1/charges/{quote(reference, safe='')}"), reads=True)

    async def find_payment(self, ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
        """The charge with our reference, or None."""
        with suppress(NotFound):
            answer = await ask(ctx, "GET", "/v1/charges", query={"reference": our_reference})
            return _charge(ctx, answer, reads=True)
        return None

    async def cancel_payment(self, ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
        """Close a page that was not paid."""
        path = f"/v1/charges/{quote(reference, safe='')}/cancel"
        return _charge(ctx, await ask(ctx, "POST", path, key=key, body={}), reads=False)

    async def create_refund(self, ctx: GatewayContext, request: CreateRefund) -> RefundResult:
        """Give back a part of a charge, or all of it."""
        if request.amount.minor <= 0:
            raise InvalidRequest("The amount must be more than zero.")
        order = {
            "charge": request.payment_reference,
            "amount": request.amount.minor,
            "reference": request.our_reference,
        }
        return _refund(ctx, await ask(ctx, "POST", "/v1/refunds", key=request.key, body=order), reads=False)

    async def fetch_refund(self, ctx: GatewayContext, reference: str) -> RefundResult:
        """The refund by Acme Pay's own id. Raises NotFound."""
        return _refund(ctx, await ask(ctx, "GET", f"/v1/refunds/{quote(reference, safe='')}"), reads=True)

    async def find_refund(self, ctx: GatewayContext, our_reference: str) -> RefundResult | None:
        """The refund with our reference, or None."""
        with suppress(NotFound):
            answer = await ask(ctx, "GET", "/v1/refunds", query={"reference": our_reference})
            return _refund(ctx, answer, reads=True)
        return None

    async def parse_webhook(self, ctx: GatewayContext, raw: RawWebhook) -> WebhookOutcome:
        """Verify and translate; what is signed is trusted in full."""
        assert isinstance(ctx.settings, AcmeSettings)
        return receive(ctx.settings, raw)

    async def check_health(self, ctx: GatewayContext) -> Health:
        """Whether Acme Pay accepts the secret key."""
        try:
            account = await ask(ctx, "GET", "/v1/account")
        except GatewayError as error:
            return Health.failed(error)
        return Health(ok=True, message=f"Acme Pay answers for {account.get('name', 'this account')}.")


def _charge(ctx: GatewayContext, content: dict[str, Any], *, reads: bool) -> PaymentResult:
    try:
        return to_result(Charge.model_validate(content), ctx.now)
    except (ValidationError, KeyError):
        raise _unreadable(reads) from None


def _refund(ctx: GatewayContext, content: dict[str, Any], *, reads: bool) -> RefundResult:
    try:
        return to_refund(Refund.model_validate(content), ctx.now)
    except (ValidationError, KeyError):
        raise _unreadable(reads) from None


def _unreadable(reads: bool) -> GatewayError:
    message = "Acme Pay's answer cannot be read."
    return Unavailable(message) if reads else OutcomeUnknown(message)
