"""A hold of units with all that belongs to it, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from backend.domain.balance import HOLD_TRANSITIONS, HoldEvent, HoldStatus
from backend.domain.errors import NotFound
from backend.domain.lifecycle import next_status
from backend.domain.units import Lot, MovementKind, Portion
from backend.models import UnitAccount, UnitHold, UnitMovement
from backend.services.context import Context
from backend.services.timelines import at_customers_time
from backend.services.transaction import Transaction
from backend.services.units.open import OpenUnits, reopen_units


@dataclass(frozen=True, slots=True)
class Held:
    """A hold, and the account that it is on."""

    hold: UnitHold
    account: UnitAccount


async def read_held(ctx: Context, hold_id: str) -> Held:
    """As it stands, not locked. The hold must exist."""
    hold = await UnitHold.get(merchant_id=ctx.merchant_id, id=hold_id)
    return Held(hold, await UnitAccount.get(merchant_id=ctx.merchant_id, id=hold.account_id))


async def at_holds_time(ctx: Context, hold_id: str) -> Context:
    """The same surroundings in the present of the hold's customer; unchanged for a hold that does not exist."""
    seen = await UnitHold.get_or_none(merchant_id=ctx.merchant_id, id=hold_id)
    return await at_customers_time(ctx, seen.customer_id) if seen else ctx


async def lock_hold(ctx: Context, tx: Transaction, hold_id: str) -> tuple[OpenUnits, UnitHold]:
    """The hold under the lock of its account, which everything that changes a hold takes first. Raises NotFound."""
    own = UnitHold.filter(merchant_id=ctx.merchant_id, id=hold_id)
    hold = await own.get_or_none()
    if hold is None:
        raise NotFound("There is no such hold.", hold_id)
    units = await reopen_units(ctx, tx, account_id=hold.account_id)
    return units, await own.get()


async def held_lots(ctx: Context, units: OpenUnits, hold: UnitHold) -> list[Lot]:
    """From which grants an open hold was taken, and how much of each."""
    movements = await UnitMovement.filter(merchant_id=ctx.merchant_id, hold_id=hold.id, kind=MovementKind.HOLD.value)
    taken = {movement.grant_id: movement.quantity for movement in movements}
    return [
        Lot(grant.id, taken[grant.id], grant.granted_at, grant.expires_at) for grant in await units.grants(list(taken))
    ]


def after(hold: UnitHold, event: HoldEvent) -> HoldStatus:
    """The status that `event` leads to. Raises IllegalTransition for a hold that is closed."""
    return next_status(HOLD_TRANSITIONS, HoldStatus(hold.status), event)


async def close_hold(ctx: Context, hold: UnitHold, status: HoldStatus, *, settled_micro: int | None = None) -> None:
    """Write how an open hold ended, by compare-and-set."""
    changed = await UnitHold.filter(merchant_id=ctx.merchant_id, id=hold.id, status=HoldStatus.HELD.value).update(
        status=status.value, settled=settled_micro, closed_at=ctx.now
    )
    assert changed == 1, "its account is locked"


async def put_back(units: OpenUnits, hold: UnitHold, left: Mapping[str, int]) -> None:
    """Put what is left of a hold, by grant, back to its grants. Where one expired meanwhile, it expires at once."""
    portions = [Portion(grant_id, micro) for grant_id, micro in left.items() if micro]
    await units.move(MovementKind.RELEASE, portions, description=hold.description, hold_id=hold.id)
    await units.expire([portion.grant_id for portion in portions])
