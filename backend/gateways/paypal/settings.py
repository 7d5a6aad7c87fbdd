"""What staff enter to connect a PayPal business account. The admin's form is drawn from this model's JSON schema."""

from __future__ import annotations

import re
from typing import Literal, Self

from cryptography import x509
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from backend.gateways.settings import Address, hints

LIVE_API = "https://api-m.paypal.com"
TEST_API = "https://api-m.sandbox.paypal.com"
# PayPal's keys do not tell test from live; staff of both sometimes mark them, and then we believe the mark.
_MARKED = re.compile(r"^(sandbox|test|live)[_-]", re.IGNORECASE)


class PayPalSettings(BaseModel):
    """A PayPal app: its two keys, its webhook, and optionally the certificate that signs its webhooks."""

    model_config = ConfigDict(title="PayPal", frozen=True, extra="forbid", hide_input_in_errors=True)

    mode: Literal["test", "live"] = Field(
        "test", title="Mode", json_schema_extra=hints("keys", 1, "select", "Test uses PayPal's sandbox: no real money.")
    )
    client_id: str = Field(
        title="Client ID",
        pattern=r"^[A-Za-z0-9_-]{10,120}$",
        json_schema_extra=hints("keys", 2, "text", "From your app in PayPal's developer dashboard."),
    )
    client_secret: SecretStr = Field(
        title="Secret",
        min_length=10,
        max_length=200,
        json_schema_extra=hints("keys", 3, "password", "It can take payments and give money back."),
    )
    webhook_id: str | None = Field(
        None,
        title="Webhook ID",
        pattern=r"^[A-Za-z0-9]{1,50}$",
        json_schema_extra=hints("webhooks", 4, "text", "Filled in when Perennial sets up the webhook."),
    )
    webhook_certificate: str | None = Field(
        None,
        title="Webhook certificate",
        max_length=20_000,
        json_schema_extra=hints(
            "webhooks",
            5,
            "textarea",
            "Optional, as PEM. With it every webhook's signature is checked; without it a webhook only makes "
            "Perennial ask PayPal.",
        ),
    )
    base_url: Address | None = Field(
        None,
        title="API address",
        json_schema_extra=hints("connection", 6, "url", "Only for a double or a proxy; empty means PayPal itself."),
    )

    @property
    def api(self) -> str:
        """Where the API is, without a trailing slash."""
        return self.base_url or (LIVE_API if self.mode == "live" else TEST_API)

    @field_validator("webhook_certificate")
    @classmethod
    def _is_a_certificate(cls, value: str | None) -> str | None:
        if not value:
            return None
        try:
            x509.load_pem_x509_certificates(value.encode())
        except ValueError:
            raise ValueError("This is no PEM certificate.") from None
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for key in (self.client_id, self.client_secret.get_secret_value()):
            mark = _MARKED.match(key)
            if mark and (mark.group(1).lower() == "live") != (self.mode == "live"):
                raise ValueError(f"A key of the other mode was entered; the mode is {self.mode}.")
        if self.webhook_certificate and not self.webhook_id:
            raise ValueError("The webhook ID is part of what PayPal signs: enter it with the certificate.")
        return self
