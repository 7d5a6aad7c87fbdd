"""Work is done: use what it took of a hold, and give the rest back."""

from __future__ import annotations

from backend.domain.balance import HoldEvent
from backend.domain.errors import InvalidInput
from backend.domain.units import MovementKind, format_quantity, take
from backend.services.context import Context
from backend.services.idempotency import Result, once
from backend.services.transaction import Transaction
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
from backend.services.units.inputs import quantity_input


async def settle_units(ctx: Context, *, hold_id: str, quantity: str | None = None, idempotency_key: str) -> Held:
    """Use `quantity` (decimal text; without it everything) of what is held, soonest expiry first; release the rest.

    For staff. Raises Forbidden, NotFound, InvalidInput for more than is held, IllegalTransition for a hold that is
    closed, and Conflict (the key).
    """
    ctx.actor.require_staff()
    ctx = await at_holds_time(ctx, hold_id)

    async def perform(tx: Transaction) -> Result:
        asked = None if quantity is None else quantity_input(quantity)
        units, hold = await lock_hold(ctx, tx, hold_id)
        micro, status = asked or hold.quantity, after(hold, HoldEvent.SETTLE)
        lots = await held_lots(ctx, units, hold)
        portions = take(lots, micro)
        if portions is None:
            raise InvalidInput.at("quantity", "OUT_OF_RANGE", f"This hold has {format_quantity(hold.quantity)}.")
        await close_hold(ctx, hold, status, settled_micro=micro)
        await units.move(MovementKind.SETTLE, portions, description=hold.description, hold_id=hold.id)
        left = {lot.grant_id: lot.micro for lot in lots}
        for portion in portions:
            left[portion.grant_id] -= portion.micro
        await put_back(units, hold, left)
        return {"hold": hold.id}

    request = {"hold": hold_id, "quantity": quantity}
    ids = await once(ctx, operation="unitsSettle", key=idempotency_key, request=request, perform=perform)
    return await read_held(ctx, ids["hold"])
