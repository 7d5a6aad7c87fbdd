"""What resolvers reach through `info.context`: the operation context, the live bus and the loaders of one operation."""

from __future__ import annotations

from typing import Any

from strawberry.types.info import Info as StrawberryInfo

from backend.events.live import LiveBus
from backend.schema.loaders import Loaders
from backend.services.context import Context
from backend.services.timelines import at_customers_time


class RequestContext:
    """One operation's surroundings. A websocket makes a new one for each operation."""

    def __init__(self, ctx: Context, bus: LiveBus) -> None:
        self.ctx = ctx
        self.bus = bus
        self.loaders = Loaders(ctx)

    async def catch_up(self) -> None:
        """Look again, also at where a customer's test clock stands by now."""
        customer_id = self.ctx.actor.customer_id
        self.look_again()
        if customer_id is not None:
            self.ctx = await at_customers_time(self.ctx, customer_id)
            self.loaders = Loaders(self.ctx)

    def look_again(self) -> None:
        """Forget what was loaded, and what time it was: a live update shows the present."""
        self.ctx = self.ctx.later()
        self.loaders = Loaders(self.ctx)


Info = StrawberryInfo[RequestContext, Any]
