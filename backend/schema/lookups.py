"""One thing by its id: what is not yours and what does not exist look the same, null."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

import strawberry

from backend import models
from backend.models.ids import prefix_of
from backend.schema.access import Merchant
from backend.schema.catalog import Addon, Plan, Product
from backend.schema.context import Info
from backend.schema.entities import Customer, Invoice, Payment, Subscription
from backend.schema.node import Node
from backend.services.visibility import visible, visible_customers

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]


async def find_subscription(info: Info, id: str) -> Subscription | None:
    """A subscription that the actor may see."""
    row = await visible(info.context.ctx, models.Subscription).get_or_none(id=id)
    return Subscription.of(row) if row else None


async def find_invoice(info: Info, id: str) -> Invoice | None:
    """An invoice that the actor may see."""
    row = await visible(info.context.ctx, models.Invoice).get_or_none(id=id)
    return Invoice.of(row) if row else None


async def find_payment(info: Info, id: str) -> Payment | None:
    """A payment that the actor may see."""
    row = await visible(info.context.ctx, models.Payment).get_or_none(id=id)
    return Payment.of(row) if row else None


async def _product(info: Info, id: str) -> Product | None:
    row = await info.context.loaders.product.load(id)
    return Product.of(row) if row else None


async def _plan(info: Info, id: str) -> Plan | None:
    row = await info.context.loaders.plan.load(id)
    return Plan.of(row) if row else None


async def _addon(info: Info, id: str) -> Addon | None:
    row = await info.context.loaders.addon.load(id)
    return Addon.of(row) if row else None


async def _customer(info: Info, id: str) -> Customer | None:
    row = await visible_customers(info.context.ctx).get_or_none(id=id)
    return Customer.of(row) if row else None


async def _merchant(info: Info, id: str) -> Merchant | None:
    merchant_id = info.context.ctx.merchant_id
    return Merchant.of(await info.context.loaders.merchant.load(merchant_id)) if id == merchant_id else None


_BY_PREFIX: dict[str, Callable[[Info, str], Awaitable[Node | None]]] = {
    "prod": _product,
    "plan": _plan,
    "addon": _addon,
    "cus": _customer,
    "mer": _merchant,
    "sub": find_subscription,
    "inv": find_invoice,
    "pay": find_payment,
}


@strawberry.type
class LookupQuery:
    @strawberry.field(description="Anything that has an id and that you may see.")
    async def node(self, info: Info, id: Id) -> Node | None:
        find = _BY_PREFIX.get(prefix_of(id))
        return await find(info, id) if find else None

    @strawberry.field(description="One of your subscriptions; staff: any of the merchant's.")
    async def subscription(self, info: Info, id: Id) -> Subscription | None:
        return await find_subscription(info, id)

    @strawberry.field(description="One of your invoices; staff: any of the merchant's.")
    async def invoice(
        self, info: Info, id: Annotated[strawberry.ID | None, strawberry.argument(description="Its id.")] = None
    ) -> Invoice | None:
        return await find_invoice(info, id) if id is not None else None

    @strawberry.field(description="One of your payments; staff: any of the merchant's.")
    async def payment(self, info: Info, id: Id) -> Payment | None:
        return await find_payment(info, id)
