"""Payments on Mercado Pago's own page. The page is a preference, and stays the payment's reference to the end.

Whatever is paid there are payments with our reference: several, when some were rejected before one succeeded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import AwareDatetime, BaseModel, Field, field_validator

from backend.domain.money import Money, add_up
from backend.gateways.base import (
    CreatePayment,
    Decline,
    DeclineAdvice,
    GatewayContext,
    InvalidRequest,
    NotSupported,
    OutcomeUnknown,
    PaymentResult,
    PaymentState,
    Redirect,
    StateConflict,
    Unavailable,
)
from backend.gateways.mercadopago import payments
from backend.gateways.mercadopago.classify import classify_answer
from backend.gateways.mercadopago.exact import from_wire, to_wire
from backend.gateways.mercadopago.remote import ask, json_object, look, settings_of
from backend.gateways.mercadopago.translate import RemotePayment, to_refund_result

_PATH = "/checkout/preferences"
# In the metadata of a page that we closed.
_CLOSED = "perennial_closed"
# Which of a page's payments tells most about it.
_RANK = (
    PaymentState.SUCCEEDED,
    PaymentState.AUTHORIZED,
    PaymentState.PENDING,
    PaymentState.REQUIRES_ACTION,
    PaymentState.UNKNOWN,
)


class _Item(BaseModel):
    unit_price: Decimal
    quantity: int = 1
    currency_id: str | None = None


class RemotePreference(BaseModel):
    """The parts of a preference that we rely on."""

    id: str
    items: list[_Item] = Field(min_length=1)
    init_point: str
    sandbox_init_point: str | None = None
    external_reference: str | None = None
    expires: bool | None = None
    expiration_date_to: AwareDatetime | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)

    @field_validator("metadata", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return {} if value is None else value

    def amount(self, currency: str) -> Money:
        """What is asked for. Raises ValueError."""
        prices = [from_wire(item.unit_price, item.currency_id or currency) * item.quantity for item in self.items]
        return add_up(Money(0, prices[0].currency), prices)

    def is_over(self, now: datetime) -> bool:
        """Whether nothing can be paid there any more."""
        return bool(self.expires) and self.expiration_date_to is not None and self.expiration_date_to <= now


def is_preference(reference: str) -> bool:
    """Whether a reference names a page: a payment's id is a number."""
    return not reference.isdigit()


async def create(ctx: GatewayContext, request: CreatePayment) -> PaymentResult:
    """Make the page, or find the one that an earlier call with this reference made."""
    payments.checked(ctx, request)
    if not request.capture:
        raise NotSupported("Only cards can be authorized first and captured later.")
    if request.return_url is None:
        raise InvalidRequest("The payer needs a way back from Mercado Pago's page: a return_url.")
    # Preferences take no key; two pages for one payment could both be paid.
    made = await find(ctx, request.our_reference)
    if made is not None:
        return made
    order: dict[str, Any] = {
        "items": [
            {
                "title": request.description[: payments.LONGEST_TEXT] or "Payment",
                "quantity": 1,
                "unit_price": to_wire(request.amount),
                "currency_id": request.amount.currency.code,
            }
        ],
        "payer": {"email": request.payer.email},
        "back_urls": dict.fromkeys(("success", "pending", "failure"), request.return_url),
        "auto_return": "approved",
        "external_reference": request.our_reference,
        "metadata": dict(request.metadata),
    }
    if address := payments.notification_url(ctx, request.our_reference):
        order["notification_url"] = address
    if request.expires_at is not None:
        order |= {"expires": True, "expiration_date_to": payments.stamp(request.expires_at)}
    answer = await ask(ctx, "POST", _PATH, key=request.key, body=order)
    preference = _read(answer, reads=False)
    try:
        return _result(ctx, preference, [])
    except Unavailable as error:
        raise OutcomeUnknown(error.message) from None


async def fetch(ctx: GatewayContext, reference: str) -> PaymentResult:
    """The page, and what was paid there. Raises NotFound."""
    preference = await _get(ctx, reference)
    return _result(ctx, preference, await _paid(ctx, preference))


async def find(ctx: GatewayContext, our_reference: str) -> PaymentResult | None:
    """The page that carries our reference, and what was paid there."""
    content = await look(ctx, f"{_PATH}/search", {"external_reference": our_reference})
    found = content.get("elements")
    if found is None or not isinstance(found, list):
        raise Unavailable("Mercado Pago's list of preferences cannot be read.")
    for one in found:
        id = one.get("id") if isinstance(one, dict) else None
        # What is listed is not documented beyond its id: the page itself says whose it is.
        if isinstance(id, str) and (result := await fetch(ctx, id)).our_reference == our_reference:
            return result
    return None


