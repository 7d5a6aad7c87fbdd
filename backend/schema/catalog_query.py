"""Looking into the catalogue: what is on sale for everybody, what is not any more for staff and for who holds it."""

from __future__ import annotations

from typing import Annotated

import strawberry

from backend import models
from backend.domain.catalog import ProductKind
from backend.schema.catalog import Addon, Archived, Plan, Product
from backend.schema.connections import After, Before, Connection, First, Last, PageArguments, connect
from backend.schema.context import Info
from backend.services.catalog.visible import sees_addon, sees_plan, sees_product


async def find_product(info: Info, id: str) -> Product | None:
    """A product that the actor may see."""
    row = await info.context.loaders.product.load(id)
    return Product.of(row) if row and await sees_product(info.context.ctx, row) else None


async def find_plan(info: Info, id: str) -> Plan | None:
    """A plan that the actor may see."""
    loaders = info.context.loaders
    row = await loaders.plan.load(id)
    product = await loaders.product.load(row.product_id) if row else None
    return Plan.of(row) if row and product and await sees_plan(info.context.ctx, row, product) else None


async def find_addon(info: Info, id: str) -> Addon | None:
    """An add-on that the actor may see."""
    loaders = info.context.loaders
    row = await loaders.addon.load(id)
    plan = await loaders.plan.load(row.plan_id) if row else None
    product = await loaders.product.load(plan.product_id) if plan else None
    if row is None or plan is None or product is None:
        return None
    return Addon.of(row) if await sees_addon(info.context.ctx, row, plan, product) else None


@strawberry.type
class CatalogQuery:
    @strawberry.field(description="The products on sale. Public.")
    async def products(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        kind: Annotated[ProductKind | None, strawberry.argument(description="Only products of this kind.")] = None,
        archived: Archived = False,
    ) -> Connection[Product]:
        ctx = info.context.ctx
        rows = models.Product.filter(merchant_id=ctx.merchant_id)
        if not (archived and ctx.actor.is_staff):
            rows = rows.filter(archived_at=None)
        if kind is not None:
            rows = rows.filter(kind=kind.value)
        return await connect(rows, PageArguments(first, after, last, before), Product.of, newest_first=False)

    @strawberry.field(
        description="One product, by id or by code. Public; what is not sold any more for staff and its holders."
    )
    async def product(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="Its id.")] = None,
        code: Annotated[str | None, strawberry.argument(description="Its code.")] = None,
    ) -> Product | None:
        if (id is None) == (code is None):
            return None
        if id is not None:
            return await find_product(info, id)
        ctx = info.context.ctx
        row = await models.Product.get_or_none(merchant_id=ctx.merchant_id, code=code)
        return Product.of(row) if row and await sees_product(ctx, row) else None

    @strawberry.field(description="One plan. Public; what is not sold any more for staff and its holders.")
    async def plan(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")]
    ) -> Plan | None:
        return await find_plan(info, id)
