"""What is due on a clock's timeline, and when: all of it in one statement, because every step begins and ends so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.domain.payment import AttemptStatus
from backend.services.sql import rows_of
from backend.services.test_clocks.walks import WALKS
from backend.services.timelines import Timeline

# $1 is the merchant, $2 the clock. What is due is found by its own index: '' keeps SQLite from going through all that
# the merchant ever had.
_MINE = "SELECT id FROM customers WHERE merchant_id = $1 AND test_clock_id = $2"
_UNSENT = f"""
    SELECT CAST(NULL AS TEXT) AS what, a.id AS id, a.next_try_at AS at
    FROM payment_attempts a JOIN payments p ON p.id = a.payment_id
    WHERE a.merchant_id || '' = $1 AND a.next_try_at IS NOT NULL
      AND a.status IN ('{AttemptStatus.CREATED.value}', '{AttemptStatus.SENDING.value}') AND p.customer_id IN ({_MINE})
"""  # noqa: S608 - constants of ours
_FIRSTS = [
    f"""
    SELECT '{walk.what}', NULL, MIN({walk.column}) FROM {walk.table}
    WHERE merchant_id || '' = $1 AND {walk.column} IS NOT NULL AND {walk.only} AND customer_id IN ({_MINE})
    """  # noqa: S608 - constants of ours
    for walk in WALKS
]
_STATEMENT = " UNION ALL ".join([_UNSENT, *_FIRSTS])


@dataclass(frozen=True, slots=True)
class Seen:
    """`firsts` are when the first row of each kind is due; `unsent` attempts that no gateway has answered yet."""

    firsts: Mapping[str, datetime]
    unsent: Sequence[str]

    @property
    def next_at(self) -> datetime | None:
        """When the first of all these is due; None when nothing ever is."""
        return min(self.firsts.values(), default=None)


async def look(timeline: Timeline) -> Seen:
    """At one instant of the database: what one look does not find was not there, whoever works here, too."""
    rows = await rows_of(_STATEMENT, timeline.merchant_id, timeline.clock_id)
    firsts = {row["what"]: _instant(row["at"]) for row in rows if row["what"] and row["at"] is not None}
    return Seen(firsts, [row["id"] for row in rows if row["what"] is None])


def _instant(found: datetime | str) -> datetime:
    """SQLite has instants as text."""
    return datetime.fromisoformat(found) if isinstance(found, str) else found
