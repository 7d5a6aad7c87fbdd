"""What a subscription holds as a purchase at the agreed prices: what a renewal bills, and what a change credits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from backend.domain.catalog import AddonCharge
from backend.domain.quotes import AddonChoice, Purchase
from backend.models import Addon, Plan, Product, Subscription, SubscriptionAddon, SubscriptionChange
from backend.services.catalog.load_purchase import features_of, plan_title
from backend.services.context import Context
from backend.services.currencies import money


async def held_purchase(ctx: Context, subscription: Subscription) -> Purchase:
    """What it holds now."""
    return (await read_held(ctx, subscription))[1]


async def read_held(ctx: Context, subscription: Subscription) -> tuple[Plan, Purchase]:
    """The plan that it is on, and what it holds now."""
    extras = await SubscriptionAddon.filter(merchant_id=ctx.merchant_id, subscription_id=subscription.id).order_by("id")
    return await _read(
        ctx, subscription.currency, subscription.plan_id, subscription.quantity, subscription.unit_price_minor,
        [(extra.addon_id, extra.quantity, extra.unit_price_minor) for extra in extras],
    )  # fmt: skip


async def planned_purchase(ctx: Context, subscription: Subscription, change: SubscriptionChange) -> Purchase:
    """What it will hold after a planned change."""
    _, purchase = await _read(
        ctx, subscription.currency, change.plan_id, change.quantity, change.unit_price_minor,
        [(extra["addon"], extra["quantity"], extra["unit_price_minor"]) for extra in change.addons],
    )  # fmt: skip
    return purchase


def at_agreed_prices(held: Purchase, wanted: Purchase) -> Purchase:
    """`wanted` with the agreed price of what is held already and stays, whatever that costs others by now.

    What is charged once is agreed for as many as are held; one more is bought at today's price.
    """
    agreed = {addon.addon_id: addon for addon in held.addons}

    def priced(addon: AddonChoice) -> AddonChoice:
        mine = agreed.get(addon.addon_id)
        if mine is None or (addon.charge is AddonCharge.ONE_TIME and mine.quantity < addon.quantity):
            return addon
        return replace(addon, unit_price=mine.unit_price)

    same_plan = wanted.plan_id == held.plan_id
    return replace(
        wanted,
        unit_price=held.unit_price if same_plan else wanted.unit_price,
        addons=tuple(priced(addon) for addon in wanted.addons),
    )


def addons_as_json(purchase: Purchase) -> list[dict[str, Any]]:
    """The add-ons of a purchase as a planned change keeps them."""
    return [
        {"addon": addon.addon_id, "quantity": addon.quantity, "unit_price_minor": addon.unit_price.minor}
        for addon in purchase.addons
    ]


async def _read(
    ctx: Context, code: str, plan_id: str, quantity: int, unit_price_minor: int, extras: Iterable[tuple[str, int, int]]
) -> tuple[Plan, Purchase]:
    plan = await Plan.get(merchant_id=ctx.merchant_id, id=plan_id)
    product = await Product.get(merchant_id=ctx.merchant_id, id=plan.product_id)
    extras = list(extras)
    rows: Mapping[str, Addon] = {}
    if extras:
        rows = {
            row.id: row for row in await Addon.filter(merchant_id=ctx.merchant_id, id__in=[id for id, _, _ in extras])
        }
    purchase = Purchase(
        plan_id=plan.id,
        plan_name=plan_title(product, plan),
        unit_price=money(unit_price_minor, code),
        quantity=quantity,
        addons=tuple(
            AddonChoice(
                addon_id=id, name=rows[id].name, charge=AddonCharge(rows[id].charge), unit_price=money(price, code),
                quantity=count, features=features_of(rows[id].features),
            )
            for id, count, price in extras
        ),
        features=features_of(plan.features),
    )  # fmt: skip
    return plan, purchase