async def collected(ctx: GatewayContext, reference: str) -> RemotePayment | None:
    """The payment that succeeded on the page."""
    paid = await _paid(ctx, await _get(ctx, reference))
    return next((one for one in paid if one.state is PaymentState.SUCCEEDED), None)


async def cancel(ctx: GatewayContext, reference: str, key: str) -> PaymentResult:
    """Close the page, so that nothing can be begun there; what is under way there is stopped as well."""
    preference = await _get(ctx, reference)
    now = _result(ctx, preference, await _paid(ctx, preference))
    if now.state is PaymentState.CANCELED:
        return now
    _refuse_final(now)
    body = {
        "expires": True,
        "expiration_date_to": payments.stamp(ctx.now),
        "metadata": {**preference.metadata, _CLOSED: True},
    }
    closed = _read(await ask(ctx, "PUT", f"{_PATH}/{quote(reference, safe='')}", body=body), reads=False)
    for one in await _paid(ctx, closed):
        if one.state in (PaymentState.PENDING, PaymentState.AUTHORIZED):
            await payments.cancel(ctx, str(one.id), key)
    after = await fetch(ctx, reference)
    _refuse_final(after)
    return after


def _refuse_final(now: PaymentResult) -> None:
    if now.state in (PaymentState.SUCCEEDED, PaymentState.EXPIRED, PaymentState.FAILED):
        raise StateConflict(f"The payment is {now.gateway_status}.", gateway_code=now.gateway_status)


def _result(ctx: GatewayContext, preference: RemotePreference, paid: Sequence[RemotePayment]) -> PaymentResult:
    """One result for a page and its payments."""
    try:
        asked = preference.amount(settings_of(ctx).currency)
    except ValueError:
        raise Unavailable("Mercado Pago's answer cannot be read.") from None
    for state in _RANK:
        ranked = [one for one in paid if one.state is state]
        if ranked:
            return _paid_result(ctx, preference, asked, ranked)
    state, decline, status = PaymentState.REQUIRES_ACTION, None, "open"
    if preference.metadata.get(_CLOSED):
        state, status = PaymentState.CANCELED, "closed"
    elif preference.is_over(ctx.now):
        state, status, decline = PaymentState.EXPIRED, "expired", Decline("EXPIRED", DeclineAdvice.AUTHENTICATE)
    page = preference.init_point
    if settings_of(ctx).mode == "test" and preference.sandbox_init_point:
        page = preference.sandbox_init_point
    return PaymentResult(
        state=state,
        reference=preference.id,
        our_reference=preference.external_reference,
        amount=asked,
        observed_at=ctx.now,
        action=Redirect(page, preference.expiration_date_to) if state is PaymentState.REQUIRES_ACTION else None,
        decline=decline,
        gateway_status=status,
    )


def _paid_result(
    ctx: GatewayContext, preference: RemotePreference, asked: Money, ranked: Sequence[RemotePayment]
) -> PaymentResult:
    """What the payments that matter say; together, should the page have been paid twice."""
    told = payments.translated(ranked[0], ctx, reads=True)
    received = None
    if told.state is PaymentState.SUCCEEDED:
        received = add_up(Money(0, asked.currency), [one.amount for one in ranked])
    return replace(
        told,
        reference=preference.id,
        our_reference=preference.external_reference,
        amount=asked,
        received=received if received != asked else None,
        refunds=[
            to_refund_result(refund, one.amount, preference.id, ctx.now) for one in ranked for refund in one.refunds
        ],
    )


async def _get(ctx: GatewayContext, reference: str) -> RemotePreference:
    return _read(await ask(ctx, "GET", f"{_PATH}/{quote(reference, safe='')}"), reads=True)


async def _paid(ctx: GatewayContext, preference: RemotePreference) -> Sequence[RemotePayment]:
    if preference.external_reference is None:
        return []
    return await payments.search(ctx, preference.external_reference)


def _read(answer: httpx.Response, *, reads: bool) -> RemotePreference:
    content = json_object(answer)
    if answer.status_code not in (200, 201):
        raise classify_answer(answer, content, reads=reads)
    try:
        return RemotePreference.model_validate(content)
    except ValueError:
        raise classify_answer(answer, {}, reads=reads) from None
