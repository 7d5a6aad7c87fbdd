"""JSON whose numbers keep their digits."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def dumps(value: Any) -> bytes:
    """JSON; a Decimal is a number with exactly its digits."""
    return _text(value).encode()


def loads(body: bytes) -> Any:
    """The content; a number with a fraction is a Decimal. Raises ValueError."""
    return json.loads(body, parse_float=Decimal)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(name)}:{_text(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_text(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
