"""Which setups are due, over all merchants: the look that a bell or the clock asks for."""

from __future__ import annotations

from backend.models import PaymentSetup
from backend.services.context import Context, Services
from backend.services.due import walk_due
from backend.services.setups.walk import walk_setup


async def walk_due_setups(services: Services) -> int:
    """Walk every setup that is due now, the longest waiting first; answers how many were walked."""
    return await walk_due(services, PaymentSetup.all(), _walk, what="payment setup")


async def _walk(ctx: Context, id: str) -> bool:
    return await walk_setup(ctx, setup_id=id)
