"""Staff call a product something else."""

from __future__ import annotations

from backend.models import Product
from backend.services.catalog.inputs import Problems
from backend.services.catalog.own import lock_own, write_changes
from backend.services.context import Context
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def update_product(
    ctx: Context, *, product_id: str, name: str | None = None, description: str | None = None
) -> Product:
    """Change what is given, for staff. Raises Forbidden, NotFound, and InvalidInput that names each wrong field."""
    ctx.actor.require_staff()
    given = {"name": name, "description": description}
    async with transaction(ctx) as tx:
        product = await lock_own(ctx, Product, product_id)
        wrong = Problems()
        if name is not None:
            wrong.name(name)
        if description is not None:
            wrong.description(description)
        wrong.refuse()
        await write_changes(ctx, tx, product, {key: value for key, value in given.items() if value is not None})
    return product
