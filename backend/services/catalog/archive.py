"""Staff take something off sale. Who holds it goes on as before; its code stays taken."""

from __future__ import annotations

from backend.models import Addon, Plan, Product
from backend.services.catalog.own import Kind, lock_own, tell
from backend.services.context import Context
from backend.services.transaction import repeat_on_deadlock, transaction


async def archive_product(ctx: Context, *, product_id: str) -> Product:
    """Sell neither a product nor its plans any more, for staff; twice is once. Raises Forbidden and NotFound."""
    return await _archive(ctx, Product, product_id)


async def archive_plan(ctx: Context, *, plan_id: str) -> Plan:
    """Sell a plan no more, for staff; twice is once. Raises Forbidden and NotFound."""
    return await _archive(ctx, Plan, plan_id)


async def archive_addon(ctx: Context, *, addon_id: str) -> Addon:
    """Sell an add-on no more, for staff; twice is once. Raises Forbidden and NotFound."""
    return await _archive(ctx, Addon, addon_id)


@repeat_on_deadlock
async def _archive(ctx: Context, kind: type[Kind], id: str) -> Kind:
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        row = await lock_own(ctx, kind, id)
        if row.archived_at is None:
            row.archived_at = ctx.now
            await row.save(update_fields=["archived_at"])
            await tell(ctx, tx, row, "archived", {})
    return row
