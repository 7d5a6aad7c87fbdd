"""A tax rate of the merchant for staff to work on."""

from __future__ import annotations

from backend.domain.errors import NotFound
from backend.models import TaxRate
from backend.services.context import Context


async def lock_rate(ctx: Context, id: str) -> TaxRate:
    """The row, archived or not, locked; who puts it on sales waits. Raises NotFound."""
    mine = TaxRate.filter(merchant_id=ctx.merchant_id).select_for_update(no_key=True)
    row = await mine.get_or_none(id=id)
    if row is None:
        raise NotFound("There is no such tax rate.", id)
    return row
