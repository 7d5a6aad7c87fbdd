"""The add-ons that a subscription holds, with the prices that were agreed."""

from __future__ import annotations

from backend.domain.purchases import Purchase
from backend.models import SubscriptionAddon
from backend.models.ids import new_id
from backend.services.context import Context


async def hold_addons(ctx: Context, *, subscription_id: str, purchase: Purchase) -> None:
    """Let a subscription that holds none hold those of a purchase."""
    await SubscriptionAddon.bulk_create(
        [
            SubscriptionAddon(
                id=new_id("suba"),
                merchant_id=ctx.merchant_id,
                subscription_id=subscription_id,
                addon_id=addon.addon_id,
                quantity=addon.quantity,
                unit_price_minor=addon.unit_price.minor,
            )
            for addon in purchase.addons
        ]
    )


async def drop_addons(ctx: Context, *, subscription_id: str) -> None:
    """Let it hold none."""
    await SubscriptionAddon.filter(merchant_id=ctx.merchant_id, subscription_id=subscription_id).delete()
