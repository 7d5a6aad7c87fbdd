"""Money as whole minor units of one currency. Fractions are exact; rounding happens once, in `round_half_up`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# The largest amount Perennial handles, in minor units: 10^15 keeps every product with a quantity inside BIGINT.
MAX_MINOR = 10**15

_AMOUNT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.([0-9]{1,6}))?")


class CurrencyMismatch(AssertionError):
    """Two currencies met in one calculation: always a bug of ours, never of the caller."""


class MalformedAmount(ValueError):
    """Text that is not an exact amount of the currency: an exponent, a sign too many, too many decimals, too large."""


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 code with its number of decimals (`exponent`), e.g. USD 2, JPY 0, KWD 3."""

    code: str
    exponent: int

    @property
    def units(self) -> int:
        """Minor units in one major unit."""
        return int(10**self.exponent)


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` units of `currency`. There is no division: use `allocate`, or `fraction` with one rounding."""

    minor: int
    currency: Currency

    def __post_init__(self) -> None:
        assert type(self.minor) is int, "money is a whole number of minor units"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency.code} with {other.currency.code}")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, quantity: int) -> Money:
        assert type(quantity) is int, "multiply money by whole quantities only"
        return Money(self.minor * quantity, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def fraction(self, share: Fraction) -> Money:
        """`share` of this amount, rounded half up to a whole minor unit. Call it once for each printed line."""
        return Money(round_half_up(self.minor * share), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split by `weights` so that the parts always sum to the whole.

        Largest remainder method (Hamilton): floors first, then one minor unit each to the largest remainders,
        the earlier part first where remainders are equal.
        Raises ValueError when a weight is negative or all are zero.
        """
        if not weights or min(weights) < 0 or sum(weights) == 0:
            raise ValueError("weights must be non-negative and not all zero")
        total = sum(weights)
        sign, amount = (-1, -self.minor) if self.minor < 0 else (1, self.minor)
        parts = [amount * weight // total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % total))
        for i in by_remainder[: amount - sum(parts)]:
            parts[i] += 1
        return [Money(sign * part, self.currency) for part in parts]

    def major(self) -> str:
        """The amount in major units with exactly the currency's decimals: `Money(1050, USD).major() == "10.50"`."""
        sign, digits = ("-" if self.minor < 0 else ""), str(abs(self.minor)).rjust(self.currency.exponent + 1, "0")
        if not self.currency.exponent:
            return sign + digits
        return f"{sign}{digits[: -self.currency.exponent]}.{digits[-self.currency.exponent :]}"

    def decimal(self) -> Decimal:
        """The exact decimal in major units."""
        return Decimal(self.major())

    def __str__(self) -> str:
        return f"{self.major()} {self.currency.code}"


def zero(currency: Currency) -> Money:
    """Nothing, in `currency`."""
    return Money(0, currency)


def add_up(start: Money, amounts: Iterable[Money]) -> Money:
    """`start` and all `amounts`, of one currency."""
    total = start
    for amount in amounts:
        total += amount
    return total


def round_half_up(value: Fraction) -> int:
    """The nearest whole number; exactly half goes away from zero, so a credit rounds like the charge it undoes."""
    magnitude = (abs(value) + Fraction(1, 2)).__floor__()
    return -magnitude if value < 0 else magnitude


def parse_amount(text: str, currency: Currency) -> Money:
    """Read a decimal string in major units.

    Raises MalformedAmount for exponents, more decimals than the currency has, or more than MAX_MINOR minor units.
    """
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise MalformedAmount("Write the amount as plain digits, such as 10.50.")
    decimals = match.group(1) or ""
    if len(decimals) > currency.exponent:
        raise MalformedAmount(f"{currency.code} has {currency.exponent} decimals; the amount has {len(decimals)}.")
    minor = int(Decimal(text).scaleb(currency.exponent))
    if abs(minor) > MAX_MINOR:
        raise MalformedAmount("The amount is too large.")
    return Money(minor, currency)
