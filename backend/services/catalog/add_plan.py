"""Staff add a plan to a product: its terms, its prices, and what it gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.catalog import BillingMode, PlanAnchor, PlanTerms, ProductKind, plan_problems
from backend.domain.periods import Interval
from backend.models import Plan, Product
from backend.services.catalog.create import Offered, create_plan
from backend.services.catalog.inputs import Amount, FeatureInput, GrantInput, Problems, code_taken_at_once
from backend.services.catalog.own import own, tell_created
from backend.services.context import Context
from backend.services.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan as staff write it. A refill has no interval, and grants units.

    With an `anchor` its periods begin on that day, of the week, the month or the year; it stays what it is.
    """

    code: str
    name: str
    description: str
    prices: Sequence[Amount]
    interval: Interval | None = None
    billing: BillingMode = BillingMode.IN_ADVANCE
    trial_days: int = 0
    features: Sequence[FeatureInput] = ()
    grants: Sequence[GrantInput] = ()
    anchor: PlanAnchor | None = None


async def add_plan(ctx: Context, *, product_id: str, plan: NewPlan) -> Plan:
    """Put a plan on sale, for staff. Raises Forbidden, NotFound, and InvalidInput that names each wrong field."""
    ctx.actor.require_staff()
    product = await own(ctx, Product, product_id)
    wrong, kind = Problems(), ProductKind(product.kind)
    if product.archived_at is not None:
        wrong.at("productId", "ARCHIVED", "This product is not sold any more.")
    await wrong.code(plan.code, Plan.filter(merchant_id=ctx.merchant_id, product_id=product.id))
    wrong.name(plan.name)
    wrong.description(plan.description)
    terms = PlanTerms(kind, plan.billing, plan.interval, plan.trial_days, bool(plan.grants), plan.anchor)
    wrong.add(plan_problems(terms))
    prices = wrong.prices(plan.prices, free=kind is not ProductKind.REFILL)
    offered = Offered(wrong.features(plan.features), wrong.grants(plan.grants))
    wrong.refuse()
    async with code_taken_at_once(), transaction(ctx) as tx:
        row = await create_plan(
            ctx, product=product, code=plan.code, name=plan.name, description=plan.description,
            interval=plan.interval, prices=prices, offered=offered, billing=plan.billing, trial_days=plan.trial_days,
            anchor=plan.anchor,
        )  # fmt: skip
        tell_created(tx, row, {"product": product.id, "prices": prices})
    return row
