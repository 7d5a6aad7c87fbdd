"""Staff add an add-on to a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.catalog import AddonCharge, BillingMode, ProductKind
from backend.models import Addon, Plan, Product
from backend.services.catalog.create import Offered, create_addon
from backend.services.catalog.inputs import Amount, FeatureInput, GrantInput, Problems, code_taken_at_once
from backend.services.catalog.load_purchase import MAX_QUANTITY
from backend.services.catalog.own import own, tell_created
from backend.services.context import Context
from backend.services.transaction import transaction


@dataclass(frozen=True, slots=True)
class NewAddon:
    """An add-on as staff write it."""

    code: str
    name: str
    charge: AddonCharge
    prices: Sequence[Amount]
    max_quantity: int | None = None
    features: Sequence[FeatureInput] = ()
    grants: Sequence[GrantInput] = ()


async def add_addon(ctx: Context, *, plan_id: str, addon: NewAddon) -> Addon:
    """Put an add-on on sale, for staff. Raises Forbidden, NotFound, and InvalidInput that names each wrong field."""
    ctx.actor.require_staff()
    plan = await own(ctx, Plan, plan_id)
    product = await own(ctx, Product, plan.product_id)
    wrong = Problems()
    if product.kind == ProductKind.REFILL:
        wrong.at("planId", "NOT_OFFERED", "A refill is bought as it is, without add-ons.")
    if plan.archived_at is not None or product.archived_at is not None:
        wrong.at("planId", "ARCHIVED", "This plan is not sold any more.")
    await wrong.code(addon.code, Addon.filter(merchant_id=ctx.merchant_id, plan_id=plan.id))
    wrong.name(addon.name)
    if plan.billing == BillingMode.FROM_BALANCE and addon.charge is AddonCharge.ONE_TIME:
        wrong.at("charge", "NOT_OFFERED", "A plan billed from the balance charges nothing once.")
    check_max_quantity(wrong, addon.max_quantity)
    prices = wrong.prices(addon.prices)
    if addon.grants:
        wrong.at("grants", "NOT_OFFERED", "Units come with refills; a subscription adds none.")
    offered = Offered(wrong.features(addon.features))
    wrong.refuse()
    async with code_taken_at_once(), transaction(ctx) as tx:
        row = await create_addon(
            ctx, plan=plan, code=addon.code, name=addon.name, charge=addon.charge, prices=prices, offered=offered,
            max_quantity=addon.max_quantity,
        )  # fmt: skip
        tell_created(tx, row, {"plan": plan.id, "prices": prices})
    return row


def check_max_quantity(wrong: Problems, most: int | None) -> None:
    """The most that one subscription may hold; None for no limit of its own."""
    if most is not None and not 1 <= most <= MAX_QUANTITY:
        wrong.at("maxQuantity", "OUT_OF_RANGE", f"Give 1 to {MAX_QUANTITY}, or nothing for no limit.")
