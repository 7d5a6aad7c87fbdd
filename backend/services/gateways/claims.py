"""A gateway's payment result as JSON, for the inbox, and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from backend.gateways.base import PaymentResult

_ADAPTER = TypeAdapter(PaymentResult)


def to_json(result: PaymentResult) -> dict[str, Any]:
    """A dictionary of plain values."""
    value: dict[str, Any] = _ADAPTER.dump_python(result, mode="json")
    return value


def from_json(value: dict[str, Any]) -> PaymentResult:
    """What `to_json` was given."""
    return _ADAPTER.validate_python(value)
