"""After balances moved: stop or resume their tariffs, say until when they are funded, tell who watches, top up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from backend.domain.auto_top_up import is_low
from backend.domain.metering import due_at, funded_until
from backend.events.bell import Work
from backend.models import AutoTopUp
from backend.services.balances.standing import Standing
from backend.services.context import Context
from backend.services.tariffs.meters import merchant_zone, meters_of, reading_of, stop_all
from backend.services.tariffs.write import Moved, write_moved
from backend.services.transaction import Transaction

# Money that lasts longer than this has no end worth naming.
_HORIZON = timedelta(days=36525)


async def reckon(ctx: Context, tx: Transaction, standings: Sequence[Standing]) -> None:
    """Bring everything that follows from the locked balances up to date, write it and announce it."""
    held = [standing for standing in standings if standing.tariffs]
    if held:
        zone = await merchant_zone(ctx)
        for standing in held:
            _reckon_tariffs(standing, zone)
        moved = [Moved(tariff, one.readings[tariff.id]) for one in held for tariff in one.tariffs]
        await write_moved(ctx, tx, moved)
        for standing in held:
            standing.readings = {tariff.id: reading_of(tariff) for tariff in standing.tariffs}
    changed = [standing for standing in standings if standing.account.version != standing.told_version]
    for standing in changed:
        _tell(tx, standing)
    await _arm_top_ups(ctx, tx, changed)


def _reckon_tariffs(standing: Standing, zone: ZoneInfo) -> None:
    """Stop what has no money, resume what has; then say how long it lasts. Not yet written."""
    available = standing.available_minor
    if available <= 0:
        stop_all(standing.running, standing.at)
    _resume(standing, with_price=available > 0)
    running = standing.running
    if not running:
        return
    meters = meters_of(running, zone)
    end = _kept_end(standing) or funded_until(meters, available, standing.at + _HORIZON)
    due = due_at(meters, end)
    for tariff in running:
        tariff.funded_until, tariff.due_at = (end if tariff.amount_minor else None), due


def _kept_end(standing: Standing) -> datetime | None:
    """What the rows say, when nothing but their own debits moved the money: those do not move its end."""
    if standing.footing() != standing.settled:
        return None
    return next((tariff.funded_until for tariff in standing.running if tariff.amount_minor), None)


def _resume(standing: Standing, *, with_price: bool) -> None:
    """Money is there again, or the price is gone: time counts from now; the gap is never charged."""
    for tariff in standing.tariffs:
        if tariff.suspended_at is not None and (with_price or not tariff.amount_minor):
            tariff.suspended_at, tariff.last_billed_at = None, standing.at
            # Reckoned right after; until then anything that says "it runs".
            tariff.due_at = standing.at


def _tell(tx: Transaction, standing: Standing) -> None:
    account = standing.account
    tx.announce(
        "balance.updated",
        account.id,
        version=account.version,
        customer_id=account.owner_id,
        payload={
            "currency": account.currency,
            "available_minor": standing.available_minor,
            "held_minor": account.held_minor,
        },
    )
    standing.told_version = account.version


async def _arm_top_ups(ctx: Context, tx: Transaction, standings: Sequence[Standing]) -> None:
    """Make the automatic top-ups due whose balance is low. One that is in flight goes on alone; a paused one rests."""
    by_owner = {(one.account.owner_id, one.account.currency): one for one in standings}
    if not by_owner:
        return
    resting = AutoTopUp.filter(
        merchant_id=ctx.merchant_id, enabled=True, payment_id=None, next_try_at=None, paused_reason=None
    )
    low = [
        row.id
        for row in await resting.filter(customer_id__in=[owner for owner, _ in by_owner])
        if (one := by_owner.get((row.customer_id, row.currency))) and is_low(one.available_minor, row.threshold_minor)
    ]
    if low:
        await resting.filter(id__in=low).update(next_try_at=ctx.now)
        tx.ring(Work.TOP_UPS)
