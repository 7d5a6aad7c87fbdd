"""A refund failed after its units were taken back: the customer gets them again."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.units import MovementKind, Portion
from backend.models import UnitGrant
from backend.services.context import Context
from backend.services.transaction import Transaction
from backend.services.units.open import reopen_units


async def give_back_units(ctx: Context, tx: Transaction, *, taken: Sequence[Portion]) -> None:
    """Undo what `take_back_units` took, grant by grant. Where one expired meanwhile, its units expire at once.

    Part of the caller's transaction, which makes sure that it happens once; locks unit accounts, which come after
    balances in the order of locks.
    """
    by_id = {portion.grant_id: portion for portion in taken}
    for grant in await UnitGrant.filter(merchant_id=ctx.merchant_id, id__in=list(by_id)).order_by("unit", "position"):
        units = await reopen_units(ctx, tx, account_id=grant.account_id)
        await units.move(MovementKind.GIVE_BACK, [by_id[grant.id]], description="The refund failed")
        await units.expire([grant.id])
