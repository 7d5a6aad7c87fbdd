"""The merchant's disputes, for staff to look through."""

from __future__ import annotations

from collections.abc import Collection

from tortoise.queryset import QuerySet

from backend.domain.dispute import DisputeStatus
from backend.models import Dispute
from backend.services.context import Context


def find_disputes(
    ctx: Context, *, statuses: Collection[DisputeStatus] | None = None, customer_id: str | None = None
) -> QuerySet[Dispute]:
    """All of them, or those that fit every filter that is given. Raises Forbidden."""
    ctx.actor.require_staff()
    rows = Dispute.filter(merchant_id=ctx.merchant_id)
    if statuses is not None:
        rows = rows.filter(status__in=[status.value for status in statuses])
    return rows if customer_id is None else rows.filter(customer_id=customer_id)
