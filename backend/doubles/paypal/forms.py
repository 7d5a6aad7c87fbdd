"""What PayPal takes, as strictly as its published schemas say. Unknown parameters are refused."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from .errors import PayPalError, refused

CURRENCIES = frozenset(
    {
        "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "INR", "JPY", "MXN", "MYR",
        "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD",
    }
)  # fmt: skip
_NO_DECIMALS = frozenset({"HUF", "JPY", "TWD"})
_VALUE = re.compile(r"(-?[0-9]+)(?:\.([0-9]+))?")
Text127 = Annotated[str, Field(min_length=1, max_length=127)]


class Form(BaseModel):
    """A body, or a part of one."""

    model_config = ConfigDict(extra="forbid", strict=True)


class MoneyForm(Form):
    """An amount: decimal text."""

    currency_code: Annotated[str, Field(min_length=3, max_length=3)]
    value: Annotated[str, Field(max_length=32)]

    def hundredths(self) -> int:
        """The amount times a hundred. Raises PayPalError for what PayPal does not take."""
        if self.currency_code not in CURRENCIES:
            raise PayPalError(422, "CURRENCY_NOT_SUPPORTED", field="/amount/currency_code")
        form = _VALUE.fullmatch(self.value)
        if form is None:
            raise PayPalError(400, "INVALID_PARAMETER_SYNTAX", field="/amount/value")
        decimals = form.group(2) or ""
        if decimals and self.currency_code in _NO_DECIMALS:
            raise refused("DECIMALS_NOT_SUPPORTED")
        if len(decimals) > 2:
            raise refused("DECIMAL_PRECISION")
        amount = int(form.group(1) + decimals.ljust(2, "0"))
        if amount <= 0:
            raise refused("CANNOT_BE_ZERO_OR_NEGATIVE")
        if amount > 999_999_999:
            raise refused("MAX_VALUE_EXCEEDED")
        return amount


class AmountForm(MoneyForm):
    """An amount with its parts."""

    breakdown: dict[str, MoneyForm] | None = None


class UnitForm(Form):
    """What is paid for."""

    amount: AmountForm
    reference_id: Annotated[str, Field(min_length=1, max_length=256)] = "default"
    description: Text127 | None = None
    custom_id: Text127 | None = None
    invoice_id: Text127 | None = None
    soft_descriptor: Annotated[str, Field(max_length=22)] | None = None


class ExperienceForm(Form):
    """How the payer is led."""

    return_url: str | None = None
    cancel_url: str | None = None
    brand_name: Text127 | None = None
    locale: Annotated[str, Field(pattern=r"^[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$")] | None = None
    shipping_preference: Literal["GET_FROM_FILE", "NO_SHIPPING", "SET_PROVIDED_ADDRESS"] | None = None
    landing_page: Literal["LOGIN", "GUEST_CHECKOUT", "NO_PREFERENCE"] | None = None
    user_action: Literal["CONTINUE", "PAY_NOW"] | None = None
    payment_method_preference: Literal["UNRESTRICTED", "IMMEDIATE_PAYMENT_REQUIRED"] | None = None


class VaultForm(Form):
    """That the method is to be kept."""

    store_in_vault: Literal["ON_SUCCESS"]
    usage_type: Literal["MERCHANT", "PLATFORM"]
    permit_multiple_payment_tokens: bool = False
    customer_type: Literal["CONSUMER", "BUSINESS"] = "CONSUMER"
    description: Annotated[str, Field(max_length=128)] | None = None


class CustomerForm(Form):
    """For whom it is kept."""

    id: Annotated[str, Field(min_length=1, max_length=22)]


class AttributesForm(Form):
    """More about a wallet."""

    vault: VaultForm | None = None
    customer: CustomerForm | None = None


class WalletForm(Form):
    """A PayPal account."""

    vault_id: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    experience_context: ExperienceForm | None = None
    attributes: AttributesForm | None = None
    email_address: str | None = None


class SourceForm(Form):
    """What is paid with."""

    paypal: WalletForm


class OrderForm(Form):
    """A new order."""

    intent: Literal["CAPTURE", "AUTHORIZE"]
    purchase_units: Annotated[list[UnitForm], Field(min_length=1, max_length=10)]
    payment_source: SourceForm | None = None


class PatchForm(Form):
    """A change."""

    op: Literal["add", "replace", "remove"]
    path: str | None = None
    value: Any = None


class CaptureForm(Form):
    """Collecting an authorization."""

    amount: MoneyForm | None = None
    invoice_id: Text127 | None = None
    final_capture: bool = False
    note_to_payer: Annotated[str, Field(max_length=255)] | None = None
    soft_descriptor: Annotated[str, Field(max_length=22)] | None = None


class RefundForm(Form):
    """Giving back."""

    amount: MoneyForm | None = None
    custom_id: Text127 | None = None
    invoice_id: Text127 | None = None
    note_to_payer: Annotated[str, Field(min_length=1, max_length=255)] | None = None


class EventTypeForm(Form):
    """A type of event."""

    name: str


class WebhookForm(Form):
    """A new webhook."""

    url: Annotated[str, Field(max_length=2048)]
    event_types: Annotated[list[EventTypeForm], Field(min_length=1, max_length=500)]
