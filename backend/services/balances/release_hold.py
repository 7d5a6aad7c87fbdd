"""Nothing was used: free what a hold kept."""

from __future__ import annotations

from backend.domain.balance import HoldEvent
from backend.models import BalanceHold
from backend.services.balances.held import at_holds_time, close_hold, open_hold
from backend.services.context import Context
from backend.services.transaction import repeat_on_deadlock, transaction


async def release_hold(ctx: Context, *, hold_id: str) -> BalanceHold:
    """Free everything that is held. The balance stays what it is; suspended tariffs go on with what is free.

    For staff. Raises Forbidden, NotFound, and IllegalTransition for a hold that has ended.
    """
    ctx.actor.require_staff()
    ctx = await at_holds_time(ctx, hold_id)
    await _release(ctx, hold_id)
    return await BalanceHold.get(merchant_id=ctx.merchant_id, id=hold_id)


@repeat_on_deadlock
async def _release(ctx: Context, hold_id: str) -> None:
    async with transaction(ctx) as tx, open_hold(ctx, tx, hold_id) as opened:
        await close_hold(ctx, opened, HoldEvent.RELEASE)
