"""What staff name when they use units, checked; refused by field."""

from __future__ import annotations

from backend.domain.errors import InvalidInput, NotFound
from backend.domain.units import MAX_UNIT_LENGTH, MalformedQuantity, is_unit, parse_quantity
from backend.models import Customer
from backend.services.context import Context

_MAX_DESCRIPTION = 300


def quantity_input(text: str, path: str = "quantity") -> int:
    """A quantity above zero, in micro. Raises InvalidInput at `path`."""
    try:
        micro = parse_quantity(text)
    except MalformedQuantity as error:
        raise InvalidInput.at(path, "INVALID_QUANTITY", str(error)) from None
    if micro == 0:
        raise InvalidInput.at(path, "OUT_OF_RANGE", "Give a quantity above zero.")
    return micro


def unit_input(text: str) -> str:
    """The name of a unit. Raises InvalidInput."""
    if not is_unit(text):
        raise InvalidInput.at("unit", "INVALID_UNIT", f"A unit is named with 1 to {MAX_UNIT_LENGTH} characters.")
    return text


def description_input(text: str) -> str:
    """What the units are for, in one line; may be empty. Raises InvalidInput."""
    if len(text) > _MAX_DESCRIPTION or not text.isprintable():
        raise InvalidInput.at(
            "description", "INVALID_TEXT", f"Describe it in one line of at most {_MAX_DESCRIPTION} characters."
        )
    return text


async def known_customer(ctx: Context, customer_id: str) -> str:
    """The id of one of the merchant's customers. Raises NotFound."""
    if not await Customer.exists(merchant_id=ctx.merchant_id, id=customer_id):
        raise NotFound("There is no such customer.", customer_id)
    return customer_id
