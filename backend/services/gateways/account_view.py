"""What staff see of their gateway accounts: everything but the secrets, and what is wrong where it does not work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.functions import Max

from backend.gateways.base import Gateway
from backend.models import GatewayAccount, GatewayEvent
from backend.services.context import Context
from backend.services.gateways.form import shown
from backend.services.gateways.sealing import Settings, stored_settings
from backend.services.secrets import Unsealable


@dataclass(frozen=True, slots=True)
class AccountView:
    """`plugin` is None when it is not installed; `settings` are then unknown, as they are when nothing opens them."""

    plugin: Gateway | None
    settings: Settings | None
    problem: str | None


def view_account(ctx: Context, row: GatewayAccount) -> AccountView:
    """One account, for staff. Raises Forbidden."""
    ctx.actor.require_staff()
    plugin = ctx.services.gateways.gateways.get(row.gateway)
    if plugin is None:
        return AccountView(None, None, "Its plugin is not installed, or broken.")
    try:
        stored = stored_settings(ctx, row)
    except Unsealable:
        return AccountView(plugin, None, "Its settings were sealed with a key that is not known here; enter them anew.")
    return AccountView(plugin, shown(plugin, stored), None)


async def last_events(ctx: Context, account_ids: Sequence[str]) -> list[datetime | None]:
    """When the newest webhook of each account came in."""
    mine = GatewayEvent.filter(merchant_id=ctx.merchant_id, gateway_account_id__in=list(account_ids))
    newest = mine.annotate(newest=Max("id")).group_by("gateway_account_id").values_list("newest", flat=True)
    rows = GatewayEvent.filter(merchant_id=ctx.merchant_id, id__in=await newest)
    received: dict[str, datetime] = dict(await rows.values_list("gateway_account_id", "received_at"))
    return [received.get(id) for id in account_ids]
