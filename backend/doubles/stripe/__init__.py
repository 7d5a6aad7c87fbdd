"""A double of Stripe: its v1 API for cards, Checkout, Stripe.js' part in the browser, webhooks and the control API."""

from __future__ import annotations

from .accounts import CONNECTED, ONE, TWO, Account
from .double import StripeDouble

__all__ = ["CONNECTED", "DEFAULT_PORT", "ONE", "TWO", "Account", "StripeDouble", "make_double"]

# Of `perennial double stripe`; above the shop's, and no other double's.
DEFAULT_PORT = 8104


def make_double(public_url: str) -> StripeDouble:
    """The double for the address at which browsers and merchants reach it."""
    return StripeDouble(public_url)
