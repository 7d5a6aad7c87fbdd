"""What staff write into the catalogue, checked field by field: every problem is collected, then all are refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet

from backend.domain.catalog import (
    MAX_DESCRIPTION,
    MAX_FEATURES,
    MAX_GRANTS,
    MAX_NAME,
    is_code,
    is_description,
    is_feature_value,
    is_name,
)
from backend.domain.errors import FieldProblem, InvalidInput
from backend.domain.money import Money
from backend.domain.periods import Interval
from backend.domain.units import MalformedRule, read_rules
from backend.services.currencies import amount_input

# Decimal text in major units, and the code of its currency.
Amount = tuple[str, str]

_TAKEN = FieldProblem(("code",), "TAKEN", "This code is taken; an archived one keeps it.")


@dataclass(frozen=True, slots=True)
class FeatureInput:
    """A feature as staff write it."""

    code: str
    name: str
    value: object = None


@dataclass(frozen=True, slots=True)
class GrantInput:
    """Units that a purchase adds, as staff write them; the quantity is decimal text."""

    unit: str
    quantity: str
    expires_after: Interval | None = None


@dataclass(slots=True)
class Problems:
    """What is wrong with an input so far."""

    found: list[FieldProblem] = field(default_factory=list)

    def at(self, path: str, code: str, message: str) -> None:
        """One problem at a dotted `path`."""
        self.found.append(FieldProblem(tuple(path.split(".")), code, message))

    def add(self, problems: Iterable[FieldProblem]) -> None:
        """Problems that somebody else found."""
        self.found.extend(problems)

    def refuse(self) -> None:
        """Raise InvalidInput with all of them, if there are any."""
        if self.found:
            raise InvalidInput(self.found)

    async def code(self, text: str, beside: QuerySet[Any]) -> None:
        """A short name that nothing beside it has, archived or not."""
        if not is_code(text):
            self.at("code", "INVALID_CODE", "Write 1 to 50 small letters, digits, dots, dashes or underlines.")
        elif await beside.filter(code=text).exists():
            self.found.append(_TAKEN)

    def name(self, text: str, path: str = "name") -> None:
        """What people read, in one line."""
        if not is_name(text):
            self.at(path, "INVALID_TEXT", f"Write one line of 1 to {MAX_NAME} characters.")

    def description(self, text: str) -> None:
        """What people read, in some lines."""
        if not is_description(text):
            self.at("description", "INVALID_TEXT", f"Write at most {MAX_DESCRIPTION} characters.")

    def price(self, amount: Amount, path: str, *, free: bool = True) -> Money | None:
        """A price from zero, or above it; None for a wrong one."""
        try:
            price = amount_input(*amount, path)
        except InvalidInput as refusal:
            self.add(refusal.fields)
            return None
        if price.minor < 0 or (price.minor == 0 and not free):
            least = "from zero" if free else "above zero"
            self.at(f"{path}.amount", "OUT_OF_RANGE", f"Give a price {least}.")
            return None
        return price

    def prices(self, amounts: Sequence[Amount], *, free: bool = True) -> dict[str, int]:
        """Minor units by currency, of which there is at least one, each once."""
        if not amounts:
            self.at("prices", "REQUIRED", "Give a price in at least one currency.")
        prices: dict[str, int] = {}
        for n, amount in enumerate(amounts):
            price = self.price(amount, f"prices.{n}", free=free)
            if price is not None and price.currency.code in prices:
                self.at(f"prices.{n}.currency", "TWICE", f"There is another price in {price.currency.code}.")
            elif price is not None:
                prices[price.currency.code] = price.minor
        return prices

    def features(self, given: Sequence[FeatureInput]) -> list[Mapping[str, Any]]:
        """Features as their column keeps them, each code once."""
        if len(given) > MAX_FEATURES:
            self.at("features", "TOO_MANY", f"Give at most {MAX_FEATURES} features.")
            return []
        seen: set[str] = set()
        for n, one in enumerate(given):
            if not is_code(one.code):
                self.at(f"features.{n}.code", "INVALID_CODE", "Write small letters, digits, dots, dashes, underlines.")
            elif one.code in seen:
                self.at(f"features.{n}.code", "TWICE", f"There is another feature {one.code}.")
            seen.add(one.code)
            self.name(one.name, f"features.{n}.name")
            if not is_feature_value(one.value):
                told = "Give true, false, a whole number or one line of text; a number with decimals as text."
                self.at(f"features.{n}.value", "INVALID_VALUE", told)
        return [{"code": one.code, "name": one.name, "value": one.value} for one in given]

    def grants(self, given: Sequence[GrantInput]) -> list[Mapping[str, Any]]:
        """Rules as their column keeps them."""
        if len(given) > MAX_GRANTS:
            self.at("grants", "TOO_MANY", f"Give at most {MAX_GRANTS} units.")
            return []
        rules = [_as_rule(one) for one in given]
        for n, rule in enumerate(rules):
            try:
                read_rules([rule])
            except MalformedRule as error:
                self.at(f"grants.{n}", "INVALID_GRANT", f"{error}"[:1].upper() + f"{error}"[1:])
        return rules


@asynccontextmanager
async def code_taken_at_once() -> AsyncIterator[None]:
    """Of two that take one code at the same moment the database lets one in; the other is told here."""
    try:
        yield
    except IntegrityError as error:
        raise InvalidInput([_TAKEN]) from error


def _as_rule(given: GrantInput) -> Mapping[str, Any]:
    rule: dict[str, Any] = {"unit": given.unit, "quantity": given.quantity}
    if given.expires_after is not None:
        rule["expires_after"] = {"unit": given.expires_after.unit.value, "count": given.expires_after.count}
    return rule
