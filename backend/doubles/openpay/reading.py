"""Reading requests as strictly as the API: a field that nobody knows, or of the wrong kind, is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from .errors import malformed, wrong_value
from .wire import ZONE

_CENTS = Decimal("0.01")

CHARGE = frozenset(
    {
        "method", "source_id", "amount", "currency", "description", "order_id", "device_session_id", "cvv2", "capture",
        "customer", "payment_plan", "metadata", "use_card_points", "use_3d_secure", "redirect_url", "send_email",
        "confirm", "due_date", "origin_channel",
    }
)  # fmt: skip
PERSON = frozenset({"name", "last_name", "email", "phone_number", "external_id", "requires_account", "address"})
TOKEN = frozenset({"card_number", "holder_name", "expiration_year", "expiration_month", "cvv2", "address"})
CARD = TOKEN | {"token_id", "device_session_id"}
REFUND = frozenset({"amount", "description"})
CAPTURE = frozenset({"amount"})
HOOK = frozenset({"url", "user", "password", "event_types"})


class Fields:
    """The fields of a request's body."""

    def __init__(self, content: Mapping[str, Any], known: frozenset[str]) -> None:
        unknown = sorted(set(content) - known)
        if unknown:
            raise malformed(f'Unrecognized field "{unknown[0]}"')
        self._content = content

    def text(self, name: str, longest: int, *, required: bool = True) -> str | None:
        """A text of at most `longest` characters."""
        value = self._content.get(name)
        if value is None or value == "":
            if required:
                raise malformed(f"{name} is required")
            return None
        if not isinstance(value, str):
            raise malformed(f"{name} must be a text")
        if len(value) > longest:
            raise malformed(f"{name} length must be between 0 and {longest}")
        return value

    def needed(self, name: str, longest: int) -> str:
        """A text that has to be there."""
        value = self.text(name, longest)
        assert value is not None, "required"
        return value

    def digits(self, name: str, *, required: bool = True) -> str | None:
        """Digits, as a text or a number."""
        value = self._content.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return self.text(name, 19, required=required)

    def flag(self, name: str, default: bool) -> bool:
        """A boolean, which may be written as a text."""
        value = self._content.get(name, default)
        if value in ("true", "false"):
            return bool(value == "true")
        if not isinstance(value, bool):
            raise malformed(f"{name} must be true or false")
        return value

    def amount(self, *, required: bool = True) -> Decimal | None:
        """A JSON number of at most two decimals, more than zero."""
        value = self._content.get("amount")
        if value is None:
            if required:
                raise malformed("amount is required")
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise malformed("amount must be a number")
        amount = Decimal(value)
        if amount.quantize(_CENTS) != amount:
            raise malformed("amount: numeric value out of bounds (<12 digits>.<2 digits> expected)")
        if amount <= 0:
            raise malformed("amount must be greater than 0")
        return amount

    def map(self, name: str) -> dict[str, Any] | None:
        """An object."""
        value = self._content.get(name)
        if value is not None and not isinstance(value, dict):
            raise malformed(f"{name} must be an object")
        return value

    def texts(self, name: str) -> list[str]:
        """A list of texts that is not empty."""
        value = self._content.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(one, str) for one in value):
            raise malformed(f"{name} is required")
        return value

    def time(self, name: str) -> datetime | None:
        """A time; without an offset it is central Mexico's."""
        value = self.text(name, 40, required=False)
        if value is None:
            return None
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            raise malformed(f"{name} has the wrong format") from None
        return at.replace(tzinfo=ZONE) if at.tzinfo is None else at

    def person(self, name: str) -> dict[str, Any] | None:
        """A customer's data within another request."""
        content = self.map(name)
        return None if content is None else person(Fields(content, PERSON))

    def has(self, name: str) -> bool:
        """Whether it is there."""
        return self._content.get(name) is not None


def body(raw: bytes, known: frozenset[str]) -> Fields:
    """A request's body."""
    try:
        content = json.loads(raw or b"{}", parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise malformed("The request is not JSON") from None
    if not isinstance(content, dict):
        raise malformed("The request is not a JSON object")
    return Fields(content, known)


def person(fields: Fields) -> dict[str, Any]:
    """Who somebody is."""
    email = fields.needed("email", 100)
    if "@" not in email:
        raise wrong_value("email is not a well-formed email address")
    return {
        "name": fields.needed("name", 100),
        "last_name": fields.text("last_name", 100, required=False),
        "email": email,
        "phone_number": fields.text("phone_number", 100, required=False),
        "external_id": fields.text("external_id", 100, required=False),
        "requires_account": fields.flag("requires_account", False),
        "address": fields.map("address"),
    }


def _refuse(constant: str) -> None:
    raise ValueError(constant)
