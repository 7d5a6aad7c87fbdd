"""Whom an inbound event is for, where one address at the provider serves several of its accounts.

A plugin takes part by giving its Settings an attribute `account_reference`: the provider's own account behind them.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

from backend.gateways.base import GatewayEvent
from backend.models import GatewayAccount
from backend.services.context import Context
from backend.services.gateways.accounts import OpenAccount, open_or_report


class _Nobody(Enum):
    NOBODY = 0


NOBODY: Final = _Nobody.NOBODY


async def addressee(
    ctx: Context, account: OpenAccount, event: GatewayEvent
) -> GatewayAccount | Literal[_Nobody.NOBODY]:
    """The account of this merchant that the event is about: the one it came for, or a sibling of the same gateway.

    A sibling that was removed is heard as well. One whose settings cannot be read any more hinders nobody.
    """
    if event.account_reference is None or not hasattr(account.settings, "account_reference"):
        return account.row
    if _reference_of(account) == event.account_reference:
        return account.row
    siblings = GatewayAccount.filter(merchant_id=ctx.merchant_id, gateway=account.row.gateway)
    rows = await siblings.exclude(id=account.row.id).order_by("position", "id")
    for row in sorted(rows, key=lambda row: row.removed_at is not None):
        sibling = open_or_report(ctx, row)
        if sibling is not None and _reference_of(sibling) == event.account_reference:
            return row
    return NOBODY


def _reference_of(account: OpenAccount) -> object:
    return getattr(account.settings, "account_reference", None)
