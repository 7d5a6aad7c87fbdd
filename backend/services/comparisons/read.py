"""The comparisons that were made, for staff to look through."""

from __future__ import annotations

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from backend.models import GatewayComparison
from backend.services.context import Context


def find_comparisons(
    ctx: Context, *, account_id: str | None = None, differing: bool | None = None
) -> QuerySet[GatewayComparison]:
    """All of them, or those of an account, or only those with (without) differences. Raises Forbidden."""
    ctx.actor.require_staff()
    rows = GatewayComparison.filter(merchant_id=ctx.merchant_id)
    if account_id is not None:
        rows = rows.filter(gateway_account_id=account_id)
    none = Q(differences=[])
    return rows if differing is None else rows.filter(~none if differing else none)
