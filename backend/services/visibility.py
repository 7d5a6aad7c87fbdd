"""Who may see a row: a customer only their own, staff and our own jobs the merchant's, a visitor nothing.

Everything that is loaded by an id from outside goes through here, so foreign and absent look the same.
"""

from __future__ import annotations

from typing import TypeVar

from tortoise.queryset import QuerySet

from backend.models import (
    BalanceHold,
    BalanceTransaction,
    Collection,
    Customer,
    Discount,
    Invoice,
    Payment,
    PaymentMethod,
    PaymentSetup,
    Refund,
    Subscription,
    UnitGrant,
    UnitHold,
)
from backend.services.context import Context, Role

Owned = TypeVar(
    "Owned", Subscription, Invoice, Payment, Collection, PaymentMethod, Refund, UnitGrant, UnitHold, BalanceTransaction,
    BalanceHold, Discount, PaymentSetup,
)  # fmt: skip


def visible(ctx: Context, model: type[Owned]) -> QuerySet[Owned]:
    """The rows of a customer's noun that the actor may see."""
    rows = model.filter(merchant_id=ctx.merchant_id)
    if ctx.actor.role in (Role.STAFF, Role.SYSTEM):
        return rows
    # No customer has the empty id: a visitor sees nothing.
    return rows.filter(customer_id=ctx.actor.customer_id or "")


def visible_customers(ctx: Context) -> QuerySet[Customer]:
    """The customers that the actor may see."""
    rows = Customer.filter(merchant_id=ctx.merchant_id)
    return rows if ctx.actor.role in (Role.STAFF, Role.SYSTEM) else rows.filter(id=ctx.actor.customer_id or "")
