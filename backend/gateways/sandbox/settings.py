"""What staff enter to connect a Sandbox account. The admin's form is drawn from this model's JSON schema."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from backend.gateways.settings import Address, hints


class SandboxSettings(BaseModel):
    """A Sandbox account: two addresses of the same provider, two keys and the secret that signs its webhooks."""

    model_config = ConfigDict(title="Sandbox", frozen=True, extra="forbid", hide_input_in_errors=True)

    base_url: Address = Field(
        title="API address",
        json_schema_extra=hints("connection", 1, "url", "Where Perennial's own processes reach the Sandbox."),
    )
    public_url: Address = Field(
        title="Public address",
        json_schema_extra=hints("connection", 2, "url", "Where the payer's browser reaches the Sandbox."),
    )
    publishable_key: str = Field(
        title="Publishable key",
        pattern=r"^pk_[\x21-\x7e]+$",
        max_length=200,
        json_schema_extra=hints(
            "keys", 3, "text", "Starts with pk_. It may be seen by anybody.", **{"x-test-prefix": "pk_"}
        ),
    )
    secret_key: SecretStr = Field(
        title="Secret key",
        min_length=8,
        max_length=200,
        json_schema_extra=hints("keys", 4, "password", "Starts with sk_. It can take payments."),
    )
    webhook_secret: SecretStr = Field(
        title="Webhook secret",
        min_length=16,
        max_length=200,
        json_schema_extra=hints("webhooks", 5, "password", "The Sandbox signs its webhooks with it."),
    )
    previous_webhook_secret: SecretStr | None = Field(
        None,
        title="Previous webhook secret",
        json_schema_extra=hints(
            "webhooks", 6, "password", "While a new secret is introduced, webhooks signed with this one still count."
        ),
    )
