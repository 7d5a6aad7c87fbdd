"""Choose the saved method that is offered first, and that stands in where none was chosen."""

from __future__ import annotations

from backend.models import PaymentMethod
from backend.services.collections.another_method import lock_behind, try_another
from backend.services.context import Context
from backend.services.payment_methods.keep import announce_method, lock_methods, no_default
from backend.services.payment_methods.own import own_method
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def set_default_method(ctx: Context, *, method_id: str) -> PaymentMethod:
    """Make one of the signed-in customer's own methods their default; repeating it changes nothing.

    What of theirs could not be collected is tried with it at once, by the job. Raises Forbidden and NotFound.
    """
    customer_id = ctx.actor.require_customer()
    async with transaction(ctx) as tx:
        behind = await lock_behind(ctx, customer_id)
        await lock_methods(ctx, customer_id)
        row = await own_method(ctx, customer_id, method_id)
        if not row.is_default:
            await no_default(ctx, customer_id)
            row.is_default = True
            await row.save(update_fields=["is_default"])
            announce_method(tx, row, "made_default")
            await try_another(ctx, tx, behind, row)
    return row
