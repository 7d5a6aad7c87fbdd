"""What the gateway of a payment can give back."""

from __future__ import annotations

from typing import Literal

from backend.models import Payment
from backend.services.context import Context

Ability = Literal["none", "full", "partial"]


def refund_ability(ctx: Context, payment: Payment) -> Ability:
    """None without a gateway, with one that is not there any more, and of what it has no name for."""
    gateway = ctx.services.gateways.gateways.get(payment.gateway)
    if payment.gateway_account_id is None or gateway is None or payment.gateway_reference is None:
        return "none"
    return gateway.capabilities.refunds
