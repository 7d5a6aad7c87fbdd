"""What is refused before anything is sent, and the charge that is ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from backend.gateways.base import (
    CreatePayment,
    Elsewhere,
    GatewayContext,
    InvalidRequest,
    MethodKind,
    NewMethod,
    NotSupported,
    SavedMethod,
)
from backend.gateways.openpay.cards import person
from backend.gateways.openpay.places import place_of
from backend.gateways.openpay.references import charge_description, order_id
from backend.gateways.openpay.remote import settings_of

_METHODS = {MethodKind.STORE: "store", MethodKind.BANK_TRANSFER: "bank_account"}


@dataclass(frozen=True, slots=True)
class Order:
    """A charge that is ready to be sent: where, with which order id, and with or without 3-D Secure."""

    request: CreatePayment
    path: str
    fields: dict[str, Any]
    order_id: str
    customer: str | None
    secure: bool
    may_secure: bool


def check(ctx: GatewayContext, request: CreatePayment) -> None:
    """Raise NotSupported or InvalidRequest for what this account cannot be asked for."""
    source, place = request.source, place_of(settings_of(ctx))
    elsewhere = isinstance(source, Elsewhere)
    if source.kind not in (MethodKind.CARD, *_METHODS) or elsewhere == (source.kind is MethodKind.CARD):
        raise NotSupported("Openpay takes cards by token, and cash in stores and bank transfers without one.")
    if not isinstance(source, Elsewhere | NewMethod | SavedMethod):
        raise NotSupported("Openpay has no kit for apps here.")
    if source.kind is MethodKind.BANK_TRANSFER and not place.transfers:
        raise NotSupported("Openpay takes bank transfers in Mexico only.")
    if elsewhere and not request.capture:
        raise NotSupported("Only cards can be authorized first.")
    if request.save_method and not isinstance(source, NewMethod):
        raise NotSupported("Openpay keeps a card that was just entered, and nothing else.")
    if request.off_session and not isinstance(source, SavedMethod):
        raise NotSupported("Only a saved card can be charged while the payer is away.")
    code = request.amount.currency.code
    if code not in place.currencies or (elsewhere and code != place.local):
        raise InvalidRequest(f"This Openpay account does not take {code} this way.")
    if request.amount.minor <= 0:
        raise InvalidRequest("The amount must be more than zero.")
    if isinstance(source, NewMethod) and request.payer.device_id is None:
        raise InvalidRequest("Openpay wants the id that its script made of the payer's browser.")
    if isinstance(source, SavedMethod) and source.customer_reference is None:
        raise InvalidRequest("A card that Openpay keeps belongs to a customer there.")


def card_order(ctx: GatewayContext, request: CreatePayment, source: str, customer: str | None) -> Order:
    """A charge of a token, or of a card that Openpay keeps for `customer`."""
    three_ds = settings_of(ctx).three_ds
    may_secure = three_ds != "never" and request.return_url is not None and not request.off_session
    fields = _fields(request, "card") | {"source_id": source}
    if request.payer.device_id is not None:
        fields["device_session_id"] = request.payer.device_id
    if not request.capture:
        fields["capture"] = False
    if customer is None:
        fields["customer"] = payer_of(request)
    return Order(
        request=request,
        path="/charges" if customer is None else f"/customers/{quote(customer, safe='')}/charges",
        fields=fields,
        order_id=order_id(request.our_reference),
        customer=customer,
        secure=may_secure and three_ds == "always",
        may_secure=may_secure,
    )


def elsewhere_order(ctx: GatewayContext, request: CreatePayment, kind: MethodKind) -> Order:
    """A voucher or a transfer."""
    due = _due(ctx, request).isoformat(timespec="seconds")
    return Order(
        request=request,
        path="/charges",
        fields=_fields(request, _METHODS[kind]) | {"due_date": due, "customer": payer_of(request)},
        order_id=order_id(request.our_reference),
        customer=None,
        secure=False,
        may_secure=False,
    )


def _fields(request: CreatePayment, method: str) -> dict[str, Any]:
    return {
        "method": method,
        "currency": request.amount.currency.code,
        "description": charge_description(
            request.description or request.our_reference,
            asked=request.amount if method == "bank_account" or not request.capture else None,
            keeps=request.save_method,
        ),
    }


def payer_of(request: CreatePayment) -> dict[str, str]:
    """Who pays, in Openpay's words."""
    return person(request.payer.name, request.payer.email, request.payer.phone)


def _due(ctx: GatewayContext, request: CreatePayment) -> datetime:
    settings = settings_of(ctx)
    zone = place_of(settings).zone
    if request.expires_at is not None:
        return request.expires_at.astimezone(zone)
    # The last second of a day there: a wall clock's time, whatever happens to the offset until then.
    last = ctx.now.astimezone(zone).date() + timedelta(days=settings.voucher_days)
    return datetime.combine(last, time(23, 59, 59), tzinfo=zone)
