"""What staff enter to connect a Mercado Pago account. The admin's form is drawn from this model's JSON schema."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from backend.gateways.settings import Address, hints

API = "https://api.mercadopago.com"
SCRIPT = "https://sdk.mercadopago.com/js/v2"
Country = Literal["mx", "ar", "br", "cl", "co", "pe", "uy"]
# An account takes the money of its country only.
CURRENCIES: dict[Country, str] = {
    "mx": "MXN", "ar": "ARS", "br": "BRL", "cl": "CLP", "co": "COP", "pe": "PEN", "uy": "UYU",
}  # fmt: skip
# How Mercado Pago calls its countries.
SITES: dict[Country, str] = {
    "mx": "MLM", "ar": "MLA", "br": "MLB", "cl": "MLC", "co": "MCO", "pe": "MPE", "uy": "MLU",
}  # fmt: skip
_PREFIXES = {"test": "TEST-", "live": "APP_USR-"}


class MercadoPagoSettings(BaseModel):
    """A Mercado Pago application: its country, two keys and the secret that signs its webhooks."""

    model_config = ConfigDict(title="Mercado Pago", frozen=True, extra="forbid", hide_input_in_errors=True)

    mode: Literal["test", "live"] = Field(
        "test",
        title="Mode",
        json_schema_extra=hints("keys", 1, "select", "Test takes keys that start with TEST-: no real money."),
    )
    country: Country = Field(
        "mx", title="Country", json_schema_extra=hints("keys", 2, "select", "Where the account is; its currency.")
    )
    access_token: SecretStr = Field(
        title="Access token",
        min_length=10,
        max_length=200,
        json_schema_extra=hints(
            "keys", 3, "password", "It can take payments and give money back.", **{"x-test-prefix": "TEST-"}
        ),
    )
    public_key: str = Field(
        title="Public key",
        pattern=r"^(TEST|APP_USR)-[A-Za-z0-9-]{6,100}$",
        json_schema_extra=hints("keys", 4, "text", "It may be seen by anybody.", **{"x-test-prefix": "TEST-"}),
    )
    webhook_secret: SecretStr = Field(
        title="Webhook secret",
        min_length=8,
        max_length=200,
        json_schema_extra=hints("webhooks", 5, "password", "Your integrations > Webhooks shows it as the secret key."),
    )
    previous_webhook_secret: SecretStr | None = Field(
        None,
        title="Previous webhook secret",
        json_schema_extra=hints(
            "webhooks", 6, "password", "While a new secret is introduced, webhooks signed with this one still count."
        ),
    )
    store: Literal["oxxo", "paycash", "banamex", "bancomer"] = Field(
        "oxxo",
        title="Cash",
        json_schema_extra=hints(
            "payments", 7, "select", "Where vouchers are paid.", **{"x-show-if": {"country": "mx"}}
        ),
    )
    base_url: Address | None = Field(
        None,
        title="API address",
        json_schema_extra=hints(
            "connection", 8, "url", "Only for a double or a proxy; empty means Mercado Pago itself."
        ),
    )

    @property
    def api(self) -> str:
        """Where the API is, without a trailing slash."""
        return self.base_url or API

    @property
    def script(self) -> str:
        """Where the payer's browser finds the script that makes card tokens."""
        return f"{self.base_url}/js/v2" if self.base_url else SCRIPT

    @property
    def currency(self) -> str:
        """The code of the only currency that the account takes."""
        return CURRENCIES[self.country]

    @field_validator("access_token", "public_key")
    @classmethod
    def _fits_the_mode(cls, value: SecretStr | str, info: ValidationInfo) -> SecretStr | str:
        mode = info.data.get("mode")
        key = value.get_secret_value() if isinstance(value, SecretStr) else value
        if mode is not None and not key.startswith(_PREFIXES[mode]):
            raise ValueError(f"In {mode} mode both keys start with {_PREFIXES[mode]}.")
        return value
