"""What resolvers reach through `info.context`: the operation context, the live bus and the loaders of one operation."""

from __future__ import annotations

from typing import Any

from strawberry.types.info import Info as StrawberryInfo

from backend.events.live import LiveBus
from backend.schema.loaders import Loaders
from backend.services.context import Context


class RequestContext:
    """One operation's surroundings. A websocket makes a new one for each operation."""

    def __init__(self, ctx: Context, bus: LiveBus) -> None:
        self.ctx = ctx
        self.bus = bus
        self.loaders = Loaders(ctx)

    def look_again(self) -> None:
        """Forget what was loaded, and what time it was: a live update shows the present."""
        self.ctx = self.ctx.later()
        self.loaders = Loaders(self.ctx)


Info = StrawberryInfo[RequestContext, Any]
