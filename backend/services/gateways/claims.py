"""What a gateway claims of a payment, refund, dispute, setup or method as JSON, for the inbox, and back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from backend.gateways.base import (
    ClientConfirm,
    DisputeResult,
    GatewayEvent,
    PaymentResult,
    Redirect,
    RefundResult,
    SavedMethodDetails,
    SetupResult,
)

Claim = PaymentResult | RefundResult | DisputeResult | SetupResult | SavedMethodDetails

_PAYMENT = TypeAdapter(PaymentResult)
_REFUND = TypeAdapter(RefundResult)
_DISPUTE = TypeAdapter(DisputeResult)
_SETUP = TypeAdapter(SetupResult)
_METHOD = TypeAdapter(SavedMethodDetails)
_ADAPTERS: dict[type[Claim], TypeAdapter[Any]] = {
    PaymentResult: _PAYMENT,
    RefundResult: _REFUND,
    DisputeResult: _DISPUTE,
    SetupResult: _SETUP,
    SavedMethodDetails: _METHOD,
}


def claim_of(event: GatewayEvent) -> Claim | None:
    """The claim that belongs to the event's subject."""
    claims: dict[str, Claim | None] = {
        "payment": event.claimed,
        "refund": event.claimed_refund,
        "dispute": event.claimed_dispute,
        "setup": event.claimed_setup,
        "method": event.claimed_method,
    }
    return claims[event.subject]


def to_json(result: Claim) -> dict[str, Any]:
    """A dictionary of plain values, without the secret or the page that a payer goes on with: they can be fetched."""
    if isinstance(result, PaymentResult | SetupResult) and isinstance(result.action, ClientConfirm | Redirect):
        result = replace(result, action=None)
    value: dict[str, Any] = _ADAPTERS[type(result)].dump_python(result, mode="json")
    return value


def from_json(value: dict[str, Any]) -> PaymentResult:
    """The payment that `to_json` was given."""
    return _PAYMENT.validate_python(value)


def refund_from_json(value: dict[str, Any]) -> RefundResult:
    """The refund that `to_json` was given."""
    return _REFUND.validate_python(value)


def dispute_from_json(value: dict[str, Any]) -> DisputeResult:
    """The dispute that `to_json` was given."""
    return _DISPUTE.validate_python(value)


def setup_from_json(value: dict[str, Any]) -> SetupResult:
    """The setup that `to_json` was given."""
    return _SETUP.validate_python(value)


def method_from_json(value: dict[str, Any]) -> SavedMethodDetails:
    """The method that `to_json` was given."""
    return _METHOD.validate_python(value)
