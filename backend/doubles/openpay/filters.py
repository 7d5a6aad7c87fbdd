"""What a list shows: filters, and pages of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from .errors import malformed
from .records import Charge
from .wire import ZONE

_DEFAULT_LIMIT = 10
T = TypeVar("T")


def matches(charge: Charge, filters: Iterable[tuple[str, str]]) -> bool:
    """Whether a charge is what is asked for. Raises ApiError for a filter that nobody knows."""
    made = charge.created.astimezone(ZONE).date()
    for name, value in filters:
        match name:
            case "offset" | "limit":
                continue
            case "order_id":
                good = charge.order_id == value
            case "status":
                shown = "refunded" if charge.amount == charge.refunded else charge.status
                good = value == shown.upper()
            case "creation":
                good = made == _day(value)
            case "creation[gte]":
                good = made >= _day(value)
            case "creation[lte]":
                good = made <= _day(value)
            case "amount":
                good = charge.amount == _number(value)
            case "amount[gte]":
                good = charge.amount >= _number(value)
            case "amount[lte]":
                good = charge.amount <= _number(value)
            case _:
                raise malformed(f"Unknown filter {name}")
        if not good:
            return False
    return True


def paged(found: list[T], offset: str | None, limit: str | None, most: int | None = None) -> list[T]:
    """Some of what was found, never more than `most`."""
    start, wanted = _whole(offset, 0), _whole(limit, _DEFAULT_LIMIT)
    return found[start : start + (wanted if most is None else min(wanted, most))]


def _whole(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()):
        raise malformed("offset and limit are numbers")
    return int(text)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=ZONE).date()
    except ValueError:
        raise malformed("A date is written yyyy-mm-dd") from None


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise malformed("An amount is a number") from None
