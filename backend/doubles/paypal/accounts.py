"""The merchants of the double. Their keys are public: they open nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """A PayPal business account with one app; `webhook_id` is the webhook that was made in the dashboard."""

    client_id: str
    secret: str
    merchant_id: str
    webhook_id: str


ACCOUNTS = (
    Account("sandbox_client_id_double_one", "sandbox_secret_double_one", "MERCHANTDOUBLE1", "8PM94735J2333041A"),
    Account("sandbox_client_id_double_two", "sandbox_secret_double_two", "MERCHANTDOUBLE2", "8PM94735J2333041B"),
)
