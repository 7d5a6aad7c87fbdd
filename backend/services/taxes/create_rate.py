"""Staff write down a tax rate. It never changes: another rate is another one."""

from __future__ import annotations

from backend.domain.catalog import is_name
from backend.domain.percents import MalformedPercent, parse_percent
from backend.domain.taxes import PARTS
from backend.models import TaxRate
from backend.models.ids import new_id
from backend.services.catalog.inputs import Problems
from backend.services.context import Context
from backend.services.transaction import transaction

MAX_NAME = 100
# Of a percentage: a rate is kept in millionths.
DECIMALS = 4
assert 100 * 10**DECIMALS == PARTS, "a rate of 100 % is the whole price"


async def create_tax_rate(ctx: Context, *, name: str, percent: str, inclusive: bool) -> TaxRate:
    """A rate of 0 to 100 percent (decimal text), for staff; it is on no sale until it is put there.

    `inclusive`: prices contain it. Raises Forbidden, and InvalidInput that names each wrong field.
    """
    ctx.actor.require_staff()
    wrong, parts = Problems(), 0
    if not is_name(name) or len(name) > MAX_NAME:
        wrong.at("name", "INVALID_TEXT", f"Write one line of 1 to {MAX_NAME} characters.")
    try:
        parts = parse_percent(percent, DECIMALS)
    except MalformedPercent as error:
        wrong.at("percent", "INVALID_PERCENT", str(error))
    wrong.refuse()
    async with transaction(ctx) as tx:
        row = await TaxRate.create(
            id=new_id("tax"),
            merchant_id=ctx.merchant_id,
            name=name,
            rate_ppm=parts,
            inclusive=inclusive,
            created_at=ctx.now,
        )
        told = {"name": name, "rate_ppm": parts, "inclusive": inclusive}
        tx.announce("tax_rate.created", row.id, version=1, customer_id=None, payload=told)
    return row
