"""Units that are bought in bags and used up: exact quantities, which grant is used first, how long they last.

A quantity is a whole number of millionths of a unit ("micro"); people read and write decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from backend.domain.periods import Interval, IntervalUnit

MICRO = 1_000_000
_DECIMALS = 6
# A billion units: sums of thousands of such quantities still fit a BIGINT.
MAX_MICRO = 10**15
MAX_UNIT_LENGTH = 50
_QUANTITY = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?", re.ASCII)
# The longest that a grant may last is a hundred years.
_LONGEST = {
    IntervalUnit.HOUR: 876_600,
    IntervalUnit.DAY: 36_525,
    IntervalUnit.WEEK: 5_217,
    IntervalUnit.MONTH: 1_200,
    IntervalUnit.YEAR: 100,
}
_NEVER = datetime.max.replace(tzinfo=UTC)


class MalformedQuantity(ValueError):
    """Text that is not an exact quantity: a sign, an exponent, more than six decimals, too large."""


class MalformedRule(ValueError):
    """What a plan says it grants cannot be granted."""


class MovementKind(StrEnum):
    """Why units moved. See CHANGES for what each does to a grant."""

    GRANT = "GRANT"
    CONSUME = "CONSUME"
    HOLD = "HOLD"
    SETTLE = "SETTLE"
    RELEASE = "RELEASE"
    EXPIRE = "EXPIRE"
    TAKE_BACK = "TAKE_BACK"
    GIVE_BACK = "GIVE_BACK"


# What one micro of a movement does to (remaining, held), of its grant and of the account alike.
CHANGES: Mapping[MovementKind, tuple[int, int]] = {
    MovementKind.GRANT: (1, 0),
    MovementKind.CONSUME: (-1, 0),
    MovementKind.HOLD: (-1, 1),
    MovementKind.SETTLE: (0, -1),
    MovementKind.RELEASE: (1, -1),
    MovementKind.EXPIRE: (-1, 0),
    MovementKind.TAKE_BACK: (-1, 0),
    MovementKind.GIVE_BACK: (1, 0),
}


@dataclass(frozen=True, slots=True)
class GrantRule:
    """What one bag of a plan adds: so much of a unit, for so long (None: until it is used)."""

    unit: str
    micro: int
    expires_after: Interval | None


@dataclass(frozen=True, slots=True)
class Lot:
    """What can be taken of one grant now."""

    grant_id: str
    micro: int
    granted_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Portion:
    """So much of one grant."""

    grant_id: str
    micro: int


def parse_quantity(text: str) -> int:
    """A decimal such as "2.5" in micro. Raises MalformedQuantity; zero is a quantity too."""
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise MalformedQuantity("Write the quantity as plain digits, such as 2.5.")
    whole, decimals = match.group(1), match.group(2) or ""
    if len(decimals) > _DECIMALS:
        raise MalformedQuantity(f"A quantity has at most {_DECIMALS} decimals; this one has {len(decimals)}.")
    # The length first: a number of a thousand digits is not worth computing.
    if len(whole) > len(str(MAX_MICRO)) or (micro := int(whole + decimals.ljust(_DECIMALS, "0"))) > MAX_MICRO:
        raise MalformedQuantity(f"The quantity is too large; the largest is {format_quantity(MAX_MICRO)}.")
    return micro


def format_quantity(micro: int) -> str:
    """The decimal of a quantity, without zeros at its end: `format_quantity(2_500_000) == "2.5"`."""
    assert micro >= 0, "quantities are never negative"
    whole, rest = divmod(micro, MICRO)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")


def read_rules(column: Sequence[Mapping[str, object]]) -> tuple[GrantRule, ...]:
    """The rules of a plan's `grants` column. Raises MalformedRule."""
    return tuple(_rule(stored) for stored in column)


def _rule(stored: Mapping[str, object]) -> GrantRule:
    unit = stored.get("unit")
    if not isinstance(unit, str) or not is_unit(unit):
        raise MalformedRule(f"{unit!r} is no name of a unit")
    try:
        micro = parse_quantity(str(stored.get("quantity")))
    except MalformedQuantity as error:
        raise MalformedRule(str(error)) from error
    if micro == 0:
        raise MalformedRule("a bag of nothing")
    term = stored.get("expires_after")
    return GrantRule(unit, micro, None if term is None else _term(term))


def _term(stored: object) -> Interval:
    """From `{"unit": "MONTH", "count": 3}`."""
    if not isinstance(stored, Mapping) or stored.get("unit") not in list(IntervalUnit):
        raise MalformedRule(f"{stored!r} is no length of time")
    unit, count = IntervalUnit(stored["unit"]), stored.get("count")
    if type(count) is not int or not 1 <= count <= _LONGEST[unit]:
        raise MalformedRule(f"units last for 1 to {_LONGEST[unit]} of {unit}")
    return Interval(unit, count)


def is_unit(text: str) -> bool:
    """Whether `text` can be the name of a unit."""
    return 0 < len(text) <= MAX_UNIT_LENGTH and text.isprintable() and text == text.strip()


def take(lots: Iterable[Lot], micro: int) -> list[Portion] | None:
    """`micro` out of `lots`: soonest expiry first, what never expires last, then the oldest. None: they do not hold it.

    The order is total (the id decides at last), so that the same state always gives the same portions.
    """
    assert micro > 0, "take something"
    missing, portions = micro, list[Portion]()
    for lot in sorted(lots, key=_first_used):
        part = min(lot.micro, missing)
        if part > 0:
            portions.append(Portion(lot.grant_id, part))
            missing -= part
        if missing == 0:
            return portions
    return None


def _first_used(lot: Lot) -> tuple[datetime, datetime, str]:
    return lot.expires_at or _NEVER, lot.granted_at, lot.grant_id
