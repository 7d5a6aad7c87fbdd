"""The double's accounts. Their keys are public: they open nothing but a double."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """A merchant at the double. `webhook_secret` signs what goes to the endpoint that the dashboard made.

    `platform` is the account whose keys may act for this one, in the header `Stripe-Account`.
    """

    id: str
    publishable_key: str
    secret_key: str
    webhook_secret: str
    old_webhook_secret: str
    platform: str | None = None


ONE = Account(
    "acct_1DoubleOne",
    "pk_test_double_one_0123456789abcdef",
    "sk_test_double_one_0123456789abcdef",
    "whsec_double_one_0123456789abcdef",
    "whsec_double_one_of_last_year_0123",
)
TWO = Account(
    "acct_1DoubleTwo",
    "pk_test_double_two_0123456789abcdef",
    "sk_test_double_two_0123456789abcdef",
    "whsec_double_two_0123456789abcdef",
    "whsec_double_two_of_last_year_0123",
)
CONNECTED = Account(
    "acct_1DoubleConnected",
    "pk_test_double_connected_0123456789",
    "sk_test_double_connected_0123456789",
    "whsec_double_connected_0123456789",
    "whsec_double_connected_of_last_year",
    platform=ONE.id,
)
ALL = (ONE, TWO, CONNECTED)
