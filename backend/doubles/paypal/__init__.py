"""A double of PayPal: orders, captures, authorizations, refunds, the vault, disputes and signed webhooks."""

from __future__ import annotations

from .accounts import ACCOUNTS
from .double import PayPalDouble

__all__ = ["ACCOUNTS", "DEFAULT_PORT", "PayPalDouble", "make_double"]

# Of `perennial double paypal`; above the shop's, and no other double's.
DEFAULT_PORT = 8103


def make_double(public_url: str) -> PayPalDouble:
    """The double for its public address."""
    return PayPalDouble(public_url)
