"""Staff put a tax rate away. What was billed under it stays so, to the end of its period."""

from __future__ import annotations

from backend.domain.errors import IllegalTransition
from backend.models import TaxAssignment, TaxRate
from backend.services.context import Context
from backend.services.taxes.own import lock_rate
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def archive_tax_rate(ctx: Context, *, tax_rate_id: str) -> TaxRate:
    """Never offer a rate again, for staff; twice is once.

    One that is on sales is refused: sales without their tax would be found out late. Raises Forbidden, NotFound, and
    IllegalTransition while it is a rate of the merchant or of a customer.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        rate = await lock_rate(ctx, tax_rate_id)
        if rate.archived_at is not None:
            return rate
        if await TaxAssignment.exists(merchant_id=ctx.merchant_id, tax_rate_id=rate.id):
            raise IllegalTransition("This rate is on sales: put another in its place first.", "ON_SALES")
        rate.archived_at = ctx.now
        await rate.save(update_fields=["archived_at"])
        tx.announce("tax_rate.archived", rate.id, version=2, customer_id=None, payload={"name": rate.name})
    return rate
