"""A subscription as the gateway names what it collects for it."""

from __future__ import annotations

import strawberry

from backend import models
from backend.schema.context import Info


@strawberry.type(description="What the gateway says of a subscription's latest payment.")
class SubscriptionGateway:
    """The part of `Subscription` that is about the gateway which collects for it."""

    row: strawberry.Private[models.Subscription]

    @strawberry.field(description="The gateway's own word for where its latest payment stands; null without one.")
    async def gateway_status(self, info: Info) -> str | None:
        attempt = await info.context.loaders.latest_attempt_of_subscription.load(self.row.id)
        return attempt.gateway_status if attempt else None

    @strawberry.field(description="The gateway's own id of its latest payment; null without one.")
    async def gateway_reference(self, info: Info) -> str | None:
        attempt = await info.context.loaders.latest_attempt_of_subscription.load(self.row.id)
        return attempt.gateway_reference if attempt else None
