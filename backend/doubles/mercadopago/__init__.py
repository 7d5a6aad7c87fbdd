"""A double of Mercado Pago: payments, pages (preferences), refunds, chargebacks, card tokens and signed webhooks."""

from __future__ import annotations

from .accounts import ACCOUNTS
from .double import MercadoPagoDouble

__all__ = ["ACCOUNTS", "DEFAULT_PORT", "MercadoPagoDouble", "make_double"]

# Of `perennial double mercadopago`; above the shop's, and no other double's.
DEFAULT_PORT = 8101


def make_double(public_url: str) -> MercadoPagoDouble:
    """The double for its public address."""
    return MercadoPagoDouble(public_url)
