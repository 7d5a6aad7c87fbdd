"""The plans of a year that is told twice, and its customers, as the product has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.domain.periods import Interval, IntervalUnit
from backend.models import Addon, Customer, Plan, Product, User
from backend.models.ids import new_id
from backend.services.catalog.create import Offered, create_addon, create_plan, create_product
from backend.services.context import Actor, Context, Role
from tests.scenarios.recomputed import script
from tests.scenarios.recomputed.script import Person


async def year_customer(ctx: Context, person: Person) -> tuple[Customer, Actor]:
    """Somebody new, who never signs in with a password."""
    email = f"person-{person.number}@example.com"
    mine: dict[str, Any] = {"merchant_id": ctx.merchant_id, "email": email, "created_at": ctx.now}
    row = await Customer.create(id=new_id("cus"), name="Ana Torres", locale="en", currency="USD", **mine)
    user = await User.create(id=new_id("usr"), role="CUSTOMER", customer_id=row.id, password_hash="", **mine)
    return row, Actor(Role.CUSTOMER, ctx.merchant_id, user_id=user.id, customer_id=row.id)


async def year_catalogue(ctx: Context) -> tuple[dict[str, Plan], dict[tuple[str, str], Addon]]:
    """The plans by their code, and the add-ons by the plan's code and theirs."""
    plans: dict[str, Plan] = {}
    extras: dict[tuple[str, str], Addon] = {}
    for code, offered in (("sites", script.SITES), ("servers", script.SERVERS)):
        product = await create_product(ctx, code=code, name=code, description=code, kind=ProductKind.SUBSCRIPTION)
        for plan in offered.values():
            plans[plan.code] = await _plan(ctx, product, plan)
            for extra in plan.extras:
                extras[plan.code, extra.code] = await create_addon(
                    ctx, plan=plans[plan.code], code=extra.code, name=extra.code, prices={"USD": extra.minor},
                    charge=AddonCharge.ONE_TIME if extra.once else AddonCharge.RECURRING,
                    offered=_features(extra.features),
                )  # fmt: skip
    return plans, extras


async def _plan(ctx: Context, product: Product, plan: script.Plan) -> Plan:
    return await create_plan(
        ctx, product=product, code=plan.code, name=plan.code, description=plan.code,
        interval=Interval(IntervalUnit(plan.unit), plan.count), prices={"USD": plan.minor},
        offered=_features(plan.features), trial_days=plan.trial_days,
        billing=BillingMode.FROM_BALANCE if plan.metered else BillingMode.IN_ADVANCE,
    )  # fmt: skip


def _features(codes: Sequence[str]) -> Offered:
    return Offered([{"code": code, "name": code, "value": None} for code in codes])
