"""Payments that we make ourselves: with a card's token, in cash at a store, by bank transfer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from backend.domain.money import Money
from backend.gateways.base import (
    ConfigurationError,
    Conflict,
    CreatePayment,
    GatewayContext,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotSupported,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    StateConflict,
    Unavailable,
)
from backend.gateways.mercadopago.classify import classify_answer
from backend.gateways.mercadopago.exact import to_wire
from backend.gateways.mercadopago.remote import ask, json_object, look, settings_of
from backend.gateways.mercadopago.translate import RemotePayment, to_result

LONGEST_TEXT = 250
LONGEST_REFERENCE = 64
_CLABE = "clabe"


async def create(ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
    """Make the payment. A rejected one is a result like any other."""
    checked(ctx, request)
    if not request.capture and request.source.kind is not MethodKind.CARD:
        raise NotSupported("Only cards can be authorized first and captured later.")
    first, _, last = request.payer.name.partition(" ")
    order: dict[str, Any] = {
        "transaction_amount": to_wire(request.amount),
        "description": request.description[:LONGEST_TEXT],
        "external_reference": request.our_reference,
        "payer": {"email": request.payer.email, "first_name": first[:LONGEST_TEXT], "last_name": last[:LONGEST_TEXT]},
        "metadata": dict(request.metadata),
        **_method(ctx, request),
    }
    if address := notification_url(ctx, request.our_reference):
        order["notification_url"] = address
    if request.payer.ip:
        order["additional_info"] = {"ip_address": request.payer.ip}
    device = {"X-meli-session-id": request.payer.device_id} if request.payer.device_id else {}
    answer = await ask(ctx, "POST", "/v1/payments", key=request.key, body=order, more_headers=device)
    payment = _read(answer, reads=False)
    if payment.external_reference != request.our_reference:
        raise Conflict("The key was used for another payment.", gateway_code="KEY_OF_ANOTHER_PAYMENT")
    return translated(payment, ctx, reads=False)


async def fetch(ctx: GatewayContext, reference: str) -> PaymentResult:
    """The payment by Mercado Pago's own id. Raises NotFound."""
    return translated(await read(ctx, reference), ctx, reads=True)


async def read(ctx: GatewayContext, reference: str) -> RemotePayment:
    """The payment itself."""
    return _read(await ask(ctx, "GET", _path(reference)), reads=True)


async def search(ctx: GatewayContext, our_reference: str) -> list[RemotePayment]:
    """Every payment that carries our reference, newest first. Those of a page are more than one when some failed."""
    query = {"external_reference": our_reference, "sort": "date_created", "criteria": "desc"}
    return [payment for payment in (await page(ctx, query))[0] if payment.external_reference == our_reference]


async def page(ctx: GatewayContext, query: Mapping[str, str]) -> tuple[list[RemotePayment], int]:
    """Some payments, and how many there are."""
    content = await look(ctx, "/v1/payments/search", query)
    found, paging = content.get("results"), content.get("paging")
    total = paging.get("total") if isinstance(paging, dict) else None
    if not isinstance(found, list) or not isinstance(total, int):
        raise Unavailable("Mercado Pago's list of payments cannot be read.")
    try:
        return [RemotePayment.model_validate(one) for one in found], total
    except ValueError:
        raise Unavailable("Mercado Pago's list of payments cannot be read.") from None


async def change(ctx: GatewayContext, reference: str, key: str, body: Mapping[str, Any]) -> PaymentResult:
    """Cancel or capture. Mercado Pago refuses what the state forbids."""
    answer = await ask(ctx, "PUT", _path(reference), key=key, body=body)
    return translated(_read(answer, reads=False), ctx, reads=False)


