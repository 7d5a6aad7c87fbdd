"""Nothing was used: give a hold's units back."""

from __future__ import annotations

from backend.domain.balance import HoldEvent, HoldStatus
from backend.services.context import Context
from backend.services.transaction import repeat_on_deadlock, transaction
from backend.services.units.held import (
    Held,
    after,
    at_holds_time,
    close_hold,
    held_lots,
    lock_hold,
    put_back,
    read_held,
)


async def release_units(ctx: Context, *, hold_id: str) -> Held:
    """Give everything that is held back to its grants; units whose grant expired meanwhile expire at once.

    Repeating it is harmless. For staff. Raises Forbidden, NotFound, and IllegalTransition for a hold that is settled.
    """
    ctx.actor.require_staff()
    ctx = await at_holds_time(ctx, hold_id)
    await _release(ctx, hold_id)
    return await read_held(ctx, hold_id)


@repeat_on_deadlock
async def _release(ctx: Context, hold_id: str) -> None:
    async with transaction(ctx) as tx:
        units, hold = await lock_hold(ctx, tx, hold_id)
        if hold.status == HoldStatus.RELEASED:
            return
        await close_hold(ctx, hold, after(hold, HoldEvent.RELEASE))
        await put_back(units, hold, {lot.grant_id: lot.micro for lot in await held_lots(ctx, units, hold)})
