"""Amounts as Stripe counts them: whole numbers of its smallest units, which are not ISO 4217's in a few currencies."""

from __future__ import annotations

from backend.currencies import currency
from backend.domain.money import Money
from backend.gateways.base import InvalidRequest

# Stripe's units in one of ours. These have no decimals, and Stripe still wants two.
_TIMES = {"ISK": 100, "UGX": 100}
# Our units in one of Stripe's: two decimals by ISO 4217, none for Stripe.
_OVER = {"MGA": 100}


def to_stripe(amount: Money) -> int:
    """Raises InvalidRequest for what Stripe cannot represent, and for nothing or less."""
    code, minor = amount.currency.code, amount.minor
    if minor <= 0:
        raise InvalidRequest("The amount must be more than zero.")
    if amount.currency.exponent > 3:
        raise InvalidRequest(f"Stripe does not count in {code}.")
    if amount.currency.exponent == 3 and minor % 10:
        raise InvalidRequest(f"Stripe takes {code} with two decimals only: the third must be 0.")
    whole, rest = divmod(minor * _TIMES.get(code, 1), _OVER.get(code, 1))
    if rest:
        raise InvalidRequest(f"Stripe takes {code} without decimals only.")
    return whole


def from_stripe(amount: int, code: str) -> Money:
    """What Stripe states, in our units. Raises ValueError for an amount or a currency that cannot be."""
    try:
        money_of = currency(code.upper())
    except KeyError:
        raise ValueError("a currency that nobody knows") from None
    minor, rest = divmod(amount * _OVER.get(money_of.code, 1), _TIMES.get(money_of.code, 1))
    if rest:
        raise ValueError("a fraction of the smallest unit")
    return Money(minor, money_of)
