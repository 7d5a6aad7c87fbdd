"""What a subscription holds as a purchase at the agreed prices: what a renewal bills, and what a change credits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.domain.catalog import AddonCharge
from backend.domain.purchases import AddonChoice, Purchase
from backend.models import Addon, Plan, Product, Subscription, SubscriptionChange
from backend.services.catalog.load_purchase import features_of, plan_title
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.sets import rows_among

# (add-on, quantity, agreed price)
Extra = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The rows that purchases name, by their ids."""

    plans: Mapping[str, Plan]
    products: Mapping[str, Product]
    addons: Mapping[str, Addon]

    def purchase(
        self, code: str, plan_id: str, quantity: int, unit_price_minor: int, extras: Sequence[Extra]
    ) -> Purchase:
        plan = self.plans[plan_id]
        return Purchase(
            plan_id=plan.id,
            plan_name=plan_title(self.products[plan.product_id], plan),
            unit_price=money(unit_price_minor, code),
            quantity=quantity,
            addons=tuple(
                AddonChoice(
                    addon_id=id,
                    name=self.addons[id].name,
                    charge=AddonCharge(self.addons[id].charge),
                    unit_price=money(price, code),
                    quantity=count,
                    features=features_of(self.addons[id].features),
                )
                for id, count, price in extras
            ),
            features=features_of(plan.features),
        )


async def held_purchase(ctx: Context, subscription: Subscription) -> Purchase:
    """What it holds now."""
    return (await read_held(ctx, subscription))[1]


async def read_held(ctx: Context, subscription: Subscription) -> tuple[Plan, Purchase]:
    """The plan that it is on, and what it holds now."""
    return (await read_all_held(ctx, [subscription]))[subscription.id]


async def read_all_held(ctx: Context, subscriptions: Sequence[Subscription]) -> dict[str, tuple[Plan, Purchase]]:
    """The same of many by their ids. Those that hold the same at the same prices share one purchase."""
    rows = await rows_among(
        """
        SELECT subscription_id, addon_id, quantity, unit_price_minor FROM subscription_addons
        WHERE merchant_id = $1 AND subscription_id = ANY($2) ORDER BY id
        """,
        ctx.merchant_id,
        [one.id for one in subscriptions],
    )
    extras: dict[str, list[Extra]] = {}
    for row in rows:
        extra = row["addon_id"], row["quantity"], row["unit_price_minor"]
        extras.setdefault(row["subscription_id"], []).append(extra)
    shelf = await _read_shelf(ctx, {one.plan_id for one in subscriptions}, {row["addon_id"] for row in rows})
    shared: dict[tuple[object, ...], Purchase] = {}
    held = {}
    for one in subscriptions:
        what = (one.currency, one.plan_id, one.quantity, one.unit_price_minor, tuple(extras.get(one.id, ())))
        purchase = shared.get(what) or shared.setdefault(what, shelf.purchase(*what))
        held[one.id] = shelf.plans[one.plan_id], purchase
    return held


async def planned_purchase(ctx: Context, subscription: Subscription, change: SubscriptionChange) -> Purchase:
    """What it will hold after a planned change."""
    extras = [(extra["addon"], extra["quantity"], extra["unit_price_minor"]) for extra in change.addons]
    shelf = await _read_shelf(ctx, {change.plan_id}, {id for id, _, _ in extras})
    return shelf.purchase(subscription.currency, change.plan_id, change.quantity, change.unit_price_minor, extras)


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


async def _read_shelf(ctx: Context, plan_ids: Collection[str], addon_ids: Collection[str]) -> _Shelf:
    plans = await Plan.filter(merchant_id=ctx.merchant_id, id__in=list(plan_ids))
    products = await Product.filter(merchant_id=ctx.merchant_id, id__in=list({plan.product_id for plan in plans}))
    addons = await Addon.filter(merchant_id=ctx.merchant_id, id__in=list(addon_ids)) if addon_ids else []
    return _Shelf({row.id: row for row in plans}, {row.id: row for row in products}, {row.id: row for row in addons})
