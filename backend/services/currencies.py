"""Currencies by ISO 4217 (package `iso4217`, made from the official table): code to Currency, and Money from columns."""

from __future__ import annotations

from functools import cache

from iso4217 import Currency as Iso4217

from backend.domain.errors import InvalidInput
from backend.domain.money import Currency, MalformedAmount, Money, parse_amount


@cache
def currency(code: str) -> Currency:
    """The currency of an upper-case code. Raises KeyError for codes that no money is counted in (XAU, XXX)."""
    try:
        exponent = Iso4217(code).exponent
    except ValueError as error:
        raise KeyError(code) from error
    if exponent is None:
        raise KeyError(code)
    return Currency(code, exponent)


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
