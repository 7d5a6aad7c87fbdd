"""What a subscription holds now: plan, quantity and add-ons at the agreed prices, with their features."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.catalog import BillingMode
from backend.domain.quotes import Feature, Purchase, overlay
from backend.models import Addon, Plan, Subscription, SubscriptionAddon
from backend.services.catalog.load_purchase import features_of
from backend.services.context import Context


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription with the rows behind it."""

    subscription: Subscription
    plan: Plan
    addons: tuple[SubscriptionAddon, ...]
    features: tuple[Feature, ...]

    @property
    def billing(self) -> BillingMode:
        """How it is paid for."""
        return BillingMode(self.plan.billing)

    def is_exactly(self, purchase: Purchase) -> bool:
        """Whether this is what `purchase` would make of it, prices included."""
        mine = self.subscription
        return (mine.plan_id, mine.quantity, mine.unit_price_minor) == (
            purchase.plan_id, purchase.quantity, purchase.unit_price.minor
        ) and {(addon.addon_id, addon.quantity, addon.unit_price_minor) for addon in self.addons} == {
            (addon.addon_id, addon.quantity, addon.unit_price.minor) for addon in purchase.addons
        }  # fmt: skip


async def load_held(ctx: Context, subscription: Subscription) -> Held:
    """Read what belongs to a subscription that the caller may see."""
    mine = ctx.merchant_id
    plan = await Plan.get(merchant_id=mine, id=subscription.plan_id)
    extras = await SubscriptionAddon.filter(merchant_id=mine, subscription_id=subscription.id).order_by("id")
    rows = await Addon.filter(merchant_id=mine, id__in=[extra.addon_id for extra in extras]) if extras else []
    addons = {row.id: row for row in rows}
    layers = [features_of(plan.features), *(features_of(addons[extra.addon_id].features) for extra in extras)]
    return Held(subscription, plan, tuple(extras), overlay(*layers))
