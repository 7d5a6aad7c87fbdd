"""All that happens by itself to the customers of a clock: which rows say when, and what does it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from backend.models import PaymentAttempt
from backend.services.balances.due_top_ups import top_up_on
from backend.services.billing.run import run_on
from backend.services.collections.walk import collect_on
from backend.services.context import Context, Services
from backend.services.due import walk_due
from backend.services.payments.collect import collect_attempt
from backend.services.tariffs.run import charge_on
from backend.services.timelines import Timeline
from backend.services.units.expire import expire_on


@dataclass(frozen=True, slots=True)
class Walk:
    """One kind of due rows: `column` of `table` says when, for those that are `only`; `run` does what is due.

    It answers how much it did.
    """

    what: str
    table: str
    column: str
    run: Callable[[Services, Timeline], Awaitable[int]]
    only: str = "TRUE"


# In the order in which they are done at one instant.
WALKS = (
    Walk("subscriptions", "subscriptions", "due_at", run_on),
    Walk("collections", "collections", "next_try_at", collect_on),
    Walk("tariffs", "tariffs", "due_at", charge_on),
    Walk("automatic top-ups", "auto_top_ups", "next_try_at", top_up_on, only="payment_id IS NULL"),
    Walk("units", "unit_grants", "expires_at", expire_on, only="remaining > 0"),
)


async def walk_attempts(services: Services, timeline: Timeline, ids: Sequence[str]) -> int:
    """Walk those of these attempts that are due, by the real time as ever; answers how many were walked."""
    rows = PaymentAttempt.filter(merchant_id=timeline.merchant_id, id__in=list(ids))
    return await walk_due(services, rows, _collect, what="payment attempt")


async def _collect(ctx: Context, id: str) -> bool:
    return await collect_attempt(ctx, attempt_id=id)
