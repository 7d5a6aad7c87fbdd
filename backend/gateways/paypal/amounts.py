"""Money as PayPal writes it: decimal text, and whole units only for three of its currencies."""

from __future__ import annotations

import re

from backend.currencies import currency
from backend.domain.money import Money
from backend.gateways.base import InvalidRequest

CURRENCIES = frozenset(
    {
        "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS",
        "JPY", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
    }
)  # fmt: skip
# ISO 4217 gives HUF and TWD two decimals; PayPal takes none.
_WHOLE_ONLY = frozenset({"HUF", "JPY", "TWD"})
_FORM = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,3}))?")


def to_wire(amount: Money) -> dict[str, str]:
    """PayPal's money object. Raises InvalidRequest for what PayPal cannot represent, before anything is sent."""
    code = amount.currency.code
    if code not in CURRENCIES:
        raise InvalidRequest(f"PayPal takes no {code}.")
    if amount.minor <= 0:
        raise InvalidRequest("The amount must be more than zero.")
    if code not in _WHOLE_ONLY:
        return {"currency_code": code, "value": amount.major()}
    whole, rest = divmod(amount.minor, amount.currency.units)
    if rest:
        raise InvalidRequest(f"PayPal takes whole {code} only, not {amount.major()}.")
    return {"currency_code": code, "value": str(whole)}


def from_wire(code: str, value: str) -> Money:
    """The amount that PayPal states. Raises ValueError for text that is no exact amount of the currency."""
    form = _FORM.fullmatch(value)
    if form is None:
        raise ValueError("this is no amount")
    try:
        of = currency(code)
    except KeyError:
        raise ValueError("this is no currency") from None
    whole, decimals = form.group(1), form.group(2) or ""
    if decimals[of.exponent :].strip("0"):
        raise ValueError("more decimals than the currency has")
    return Money(int(whole + decimals[: of.exponent].ljust(of.exponent, "0")), of)
