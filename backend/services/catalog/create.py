"""Write products, plans and add-ons with their prices, as they are given: for what is set up by hand, like the demo.

What staff write is checked first and told afterwards, by `add_product`, `add_plan` and `add_addon`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.currencies import currency
from backend.domain.catalog import AddonCharge, BillingMode, PlanAnchor, ProductKind
from backend.domain.errors import InvalidInput
from backend.domain.periods import Interval
from backend.domain.units import read_rules
from backend.models import Addon, Plan, Price, Product
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.transaction import transaction


@dataclass(frozen=True, slots=True)
class Offered:
    """What a plan or an add-on gives: features, and units by purchase."""

    features: Sequence[Mapping[str, Any]] = ()
    grants: Sequence[Mapping[str, Any]] = ()


async def create_product(ctx: Context, *, code: str, name: str, description: str, kind: ProductKind) -> Product:
    """A product without plans yet. IntegrityError when the code is taken."""
    return await Product.create(
        id=new_id("prod"),
        merchant_id=ctx.merchant_id,
        code=code,
        name=name,
        description=description,
        kind=kind.value,
        created_at=ctx.now,
    )


async def create_plan(
    ctx: Context,
    *,
    product: Product,
    code: str,
    name: str,
    description: str,
    interval: Interval | None,
    prices: Mapping[str, int],
    offered: Offered,
    billing: BillingMode = BillingMode.IN_ADVANCE,
    trial_days: int = 0,
    anchor: PlanAnchor | None = None,
) -> Plan:
    """A plan; `prices` are minor units by currency code. A refill has no interval; an `anchor` is its fixed day.

    Raises MalformedRule for something offered that cannot be granted, InvalidInput for a plan billed from the balance
    that could never be debited: without an interval, or of a refill.
    """
    read_rules(offered.grants)
    if billing is BillingMode.FROM_BALANCE:
        if product.kind != ProductKind.SUBSCRIPTION:
            raise InvalidInput.at("billing", "NOT_OFFERED", "A refill is paid for with each purchase.")
        if interval is None:
            raise InvalidInput.at("interval", "REQUIRED", "Say what stretch of time the price is for.")
    async with transaction(ctx):
        plan = await Plan.create(
            id=new_id("plan"),
            merchant_id=ctx.merchant_id,
            product_id=product.id,
            code=code,
            name=name,
            description=description,
            interval_unit=interval.unit.value if interval else None,
            interval_count=interval.count if interval else None,
            anchor_month=anchor.month if anchor else None,
            anchor_day=anchor.day if anchor else None,
            billing=billing.value,
            trial_days=trial_days,
            features=list(offered.features),
            grants=list(offered.grants),
            position=await Plan.filter(merchant_id=ctx.merchant_id, product_id=product.id).count(),
            created_at=ctx.now,
        )
        await _write_prices(ctx, prices, plan_id=plan.id)
    return plan


async def create_addon(
    ctx: Context,
    *,
    plan: Plan,
    code: str,
    name: str,
    charge: AddonCharge,
    prices: Mapping[str, int],
    offered: Offered,
    max_quantity: int | None = None,
) -> Addon:
    """An add-on of one plan; `prices` are minor units by currency code.

    Raises InvalidInput for a one-time add-on of a plan billed from the balance: there is no invoice to put it on.
    """
    if plan.billing == BillingMode.FROM_BALANCE and charge is AddonCharge.ONE_TIME:
        raise InvalidInput.at("charge", "NOT_OFFERED", "A plan billed from the balance charges nothing once.")
    async with transaction(ctx):
        addon = await Addon.create(
            id=new_id("addon"),
            merchant_id=ctx.merchant_id,
            plan_id=plan.id,
            code=code,
            name=name,
            charge=charge.value,
            max_quantity=max_quantity,
            features=list(offered.features),
            grants=list(offered.grants),
            position=await Addon.filter(merchant_id=ctx.merchant_id, plan_id=plan.id).count(),
            created_at=ctx.now,
        )
        await _write_prices(ctx, prices, addon_id=addon.id)
    return addon


async def _write_prices(
    ctx: Context, prices: Mapping[str, int], *, plan_id: str | None = None, addon_id: str | None = None
) -> None:
    await Price.bulk_create(
        [
            Price(
                id=new_id("price"),
                merchant_id=ctx.merchant_id,
                plan_id=plan_id,
                addon_id=addon_id,
                currency=currency(code).code,
                amount_minor=minor,
                created_at=ctx.now,
            )
            for code, minor in prices.items()
        ]
    )
