"""What Mercado Pago takes. Unknown parameters are refused."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .accounts import CURRENCY
from .errors import bad

LARGEST = Decimal("9999999.99")


class Form(BaseModel):
    """A body, or a part of one."""

    model_config = ConfigDict(extra="forbid")


class PayerForm(Form):
    """Who pays."""

    email: Annotated[str, Field(min_length=3, max_length=250)]
    first_name: Annotated[str, Field(max_length=250)] | None = None
    last_name: Annotated[str, Field(max_length=250)] | None = None
    identification: dict[str, str] | None = None


class InfoForm(Form):
    """More about the purchase."""

    ip_address: str | None = None
    items: list[dict[str, Any]] | None = None


class PaymentForm(Form):
    """A new payment."""

    transaction_amount: Decimal
    payer: PayerForm
    description: Annotated[str, Field(max_length=250)] | None = None
    external_reference: Annotated[str, Field(max_length=64)] | None = None
    notification_url: Annotated[str, Field(max_length=500)] | None = None
    metadata: dict[str, Any] | None = None
    additional_info: InfoForm | None = None
    token: str | None = None
    payment_method_id: str | None = None
    installments: int | None = None
    capture: bool = True
    binary_mode: bool = False
    date_of_expiration: datetime | None = None
    statement_descriptor: str | None = None
    three_d_secure_mode: Literal["not_supported", "optional", "mandatory"] | None = None


class ChangeForm(Form):
    """What may be changed of a payment."""

    status: Literal["cancelled"] | None = None
    capture: Literal[True] | None = None


class RefundForm(Form):
    """Giving back: all that is left without an amount."""

    amount: Decimal | None = None


class ItemForm(Form):
    """What is paid for on a page."""

    title: Annotated[str, Field(min_length=1, max_length=250)]
    quantity: Annotated[int, Field(ge=1)]
    unit_price: Decimal
    currency_id: str = CURRENCY
    id: str | None = None
    description: str | None = None


class PagePayerForm(Form):
    """Who pays on a page."""

    email: str | None = None
    name: str | None = None
    surname: str | None = None


class PreferenceForm(Form):
    """A page, or what is to be changed of one."""

    items: Annotated[list[ItemForm], Field(min_length=1)] | None = None
    payer: PagePayerForm | None = None
    back_urls: dict[Literal["success", "pending", "failure"], str] | None = None
    auto_return: Literal["approved", "all"] | None = None
    external_reference: Annotated[str, Field(max_length=64)] | None = None
    notification_url: Annotated[str, Field(max_length=500)] | None = None
    metadata: dict[str, Any] | None = None
    expires: bool | None = None
    expiration_date_to: datetime | None = None


class HolderForm(Form):
    """Whose card it is."""

    name: Annotated[str, Field(min_length=1)]
    identification: dict[str, str] | None = None


class TokenForm(Form):
    """A card, from a browser."""

    card_number: str
    expiration_month: Annotated[int, Field(ge=1, le=12)]
    expiration_year: int
    security_code: Annotated[str, Field(pattern=r"^[0-9]{3,4}$")]
    cardholder: HolderForm


def checked_amount(amount: Decimal) -> Decimal:
    """The amount. Raises ApiError for what Mercado Pago does not take."""
    if not amount.is_finite() or amount <= 0:
        raise bad(4037, "Invalid transaction_amount")
    exponent = amount.as_tuple().exponent
    if (isinstance(exponent, int) and exponent < -2) or amount > LARGEST:
        raise bad(4037, "Invalid transaction_amount")
    return amount
