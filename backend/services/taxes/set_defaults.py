"""Staff say which taxes are on what the merchant sells, unless a customer has their own."""

from __future__ import annotations

from collections.abc import Sequence

from backend.models import Event, Merchant
from backend.services.catalog.inputs import Problems
from backend.services.context import Context
from backend.services.taxes.assign import check_rates, replace_rates
from backend.services.transaction import repeat_on_deadlock, transaction

_FACT = "default_tax_rates.set"


@repeat_on_deadlock
async def set_default_rates(ctx: Context, *, tax_rate_ids: Sequence[str]) -> None:
    """Replace the merchant's rates by these, in this order, for staff; none means no tax.

    They count for what is quoted and invoiced from now on; inside a period its own rates stay. Raises Forbidden, and
    InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        await Merchant.select_for_update(no_key=True).get(id=ctx.merchant_id)
        wrong = Problems()
        await check_rates(ctx, wrong, tax_rate_ids)
        wrong.refuse()
        if await replace_rates(ctx, None, tax_rate_ids):
            earlier = await Event.filter(merchant_id=ctx.merchant_id, subject_id=ctx.merchant_id, type=_FACT).count()
            payload = {"tax_rates": list(tax_rate_ids)}
            tx.announce(_FACT, ctx.merchant_id, version=earlier + 1, customer_id=None, payload=payload)
