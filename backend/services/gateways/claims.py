"""What a gateway claims of a payment or a refund as JSON, for the inbox, and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from backend.gateways.base import PaymentResult, RefundResult

_PAYMENT = TypeAdapter(PaymentResult)
_REFUND = TypeAdapter(RefundResult)


def to_json(result: PaymentResult | RefundResult) -> dict[str, Any]:
    """A dictionary of plain values."""
    adapter: TypeAdapter[Any] = _REFUND if isinstance(result, RefundResult) else _PAYMENT
    value: dict[str, Any] = adapter.dump_python(result, mode="json")
    return value


def from_json(value: dict[str, Any]) -> PaymentResult:
    """The payment that `to_json` was given."""
    return _PAYMENT.validate_python(value)


def refund_from_json(value: dict[str, Any]) -> RefundResult:
    """The refund that `to_json` was given."""
    return _REFUND.validate_python(value)
