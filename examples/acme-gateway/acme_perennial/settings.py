"""What a merchant enters to connect an Acme Pay account. Perennial draws its form from this model."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from backend.gateways.settings import Address, hints


class AcmeSettings(BaseModel):
    """Two keys and the secret that signs the webhooks."""

    model_config = ConfigDict(title="Acme Pay", frozen=True, extra="forbid", hide_input_in_errors=True)

    mode: Literal["test", "live"] = Field(
        "test", title="Mode", json_schema_extra=hints("keys", 1, "select", "Test accounts move no real money.")
    )
    publishable_key: str = Field(
        title="Publishable key",
        pattern=r"^apk_(test|live)_[A-Za-z0-9]+$",
        json_schema_extra=hints("keys", 2, "text", "For the payer's browser.", **{"x-test-prefix": "apk_test_"}),
    )
    secret_key: SecretStr = Field(
        title="Secret key",
        min_length=12,
        json_schema_extra=hints("keys", 3, "password", "It can take payments.", **{"x-test-prefix": "ask_test_"}),
    )
    webhook_secret: SecretStr = Field(
        title="Webhook secret",
        min_length=16,
        json_schema_extra=hints("webhooks", 4, "password", "Acme Pay signs its webhooks with it."),
    )
    previous_webhook_secret: SecretStr | None = Field(
        None,
        title="Previous webhook secret",
        json_schema_extra=hints("webhooks", 5, "password", "Still accepted while the secret is replaced."),
    )
    base_url: Address | None = Field(
        None, title="API address", json_schema_extra=hints("keys", 6, "url", "Leave it empty, except for tests.")
    )

    @model_validator(mode="after")
    def _keys_fit_the_mode(self) -> Self:
        for key in (self.publishable_key, self.secret_key.get_secret_value()):
            if f"_{self.mode}_" not in key:
                # The key itself is not shown: messages are logged.
                raise ValueError(f"This is not a key of {self.mode} mode.")
        return self

    @property
    def address(self) -> str:
        """Where the API is."""
        return self.base_url or "https://api.acmepay.example"
