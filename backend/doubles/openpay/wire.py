"""The JSON that Openpay writes: amounts with two decimals, times of central Mexico."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from . import cards
from .records import Card, Charge, Customer, Hook, Refund, Token

ZONE = ZoneInfo("America/Mexico_City")
_CENTS = Decimal("0.01")


def dumps(content: object) -> bytes:
    """JSON bytes."""
    return orjson.dumps(content)


def number(amount: Decimal) -> orjson.Fragment:
    """An amount as a JSON number with exactly two decimals."""
    return orjson.Fragment(str(amount.quantize(_CENTS)).encode())


def time(at: datetime | None) -> str | None:
    """A time with central Mexico's offset on that day."""
    return None if at is None else at.astimezone(ZONE).isoformat(timespec="seconds")


def card_json(card: Card) -> dict[str, Any]:
    """A card, without what nobody may see."""
    content: dict[str, Any] = {
        "type": "debit",
        "brand": cards.brand(card.number),
        "address": None,
        "card_number": cards.shown(card.number),
        "holder_name": card.holder,
        "expiration_year": card.year,
        "expiration_month": card.month,
        "allows_charges": True,
        "allows_payouts": False,
        "creation_date": time(card.created),
        "bank_name": "Banamex",
        "bank_code": "002",
    }
    if card.id is not None:
        content = {"id": card.id, **content, "customer_id": card.customer}
    return content


def token_json(token: Token) -> dict[str, Any]:
    """A token with its card."""
    card = card_json(token.card)
    return {"id": token.id, "card": card | {"points_card": False}}


def customer_json(customer: Customer) -> dict[str, Any]:
    """A customer."""
    fields = customer.fields
    return {
        "id": customer.id,
        "name": fields.get("name"),
        "last_name": fields.get("last_name"),
        "email": fields.get("email"),
        "phone_number": fields.get("phone_number"),
        "external_id": fields.get("external_id"),
        "address": fields.get("address"),
        "creation_date": time(customer.created),
        "status": "deleted" if customer.deleted else "active",
        "clabe": None,
    }


def charge_json(charge: Charge, *, last: Refund | None = None) -> dict[str, Any]:
    """A transaction. `refund` is the last one (or `last`), `refunds` are all."""
    content: dict[str, Any] = {
        "id": charge.id,
        "authorization": charge.authorization,
        "method": charge.method,
        "operation_type": "in",
        "transaction_type": "charge",
        "status": charge.status,
        "conciliated": False,
        "creation_date": time(charge.created),
        "operation_date": time(charge.operated),
        "description": charge.description,
        "error_message": charge.error_message,
        "order_id": charge.order_id,
        "amount": number(charge.amount),
        "currency": charge.currency,
    }
    if charge.error_code is not None:
        content["error_code"] = charge.error_code
    if charge.card is not None:
        content["card"] = card_json(charge.card)
    if charge.customer is not None:
        content["customer_id"] = charge.customer
    if charge.payer is not None:
        content["customer"] = charge.payer
    if charge.due is not None:
        content["due_date"] = time(charge.due)
    if charge.way is not None:
        content["payment_method"] = charge.way
    if charge.metadata is not None:
        content["metadata"] = charge.metadata
    if charge.status == "completed":
        content["fee"] = {"amount": number(Decimal("2.79")), "tax": orjson.Fragment(b"0.4464"), "currency": "MXN"}
    shown = last or (charge.refunds[-1] if charge.refunds else None)
    if shown is not None:
        content["refund"] = _refund_json(charge, shown)
        content["refunds"] = [_listed_refund(refund) for refund in charge.refunds]
    return content


def hook_json(hook: Hook) -> dict[str, Any]:
    """A webhook; its password is never shown."""
    return {
        "id": hook.id,
        "url": hook.url,
        "user": hook.user,
        "event_types": hook.event_types,
        "status": hook.status,
        "force_host_ssl": False,
    }


def _refund_json(charge: Charge, refund: Refund) -> dict[str, Any]:
    content = _listed_refund(refund)
    return content | {
        "method": charge.method,
        "operation_type": "out",
        "transaction_type": "refund",
        "currency": charge.currency,
        "creation_date": time(refund.created),
        "error_message": None,
        "order_id": None,
        "customer_id": charge.customer,
    }


def _listed_refund(refund: Refund) -> dict[str, Any]:
    return {
        "id": refund.id,
        "amount": number(refund.amount),
        "authorization": "801585",
        "status": "completed",
        "conciliated": False,
        "operation_date": time(refund.created),
        "description": refund.description,
    }
