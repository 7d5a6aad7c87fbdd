"""Money, periods and intervals as the API writes them."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend.domain.money import Money as DomainMoney
from backend.domain.periods import IntervalUnit
from backend.schema import enums as _enums  # noqa: F401 - makes the domain's enums known
from backend.schema.scalars import CurrencyCode, Decimal
from backend.services.currencies import money as money_of


@strawberry.type(description="An amount of money.")
class Money:
    amount: Decimal = strawberry.field(
        description="The amount in major units, with exactly the currency's own number of decimals."
    )
    currency: CurrencyCode = strawberry.field(description="The ISO 4217 code.")

    @classmethod
    def of(cls, money: DomainMoney) -> Money:
        """The API's form of an amount."""
        return cls(amount=Decimal(money.major()), currency=CurrencyCode(money.currency.code))

    @classmethod
    def minor(cls, minor: int, code: str) -> Money:
        """From two columns of a row."""
        return cls.of(money_of(minor, code))


@strawberry.input(description="An amount of money. More decimals than the currency has are refused.")
class MoneyInput:
    amount: Decimal = strawberry.field(description="The amount in major units.")
    currency: CurrencyCode = strawberry.field(description="The ISO 4217 code.")

    def given(self) -> tuple[str, str]:
        """The service's form: it refuses by field."""
        return self.amount, self.currency


@strawberry.type(description="A half-open stretch of time: the start belongs to it, the end does not.")
class Period:
    start: datetime = strawberry.field(description="The first instant.")
    end: datetime = strawberry.field(description="The first instant after it.")

    @classmethod
    def between(cls, start: datetime | None, end: datetime | None) -> Period | None:
        """From two columns; null when there is no period."""
        return cls(start=start, end=end) if start and end else None


@strawberry.type(description="So many units of time.")
class Interval:
    unit: IntervalUnit = strawberry.field(description="The unit.")
    count: int = strawberry.field(description="How many units.")
