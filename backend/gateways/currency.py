"""Currencies as providers name them. Their decimals come from Babel's CLDR data, never from a typed-in table."""

from __future__ import annotations

from babel.numbers import get_currency_precision

from backend.domain.money import Currency


def currency_of(code: str) -> Currency:
    """The currency of an ISO 4217 code in any case. A code that CLDR does not list gets two decimals, as in ISO."""
    upper = code.upper()
    return Currency(upper, get_currency_precision(upper))
