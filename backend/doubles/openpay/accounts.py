"""The merchants that the double knows, with keys that open nothing anywhere else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant. Until it registers a webhook, events are shown as if for one of the dashboard, with these words."""

    merchant_id: str
    private_key: str
    public_key: str
    webhook_user: str
    webhook_password: str
    previous_webhook_password: str


ACCOUNTS = tuple(
    Account(
        merchant_id=f"mdouble{word}".ljust(20, "0"),
        private_key=f"sk_test_double_openpay_{word}",
        public_key=f"pk_test_double_openpay_{word}",
        webhook_user=f"openpay-{word}",
        webhook_password=f"double-webhook-password-{word}",
        previous_webhook_password=f"double-former-password-{word}",
    )
    for word in ("one", "two")
)
