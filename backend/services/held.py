"""Wait for somebody else who walks the same row."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

from tortoise.queryset import QuerySet

from backend.services.context import Context

_LOOK_AGAIN_AFTER = timedelta(milliseconds=100)


async def wait_for_holder(ctx: Context, held: QuerySet[Any]) -> None:
    """A worker's look, or a twin of this request, walks it: its result is ours too, if it comes in time."""
    with suppress(TimeoutError):
        async with asyncio.timeout(ctx.services.limits.gateway_call.total_seconds()):
            while await held.exists():  # noqa: ASYNC110 - the holder may be another process
                await asyncio.sleep(_LOOK_AGAIN_AFTER.total_seconds())
