"""Write what became of many locked subscriptions: one statement, by compare-and-set on their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.models import Subscription
from backend.services.context import Context
from backend.services.sets import as_table
from backend.services.sql import rows_of

# What a life of being billed and renewed changes.
_COLUMNS = {
    "status": "TEXT",
    "unit_price_minor": "BIGINT",
    "next_price_minor": "BIGINT",
    "next_price_at": "TIMESTAMPTZ",
    "period_start": "TIMESTAMPTZ",
    "period_end": "TIMESTAMPTZ",
    "billed_until": "TIMESTAMPTZ",
    "past_due_at": "TIMESTAMPTZ",
    "paused_at": "TIMESTAMPTZ",
    "resume_at": "TIMESTAMPTZ",
    "due_at": "TIMESTAMPTZ",
    "stuck_reason": "TEXT",
    "version": "INT",
}


@dataclass(frozen=True, slots=True)
class Before:
    """A subscription as it is to be, and the version of its row."""

    subscription: Subscription
    version: int


async def write_lives(ctx: Context, changed: Sequence[Before]) -> None:
    """All of them, or it is a bug: they are locked."""
    table, values = as_table(
        {
            "subscription": ("TEXT", [one.subscription.id for one in changed]),
            "before": ("INT", [one.version for one in changed]),
            **{
                f"new_{name}": (type, [getattr(one.subscription, name) for one in changed])
                for name, type in _COLUMNS.items()
            },
        }
    )
    rows = await rows_of(
        f"""
        UPDATE subscriptions SET {", ".join(f"{name} = given.new_{name}" for name in _COLUMNS)}
        FROM {table}
        WHERE subscriptions.id = given.subscription AND subscriptions.version = given.before
          AND subscriptions.merchant_id = ${len(values) + 1}
        RETURNING subscriptions.id
        """,  # noqa: S608 - built from placeholders only
        *values,
        ctx.merchant_id,
    )
    assert len(rows) == len(changed), "they are locked"
