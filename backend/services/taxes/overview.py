"""Tax rates for people to look at, as rows: all of a merchant's, and those that count for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tortoise.expressions import Q

from backend.models import Customer, TaxAssignment, TaxRate
from backend.services.context import Context
from backend.services.taxes.rates import TaxTreatment


async def all_rates(ctx: Context, *, archived: bool = False) -> list[TaxRate]:
    """The rates that can be put on sales, oldest first; or also those that were. For staff: raises Forbidden."""
    ctx.actor.require_staff()
    rows = TaxRate.filter(merchant_id=ctx.merchant_id)
    return await (rows if archived else rows.filter(archived_at=None)).order_by("id")


async def default_rates(ctx: Context) -> list[TaxRate]:
    """The merchant's rates in their order. For staff: raises Forbidden."""
    ctx.actor.require_staff()
    return (await _by_owner(ctx, Q(customer_id=None)))[None]


async def rates_of_customers(ctx: Context, customer_ids: Sequence[str]) -> list[list[TaxRate]]:
    """The rates that count for each of these customers, in order: the merchant's, their own, or none."""
    own = Customer.filter(merchant_id=ctx.merchant_id, id__in=list(customer_ids))
    treatments = {row.id: TaxTreatment(row.tax_treatment) for row in await own.only("id", "tax_treatment")}
    rates = await _by_owner(ctx, Q(customer_id=None) | Q(customer_id__in=list(customer_ids)))
    # Who has none of their own has no tax; so has a customer whom nobody knows.
    owner = {id: None if treatment is TaxTreatment.MERCHANT else id for id, treatment in treatments.items()}
    return [rates[owner.get(id, id)] if treatments.get(id) is not TaxTreatment.EXEMPT else [] for id in customer_ids]


async def _by_owner(ctx: Context, whose: Q) -> dict[str | None, list[TaxRate]]:
    assigned = await TaxAssignment.filter(whose, merchant_id=ctx.merchant_id).order_by("position")
    ids = [row.tax_rate_id for row in assigned]
    rows = {row.id: row for row in await TaxRate.filter(merchant_id=ctx.merchant_id, id__in=ids)} if ids else {}
    found: dict[str | None, list[TaxRate]] = defaultdict(list)
    for row in assigned:
        found[row.customer_id].append(rows[row.tax_rate_id])
    return found
