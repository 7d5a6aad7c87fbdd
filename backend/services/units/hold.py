"""Reserve units for work of unknown size."""

from __future__ import annotations

from backend.domain.balance import HoldStatus
from backend.domain.units import MovementKind
from backend.models import UnitHold
from backend.models.ids import new_id
from backend.services.context import Context
from backend.services.idempotency import Result, once
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction
from backend.services.units.held import Held, read_held
from backend.services.units.inputs import description_input, known_customer, quantity_input, unit_input
from backend.services.units.open import open_units


async def hold_units(
    ctx: Context, *, customer_id: str, unit: str, quantity: str, description: str = "", idempotency_key: str
) -> Held:
    """Reserve `quantity` (decimal text) of a customer's units, soonest expiry first: nothing else can use them.

    What is held stays usable for this hold even when its grant expires. For staff. Raises Forbidden, InvalidInput,
    NotFound, Conflict (the key), and InsufficientUnits when less is free: then nothing is held.
    """
    ctx.actor.require_staff()
    ctx = await at_customers_time(ctx, customer_id)

    async def perform(tx: Transaction) -> Result:
        micro, text = quantity_input(quantity), description_input(description)
        customer, name = await known_customer(ctx, customer_id), unit_input(unit)
        units = await open_units(ctx, tx, customer_id=customer, unit=name)
        portions = await units.choose(micro)
        hold = await UnitHold.create(
            id=new_id("uhold"),
            merchant_id=ctx.merchant_id,
            customer_id=customer,
            account_id=units.account.id,
            unit=name,
            quantity=micro,
            status=HoldStatus.HELD.value,
            description=text,
            user_id=ctx.actor.user_id,
            created_at=ctx.now,
        )
        await units.move(MovementKind.HOLD, portions, description=text, hold_id=hold.id)
        return {"hold": hold.id}

    request = {"customer": customer_id, "unit": unit, "quantity": quantity, "description": description}
    ids = await once(ctx, operation="unitsHold", key=idempotency_key, request=request, perform=perform)
    return await read_held(ctx, ids["hold"])
