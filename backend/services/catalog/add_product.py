"""Staff add a product; plans follow."""

from __future__ import annotations

from backend.domain.catalog import ProductKind
from backend.models import Product
from backend.services.catalog.create import create_product
from backend.services.catalog.inputs import Problems, code_taken_at_once
from backend.services.catalog.own import tell_created
from backend.services.context import Context
from backend.services.transaction import transaction


async def add_product(ctx: Context, *, code: str, name: str, description: str, kind: ProductKind) -> Product:
    """A product without plans yet, for staff. Raises Forbidden, and InvalidInput that names each wrong field."""
    ctx.actor.require_staff()
    wrong = Problems()
    await wrong.code(code, Product.filter(merchant_id=ctx.merchant_id))
    wrong.name(name)
    wrong.description(description)
    wrong.refuse()
    async with code_taken_at_once(), transaction(ctx) as tx:
        product = await create_product(ctx, code=code, name=name, description=description, kind=kind)
        tell_created(tx, product, {"kind": kind.value})
    return product
