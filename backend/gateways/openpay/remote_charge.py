"""Openpay's charges as they come: the parts that we rely on, with exact amounts, read without trust."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from backend.currencies import currency
from backend.domain.money import MAX_MINOR, Money
from backend.gateways.base import MethodKind, MethodSummary


class _Remote(BaseModel):
    """Further fields are ignored, missing ones make the answer unreadable."""

    model_config = ConfigDict(coerce_numbers_to_str=True, frozen=True)


class RemoteCard(_Remote):
    """A card, as far as it may be shown; with an id when Openpay keeps it."""

    id: str | None = None
    brand: str | None = None
    card_number: str | None = None
    holder_name: str | None = None
    expiration_month: str | None = None
    expiration_year: str | None = None
    customer_id: str | None = None

    def summary(self) -> MethodSummary:
        """What may be shown of it."""
        month, year = _number(self.expiration_month), _number(self.expiration_year)
        return MethodSummary(
            MethodKind.CARD,
            self.brand,
            (self.card_number or "")[-4:] or None,
            month,
            year + 2000 if year is not None and year < 100 else year,
        )


class RemoteWay(_Remote):
    """How the payer pays: at the bank's page, at a counter or by transfer."""

    type: str | None = None
    url: str | None = None
    reference: str | None = None
    name: str | None = None
    clabe: str | None = None
    bank: str | None = None
    agreement: str | None = None


class RemoteRefund(_Remote):
    """One refund, as its charge lists it."""

    id: str
    amount: Decimal
    status: str = "completed"
    description: str | None = None


class RemoteCharge(_Remote):
    """The parts of a charge that we rely on."""

    id: str
    amount: Decimal
    status: str
    currency: str = "MXN"
    method: str | None = None
    order_id: str | None = None
    error_code: str | None = None
    description: str | None = None
    due_date: str | None = None
    creation_date: str | None = None
    operation_date: str | None = None
    customer_id: str | None = None
    card: RemoteCard | None = None
    payment_method: RemoteWay | None = None
    refund: RemoteRefund | None = None
    refunds: tuple[RemoteRefund, ...] = ()

    @field_validator("refunds", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return () if value is None else value

    @field_validator("status", "method", mode="after")
    @classmethod
    def _lower(cls, value: str | None) -> str | None:
        return value.lower() if value else value

    @model_validator(mode="after")
    def _amounts_are_exact(self) -> RemoteCharge:
        for amount in (self.amount, *(refund.amount for refund in self.all_refunds())):
            money(amount, self.currency)
        return self

    @property
    def code(self) -> int | None:
        """Why it failed, as a number of Openpay's."""
        return _number(self.error_code)

    def money(self) -> Money:
        """The charge's amount as Openpay states it."""
        return money(self.amount, self.currency)

    def redirects(self) -> bool:
        """Whether the payer was sent to their bank's page."""
        way = self.payment_method
        return way is not None and way.type == "redirect" and bool(way.url)

    def all_refunds(self) -> list[RemoteRefund]:
        """Every refund once: Openpay shows the last one alone, and since 2021 the list as well."""
        listed = {refund.id: refund for refund in self.refunds}
        if self.refund is not None:
            listed.setdefault(self.refund.id, self.refund)
        return list(listed.values())


def money(amount: Decimal, code: str) -> Money:
    """An exact amount. Raises ValueError for more decimals than the currency has, or an unknown currency."""
    try:
        unit = currency(code.upper())
    except KeyError:
        raise ValueError("an unknown currency") from None
    if not amount.is_finite() or abs(amount) > MAX_MINOR:
        raise ValueError("not an amount")
    minor = amount.scaleb(unit.exponent)
    if minor != minor.to_integral_value():
        raise ValueError("more decimals than the currency has")
    return Money(int(minor), unit)


def instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A date and time of Openpay's; without an offset it is the country's own time."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=zone)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 4 else None