async def capture(ctx: GatewayContext, reference: str, amount: Money | None, key: str) -> PaymentResult:
    """Collect all of what was authorized, once: the key tells a repetition from a second try."""
    now = await fetch(ctx, reference)
    if amount is not None and amount != now.amount:
        if now.amount < amount:
            raise InvalidRequest("More than was authorized.")
        raise NotSupported("Mercado Pago collects all of an authorization.")
    done = await change(ctx, reference, f"capture-{key}", {"capture": True})
    if done.state is PaymentState.AUTHORIZED:
        raise OutcomeUnknown("Mercado Pago says that it collected, and that it did not.")
    return done


async def cancel(ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
    """Stop what is pending or authorized."""
    now = await fetch(ctx, reference)
    if now.state is PaymentState.CANCELED:
        return now
    if now.state not in (PaymentState.PENDING, PaymentState.AUTHORIZED, PaymentState.REQUIRES_ACTION):
        raise StateConflict(f"The payment is {now.gateway_status}.", gateway_code=now.gateway_status)
    return await change(ctx, reference, f"cancel-{key}", {"status": "cancelled"})


def checked(ctx: GatewayContext, request: CreatePayment) -> None:
    """Refuse, before anything is sent, what this account cannot take."""
    settings = settings_of(ctx)
    if request.amount.currency.code != settings.currency:
        raise InvalidRequest(f"This account takes {settings.currency} only.")
    if request.amount.minor <= 0:
        raise InvalidRequest("The amount must be more than zero.")
    if not 0 < len(request.our_reference) <= LONGEST_REFERENCE:
        raise InvalidRequest(f"Mercado Pago takes references of at most {LONGEST_REFERENCE} letters.")


def notification_url(ctx: GatewayContext, our_reference: str) -> str | None:
    """Where webhooks about this payment go, with our reference: they themselves bring Mercado Pago's id only.

    Nobody signs the reference; it only says which of our payments to ask about.
    """
    if not ctx.webhook_url.startswith("https://") and settings_of(ctx).base_url is None:
        # Mercado Pago would refuse the whole payment.
        return None
    if not ctx.webhook_url:
        return None
    separator = "&" if "?" in ctx.webhook_url else "?"
    return f"{ctx.webhook_url}{separator}{urlencode({'source_news': 'webhooks', 'reference': our_reference})}"


def stamp(at: datetime) -> str:
    """A time as Mercado Pago takes it."""
    return at.isoformat(timespec="milliseconds")


def translated(payment: RemotePayment, ctx: GatewayContext, *, reads: bool) -> PaymentResult:
    """The result; an amount that cannot be read makes the whole answer unreadable."""
    try:
        return to_result(payment, ctx.now)
    except ValueError:
        if reads:
            raise Unavailable("Mercado Pago's answer cannot be read.") from None
        raise OutcomeUnknown("Mercado Pago's answer cannot be read.") from None


def _method(ctx: GatewayContext, request: CreatePayment) -> dict[str, Any]:
    source = request.source
    if isinstance(source, NewMethod):
        # The browser may say which brand the card is of, after a bar; otherwise Mercado Pago infers it.
        token, _, brand = source.token.partition("|")
        named = {"payment_method_id": brand} if brand else {}
        return {"token": token, "installments": 1, "capture": request.capture, **named}
    if settings_of(ctx).country != "mx":
        raise ConfigurationError("Cash and bank transfers are available in Mexico only.")
    method = settings_of(ctx).store if source.kind is MethodKind.STORE else _CLABE
    until = {"date_of_expiration": stamp(request.expires_at)} if request.expires_at else {}
    return {"payment_method_id": method, **until}


def _path(reference: str) -> str:
    return f"/v1/payments/{quote(reference, safe='')}"


def _read(answer: httpx.Response, *, reads: bool) -> RemotePayment:
    content = json_object(answer)
    if answer.status_code not in (200, 201):
        raise classify_answer(answer, content, reads=reads)
    try:
        return RemotePayment.model_validate(content)
    except ValueError:
        raise classify_answer(answer, {}, reads=reads) from None
