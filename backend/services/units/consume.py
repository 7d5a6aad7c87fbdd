"""Use units up: at once, or not at all."""

from __future__ import annotations

from backend.domain.units import MovementKind
from backend.models import UnitAccount
from backend.services.context import Context
from backend.services.idempotency import Result, once
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction
from backend.services.units.inputs import description_input, known_customer, quantity_input, unit_input
from backend.services.units.open import open_units


async def consume_units(
    ctx: Context, *, customer_id: str, unit: str, quantity: str, description: str = "", idempotency_key: str
) -> UnitAccount:
    """Take `quantity` (decimal text) of a customer's units: soonest expiry first, then the oldest.

    For staff. Raises Forbidden, InvalidInput, NotFound, Conflict (the key), and InsufficientUnits when less is free:
    then nothing is used.
    """
    ctx.actor.require_staff()
    ctx = await at_customers_time(ctx, customer_id)

    async def perform(tx: Transaction) -> Result:
        micro, text = quantity_input(quantity), description_input(description)
        customer, name = await known_customer(ctx, customer_id), unit_input(unit)
        units = await open_units(ctx, tx, customer_id=customer, unit=name)
        await units.move(MovementKind.CONSUME, await units.choose(micro), description=text)
        return {"account": units.account.id}

    request = {"customer": customer_id, "unit": unit, "quantity": quantity, "description": description}
    ids = await once(ctx, operation="unitsConsume", key=idempotency_key, request=request, perform=perform)
    return await UnitAccount.get(merchant_id=ctx.merchant_id, id=ids["account"])
