"""Write where tariffs stand, and whether their subscriptions run: one statement each, for all balances of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.domain.lifecycle import next_status
from backend.domain.subscription import TRANSITIONS, SubscriptionEvent, SubscriptionStatus
from backend.models import Tariff
from backend.services.context import Context
from backend.services.sql import rows_of, value_rows
from backend.services.tariffs.meters import Reading, reading_of
from backend.services.transaction import Transaction

_READING = ("TEXT", "TIMESTAMPTZ", "TIMESTAMPTZ", "TEXT", "TEXT", "TIMESTAMPTZ", "TIMESTAMPTZ", "TIMESTAMPTZ")
_FACTS = {
    SubscriptionEvent.SUSPEND: "subscription.suspended",
    SubscriptionEvent.RESUME: "subscription.resumed",
    None: "subscription.funded",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A tariff on a locked balance whose row still says `before`."""

    tariff: Tariff
    before: Reading

    @property
    def is_worth_telling(self) -> bool:
        """Whether it stopped, went on, or is funded for another time than before."""
        after = self.tariff
        return (self.before.suspended_at, self.before.funded_until) != (after.suspended_at, after.funded_until)

    @property
    def event(self) -> SubscriptionEvent | None:
        """What happens to the subscription, if anything."""
        was, is_now = self.before.suspended_at is not None, self.tariff.suspended_at is not None
        if was == is_now:
            return None
        return SubscriptionEvent.SUSPEND if is_now else SubscriptionEvent.RESUME


async def write_moved(ctx: Context, tx: Transaction, moved: Sequence[Moved]) -> None:
    """Write the readings, by compare-and-set; then the subscriptions that it is worth telling of."""
    moved = [one for one in moved if reading_of(one.tariff) != one.before]
    if not moved:
        return
    values = [value for one in moved for value in _values(one)]
    rows = await rows_of(
        f"""
        UPDATE tariffs
        SET last_billed_at = moved.column3, carried_numerator = moved.column4, carried_denominator = moved.column5,
            funded_until = moved.column6, due_at = moved.column7, suspended_at = moved.column8
        FROM ({value_rows(len(moved), _READING)}) AS moved
        WHERE tariffs.id = moved.column1 AND tariffs.merchant_id = ${len(values) + 1}
          AND tariffs.last_billed_at = moved.column2
        RETURNING id
        """,  # noqa: S608 - built from placeholders only
        *values,
        ctx.merchant_id,
    )
    assert len(rows) == len(moved), "the balance is locked"
    await _tell(ctx, tx, [one for one in moved if one.is_worth_telling])


def _values(one: Moved) -> tuple[object, ...]:
    after = reading_of(one.tariff)
    return (
        one.tariff.id, one.before.last_billed_at, after.last_billed_at, after.carried_numerator,
        after.carried_denominator, after.funded_until, after.due_at, after.suspended_at,
    )  # fmt: skip


async def _tell(ctx: Context, tx: Transaction, moved: Sequence[Moved]) -> None:
    """Move the subscriptions to the status of their tariffs, count their versions on, and announce it."""
    if not moved:
        return
    values = [value for one in moved for value in (one.tariff.subscription_id, *_statuses(one))]
    rows = await rows_of(
        f"""
        UPDATE subscriptions SET status = moved.column3, version = version + 1
        FROM ({value_rows(len(moved), ("TEXT", "TEXT", "TEXT"))}) AS moved
        WHERE subscriptions.id = moved.column1 AND subscriptions.merchant_id = ${len(values) + 1}
          AND subscriptions.status = moved.column2
        RETURNING id, status, version
        """,  # noqa: S608 - built from placeholders only
        *values,
        ctx.merchant_id,
    )
    changed = {row["id"]: row for row in rows}
    assert len(changed) == len(moved), "the balance is locked"
    for one in moved:
        tariff, row = one.tariff, changed[one.tariff.subscription_id]
        tx.announce(
            _FACTS[one.event],
            tariff.subscription_id,
            version=row["version"],
            customer_id=tariff.customer_id,
            payload={
                "status": row["status"],
                "funded_until": tariff.funded_until and tariff.funded_until.isoformat(),
                "suspended_at": tariff.suspended_at and tariff.suspended_at.isoformat(),
            },
        )


def _statuses(one: Moved) -> tuple[str, str]:
    """The subscription's status before and after."""
    before = SubscriptionStatus.ACTIVE if one.before.suspended_at is None else SubscriptionStatus.SUSPENDED
    return before.value, (next_status(TRANSITIONS, before, one.event) if one.event else before).value
