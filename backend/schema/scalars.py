"""Scalars that Strawberry does not have: exact decimals as strings, currency codes, free JSON."""

from __future__ import annotations

import re
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

Decimal = NewType("Decimal", str)
CurrencyCode = NewType("CurrencyCode", str)
JSON = NewType("JSON", object)

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,6})?")
_CODE = re.compile(r"[A-Z]{3}")


def _parse_decimal(value: Any) -> str:
    """A decimal string; whole numbers are fine too. A float is refused: it is no longer what the caller wrote."""
    text = str(value) if type(value) is int else value
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise GraphQLError('Write a decimal as a string of digits, such as "10.50".')
    return text


def _parse_code(value: Any) -> str:
    if not isinstance(value, str) or not _CODE.fullmatch(value):
        raise GraphQLError("A currency code has three capital letters, such as USD.")
    return value


SCALARS: dict[object, ScalarDefinition] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        description='An exact decimal number as a string, such as "10.50". Never a float.',
        serialize=str,
        parse_value=_parse_decimal,
    ),
    CurrencyCode: strawberry.scalar(
        name="CurrencyCode",
        description="An ISO 4217 currency code, such as USD.",
        serialize=str,
        parse_value=_parse_code,
    ),
    JSON: strawberry.scalar(
        name="JSON", description="Any JSON value.", serialize=lambda value: value, parse_value=lambda value: value
    ),
}
