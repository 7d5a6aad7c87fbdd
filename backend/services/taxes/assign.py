"""Which rates are on the sales of a merchant or a customer: the whole list is replaced, in its order."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.taxes import MOST_RATES
from backend.models import TaxAssignment, TaxRate
from backend.models.ids import new_id
from backend.services.catalog.inputs import Problems
from backend.services.context import Context


async def check_rates(ctx: Context, wrong: Problems, ids: Sequence[str]) -> None:
    """Lock the rates, so that none is archived meanwhile, and note each that cannot be on a sale."""
    if len(ids) > MOST_RATES:
        wrong.at("taxRateIds", "TOO_MANY", f"Give at most {MOST_RATES} rates.")
        return
    own = TaxRate.filter(merchant_id=ctx.merchant_id, id__in=list(ids)).order_by("id")
    rates = {row.id: row for row in await own.select_for_update(no_key=True)} if ids else {}
    for n, id in enumerate(ids):
        rate = rates.get(id)
        if rate is None:
            wrong.at(f"taxRateIds.{n}", "UNKNOWN_RATE", "There is no such tax rate.")
        elif id in ids[:n]:
            wrong.at(f"taxRateIds.{n}", "TWICE", "This rate is named twice.")
        elif rate.archived_at is not None:
            wrong.at(f"taxRateIds.{n}", "ARCHIVED", "This rate is not used any more.")


async def replace_rates(ctx: Context, customer_id: str | None, ids: Sequence[str]) -> bool:
    """Put exactly these rates on the sales of the customer, or of the merchant; False when they were there already.

    The caller holds the row of whom they belong to.
    """
    mine = TaxAssignment.filter(merchant_id=ctx.merchant_id, customer_id=customer_id)
    before = [str(id) for id in await mine.order_by("position").values_list("tax_rate_id", flat=True)]
    if before == list(ids):
        return False
    await mine.delete()
    rows = [
        TaxAssignment(
            id=new_id("taxa"), merchant_id=ctx.merchant_id, customer_id=customer_id, tax_rate_id=id, position=position
        )
        for position, id in enumerate(ids, start=1)
    ]
    if rows:
        await TaxAssignment.bulk_create(rows)
    return True
