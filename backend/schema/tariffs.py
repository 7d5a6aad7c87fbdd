"""What a subscription shows of the balance that it is debited from."""

from __future__ import annotations

from datetime import datetime

import strawberry

from backend import models
from backend.schema.context import Info


@strawberry.type
class SubscriptionTariff:
    row: strawberry.Private[models.Subscription]

    @strawberry.field(
        description="The second until which the balance pays for it. Null when it is not billed from the balance, is "
        "suspended or free, or is paid for 100 years."
    )
    async def funded_until(self, info: Info) -> datetime | None:
        tariff = await self._tariff(info)
        return tariff.funded_until if tariff else None

    @strawberry.field(
        description="Up to when its time is debited: at most an hour ago for plans by the hour, a day for all others. "
        "Null when it is not billed from the balance."
    )
    async def last_billed_at(self, info: Info) -> datetime | None:
        tariff = await self._tariff(info)
        return tariff.last_billed_at if tariff else None

    async def _tariff(self, info: Info) -> models.Tariff | None:
        rows = await info.context.loaders.tariffs_of_subscription.load(self.row.id)
        return rows[0] if rows else None
