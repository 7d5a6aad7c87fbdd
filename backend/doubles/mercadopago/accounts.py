"""The merchants of the double, in Mexico. Their keys are public: they open nothing."""

from __future__ import annotations

from dataclasses import dataclass

SITE = "MLM"
CURRENCY = "MXN"


@dataclass(frozen=True, slots=True)
class Account:
    """A Mercado Pago account with one application. `retired_secret` signed webhooks before `webhook_secret` did."""

    user_id: int
    access_token: str
    public_key: str
    webhook_secret: str
    retired_secret: str


ACCOUNTS = (
    Account(
        1000000001, "TEST-double-one-access-token", "TEST-double-one-public-key", "double-one-webhook-secret",
        "double-one-retired-secret",
    ),
    Account(
        1000000002, "TEST-double-two-access-token", "TEST-double-two-public-key", "double-two-webhook-secret",
        "double-two-retired-secret",
    ),
)  # fmt: skip
