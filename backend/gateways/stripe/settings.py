"""What staff enter to connect a Stripe account. The admin's form is drawn from this model's JSON schema."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from backend.gateways.settings import Address, hints

STRIPE_JS = "https://js.stripe.com/v3/"


class StripeSettings(BaseModel):
    """A Stripe account in one mode: its keys, the secret of its webhook, and perhaps an account connected to it."""

    # An error would quote what was entered, keys and all.
    model_config = ConfigDict(title="Stripe", frozen=True, extra="forbid", hide_input_in_errors=True)

    mode: Literal["test", "live"] = Field(
        "test",
        title="Mode",
        json_schema_extra=hints("connection", 1, "select", "Test takes test cards only; live takes real money."),
    )
    publishable_key: str = Field(
        title="Publishable key",
        pattern=r"^pk_(test|live)_[\x21-\x7e]+$",
        max_length=200,
        json_schema_extra=hints(
            "keys", 2, "text", "Starts with pk_. It may be seen by anybody.", **{"x-test-prefix": "pk_test_"}
        ),
    )
    secret_key: SecretStr = Field(
        title="Secret key",
        min_length=12,
        max_length=300,
        json_schema_extra=hints(
            "keys",
            3,
            "password",
            "Starts with sk_, or with rk_ for a restricted key. It can take payments.",
            **{"x-test-prefix": "sk_test_"},
        ),
    )
    webhook_secret: SecretStr | None = Field(
        None,
        title="Webhook secret",
        min_length=16,
        max_length=200,
        json_schema_extra=hints(
            "webhooks", 4, "password", "Starts with whsec_. It comes by itself when Perennial installs the webhook."
        ),
    )
    previous_webhook_secret: SecretStr | None = Field(
        None,
        title="Previous webhook secret",
        max_length=200,
        json_schema_extra=hints(
            "webhooks", 5, "password", "While a new secret is introduced, webhooks signed with this one still count."
        ),
    )
    connected_account: str | None = Field(
        None,
        title="Connected account",
        pattern=r"^acct_[A-Za-z0-9]{1,100}$",
        json_schema_extra=hints(
            "connection", 6, "text", "acct_…, when the keys are a platform's and the money belongs to this account."
        ),
    )
    base_url: Address | None = Field(
        None,
        title="API address",
        json_schema_extra=hints("connection", 7, "url", "Only for a proxy, or for Perennial's own double of Stripe."),
    )

    # A live key in test mode would take real money; a test key in live mode would give goods away.

    @field_validator("publishable_key")
    @classmethod
    def _publishable_is_of_the_mode(cls, value: str, info: ValidationInfo) -> str:
        mode = info.data.get("mode")
        if mode is not None and not value.startswith(f"pk_{mode}_"):
            raise ValueError(f"The publishable key is not one of {mode} mode.")
        return value

    @field_validator("secret_key")
    @classmethod
    def _secret_is_of_the_mode(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        mode = info.data.get("mode")
        if mode is not None and not value.get_secret_value().startswith((f"sk_{mode}_", f"rk_{mode}_")):
            raise ValueError(f"The secret key is not one of {mode} mode.")
        return value

    @property
    def script_url(self) -> str:
        """Where the browser finds Stripe.js."""
        return STRIPE_JS if self.base_url is None else f"{self.base_url}/v3/"
