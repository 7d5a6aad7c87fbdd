"""A bag of units is refunded: the same share of its units goes back, or the refund is refused."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from backend.domain.errors import Conflict
from backend.domain.taking_back import Stock, most_refundable, to_take_back, why_not
from backend.domain.units import MovementKind, Portion
from backend.models import Invoice, UnitGrant, UnitMovement
from backend.services.context import Context
from backend.services.currencies import money
from backend.services.transaction import Transaction
from backend.services.units.open import OpenUnits, reopen_units

_GONE = [MovementKind.EXPIRE.value, MovementKind.TAKE_BACK.value, MovementKind.GIVE_BACK.value]


async def take_back_units(
    ctx: Context, tx: Transaction, *, invoice_id: str, numerator: int, denominator: int
) -> list[Portion]:
    """Take back `numerator / denominator` of what the paid invoice granted: the refunded share of the invoice's total.

    Answers what was taken, for `give_back_units` should the refund fail. Rounded up to whole millionths for each grant,
    and only from units that are free to use; an invoice that granted nothing is left alone. Part of the caller's
    transaction; locks unit accounts, which come after balances in the order of locks. Raises Conflict, which says what
    is used and how much money can be refunded; the caller must let it through, so that nothing stays.
    """
    share = Fraction(numerator, denominator)
    stocks = await _stocks(ctx, tx, invoice_id)
    await _refuse_used(ctx, invoice_id, [stock for _, stock in stocks], share)
    taken: list[Portion] = []
    for units, stock in stocks:
        if micro := to_take_back(stock, share):
            taken.append(Portion(stock.grant_id, micro))
            await units.move(MovementKind.TAKE_BACK, taken[-1:], description="Refunded")
    return taken


async def _stocks(ctx: Context, tx: Transaction, invoice_id: str) -> list[tuple[OpenUnits, Stock]]:
    """Where the units of the invoice's grants are, each with its account, which is locked from here on."""
    granted = await UnitGrant.filter(merchant_id=ctx.merchant_id, invoice_id=invoice_id).order_by("unit", "position")
    accounts = dict.fromkeys(grant.account_id for grant in granted)
    opened = {id: await reopen_units(ctx, tx, account_id=id) for id in accounts}
    gone: Counter[tuple[str, str]] = Counter()
    for movement in await UnitMovement.filter(
        merchant_id=ctx.merchant_id, grant_id__in=[grant.id for grant in granted], kind__in=_GONE
    ):
        gone[movement.grant_id, movement.kind] += movement.quantity
    # Read anew: what was read before the locks is old.
    fresh = {row.id: row for id, units in opened.items() for row in await units.grants(_ids_on(id, granted))}
    return [
        (
            opened[row.account_id],
            Stock(
                grant_id=row.id,
                unit=row.unit,
                quantity=row.quantity,
                remaining=row.remaining,
                held=row.held,
                expired=gone[row.id, MovementKind.EXPIRE],
                taken_back=gone[row.id, MovementKind.TAKE_BACK] - gone[row.id, MovementKind.GIVE_BACK],
            ),
        )
        for row in (fresh[grant.id] for grant in granted)
    ]


def _ids_on(account_id: str, grants: list[UnitGrant]) -> list[str]:
    return [grant.id for grant in grants if grant.account_id == account_id]


async def _refuse_used(ctx: Context, invoice_id: str, stocks: list[Stock], share: Fraction) -> None:
    """Raise Conflict when a grant has less left than its share; the tightest of them gives the reason."""
    short = [stock for stock in stocks if to_take_back(stock, share) > stock.remaining]
    if not short:
        return
    invoice = await Invoice.get(merchant_id=ctx.merchant_id, id=invoice_id)
    most = most_refundable(stocks, invoice.total_minor)
    tightest = min(short, key=lambda stock: Fraction(stock.remaining, stock.quantity))
    raise Conflict(f"{why_not(tightest)}; at most {money(most, invoice.currency)} can be refunded.")
