"""Staff say which taxes are on what one customer buys: the merchant's, their own, or none."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.errors import NotFound
from backend.models import Customer, Event
from backend.services.catalog.inputs import Problems
from backend.services.context import Context
from backend.services.taxes.assign import check_rates, replace_rates
from backend.services.taxes.rates import TaxTreatment
from backend.services.transaction import repeat_on_deadlock, transaction


@repeat_on_deadlock
async def set_customer_taxes(
    ctx: Context, *, customer_id: str, treatment: TaxTreatment, tax_rate_ids: Sequence[str] = ()
) -> Customer:
    """Set the treatment of a customer and, for OWN, their rates in this order; for staff.

    It counts for what is quoted and invoiced from now on; inside a period its own rates stay. Raises Forbidden,
    NotFound, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    async with transaction(ctx) as tx:
        mine = Customer.filter(merchant_id=ctx.merchant_id).select_for_update(no_key=True)
        customer = await mine.get_or_none(id=customer_id)
        if customer is None:
            raise NotFound("There is no such customer.", customer_id)
        wrong = Problems()
        await check_rates(ctx, wrong, tax_rate_ids)
        if treatment is TaxTreatment.OWN and not tax_rate_ids:
            wrong.at("taxRateIds", "REQUIRED", "Give rates of their own; who has none is exempt.")
        elif treatment is not TaxTreatment.OWN and tax_rate_ids:
            wrong.at("taxRateIds", "NOT_NEEDED", "Only who has rates of their own is given some.")
        wrong.refuse()
        replaced = await replace_rates(ctx, customer.id, tax_rate_ids)
        if replaced or customer.tax_treatment != treatment:
            customer.tax_treatment = treatment.value
            await customer.save(update_fields=["tax_treatment"])
            earlier = await Event.filter(merchant_id=ctx.merchant_id, subject_id=customer.id).count()
            tx.announce(
                "customer.tax_set",
                customer.id,
                version=earlier + 1,
                customer_id=customer.id,
                payload={"treatment": treatment.value, "tax_rates": list(tax_rate_ids)},
            )
    return customer
