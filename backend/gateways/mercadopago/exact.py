"""JSON whose amounts stay exact: decimals are written and read digit by digit, never as binary fractions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from backend.currencies import currency
from backend.domain.money import Money


def dumps(value: Any) -> bytes:
    """JSON in which a Decimal is the number with exactly its digits."""
    return _text(value).encode()


def loads(body: bytes) -> Any:
    """The content; numbers with a fraction are Decimals. Raises ValueError, RecursionError."""
    return json.loads(body, parse_float=Decimal)


def to_wire(amount: Money) -> Decimal:
    """The amount as a number with the currency's decimals."""
    return amount.decimal()


def from_wire(value: Decimal, code: str) -> Money:
    """The amount that Mercado Pago states. Raises ValueError for what is no exact amount of the currency."""
    try:
        of = currency(code)
    except KeyError:
        raise ValueError("this is no currency") from None
    if not value.is_finite() or abs(value) >= 10**15:
        raise ValueError("this is no amount")
    minor = value.scaleb(of.exponent)
    if minor != minor.to_integral_value():
        raise ValueError("more decimals than the currency has")
    return Money(int(minor), of)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(str(name))}:{_text(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_text(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
