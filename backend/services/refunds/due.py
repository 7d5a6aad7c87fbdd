"""Which refunds are due, over all merchants: the look that a bell or the clock asks for."""

from __future__ import annotations

from backend.models import Refund
from backend.services.context import Context, Services
from backend.services.due import walk_due
from backend.services.refunds.collect import collect_refund


async def collect_due_refunds(services: Services) -> int:
    """Walk every refund that is due now, the longest waiting first; answers how many were walked."""
    return await walk_due(services, Refund.all(), _collect, what="refund")


async def _collect(ctx: Context, id: str) -> bool:
    return await collect_refund(ctx, refund_id=id)
