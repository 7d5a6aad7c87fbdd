"""The inbox as staff see it: what gateways told, and telling it again to ourselves."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.queryset import QuerySet

from backend.domain.errors import NotFound, NotSupported
from backend.domain.inbox import EventStatus
from backend.models import GatewayEvent
from backend.services.context import Context
from backend.services.gateways.apply import apply_event
from backend.services.gateways.receive import IGNORED_KIND


def find_events(
    ctx: Context,
    *,
    account_id: str | None = None,
    statuses: Collection[EventStatus] | None = None,
    kind: str | None = None,
) -> QuerySet[GatewayEvent]:
    """All of them, or those that fit every filter; `kind` is exact. Raises Forbidden."""
    ctx.actor.require_staff()
    rows = GatewayEvent.filter(merchant_id=ctx.merchant_id)
    if account_id is not None:
        rows = rows.filter(gateway_account_id=account_id)
    if statuses is not None:
        rows = rows.filter(status__in=[status.value for status in statuses])
    return rows if kind is None else rows.filter(kind=kind)


async def replay_event(ctx: Context, *, event_id: str) -> GatewayEvent:
    """Apply an event again, from its first try on: what was applied before changes nothing more.

    For staff. Raises Forbidden, NotFound, and NotSupported for one that brought nothing to apply.
    """
    ctx.actor.require_staff()
    own = GatewayEvent.filter(merchant_id=ctx.merchant_id, id=event_id)
    event = await own.get_or_none()
    if event is None:
        raise NotFound("There is no such event.", event_id)
    if event.kind == IGNORED_KIND or (event.status == "IGNORED" and event.tries == 0):
        raise NotSupported("There is nothing in it for us to apply.")
    await own.update(status="RECEIVED", outcome=None, tries=0, next_try_at=ctx.now)
    await apply_event(ctx, event_id=event.id)
    return await own.get()
