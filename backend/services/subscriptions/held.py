"""What a subscription holds now: plan, quantity and add-ons at the agreed prices, with their features."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.calendars import Calendar
from backend.domain.catalog import BillingMode
from backend.domain.periods import Interval
from backend.domain.purchases import Feature, Purchase, merge_features
from backend.models import Plan, Subscription
from backend.services.catalog.load_purchase import plan_calendar, plan_interval
from backend.services.context import Context
from backend.services.subscriptions.purchase import read_held


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription, the plan that it is on, and all that it holds."""

    subscription: Subscription
    plan: Plan
    purchase: Purchase

    @property
    def billing(self) -> BillingMode:
        """How it is paid for."""
        return BillingMode(self.plan.billing)

    @property
    def interval(self) -> Interval:
        """What the price is for."""
        return plan_interval(self.plan)

    @property
    def calendar(self) -> Calendar:
        """When what the price is for begins."""
        return plan_calendar(self.plan)

    @property
    def features(self) -> tuple[Feature, ...]:
        """What is on while it is."""
        return merge_features(self.purchase)

    def is_exactly(self, purchase: Purchase) -> bool:
        """Whether this is what `purchase` would make of it, prices included."""
        return _figures(self.purchase) == _figures(purchase)


async def load_held(ctx: Context, subscription: Subscription) -> Held:
    """Read what belongs to a subscription that the caller may see."""
    plan, purchase = await read_held(ctx, subscription)
    return Held(subscription, plan, purchase)


def _figures(purchase: Purchase) -> tuple[object, ...]:
    addons = {(addon.addon_id, addon.quantity, addon.unit_price) for addon in purchase.addons}
    return purchase.plan_id, purchase.quantity, purchase.unit_price, addons
