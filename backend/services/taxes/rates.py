"""Which tax rates a sale to a customer has."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from fractions import Fraction

from backend.domain.taxes import PARTS, TaxRate
from backend.models import TaxAssignment
from backend.models import TaxRate as TaxRateRow
from backend.services.context import Context
from backend.services.sets import rows_among


class TaxTreatment(StrEnum):
    """Whose rates a customer's sales have: the merchant's, the customer's own, or none."""

    MERCHANT = "MERCHANT"
    OWN = "OWN"
    EXEMPT = "EXEMPT"


async def rates_for(ctx: Context, customer_id: str | None) -> tuple[TaxRate, ...]:
    """The rates on what is sold to the customer now, in order; to a visitor those of the merchant."""
    if customer_id is None:
        return await assigned_rates(ctx, None)
    return (await rates_for_all(ctx, [customer_id]))[customer_id]


async def rates_for_all(ctx: Context, customer_ids: Collection[str]) -> dict[str, tuple[TaxRate, ...]]:
    """The same for many customers, by their ids."""
    customers = await rows_among(
        "SELECT id, tax_treatment FROM customers WHERE merchant_id = $1 AND id = ANY($2)", ctx.merchant_id, customer_ids
    )
    treatments = {row["id"]: TaxTreatment(row["tax_treatment"]) for row in customers}
    theirs = [id for id, treatment in treatments.items() if treatment is TaxTreatment.OWN]
    own = await _own_rates(ctx, theirs) if theirs else {}
    usual = await assigned_rates(ctx, None) if TaxTreatment.MERCHANT in treatments.values() else ()
    return {
        id: usual if treatment is TaxTreatment.MERCHANT else own.get(id, ()) for id, treatment in treatments.items()
    }


async def assigned_rates(ctx: Context, customer_id: str | None) -> tuple[TaxRate, ...]:
    """The rates of the merchant, or a customer's own, in their order."""
    rows = TaxAssignment.filter(merchant_id=ctx.merchant_id, customer_id=customer_id).order_by("position")
    return await read_rates(ctx, [str(id) for id in await rows.values_list("tax_rate_id", flat=True)])


async def _own_rates(ctx: Context, customer_ids: Collection[str]) -> dict[str, tuple[TaxRate, ...]]:
    rows = await rows_among(
        """
        SELECT customer_id, tax_rate_id FROM tax_assignments
        WHERE merchant_id = $1 AND customer_id = ANY($2) ORDER BY position
        """,
        ctx.merchant_id,
        customer_ids,
    )
    rates = {rate.id: rate for rate in await read_rates(ctx, list({row["tax_rate_id"] for row in rows}))}
    own: dict[str, tuple[TaxRate, ...]] = {}
    for row in rows:
        own[row["customer_id"]] = (*own.get(row["customer_id"], ()), rates[row["tax_rate_id"]])
    return own


async def read_rates(ctx: Context, ids: Sequence[str]) -> tuple[TaxRate, ...]:
    """The rates with these ids, in the same order."""
    if not ids:
        return ()
    rows = {row.id: row for row in await TaxRateRow.filter(merchant_id=ctx.merchant_id, id__in=list(ids))}
    return tuple(tax_rate(rows[id]) for id in ids)


def tax_rate(row: TaxRateRow) -> TaxRate:
    """A rate as its exact share of the price."""
    return TaxRate(row.id, row.name, Fraction(row.rate_ppm, PARTS), row.inclusive)
