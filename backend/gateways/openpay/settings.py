"""What staff enter to connect an Openpay account. The admin's form is drawn from this model's JSON schema."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationInfo, field_validator

from backend.gateways.settings import Address, hints

# Openpay's own keys do not tell their mode: only its two hosts know. A key that does say it is somebody else's.
_OTHER_MODE = {"test": "_live_", "live": "_test_"}


class OpenpaySettings(BaseModel):
    """A merchant's account at Openpay, in one country and one mode."""

    model_config = ConfigDict(title="Openpay", frozen=True, extra="forbid", hide_input_in_errors=True)

    mode: Literal["test", "live"] = Field(
        "test",
        title="Mode",
        json_schema_extra=hints("connection", 1, "select", "Test is Openpay's sandbox: no real money moves."),
    )
    country: Literal["mx", "co", "pe"] = Field(
        "mx",
        title="Country",
        json_schema_extra=hints("connection", 2, "select", "Where the account was opened: Mexico, Colombia or Peru."),
    )
    merchant_id: str = Field(
        title="Merchant ID",
        pattern=r"^[A-Za-z0-9]{1,45}$",
        json_schema_extra=hints("connection", 3, "text", "The account's id in the dashboard; it starts with m."),
    )
    private_key: SecretStr = Field(
        title="Private key",
        min_length=8,
        max_length=200,
        json_schema_extra=hints("keys", 4, "password", "Starts with sk_. It can take payments."),
    )
    public_key: str = Field(
        title="Public key",
        pattern=r"^pk_[\x21-\x7e]+$",
        max_length=200,
        json_schema_extra=hints(
            "keys", 5, "text", "Starts with pk_. It may be seen by anybody.", **{"x-test-prefix": "pk_"}
        ),
    )
    three_ds: Literal["never", "on_risk", "always"] = Field(
        "on_risk",
        title="3-D Secure",
        json_schema_extra=hints(
            "payments",
            6,
            "select",
            "Whether payers confirm with their bank: never, only when Openpay suspects fraud, or always.",
        ),
    )
    voucher_days: int = Field(
        3,
        title="Days to pay in a store or by transfer",
        ge=1,
        le=30,
        json_schema_extra=hints(
            "payments", 7, "text", "A voucher or transfer may be paid until the end of that many days after today."
        ),
    )
    webhook_user: str = Field(
        title="Webhook user",
        pattern=r"^[\x21-\x39\x3b-\x7e]{1,100}$",
        json_schema_extra=hints("webhooks", 8, "text", "Any name; Openpay shows it when it calls."),
    )
    webhook_password: SecretStr = Field(
        title="Webhook password",
        min_length=20,
        max_length=100,
        json_schema_extra=hints(
            "webhooks", 9, "password", "At least 20 random characters; Openpay shows them when it calls."
        ),
    )
    previous_webhook_password: SecretStr | None = Field(
        None,
        title="Previous webhook password",
        json_schema_extra=hints(
            "webhooks", 10, "password", "While a new password is introduced, webhooks with this one still count."
        ),
    )
    base_url: Address | None = Field(
        None,
        title="API address",
        json_schema_extra=hints(
            "connection",
            11,
            "url",
            "Only for a double or a proxy; empty means Openpay itself.",
            **{"x-show-if": {"mode": "test"}},
        ),
    )

    @field_validator("private_key")
    @classmethod
    def _is_private(cls, value: SecretStr, info: ValidationInfo) -> SecretStr:
        if not value.get_secret_value().startswith("sk_"):
            raise ValueError("The private key starts with sk_.")
        _check_mode(value.get_secret_value(), info)
        return value

    @field_validator("public_key")
    @classmethod
    def _is_of_the_mode(cls, value: str, info: ValidationInfo) -> str:
        _check_mode(value, info)
        return value

    @field_validator("previous_webhook_password")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < 20:
            raise ValueError("The previous webhook password has at least 20 characters.")
        return value


def _check_mode(key: str, info: ValidationInfo) -> None:
    mode = info.data.get("mode")
    if mode is not None and _OTHER_MODE[mode] in key:
        raise ValueError(f"This key is not one for {mode} mode.")
