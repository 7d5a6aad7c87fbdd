"""A double of PayPal: orders, captures, authorizations, refunds, the vault, disputes and signed webhooks."""

from __future__ import annotations

from .accounts import ACCOUNTS
from .double import PayPalDouble

__all__ = ["ACCOUNTS", "PayPalDouble", "make_double"]


def make_double(public_url: str) -> PayPalDouble:
    """The double for its public address."""
    return PayPalDouble(public_url)
