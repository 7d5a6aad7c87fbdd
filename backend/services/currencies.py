"""Money from a caller: codes and amounts, refused by field; and money from the columns of a row."""

from __future__ import annotations

from backend.currencies import currency
from backend.domain.errors import InvalidInput
from backend.domain.money import Currency, MalformedAmount, Money, parse_amount


def currency_input(code: str, path: str) -> Currency:
    """The currency a caller named. Raises InvalidInput at `path`."""
    try:
        return currency(code)
    except KeyError:
        raise InvalidInput.at(path, "UNKNOWN_CURRENCY", f"{code[:10]} is not an ISO 4217 currency code.") from None


def amount_input(amount: str, code: str, path: str) -> Money:
    """The money a caller named. Raises InvalidInput at `path`."""
    known = currency_input(code, f"{path}.currency")
    try:
        return parse_amount(amount, known)
    except MalformedAmount as error:
        raise InvalidInput.at(f"{path}.amount", "INVALID_AMOUNT", str(error)) from None


def money(minor: int, code: str) -> Money:
    """Money from two columns of a row."""
    return Money(minor, currency(code))
