"""Currencies by ISO 4217, from the `iso4217` package (made from the official table): the one source of decimals."""

from __future__ import annotations

from functools import cache

from iso4217 import Currency as Iso4217

from backend.domain.money import Currency


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
