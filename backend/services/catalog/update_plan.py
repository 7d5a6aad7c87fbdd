"""Staff change what a plan is called, what is on while it is held, and how long it can be tried."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.catalog import BillingMode, ProductKind, trial_problems
from backend.models import Plan, Product
from backend.services.catalog.inputs import FeatureInput, Problems
from backend.services.catalog.own import lock_own, own, write_changes
from backend.services.context import Context
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def update_plan(
    ctx: Context,
    *,
    plan_id: str,
    name: str | None = None,
    description: str | None = None,
    features: Sequence[FeatureInput] | None = None,
    trial_days: int | None = None,
) -> Plan:
    """Change what is given, for staff.

    Names and features are those of everybody who holds the plan, at once; a trial that began stays as long as it was.
    Raises Forbidden, NotFound, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        plan = await lock_own(ctx, Plan, plan_id)
        product = await own(ctx, Product, plan.product_id)
        wrong = Problems()
        if name is not None:
            wrong.name(name)
        if description is not None:
            wrong.description(description)
        if trial_days is not None:
            wrong.add(trial_problems(ProductKind(product.kind), BillingMode(plan.billing), trial_days))
        stored = None if features is None else wrong.features(features)
        wrong.refuse()
        given = {"name": name, "description": description, "features": stored, "trial_days": trial_days}
        await write_changes(ctx, tx, plan, {key: value for key, value in given.items() if value is not None})
    return plan
