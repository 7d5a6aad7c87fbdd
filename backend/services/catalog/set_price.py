"""Staff say what a plan or an add-on costs from now on. Who holds it keeps the price that was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.catalog import ProductKind
from backend.models import Addon, Plan, Price, Product
from backend.models.ids import new_id
from backend.services.catalog.inputs import Amount, Problems
from backend.services.catalog.own import lock_own, own, tell
from backend.services.context import Context
from backend.services.transaction import Transaction, repeat_on_deadlock, transaction


@repeat_on_deadlock
async def set_plan_price(ctx: Context, *, plan_id: str, price: Amount) -> Plan:
    """The price of a plan in one currency for new subscriptions, for staff; `migrate_plan_price` moves the others.

    Raises Forbidden, NotFound, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        plan = await lock_own(ctx, Plan, plan_id)
        product = await own(ctx, Product, plan.product_id)
        await _set(ctx, tx, plan, {"plan_id": plan.id}, price, free=product.kind != ProductKind.REFILL)
    return plan


@repeat_on_deadlock
async def set_addon_price(ctx: Context, *, addon_id: str, price: Amount) -> Addon:
    """The price of an add-on in one currency for whoever adds it from now on, for staff.

    Raises Forbidden, NotFound, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        addon = await lock_own(ctx, Addon, addon_id)
        await _set(ctx, tx, addon, {"addon_id": addon.id}, price, free=True)
    return addon


async def _set(
    ctx: Context, tx: Transaction, row: Plan | Addon, of: Mapping[str, Any], amount: Amount, *, free: bool
) -> None:
    """Write the price of a locked row, and announce it; the same price again is nothing new."""
    wrong = Problems()
    price = wrong.price(amount, "price", free=free)
    wrong.refuse()
    assert price is not None, "what is not refused is a price"
    code = price.currency.code
    mine = Price.filter(merchant_id=ctx.merchant_id, currency=code, **of)
    # Behind a migration to the old price, which holds this row batch by batch.
    before = await mine.select_for_update().get_or_none()
    if before is None:
        await Price.create(
            id=new_id("price"), merchant_id=ctx.merchant_id, currency=code, amount_minor=price.minor,
            created_at=ctx.now, **of,
        )  # fmt: skip
    elif before.amount_minor != price.minor:
        await mine.update(amount_minor=price.minor)
    else:
        return
    told = {"currency": code, "amount_minor": price.minor, "before_minor": before.amount_minor if before else None}
    await tell(ctx, tx, row, "price_set", told)
